//! Proves that what the other tests lean on stands: the private Dovecot, the POP3 client, the cast.
//!
//! A program of its own: it measures how fast a server starts, and that is told best while nothing else runs.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

#[path = "support/cast/mod.rs"]
mod cast;
#[path = "support/dovecot/mod.rs"]
mod dovecot;
#[path = "support/pop3.rs"]
mod pop3;
#[path = "support/proof.rs"]
mod proof;
