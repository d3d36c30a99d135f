//! Reads response codes (RFC 9051, 7.1; RFC 5530; RFC 4315; RFC 9738).

use super::framer::Frame;
use super::tokens::{Token, Tokens};
use super::values::{flags, number32, ranges, words};
use crate::imap::types::{Capabilities, Code, Uid, UidSet, UidValidity};

/// UIDs a COPYUID may name; a longer one is taken as not given.
const MAX_COPYUID: u64 = 100_000;

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

/// Reads UIDVALIDITY and UID; a set of several is no answer to one message.
fn append_uid(tokens: &mut Tokens<'_>) -> Option<Code> {
    let uid_validity = uid_validity(tokens)?;
    Some(Code::AppendUid { uid_validity, uid: Uid::new(number32(tokens)?)? })
}

/// Reads `1:3,7`; `None` for anything else, also for `*`.
fn uid_set(text: &[u8]) -> Option<UidSet> {
    let set = UidSet::from_ranges(ranges(text)?);
    (set.len() <= MAX_COPYUID).then_some(set)
}
