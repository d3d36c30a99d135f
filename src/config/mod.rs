//! The configuration: one TOML file, and the environment over it. The only reader of both.
//!
//! A wrong configuration is told in full, one line a mistake: place, key, what was found, what is allowed.

mod load;
mod mistake;
mod reader;
mod sections;
mod settings;
mod store;
mod tree;
mod url;
mod warnings;

#[cfg(test)]
mod tests;

pub use mistake::{Mistake, Mistakes};
pub use settings::{Brand, Config, Help, Imap, Log, Login, Server, ServerAddress, Session, Spam, Store, Web};
pub use url::PublicUrl;
