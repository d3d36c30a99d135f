//! Reads response codes (RFC 9051, 7.1; RFC 5530; RFC 4315; RFC 9738).

use super::framer::Frame;
use super::tokens::{Token, Tokens};
use super::values::{flags, number32, ranges, words};
use crate::imap::types::{Capabilities, ResponseCode, Uid, UidSet, UidValidity};

/// UIDs a COPYUID may name; a longer one is taken as not given.
const MAX_COPYUID: u64 = 100_000;

/// Splits `[CODE arguments] text`.
pub(super) fn code_and_text(line: &[u8]) -> (Option<ResponseCode>, String) {
    let line = line.trim_ascii_start();
    let Some(inner) = line.strip_prefix(b"[") else { return (None, words(line)) };
    let Some(close) = inner.iter().position(|&b| b == b']') else { return (None, words(line)) };
    let (code, rest) = inner.split_at(close);
    (Some(code_of(code)), words(rest.get(1..).unwrap_or_default()))
}

fn code_of(code: &[u8]) -> ResponseCode {
    let frame = Frame { text: vec![code.to_vec()], literals: Vec::new() };
    let mut tokens = Tokens::new(&frame);
    let other = || ResponseCode::Other(words(code));
    let Some(Token::Atom(name)) = tokens.next() else { return other() };
    match name.to_ascii_uppercase().as_slice() {
        b"AUTHENTICATIONFAILED" => ResponseCode::AuthenticationFailed,
        b"AUTHORIZATIONFAILED" => ResponseCode::AuthorizationFailed,
        b"EXPIRED" => ResponseCode::Expired,
        b"PRIVACYREQUIRED" => ResponseCode::PrivacyRequired,
        b"CONTACTADMIN" => ResponseCode::ContactAdmin,
        b"UNAVAILABLE" => ResponseCode::Unavailable,
        b"LIMIT" => ResponseCode::Limit,
        b"INUSE" => ResponseCode::InUse,
        b"SERVERBUG" => ResponseCode::ServerBug,
        b"OVERQUOTA" => ResponseCode::OverQuota,
        b"NONEXISTENT" => ResponseCode::NonExistent,
        b"TRYCREATE" => ResponseCode::TryCreate,
        b"NOPERM" => ResponseCode::NoPermission,
        b"READ-ONLY" => ResponseCode::ReadOnly,
        b"UIDVALIDITY" => uid_validity(&mut tokens).map_or_else(other, ResponseCode::UidValidity),
        b"UIDNEXT" => number32(&mut tokens).map_or_else(other, ResponseCode::UidNext),
        b"PERMANENTFLAGS" => flags(&mut tokens).map_or_else(other, ResponseCode::PermanentFlags),
        b"CAPABILITY" => {
            ResponseCode::Capability(Capabilities::from_words(tokens.rest_of_text().split(|&b| b == b' ')))
        }
        b"COPYUID" => copy_uid(&mut tokens).unwrap_or_else(other),
        b"APPENDUID" => append_uid(&mut tokens).unwrap_or_else(other),
        b"MESSAGELIMIT" => number32(&mut tokens).map_or_else(other, ResponseCode::MessageLimit),
        _ => other(),
    }
}

fn uid_validity(tokens: &mut Tokens<'_>) -> Option<UidValidity> {
    UidValidity::new(number32(tokens)?)
}

fn copy_uid(tokens: &mut Tokens<'_>) -> Option<ResponseCode> {
    let uid_validity = uid_validity(tokens)?;
    let from = uid_set(&tokens.next()?.nstring()?)?;
    let to = uid_set(&tokens.next()?.nstring()?)?;
    Some(ResponseCode::CopyUid { uid_validity, from, to })
}

/// Reads UIDVALIDITY and UID; a set of several is no answer to one message.
fn append_uid(tokens: &mut Tokens<'_>) -> Option<ResponseCode> {
    let uid_validity = uid_validity(tokens)?;
    Some(ResponseCode::AppendUid { uid_validity, uid: Uid::new(number32(tokens)?)? })
}

/// Reads `1:3,7`; `None` for anything else, also for `*`.
fn uid_set(text: &[u8]) -> Option<UidSet> {
    let set = UidSet::from_ranges(ranges(text)?);
    (set.len() <= MAX_COPYUID).then_some(set)
}
