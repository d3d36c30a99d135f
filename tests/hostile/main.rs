//! What the proxy layer and the mail verbs do on the wire: transcripts of a scripted server, and real TLS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests stop here")]

mod beside;
mod deleting;
mod dialogues;
mod floods;
mod greeting;
mod injection;
mod introducing;
mod long_work;
mod looking;
mod managesieve;
mod moving;
mod neighbours;
mod numbers;
mod octets;
mod pages;
mod pool;
mod reading;
mod refusals;
mod server;
mod sign_in;
mod tls;
mod trouble;
mod turns;
mod unasked;
mod unwrapping;
