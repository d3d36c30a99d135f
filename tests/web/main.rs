//! The whole product over HTTP, in front of a real Dovecot, seen from a browser on one side and another mail program on the
//! other. Each test has a server of its own, and nothing is waited for by the clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

#[path = "../support/app.rs"]
mod app;
#[path = "../support/eyes.rs"]
mod eyes;
#[path = "../support/forms.rs"]
mod forms;
#[path = "../support/mod.rs"]
mod support;

mod budget;
mod destroy;
mod downloads;
mod flow;
mod formatted;
mod help;
mod leaving;
mod lists;
mod login;
mod origin;
mod outage;
mod reading;
mod rescue;
mod room;
mod search;
mod setup;
mod strange;
mod text;
mod unsendable;
mod votes;
mod wrapped;
