//! The line between Postern and a real Dovecot is cut after any octet, and other programs work in the same mailboxes: nothing is
//! lost, nothing false is said, and the next request is served.
//!
//! `bin/check` runs a dense sample of the cuts, `bin/check cuts` every one (`--ignored`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

#[path = "../support/app.rs"]
mod app;
#[path = "../support/eyes.rs"]
mod eyes;
#[path = "../support/mod.rs"]
mod support;

mod act;
mod cut;
mod others;
mod proxy;
mod stage;
