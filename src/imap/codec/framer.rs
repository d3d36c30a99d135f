//! Frames the stream into responses: lines and literals.
//!
//! No recursion, and a limit on everything: what a server or a spammer sends can be odd, never harmful.

use crate::imap::types::{Error, Literal, Result};
use bytes::Bytes;

/// Octets kept of each literal, unless a caller asks for more.
pub(crate) const KEEP: usize = 64 * 1024;
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

/// Holds one response: pieces of text, each but the last followed by a literal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub text: Vec<Vec<u8>>,
    pub literals: Vec<Literal>,
}

/// What the framer found in its input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Framed {
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
            keep: KEEP,
            streaming: false,
        }
    }
}

impl Framer {
    /// Takes what it can from the front of `input`, and returns at the first thing found.
    pub fn push(&mut self, input: &mut &[u8]) -> Result<Framed> {
        loop {
            if self.owed > 0 {
                if input.is_empty() {
                    return Ok(Framed::NeedMore);
                }
                let take = usize::try_from(self.owed).unwrap_or(usize::MAX).min(input.len());
                let (now, rest) = input.split_at(take);
                *input = rest;
                self.owed -= take as u64;
                if self.streaming {
                    return Ok(Framed::Chunk(Bytes::copy_from_slice(now)));
                }
                self.keep_some(now)?;
                continue;
            }
            let Some(end) = input.iter().position(|&b| b == b'\n') else {
                self.add_text(input)?;
                *input = &[];
                return Ok(Framed::NeedMore);
            };
            let (now, rest) = input.split_at(end);
            self.add_text(now)?;
            *input = rest.get(1..).unwrap_or_default();
            if let Some(frame) = self.end_line()? {
                return Ok(Framed::Frame(frame));
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

#[cfg(test)]
#[path = "framer_tests.rs"]
mod tests;
