//! ManageSieve, as RFC 5804 says it: the scripts that a mail server runs over what is delivered. No user words, no HTTP, no policy.
//!
//! `codec` cuts the stream into responses and is the only place where commands are written; `client` is the conversation on one
//! connection; `service` is a server, and how many talk to it at once. How a connection is made and trusted is `imap`'s.

mod client;
mod code;
mod codec;
mod command;
mod error;
mod service;

pub use client::{Capabilities, Client, Script};
pub use code::Code;
pub use command::ScriptName;
pub use error::{Error, Refusal, Result};
pub use service::Service;
