//! The line between Postern and a real Dovecot is cut after any octet, and other programs work in the same mailboxes: nothing is
//! lost, nothing false is said, and the next request is served.
//!
//! `bin/check` runs a dense sample of the cuts, `bin/check fault_injection` every one (`--ignored`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod cut;
mod fixture;
mod killed;
mod operation;
mod others;
mod proxy;
