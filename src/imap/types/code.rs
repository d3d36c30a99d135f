//! Response codes: what a server says in brackets.

use super::capability::Capabilities;
use super::flag::Flag;
use super::uid::{Uid, UidSet, UidValidity};

/// A response code (RFC 9051, 7.1; RFC 5530; RFC 4315; RFC 9738).
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseCode {
    /// Name and password do not match, or the account may not sign in.
    AuthenticationFailed,
    /// The account may not act for that user.
    AuthorizationFailed,
    /// The password is too old.
    Expired,
    /// The connection is not protected as the server wants it.
    PrivacyRequired,
    /// Only the server's administrator can help.
    ContactAdmin,
    /// Something the server needs is down; trying later may help.
    Unavailable,
    /// A limit of the server, such as connections of one user.
    Limit,
    /// Another program holds the mailbox.
    InUse,
    /// The server has noticed a fault of its own.
    ServerBug,
    /// The mailbox is full (RFC 9208).
    OverQuota,
    /// There is no such mailbox.
    NonExistent,
    /// The target mailbox must be created first.
    TryCreate,
    /// Not allowed.
    NoPermission,
    /// The mailbox is open for reading only.
    ReadOnly,
    /// The UIDVALIDITY.
    UidValidity(UidValidity),
    /// The UID the next message will get, at least.
    UidNext(u32),
    /// Which flags can be changed for good.
    PermanentFlags(Vec<Flag>),
    /// What a COPY or MOVE made: how many messages, and their UIDs there.
    CopyUid {
        /// The UIDVALIDITY of the target mailbox.
        uid_validity: UidValidity,
        /// The UIDs here.
        from: UidSet,
        /// The UIDs there; do not pair them with `from` by position, some servers permute them (seen at Yahoo).
        to: UidSet,
    },
    /// Where an APPEND of one message has put it.
    AppendUid {
        /// The UIDVALIDITY of the mailbox.
        uid_validity: UidValidity,
        /// The UID there.
        uid: Uid,
    },
    /// Capabilities.
    Capability(Capabilities),
    /// Only a part was done: at most this many messages at once (RFC 9738).
    MessageLimit(u32),
    /// Any other code, as written.
    Other(String),
}
