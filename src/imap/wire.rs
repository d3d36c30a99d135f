//! Frames the stream into responses (lines and literals) and cuts a response into tokens.
//!
//! No recursion, and a limit on everything: what a server or a spammer sends can be odd, never harmful.

use super::error::{Error, Result};
use bytes::Bytes;
use std::borrow::Cow;

/// Octets of text (not literals) one response may hold. A SEARCH over 500,000 messages fits.
const MAX_TEXT: usize = 8 * 1024 * 1024;
/// Octets of one literal that are read at all when it is not streamed; what is over the keep limit is thrown away.
const MAX_LITERAL: u64 = 256 * 1024 * 1024;
/// Literals in one response.
const MAX_LITERALS: usize = 4096;
/// Octets of literals kept in one response.
const MAX_KEPT: usize = 64 * 1024 * 1024;
/// Octets of text and kept literals that all responses to one question may bring.
const MAX_ANSWER: usize = MAX_KEPT + 2 * MAX_TEXT;

/// Holds a string that the server sent as literal (RFC 9051, 4.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Literal {
    /// The octets, as many as were to be kept.
    pub bytes: Vec<u8>,
    /// How long the server said it is.
    pub size: u64,
}

/// Holds one response: pieces of text, each but the last followed by a literal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub text: Vec<Vec<u8>>,
    pub literals: Vec<Literal>,
}

/// What the framer found in its input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A whole response.
    Frame(Frame),
    /// Octets of a literal, when literals are streamed.
    Chunk(Bytes),
    /// The input is used up.
    NeedMore,
}

/// Cuts a stream of octets into responses; it does no input of its own (RFC 9051, 2.2 and 4.3).
#[derive(Debug)]
pub(crate) struct Framer {
    frame: Frame,
    line: Vec<u8>,
    text_held: usize,
    bytes_kept: usize,
    /// Octets taken since the last question was sent.
    answered: usize,
    /// Octets still to come of the literal that is being read.
    owed: u64,
    /// Octets of each literal to keep.
    pub keep: usize,
    /// Whether literals are handed out in chunks instead of kept.
    pub streaming: bool,
}

impl Default for Framer {
    fn default() -> Self {
        Self {
            frame: Frame::default(),
            line: Vec::new(),
            text_held: 0,
            bytes_kept: 0,
            answered: 0,
            owed: 0,
            keep: super::exchange::KEEP,
            streaming: false,
        }
    }
}

impl Framer {
    /// Takes what it can from the front of `input`, and returns at the first thing found.
    pub fn push(&mut self, input: &mut &[u8]) -> Result<Found> {
        loop {
            if self.owed > 0 {
                if input.is_empty() {
                    return Ok(Found::NeedMore);
                }
                let take = usize::try_from(self.owed).unwrap_or(usize::MAX).min(input.len());
                let (now, rest) = input.split_at(take);
                *input = rest;
                self.owed -= take as u64;
                if self.streaming {
                    return Ok(Found::Chunk(Bytes::copy_from_slice(now)));
                }
                self.keep_some(now)?;
                continue;
            }
            let Some(end) = input.iter().position(|&b| b == b'\n') else {
                self.add_text(input)?;
                *input = &[];
                return Ok(Found::NeedMore);
            };
            let (now, rest) = input.split_at(end);
            self.add_text(now)?;
            *input = rest.get(1..).unwrap_or_default();
            if let Some(frame) = self.end_line()? {
                return Ok(Found::Frame(frame));
            }
        }
    }

    /// Begins to count anew what an answer brings: whoever asks next holds nothing of the answer before.
    pub fn begin_answer(&mut self) {
        self.answered = 0;
    }

    fn count(&mut self, octets: usize) -> Result<()> {
        self.answered = self.answered.saturating_add(octets);
        if self.answered > MAX_ANSWER { Err(Error::TooLarge("the answer to a command")) } else { Ok(()) }
    }

    fn add_text(&mut self, text: &[u8]) -> Result<()> {
        self.text_held += text.len();
        if self.text_held > MAX_TEXT {
            return Err(Error::TooLarge("a response line"));
        }
        self.count(text.len())?;
        self.line.extend_from_slice(text);
        Ok(())
    }

    fn keep_some(&mut self, bytes: &[u8]) -> Result<()> {
        let held = self.frame.literals.last().map_or(0, |literal| literal.bytes.len());
        let room = self.keep.saturating_sub(held).min(bytes.len());
        self.bytes_kept += room;
        if self.bytes_kept > MAX_KEPT {
            return Err(Error::TooLarge("the literals of a response"));
        }
        self.count(room)?;
        if let Some(literal) = self.frame.literals.last_mut() {
            literal.bytes.extend_from_slice(bytes.get(..room).unwrap_or_default());
        }
        Ok(())
    }

    /// Ends a line: either a literal follows, or the response is whole.
    fn end_line(&mut self) -> Result<Option<Frame>> {
        let mut line = std::mem::take(&mut self.line);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        let literal = if self.frame.text.is_empty() && is_free_text(&line) { None } else { announced_literal(&line) };
        let Some((text_end, size)) = literal else {
            self.frame.text.push(line);
            self.text_held = 0;
            self.bytes_kept = 0;
            return Ok(Some(std::mem::take(&mut self.frame)));
        };
        if size > MAX_LITERAL && !self.streaming {
            return Err(Error::TooLarge("a literal"));
        }
        if self.frame.literals.len() >= MAX_LITERALS {
            return Err(Error::TooLarge("the literals of a response"));
        }
        line.truncate(text_end);
        self.frame.text.push(line);
        self.frame.literals.push(Literal { bytes: Vec::new(), size });
        self.owed = size;
        Ok(None)
    }
}

/// Tells whether a response ends in free human text, where `{5}` at the end announces nothing (RFC 9051, 7.1).
fn is_free_text(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"* ") else { return true };
    let word = rest.split(|&b| b == b' ').next().unwrap_or_default();
    [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|status| word.eq_ignore_ascii_case(status))
}

/// Finds `{42}`, `{42+}` or `~{42}` at the end of a line: where the text before it ends, and the literal's size.
fn announced_literal(line: &[u8]) -> Option<(usize, u64)> {
    let inner = line.strip_suffix(b"}")?;
    let open = inner.iter().rposition(|&b| b == b'{')?;
    let digits = inner.get(open + 1..)?;
    let digits = digits.strip_suffix(b"+").unwrap_or(digits);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // A number too large for u64 is too large for any limit of ours.
    let size = std::str::from_utf8(digits).ok()?.parse().unwrap_or(u64::MAX);
    let end = if open > 0 && inner.get(open - 1) == Some(&b'~') { open - 1 } else { open };
    Some((end, size))
}

/// Is one word of a response.
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

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
