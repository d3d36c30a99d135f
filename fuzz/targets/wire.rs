//! The wire: whatever a server sends, in whatever pieces it arrives, gives the same responses, and no panic.
//!
//! Input: one letter for how much of a literal is kept, two for where the stream is cut, a line feed, then the stream.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postern::imap::fuzzing::read;

fuzz_target!(|data: &[u8]| {
    let Some((head, stream)) = data.split_at_checked(4) else { return };
    let keep = usize::from(head[0] % 32);
    let place = |letter: u8| usize::from(letter) * stream.len() / 255;
    let (first, second) = (place(head[1]).min(place(head[2])), place(head[1]).max(place(head[2])));
    let whole = read(&[stream], keep);
    assert_eq!(whole, read(&[&stream[..first], &stream[first..second], &stream[second..]], keep));
    let octets: Vec<&[u8]> = stream.chunks(1).collect();
    assert_eq!(whole, read(&octets, keep));
    assert!(whole.octets() <= stream.len(), "more is held than came");
});
