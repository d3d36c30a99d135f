//! The whole product over HTTP, in front of real mail servers, seen from a browser on one side and another mail program on the
//! other. Each test has a server of its own, and nothing is waited for by the clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod banning;
mod broken_requests;
mod browser;
mod budget;
mod command_line;
mod connections;
mod corpus;
mod destroy;
mod downloads;
mod floods;
mod flow;
mod formatted;
mod forms;
mod headers;
mod help;
mod leaving;
mod limits;
mod lists;
mod many;
mod memory;
mod origin;
mod outage;
mod private_dovecot;
mod reading;
mod refused;
mod rescue;
mod room;
mod search;
mod secrets;
mod servers;
mod sessions;
mod setup;
mod shared;
mod sign_in;
mod strange;
mod text;
mod unsendable;
mod votes;
mod wrapped;
