//! Cuts a response into tokens, without recursion.

use super::framer::Frame;
use crate::imap::types::Literal;
use std::borrow::Cow;

/// One word of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// Anything bare: an atom, a number, NIL, a flag, `BODY[...]<0>`.
    Atom(&'a [u8]),
    /// A quoted string, unescaped.
    Quoted(Cow<'a, [u8]>),
    /// A literal.
    Literal(&'a Literal),
}

impl<'a> Token<'a> {
    /// Returns the text of a string or atom; `None` for NIL and brackets (RFC 9051, 9: `nstring`).
    pub fn nstring(self) -> Option<Cow<'a, [u8]>> {
        match self {
            Self::Atom(atom) if atom.eq_ignore_ascii_case(b"NIL") => None,
            Self::Atom(atom) => Some(Cow::Borrowed(atom)),
            Self::Quoted(text) => Some(text),
            Self::Literal(literal) => Some(Cow::Borrowed(&literal.bytes)),
            Self::Open | Self::Close => None,
        }
    }

    /// Returns a number, whether bare or quoted; digits only, so that nothing negative and no `+5` is one.
    pub fn number(self) -> Option<u64> {
        number(&self.nstring()?)
    }
}

/// Reads `number64` (RFC 9051, 9), which ends at 63 bits: a sum of two still fits.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let number = plain.then_some(digits).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    number.filter(|&number| i64::try_from(number).is_ok())
}

/// Walks over the tokens of a response.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    frame: &'a Frame,
    piece: usize,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning of a response.
    pub fn new(frame: &'a Frame) -> Self {
        Self { frame, piece: 0, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.frame.text.get(self.piece).and_then(|text| text.get(self.at..)).unwrap_or_default()
    }

    /// Returns the rest of the line as text.
    pub fn rest_of_text(&mut self) -> &'a [u8] {
        let rest = self.rest();
        self.at += rest.len();
        rest.strip_prefix(b" ").unwrap_or(rest)
    }

    /// Returns the next token without taking it.
    pub fn peek(&self) -> Option<Token<'a>> {
        self.clone().next()
    }

    /// Takes one value: a token, or a whole list in its brackets. Tells whether there was one.
    pub fn skip_value(&mut self) -> bool {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                None => return false,
                Some(Token::Close) if depth == 0 => return false,
                Some(Token::Open) => depth += 1,
                Some(Token::Close) => depth -= 1,
                Some(_) => {}
            }
            self.next();
            if depth == 0 {
                return true;
            }
        }
    }

    /// Takes everything up to and including the `)` that ends the list we are in.
    pub fn leave_list(&mut self) {
        while self.skip_value() {}
        if self.peek() == Some(Token::Close) {
            self.next();
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            match rest.first() {
                None => {
                    let literal = self.frame.literals.get(self.piece)?;
                    self.piece += 1;
                    self.at = 0;
                    return Some(Token::Literal(literal));
                }
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'(') => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                Some(b')') => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                Some(b'"') => {
                    let (text, used) = quoted(rest.get(1..).unwrap_or_default());
                    self.at += used + 1;
                    return Some(Token::Quoted(text));
                }
                Some(_) => {
                    let length = atom_length(rest);
                    self.at += length;
                    return Some(Token::Atom(rest.get(..length).unwrap_or_default()));
                }
            }
        }
    }
}

/// Reads a quoted string behind its opening quote: the text, and how many octets it took with the closing quote.
fn quoted(text: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let plain = text.iter().position(|&b| b == b'"' || b == b'\\').unwrap_or(text.len());
    if text.get(plain) != Some(&b'\\') {
        let used = (plain + 1).min(text.len());
        return (Cow::Borrowed(text.get(..plain).unwrap_or_default()), used);
    }
    let mut out = Vec::with_capacity(text.len().min(256));
    let mut octets = text.iter().enumerate();
    while let Some((at, &octet)) = octets.next() {
        match octet {
            b'"' => return (Cow::Owned(out), at + 1),
            b'\\' => out.extend(octets.next().map(|(_, &escaped)| escaped)),
            other => out.push(other),
        }
    }
    (Cow::Owned(out), text.len())
}

/// Measures an atom; `BODY[HEADER.FIELDS (FROM TO)]<0>` counts as one.
fn atom_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&octet) = text.get(at) {
        match octet {
            b' ' | b'(' | b')' | b'"' | b'\r' => break,
            b'[' if is_section_word(text.get(..at).unwrap_or_default()) => {
                let inside = text.get(at..).unwrap_or_default();
                at += inside.iter().position(|&b| b == b']').map_or(inside.len(), |close| close + 1);
            }
            _ => at += 1,
        }
    }
    at.max(1)
}

fn is_section_word(word: &[u8]) -> bool {
    [&b"BODY"[..], b"BINARY", b"BINARY.SIZE"].iter().any(|known| word.eq_ignore_ascii_case(known))
}
