//! HTML mail: what comes out holds only what is allowed, and cleaning it again changes nothing.
//!
//! Time and memory are libFuzzer's to watch.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postern::mail::fuzzing::faults;

fuzz_target!(|data: &[u8]| {
    let Ok(html) = std::str::from_utf8(data) else { return };
    let faults = faults(html);
    assert!(faults.is_empty(), "{faults:?}");
});
