//! Reads BODYSTRUCTURE without recursion (RFC 9051, 7.5.2): a spammer chooses the nesting, not our stack.

use super::tokens::{Token, Tokens};
use crate::imap::types::{BodyStructure, Part};

/// Leaves of a body structure that are kept; a message with more is shown by its source.
const MAX_PARTS: usize = 1000;
/// Parameters of one type or disposition that are kept.
const MAX_PARAMETERS: usize = 100;
/// Levels of nesting that are followed.
const MAX_DEPTH: usize = 100;

/// Where a body stands: decides its section number.
enum ParsePosition {
    /// The body of a message: its only part is number 1 below this section.
    Message(String),
    /// A child of a multipart, with its own number already.
    Child(String),
}

/// What is open around the body being read.
enum Around {
    Multipart { prefix: String, children: usize },
    Message { part: usize },
}

fn below(section: &str, number: usize) -> String {
    if section.is_empty() { number.to_string() } else { format!("{section}.{number}") }
}

/// Reads the value of a BODYSTRUCTURE item; `None` when it is malformed or over a limit.
pub(crate) fn parse(tokens: &mut Tokens<'_>) -> Option<BodyStructure> {
    let mut found = BodyStructure::default();
    let mut around: Vec<Around> = Vec::new();
    let mut position = ParsePosition::Message(String::new());
    let mut inside: Vec<String> = Vec::new();
    loop {
        if tokens.next()? != Token::Open || around.len() >= MAX_DEPTH || found.parts.len() >= MAX_PARTS {
            return None;
        }
        if tokens.peek()? == Token::Open {
            let (ParsePosition::Message(prefix) | ParsePosition::Child(prefix)) = position;
            position = ParsePosition::Child(below(&prefix, 1));
            around.push(Around::Multipart { prefix, children: 1 });
            continue;
        }
        let section = match position {
            ParsePosition::Message(section) => below(&section, 1),
            ParsePosition::Child(section) => section,
        };
        let mut part = leaf(tokens)?;
        part.section = section;
        part.inside = inside.last().cloned().unwrap_or_default();
        if part.media_type == "message/rfc822" && is_message_body(tokens) {
            tokens.skip_value();
            position = ParsePosition::Message(part.section.clone());
            inside.push(part.section.clone());
            found.parts.push(part);
            around.push(Around::Message { part: found.parts.len() - 1 });
            continue;
        }
        if part.media_type.starts_with("text/") {
            tokens.skip_value();
        }
        part.disposition = leave_with_disposition(tokens);
        found.parts.push(part);
        // A body has ended: so may have what is around it.
        loop {
            let is_outermost = around.len() == 1;
            match around.last_mut() {
                None => return Some(found),
                Some(Around::Multipart { prefix, children }) => {
                    if tokens.peek()? == Token::Open {
                        *children += 1;
                        position = ParsePosition::Child(below(prefix, *children));
                        break;
                    }
                    if is_outermost {
                        found.multipart = lower(tokens).map(|subtype| (subtype, parameters(tokens)));
                    }
                    tokens.leave_list();
                }
                Some(Around::Message { part }) => {
                    tokens.skip_value();
                    let disposition = leave_with_disposition(tokens);
                    if let Some(part) = found.parts.get_mut(*part) {
                        part.disposition = disposition;
                    }
                    inside.pop();
                }
            }
            around.pop();
        }
    }
}

/// Tells whether an envelope and a body follow, as they should; some servers give a broken message as plain octets.
fn is_message_body(tokens: &Tokens<'_>) -> bool {
    let mut ahead = tokens.clone();
    ahead.next() == Some(Token::Open)
}

/// Reads type, subtype, parameters, id, description, encoding and size.
fn leaf(tokens: &mut Tokens<'_>) -> Option<Part> {
    let (kind, subtype) = (lower(tokens)?, lower(tokens)?);
    let parameters = parameters(tokens);
    let content_id = tokens.peek().filter(|t| !matches!(t, Token::Open | Token::Close)).map(text);
    tokens.skip_value();
    tokens.skip_value();
    let encoding = lower(tokens)?;
    let size = tokens.next()?.number().unwrap_or(0);
    let content_id = content_id.filter(|id| !id.is_empty());
    Some(Part { media_type: format!("{kind}/{subtype}"), parameters, content_id, encoding, size, ..Part::default() })
}

/// Reads MD5 and disposition, and leaves the body's list.
fn leave_with_disposition(tokens: &mut Tokens<'_>) -> Option<(String, Vec<(String, String)>)> {
    let mut disposition = None;
    if tokens.skip_value() && tokens.peek() == Some(Token::Open) {
        let mut inside = tokens.clone();
        inside.next();
        disposition = lower(&mut inside).map(|kind| (kind, parameters(&mut inside)));
    }
    tokens.leave_list();
    disposition
}

fn text(token: Token<'_>) -> String {
    String::from_utf8_lossy(&token.nstring().unwrap_or_default()).into_owned()
}

/// Takes one string, lower case; NIL counts as empty, a bracket as malformed.
fn lower(tokens: &mut Tokens<'_>) -> Option<String> {
    match tokens.peek()? {
        Token::Open | Token::Close => None,
        token => {
            tokens.next();
            Some(text(token).to_ascii_lowercase())
        }
    }
}

/// Takes `("name" "value" ...)` or NIL.
fn parameters(tokens: &mut Tokens<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if tokens.peek() != Some(Token::Open) {
        tokens.skip_value();
        return found;
    }
    tokens.next();
    while let Some(name) = lower(tokens) {
        let Some(value) = tokens.peek().filter(|t| !matches!(t, Token::Open | Token::Close)) else { break };
        tokens.next();
        if found.len() < MAX_PARAMETERS {
            found.push((name, text(value)));
        }
    }
    tokens.leave_list();
    found
}
