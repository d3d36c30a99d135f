//! Mail: whatever a message holds, there is text for a page, without a panic of ours and without endless growth.
//!
//! Input: a letter, which says what the rest is read as, then the rest.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postern::mail::fuzzing::read;
use std::panic::{set_hook, take_hook};

fuzz_target!(
    init: {
        // A panic inside mail-parser is caught, and such a message reads as empty; any other stops here.
        let stop = take_hook();
        set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|at| at.file().contains("/mail-parser-")) {
                stop(panic);
            }
        }));
    },
    |data: &[u8]| {
        let Some((&letter, message)) = data.split_first() else { return };
        let text = read(letter, message);
        assert!(!text.contains('\0'), "NUL on a page");
        // One octet in a charset of one octet is at most four in UTF-8, an entity or an encoded word is longer than its letter.
        assert!(text.len() <= 16 * message.len() + 1024, "{} octets of text from {}", text.len(), message.len());
    }
);
