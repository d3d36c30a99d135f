//! Response codes: what a server says in brackets.

use super::capability::Capabilities;
use super::flag::Flag;
use super::response::{flags, number32, ranges, words};
use super::uid::{Uid, UidSet, UidValidity};
use super::wire::{Frame, Token, Tokens};

/// UIDs a COPYUID may name; a longer one is taken as not given.
const MAX_COPYUID: u64 = 100_000;

/// Is a response code (RFC 9051, 7.1; RFC 5530; RFC 4315; RFC 9738).
#[derive(Debug, Clone, PartialEq)]
pub enum Code {
    /// Name and password do not match, or the account may not sign in.
    AuthenticationFailed,
    /// The account may not act for that user.
    AuthorizationFailed,
    /// The password is too old.
    Expired,
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
    /// The epoch of the UIDs.
    UidValidity(UidValidity),
    /// The UID the next message will get, at least.
    UidNext(u32),
    /// Which flags can be changed for good.
    PermanentFlags(Vec<Flag>),
    /// What a COPY or MOVE made: how many messages, and their UIDs there.
    CopyUid {
        /// The epoch of the target mailbox.
        uid_validity: UidValidity,
        /// The UIDs here.
        from: UidSet,
        /// The UIDs there; do not pair them with `from` by position, some servers permute them (seen at Yahoo).
        to: UidSet,
    },
    /// Where an APPEND of one message has put it.
    AppendUid {
        /// The epoch of the mailbox.
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

/// Splits `[CODE arguments] text`.
pub(super) fn code_and_text(line: &[u8]) -> (Option<Code>, String) {
    let line = line.trim_ascii_start();
    let Some(inner) = line.strip_prefix(b"[") else { return (None, words(line)) };
    let Some(close) = inner.iter().position(|&b| b == b']') else { return (None, words(line)) };
    let (code, rest) = inner.split_at(close);
    (Some(code_of(code)), words(rest.get(1..).unwrap_or_default()))
}

fn code_of(code: &[u8]) -> Code {
    let frame = Frame { text: vec![code.to_vec()], literals: Vec::new() };
    let mut tokens = Tokens::new(&frame);
    let other = || Code::Other(words(code));
    let Some(Token::Atom(name)) = tokens.next() else { return other() };
    match name.to_ascii_uppercase().as_slice() {
        b"AUTHENTICATIONFAILED" => Code::AuthenticationFailed,
        b"AUTHORIZATIONFAILED" => Code::AuthorizationFailed,
        b"EXPIRED" => Code::Expired,
        b"UNAVAILABLE" => Code::Unavailable,
        b"LIMIT" => Code::Limit,
        b"INUSE" => Code::InUse,
        b"SERVERBUG" => Code::ServerBug,
        b"OVERQUOTA" => Code::OverQuota,
        b"NONEXISTENT" => Code::NonExistent,
        b"TRYCREATE" => Code::TryCreate,
        b"NOPERM" => Code::NoPermission,
        b"READ-ONLY" => Code::ReadOnly,
        b"UIDVALIDITY" => uid_validity(&mut tokens).map_or_else(other, Code::UidValidity),
        b"UIDNEXT" => number32(&mut tokens).map_or_else(other, Code::UidNext),
        b"PERMANENTFLAGS" => flags(&mut tokens).map_or_else(other, Code::PermanentFlags),
        b"CAPABILITY" => Code::Capability(Capabilities::from_words(tokens.rest_of_text().split(|&b| b == b' '))),
        b"COPYUID" => copy_uid(&mut tokens).unwrap_or_else(other),
        b"APPENDUID" => append_uid(&mut tokens).unwrap_or_else(other),
        b"MESSAGELIMIT" => number32(&mut tokens).map_or_else(other, Code::MessageLimit),
        _ => other(),
    }
}

fn uid_validity(tokens: &mut Tokens<'_>) -> Option<UidValidity> {
    UidValidity::new(number32(tokens)?)
}

fn copy_uid(tokens: &mut Tokens<'_>) -> Option<Code> {
    let uid_validity = uid_validity(tokens)?;
    let from = uid_set(&tokens.next()?.nstring()?)?;
    let to = uid_set(&tokens.next()?.nstring()?)?;
    Some(Code::CopyUid { uid_validity, from, to })
}

/// Reads epoch and UID; a set of several is no answer to one message.
fn append_uid(tokens: &mut Tokens<'_>) -> Option<Code> {
    let uid_validity = uid_validity(tokens)?;
    Some(Code::AppendUid { uid_validity, uid: Uid::new(number32(tokens)?)? })
}

/// Reads `1:3,7`; `None` for anything else, also for `*`.
fn uid_set(text: &[u8]) -> Option<UidSet> {
    let set = UidSet::from_ranges(ranges(text)?);
    (set.len() <= MAX_COPYUID).then_some(set)
}
