//! Octets to responses (RFC 5804, 4): quoted strings, literals, words and lists, without recursion and within bounds.

use super::code::Code;
use super::error::{Result, not_understood, too_large};
use bytes::{Buf as _, BytesMut};

/// Octets of a line without its literals.
const MAX_LINE: usize = 16 * 1024;
/// Words, strings and brackets of a line.
const MAX_TOKENS: usize = 64;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word, such as `ACTIVE`.
    Word(String),
    /// A quoted string or a literal.
    Text(Vec<u8>),
    /// `(`
    Open,
    /// `)`
    Close,
}

/// A line of the server, with its literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Response {
    /// What a command brings before it ends.
    Data(Vec<Token>),
    /// How it ends (RFC 5804, 1.2).
    End(End),
}

/// How a command ended. The text beside it is for people, and may quote what the owner has written: it goes nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub status: Status,
    pub code: Option<Code>,
}

/// The three ends of a command (RFC 5804, 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    No,
    /// The server ends the connection.
    Bye,
}

/// Cuts what comes into responses. What one command may bring has a limit, over all its lines and literals.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pub octets: BytesMut,
    /// How many octets must be there before it is worth looking again.
    wanted: usize,
    /// How many octets may still be taken.
    left: usize,
}

impl Decoder {
    /// Takes at most so many octets from here on.
    pub fn allow(&mut self, octets: usize) {
        self.left = octets;
    }

    /// Takes the next response, if all of it is there.
    ///
    /// # Errors
    /// When a limit is passed, or what came is not ManageSieve; what follows means nothing then.
    pub fn next(&mut self) -> Result<Option<Response>> {
        if self.octets.len() < self.wanted {
            return Ok(None);
        }
        match scan(&self.octets, self.left)? {
            Scanned::Line(tokens, length) => {
                self.octets.advance(length);
                self.left = self.left.checked_sub(length).ok_or(too_large("the answer to a command"))?;
                self.wanted = 0;
                Ok(Some(response(tokens)?))
            }
            Scanned::Part(_) if self.octets.len() > self.left => Err(too_large("the answer to a command")),
            Scanned::Part(wanted) => {
                self.wanted = wanted;
                Ok(None)
            }
        }
    }

    /// Tells whether more came than was asked for.
    pub fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }
}

/// What a line came to.
#[derive(Debug, PartialEq, Eq)]
enum Scanned {
    /// Its pieces and its length.
    Line(Vec<Token>, usize),
    /// It is not complete; before there are so many octets, nothing more can be said.
    Part(usize),
}

/// Reads one line, whose literals have at most so many octets.
fn scan(input: &[u8], most: usize) -> Result<Scanned> {
    let (mut tokens, mut at, mut literals) = (Vec::new(), 0, 0);
    loop {
        if at - literals > MAX_LINE || tokens.len() > MAX_TOKENS {
            return Err(too_large("a line"));
        }
        let (token, length) = match input.get(at..).unwrap_or_default() {
            [] | [b'\r'] => return Ok(Scanned::Part(0)),
            [b'\r', b'\n', ..] => return Ok(Scanned::Line(tokens, at + 2)),
            [b' ', ..] => {
                at += 1;
                continue;
            }
            [b'(', ..] => (Token::Open, 1),
            [b')', ..] => (Token::Close, 1),
            [b'"', rest @ ..] => match quoted(rest)? {
                Some((text, length)) => (Token::Text(text), length + 1),
                None => return Ok(Scanned::Part(0)),
            },
            [b'{', rest @ ..] => {
                let Some((size, head)) = literal(rest, most.saturating_sub(literals))? else {
                    return Ok(Scanned::Part(0));
                };
                let (begin, end) = (at + 1 + head, at + 1 + head + size);
                let Some(text) = input.get(begin..end) else { return Ok(Scanned::Part(end)) };
                literals += size;
                (Token::Text(text.to_vec()), end - at)
            }
            rest => match rest.iter().position(|&octet| !is_word(octet)) {
                Some(0) => return Err(not_understood("not ManageSieve")),
                Some(length) => {
                    let word = rest.get(..length).unwrap_or_default();
                    (Token::Word(String::from_utf8_lossy(word).into_owned()), length)
                }
                None if rest.len() > MAX_LINE => return Err(too_large("a line")),
                None => return Ok(Scanned::Part(0)),
            },
        };
        tokens.push(token);
        at += length;
    }
}

fn is_word(octet: u8) -> bool {
    octet.is_ascii_graphic() && !b"(){}\"\\".contains(&octet)
}

/// Reads a quoted string behind its first quote; returns how long it is with its last.
fn quoted(input: &[u8]) -> Result<Option<(Vec<u8>, usize)>> {
    let (mut text, mut octets) = (Vec::new(), input.iter().enumerate());
    while let Some((at, &octet)) = octets.next() {
        match octet {
            _ if at > MAX_LINE => return Err(too_large("a line")),
            b'"' => return Ok(Some((text, at + 1))),
            b'\\' => match octets.next() {
                Some((_, &escaped @ (b'"' | b'\\'))) => text.push(escaped),
                Some(_) => return Err(not_understood("an escape in a string")),
                None => return Ok(None),
            },
            b'\r' | b'\n' | 0 => return Err(not_understood("a string that does not end")),
            _ => text.push(octet),
        }
    }
    Ok(None)
}

/// Reads the head of a literal behind its `{`, and its end of line; returns how many octets follow, at most so many, and how long
/// the head is.
fn literal(input: &[u8], most: usize) -> Result<Option<(usize, usize)>> {
    let Some(digits) = input.iter().position(|octet| !octet.is_ascii_digit()) else {
        return if input.len() > 20 { Err(too_large("a literal")) } else { Ok(None) };
    };
    let size = std::str::from_utf8(input.get(..digits).unwrap_or_default()).unwrap_or_default();
    if size.is_empty() {
        return Err(not_understood("a literal without a size"));
    }
    let size = size.parse::<usize>().ok().filter(|size| *size <= most).ok_or(too_large("a literal"))?;
    let after = input.get(digits..).unwrap_or_default();
    let plus = usize::from(after.starts_with(b"+"));
    let end = b"}\r\n";
    let rest = after.get(plus..).unwrap_or_default();
    if !end.starts_with(rest.get(..end.len()).unwrap_or(rest)) {
        return Err(not_understood("a literal without an end"));
    }
    Ok((rest.len() >= end.len()).then_some((size, digits + plus + end.len())))
}

fn response(tokens: Vec<Token>) -> Result<Response> {
    let status = match tokens.first() {
        Some(Token::Word(word)) if word.eq_ignore_ascii_case("OK") => Status::Ok,
        Some(Token::Word(word)) if word.eq_ignore_ascii_case("NO") => Status::No,
        Some(Token::Word(word)) if word.eq_ignore_ascii_case("BYE") => Status::Bye,
        Some(Token::Text(_)) => return Ok(Response::Data(tokens)),
        _ => return Err(not_understood("not ManageSieve")),
    };
    let mut rest = tokens.into_iter().skip(1).peekable();
    let mut code = None;
    if rest.next_if_eq(&Token::Open).is_some() {
        match rest.next() {
            Some(Token::Word(word)) => code = Some(Code::named(&word)),
            _ => return Err(not_understood("a response code")),
        }
        // What a code says besides is for programs that know more than this one.
        if !rest.any(|token| token == Token::Close) {
            return Err(not_understood("a response code"));
        }
    }
    match (rest.next(), rest.next()) {
        (Some(Token::Text(_)) | None, None) => Ok(Response::End(End { status, code })),
        _ => Err(not_understood("an answer of several texts")),
    }
}

#[cfg(test)]
#[path = "codec_tests.rs"]
mod tests;
