//! All SQL, one text for both databases: SQLite, a file of our own, and PostgreSQL. Knows rows, not meanings.
//!
//! `location` says where the database is, `database` opens it, `migrations` brings it up to date, `connection` asks it, whichever it
//! is; the others are one file a table.

pub mod admin;
pub mod article_versions;
pub mod backup;
mod connection;
mod database;
mod error;
pub mod failed_tries;
pub mod failures;
pub mod growth;
pub mod jobs;
mod location;
mod migrations;
pub mod moves;
pub mod nodes;
pub mod pictures;
#[cfg(test)]
pub(crate) mod place_for_tests;
pub mod recovery;
pub mod retention;
pub mod secrets;
pub mod sessions;
pub mod votes;

pub use database::{Store, now};
pub use error::{Error, Result};
pub use location::{Location, Server};
