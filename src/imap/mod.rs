//! The proxy layer: what the RFCs say about IMAP. No user words, no HTTP, no SQL, no policy.
//!
//! Each room below knows those before it: `types`, the words; `codec`, octets to responses and back; `client`, the conversation on
//! one connection; `pool`, connections in tasks of their own, borrowed by account.

mod client;
mod codec;
#[cfg(fuzzing)]
pub mod fuzzing;
mod pool;
mod types;

pub use client::{Beside, Change, Criteria, Examined, Items, Position, Selected, Session, SortKey, Window};
pub use pool::{Limits, Pool, PooledConnection, Purpose};
pub use types::{
    BodyStructure, Capabilities, Code, Credentials, Endpoint, Error, Fetched, Flag, Listed, Literal, MailboxName, Part,
    QuotaRoot, Refusal, Result, Security, StatusItems, Uid, UidSet, UidValidity,
};
