//! Writing a message: header fields, encoded words, MIME parts.

use super::super::dovecot::encode::base64;

/// Writes one header field: RFC 2047 words when the text needs them, folded at blanks.
pub fn field(name: &str, value: &str) -> String {
    fold(&format!("{name}: {}", encoded(value)), 78, " ") + "\r\n"
}

/// Writes a field with an address: `Name <a@b>`, the name encoded or quoted when it needs it.
pub fn address_field(name: &str, address: &str) -> String {
    let value = match address.rsplit_once(" <") {
        Some((person, rest)) if !person.is_ascii() => format!("{} <{rest}", encoded(person)),
        Some((person, rest)) if person.contains(['.', ',', '@', ':', '(', '!']) => {
            format!("\"{}\" <{rest}", person.replace('"', "\\\""))
        }
        _ => address.to_owned(),
    };
    format!("{name}: {value}\r\n")
}

/// Writes text as encoded words: Q for mostly Latin letters, B for the rest.
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let q = foreign * 4 < text.chars().count();
    let mut words = vec![String::new()];
    for c in text.chars() {
        let width = |word: &str| if q { word.bytes().map(|byte| q_byte(byte).len()).sum() } else { word.len() * 4 / 3 };
        // With its marks a word may be 75 long, and a letter must not be cut.
        if words.last().is_some_and(|word| width(word) > 50) {
            words.push(String::new());
        }
        words.last_mut().expect("there is a first word").push(c);
    }
    let encode = |word: &String| match q {
        true => format!("=?UTF-8?Q?{}?=", word.bytes().map(q_byte).collect::<String>()),
        false => format!("=?UTF-8?B?{}?=", base64(word.as_bytes())),
    };
    words.iter().map(encode).collect::<Vec<_>>().join("\r\n ")
}

fn q_byte(byte: u8) -> String {
    match byte {
        b' ' => "_".to_owned(),
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("={b:02X}"),
    }
}

/// Folds a field after commas and blanks, as mail servers and filters do; text folded already stays as it is.
pub fn fold(line: &str, width: usize, indent: &str) -> String {
    if line.contains('\n') {
        return line.to_owned();
    }
    let mut lines = vec![String::new()];
    for piece in line.split_inclusive([' ', ',']) {
        let full =
            lines.last().is_some_and(|last| last.len() + piece.trim_end().len() > width && !last.trim().is_empty());
        if full {
            lines.push(indent.to_owned());
        }
        lines.last_mut().expect("there is a first line").push_str(piece);
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\r\n")
}

/// Describes a piece of a message.
pub enum Part {
    /// Text in UTF-8, sent as it is.
    Text(String),
    /// Text in UTF-8 as quoted-printable.
    Quoted(&'static str, String),
    /// Text in UTF-8 as base64.
    Base64(String),
    /// Paragraphs broken softly (RFC 3676).
    Flowed(String),
    /// Russian in Windows-1251, as bytes.
    Cp1251(String),
    /// A file: its name, type and content, already base64.
    File(String, &'static str, String),
    /// Parts after each other (`mixed`) or to choose from (`alternative`).
    Multi(&'static str, Vec<Part>),
}

impl Part {
    /// Writes the part's header fields, an empty line and its content. `seed` makes boundaries differ.
    pub fn write(&self, out: &mut Vec<u8>, seed: u32) {
        let mut head = |content_type: &str, encoding: &str| {
            let head = format!("Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n");
            out.extend_from_slice(head.as_bytes());
        };
        match self {
            Self::Text(text) => {
                head("text/plain; charset=utf-8", if text.is_ascii() { "7bit" } else { "8bit" });
                out.extend_from_slice(format!("\r\n{}", crlf(text)).as_bytes());
            }
            Self::Quoted(kind, text) => {
                head(&format!("text/{kind}; charset=\"UTF-8\""), "quoted-printable");
                out.extend_from_slice(format!("\r\n{}", quoted_printable(text)).as_bytes());
            }
            Self::Base64(text) => {
                head("text/plain; charset=\"utf-8\"", "base64");
                out.extend_from_slice(format!("\r\n{}", lines(&base64(crlf(text).as_bytes()))).as_bytes());
            }
            Self::Flowed(text) => {
                head("text/plain; charset=utf-8; format=flowed", "8bit");
                let flowed: String =
                    text.lines().map(|line| fold(line, 70, "").replace("\r\n", " \r\n") + "\r\n").collect();
                out.extend_from_slice(format!("\r\n{flowed}").as_bytes());
            }
            Self::Cp1251(text) => {
                head("text/plain; charset=windows-1251", "8bit");
                out.extend_from_slice(b"\r\n");
                out.extend(crlf(text).chars().map(cp1251));
            }
            Self::File(name, kind, content) => {
                head(kind, "base64");
                let name = match name.is_ascii() {
                    true => format!("filename=\"{name}\""),
                    false => format!("filename*=UTF-8''{}", name.bytes().map(percent).collect::<String>()),
                };
                out.extend_from_slice(format!("Content-Disposition: attachment; {name}\r\n\r\n{content}").as_bytes());
            }
            Self::Multi(kind, parts) => {
                let boundary = format!("=_{kind}_{seed:08x}");
                let head = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n");
                out.extend_from_slice(head.as_bytes());
                for (number, part) in (1..).zip(parts) {
                    out.extend_from_slice(format!("\r\n--{boundary}\r\n").as_bytes());
                    part.write(out, seed.wrapping_mul(31).wrapping_add(number));
                }
                out.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
            }
        }
    }
}

/// Breaks base64 into lines of 76.
pub fn lines(text: &str) -> String {
    text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line) + "\r\n").collect()
}

fn crlf(text: &str) -> String {
    text.lines().map(|line| format!("{line}\r\n")).collect()
}

fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
        char::from(byte).into()
    } else {
        format!("%{byte:02X}")
    }
}

fn cp1251(c: char) -> u8 {
    match c {
        'А'..='я' => (u32::from(c) - 0x410 + 0xC0) as u8,
        'ё' => 0xB8,
        c if c.is_ascii() => c as u8,
        _ => b'?',
    }
}

/// Encodes lines as quoted-printable (RFC 2045, 6.7).
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        for (at, byte) in line.bytes().enumerate() {
            let last_blank = byte == b' ' && at + 1 == line.len();
            let piece = match byte {
                b' '..=b'~' if byte != b'=' && !last_blank => char::from(byte).to_string(),
                byte => format!("={byte:02X}"),
            };
            if width + piece.len() > 75 {
                out.push_str("=\r\n");
                width = 0;
            }
            width += piece.len();
            out.push_str(&piece);
        }
        out.push_str("\r\n");
    }
    out
}
