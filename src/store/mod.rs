//! All SQL.

pub mod votes;
