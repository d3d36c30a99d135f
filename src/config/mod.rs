//! The configuration: one TOML file, and the environment over it. The only reader of both.
//!
//! A wrong configuration is told in full, one line a mistake: place, key, what was found, what is allowed. `settings` are the values,
//! with defaults and units; `sections` reads them: keys and ranges; `reader` and `tree` are the TOML with its lines and the environment
//! over it; `warnings` is what is allowed and most likely not meant.

mod admin;
mod limits;
mod load;
mod log;
mod mistake;
mod reader;
mod sections;
mod settings;
mod setup;
mod store;
mod tree;
mod url;
mod warnings;
mod web;

#[cfg(test)]
mod tests;

pub use admin::{Admin, TotpFile};
pub use limits::Limits;
pub use mistake::{Mistake, Mistakes};
pub use settings::{
    Brand, Config, Help, Imap, Jobs, Log, LogFormat, Login, Master, Quota, Server, ServerAddress, ServerSpam, Session,
    Spam, Store, Web,
};
pub use setup::{Setup, SigningFiles};
pub use url::PublicUrl;
