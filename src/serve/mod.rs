//! Serves the site over HTTP/1.1: bounded in connections, patient with requests, impatient with slow heads and with answers that
//! nobody reads.

mod connections;
mod descriptors;
mod server;
mod stream;

pub use server::{Limits, Running, start, start_within};
