//! Several nodes over one PostgreSQL, behind a proxy that sends each request to another one: nothing is lost, nothing is there twice,
//! and what is told is so, whichever of them dies, stands still or comes back meanwhile.
//!
//! `bin/check nodes` runs it; of everything that takes long only the reckoning itself is part of `bin/check`.
//! `POSTERN_NODES` is how many (3), `POSTERN_NODES_SECONDS` how long (60), `POSTERN_SEED` what chance begins with.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod chance;
mod ledger;
mod node;
mod owner;
mod paused;
mod person;
mod reckoning;
mod storm;
mod told;

/// Returns how many nodes there are to be.
fn nodes() -> usize {
    usize::try_from(number_from("POSTERN_NODES", 3)).unwrap()
}

/// Reads a number from the environment.
#[expect(clippy::disallowed_methods, reason = "whoever starts it says how long and with which seed")]
fn number_from(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is a number")),
        Err(_) => otherwise,
    }
}
