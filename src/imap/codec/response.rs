//! Reads responses tolerantly: what is not known is skipped, never an error (RFC 9051, 7 and 9).

use super::body_structure;
use super::framer::Frame;
use super::response_code::code_and_text;
use super::tokens::{Token, Tokens, number};
use super::values::{FoundRange, flags, number32, ranges, words};
use crate::imap::types::{
    Capabilities, Error, Fetched, Flag, ListedMailbox, Literal, MailboxName, QuotaRoot, ResponseCode, Result,
    StatusItems, Uid, UidValidity,
};
use jiff::Timestamp;

/// Sections of one message that are kept of one response.
const MAX_SECTIONS: usize = 1000;

/// The outcome of a command, or an untagged status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Ok,
    No,
    Bad,
    Bye,
    Preauth,
}

/// One response of a server.
#[derive(Debug)]
pub(crate) enum Response {
    /// `+`: the server waits for more of the command.
    Continue,
    /// The end of the command with this tag.
    Tagged {
        tag: Vec<u8>,
        status: Status,
        code: Option<ResponseCode>,
        text: String,
    },
    /// An untagged status.
    Status {
        status: Status,
        code: Option<ResponseCode>,
        text: String,
    },
    Capability(Capabilities),
    List(ListedMailbox),
    MailboxStatus(MailboxName, StatusItems),
    /// SEARCH, ESEARCH with ALL, or SORT: the numbers in the order given.
    Found(Vec<FoundRange>),
    /// ESEARCH with COUNT and PARTIAL (RFC 5267, 4.4): how many match, and a window of them in the order given.
    Partial {
        total: u32,
        found: Vec<FoundRange>,
    },
    Flags(Vec<Flag>),
    Exists(u32),
    /// A message went; its sequence number is not kept, for nothing here goes by them.
    Expunge,
    Fetch(Box<Fetched>),
    Quota(QuotaRoot),
    Unknown,
}

impl Response {
    /// Reads a frame; only a line that is no response at all is an error.
    pub fn parse(frame: &Frame) -> Result<Self> {
        let mut tokens = Tokens::new(frame);
        let first = match tokens.next() {
            Some(Token::Atom(first)) => first,
            None => return Ok(Self::Unknown),
            Some(_) => return Err(Error::Protocol("a response without a tag")),
        };
        if first == b"+" {
            return Ok(Self::Continue);
        }
        if first != b"*" {
            let status = tokens
                .next()
                .and_then(status_word)
                .ok_or(Error::Protocol("a tagged response without OK, NO or BAD"))?;
            let (code, text) = code_and_text(tokens.rest_of_text());
            return Ok(Self::Tagged { tag: first.to_vec(), status, code, text });
        }
        Ok(Self::untagged(&mut tokens).unwrap_or(Self::Unknown))
    }

    fn untagged(tokens: &mut Tokens<'_>) -> Option<Self> {
        let Some(Token::Atom(word)) = tokens.next() else { return None };
        if let Some(status) = status_word(Token::Atom(word)) {
            let (code, text) = code_and_text(tokens.rest_of_text());
            return Some(Self::Status { status, code, text });
        }
        match word.to_ascii_uppercase().as_slice() {
            b"CAPABILITY" => {
                Some(Self::Capability(Capabilities::from_words(tokens.rest_of_text().split(|&b| b == b' '))))
            }
            b"LIST" | b"XLIST" => list(tokens).map(Self::List),
            b"STATUS" => {
                let name = MailboxName::from_wire(tokens.next()?.nstring()?.into_owned());
                Some(Self::MailboxStatus(name, status_items(tokens)?))
            }
            b"SEARCH" | b"SORT" => {
                let numbers = tokens.map_while(Token::number).filter_map(|n| Uid::new(u32::try_from(n).ok()?));
                Some(Self::Found(numbers.map(|uid| (uid, uid)).collect()))
            }
            b"ESEARCH" => esearch(tokens),
            b"FLAGS" => Some(Self::Flags(flags(tokens)?)),
            b"QUOTA" => quota(tokens).map(Self::Quota),
            digits => {
                let number = u32::try_from(number(digits)?).ok()?;
                let Some(Token::Atom(kind)) = tokens.next() else { return None };
                match kind.to_ascii_uppercase().as_slice() {
                    b"EXISTS" => Some(Self::Exists(number)),
                    b"EXPUNGE" => Some(Self::Expunge),
                    b"FETCH" => fetch(tokens).map(|fetched| Self::Fetch(Box::new(Fetched { number, ..fetched }))),
                    _ => None,
                }
            }
        }
    }
}

fn status_word(token: Token<'_>) -> Option<Status> {
    let Token::Atom(word) = token else { return None };
    match word.to_ascii_uppercase().as_slice() {
        b"OK" => Some(Status::Ok),
        b"NO" => Some(Status::No),
        b"BAD" => Some(Status::Bad),
        b"BYE" => Some(Status::Bye),
        b"PREAUTH" => Some(Status::Preauth),
        _ => None,
    }
}

fn list(tokens: &mut Tokens<'_>) -> Option<ListedMailbox> {
    let attributes = flags(tokens)?.iter().map(ToString::to_string).collect();
    let delimiter = tokens.next()?.nstring().and_then(|text| text.first().map(|&b| char::from(b)));
    // A mailbox may really be called NIL: here NIL is a name.
    let name = match tokens.next()? {
        Token::Atom(atom) => atom.to_vec(),
        other => other.nstring()?.into_owned(),
    };
    // No command can name it (RFC 9051, 9: CHAR8), and asking about it must not cost the answer about the others.
    if name.contains(&0) {
        return None;
    }
    Some(ListedMailbox { name: MailboxName::from_wire(name), delimiter, attributes, status: None })
}

fn status_items(tokens: &mut Tokens<'_>) -> Option<StatusItems> {
    if tokens.next() != Some(Token::Open) {
        return None;
    }
    let mut items = StatusItems::default();
    while let Some(Token::Atom(name)) = tokens.next() {
        let number = tokens.peek().and_then(Token::number);
        let number32 = number.and_then(|n| u32::try_from(n).ok());
        match name.to_ascii_uppercase().as_slice() {
            b"MESSAGES" => items.messages = number32,
            b"UNSEEN" => items.unseen = number32,
            b"SIZE" => items.size = number,
            b"UIDNEXT" => items.uid_next = number32,
            b"UIDVALIDITY" => items.uid_validity = number32.and_then(UidValidity::new),
            _ => {}
        }
        tokens.skip_value();
    }
    Some(items)
}

/// Reads `(TAG "A1") UID ALL 1:5,9`, or `COUNT 12 PARTIAL (1:5 7,3,9:10)`; an empty result has no ALL (RFC 4731, 3.1).
fn esearch(tokens: &mut Tokens<'_>) -> Option<Response> {
    if tokens.peek() == Some(Token::Open) {
        tokens.skip_value();
    }
    let (mut count, mut part) = (None, None);
    while let Some(token) = tokens.next() {
        let Token::Atom(name) = token else { continue };
        match name.to_ascii_uppercase().as_slice() {
            b"ALL" => return Some(Response::Found(ranges(&tokens.next()?.nstring()?)?)),
            b"COUNT" => count = number32(tokens),
            b"PARTIAL" => {
                let mut inside = tokens.clone();
                let (_, _, set) = (inside.next(), inside.next(), inside.next()?.nstring());
                part = Some(set.map_or_else(|| Some(Vec::new()), |set| ranges(&set))?);
                tokens.skip_value();
            }
            b"UID" => {}
            _ => {
                tokens.skip_value();
            }
        }
    }
    Some(match part {
        Some(found) => Response::Partial { total: count?, found },
        None => Response::Found(Vec::new()),
    })
}

fn quota(tokens: &mut Tokens<'_>) -> Option<QuotaRoot> {
    let name = tokens.next()?.nstring().map(|name| words(&name)).unwrap_or_default();
    let mut root = QuotaRoot { name, storage: None, messages: None };
    if tokens.next() != Some(Token::Open) {
        return Some(root);
    }
    while let Some(Token::Atom(resource)) = tokens.next() {
        let (used, limit) = (tokens.next()?.number()?, tokens.next()?.number()?);
        // STORAGE counts units of 1024 octets (RFC 9208, 5.1).
        if resource.eq_ignore_ascii_case(b"STORAGE") {
            root.storage = Some((used.saturating_mul(1024), limit.saturating_mul(1024)));
        } else if resource.eq_ignore_ascii_case(b"MESSAGE") {
            root.messages = Some((used, limit));
        }
    }
    Some(root)
}

fn fetch(tokens: &mut Tokens<'_>) -> Option<Fetched> {
    if tokens.next() != Some(Token::Open) {
        return None;
    }
    let mut fetched = Fetched::default();
    while let Some(Token::Atom(item)) = tokens.next() {
        match item.to_ascii_uppercase().as_slice() {
            b"UID" => fetched.uid = number32(tokens).and_then(Uid::new),
            b"RFC822.SIZE" => fetched.size = tokens.next()?.number(),
            b"FLAGS" => fetched.flags = flags(tokens),
            b"INTERNALDATE" => fetched.internal_date = tokens.next()?.nstring().and_then(|text| internal_date(&text)),
            b"SAVEDATE" => fetched.save_date = tokens.next()?.nstring().and_then(|text| internal_date(&text)),
            b"BODYSTRUCTURE" => {
                let mut inside = tokens.clone();
                fetched.structure = body_structure::parse(&mut inside);
                tokens.skip_value();
            }
            upper if upper.starts_with(b"BODY[") => {
                let literal = match tokens.next()? {
                    Token::Literal(literal) => literal.clone(),
                    Token::Open | Token::Close => return Some(fetched),
                    other => {
                        let bytes = other.nstring().unwrap_or_default().into_owned();
                        Literal { size: bytes.len() as u64, bytes }
                    }
                };
                let section = item.get(5..).unwrap_or_default();
                let end = section.iter().position(|&b| b == b']').unwrap_or(section.len());
                if fetched.sections.len() < MAX_SECTIONS {
                    fetched.sections.push((section.get(..end).unwrap_or_default().to_vec(), literal));
                }
            }
            _ => {
                tokens.skip_value();
            }
        }
    }
    Some(fetched)
}

/// Reads `17-Jul-1996 02:44:25 -0700`, the day with a blank or a zero before it or neither.
fn internal_date(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let parsed = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text).ok()?;
    parsed.to_timestamp().ok()
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;
