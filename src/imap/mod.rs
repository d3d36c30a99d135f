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

pub use client::{
    AlsoFetch, Examined, FetchItems, FlagChange, SearchCriteria, Selected, SeqNum, Session, SortKey, Window,
};
pub(crate) use client::{Stream, TlsRoots, tcp, tls};
pub use pool::{Limits, Pool, PooledConnection, Pulse, Purpose};
pub use types::{
    BodyStructure, Capabilities, Copies, Credentials, Endpoint, Error, Fence, Fetched, Flag, ListedMailbox, Literal,
    MailboxName, Part, QuotaRoot, Refusal, ResponseCode, Result, Security, StatusItems, Uid, UidSet, UidValidity,
};
