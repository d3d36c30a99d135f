//! All SQL. Knows rows, not meanings.

mod database;
pub mod pictures;
pub mod secrets;
pub mod sessions;
pub mod votes;

pub use database::{Store, now};
