//! Values that stand in responses and in their codes.

use super::tokens::{Token, Tokens};
use crate::imap::types::{Flag, Uid};

/// Flags of one message or mailbox, and attributes of a mailbox, that are kept.
const MAX_FLAGS: usize = 1000;
/// A run of message numbers in a search result; first and last are the same for a single one.
pub(crate) type FoundRange = (Uid, Uid);

/// Keeps a server's words short and printable, for logs and pages.
pub(super) fn words(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect::<String>().trim().to_owned()
}

pub(super) fn number32(tokens: &mut Tokens<'_>) -> Option<u32> {
    u32::try_from(tokens.next()?.number()?).ok()
}

pub(super) fn ranges(text: &[u8]) -> Option<Vec<FoundRange>> {
    let text = std::str::from_utf8(text).ok()?;
    let range = |part: &str| {
        let (first, last) = part.split_once(':').unwrap_or((part, part));
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    text.split(',').map(range).collect()
}

pub(super) fn flags(tokens: &mut Tokens<'_>) -> Option<Vec<Flag>> {
    if tokens.next() != Some(Token::Open) {
        return None;
    }
    let mut flags = Vec::new();
    while let Some(token) = tokens.next().filter(|token| *token != Token::Close) {
        if let Some(flag) = token.nstring().filter(|_| flags.len() < MAX_FLAGS) {
            flags.push(Flag::from_wire(&flag));
        }
    }
    Some(flags)
}
