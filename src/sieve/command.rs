//! Commands to octets (RFC 5804, 2 and 4).

use zeroize::Zeroizing;

/// Octets of a quoted string (RFC 5804, 4: `quoted`).
const MAX_QUOTED: usize = 1024;
/// Octets of a script's name that every server must take (RFC 5804, 1.6).
const MAX_NAME: usize = 512;

/// The name of a script (RFC 5804, 1.6): not empty, without control characters and without line and paragraph separators.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScriptName(String);

impl ScriptName {
    /// Reads a name; `None` for what is none.
    pub fn parse(name: &str) -> Option<Self> {
        let fit = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
        ((1..=MAX_NAME).contains(&name.len()) && name.chars().all(fit)).then(|| Self(name.to_owned()))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A command on its way; wiped from memory, for one of them holds a password.
pub(super) struct Command {
    pub name: &'static str,
    octets: Zeroizing<Vec<u8>>,
}

impl Command {
    pub fn new(name: &'static str) -> Self {
        // Room for a sign-in: a vector that grows leaves what it held behind.
        let mut octets = Zeroizing::new(Vec::with_capacity(8 * 1024));
        octets.extend_from_slice(name.as_bytes());
        Self { name, octets }
    }

    /// Adds a string: quoted where it may be, else a literal that waits for nothing.
    pub fn string(mut self, text: &str) -> Self {
        if text.len() <= MAX_QUOTED && !text.contains(['\r', '\n', '\0']) {
            self.octets.extend_from_slice(b" \"");
            for octet in text.bytes() {
                if matches!(octet, b'"' | b'\\') {
                    self.octets.push(b'\\');
                }
                self.octets.push(octet);
            }
            self.octets.push(b'"');
            return self;
        }
        self.literal(text)
    }

    /// Adds a literal.
    pub fn literal(mut self, text: &str) -> Self {
        self.octets.extend_from_slice(format!(" {{{}+}}\r\n", text.len()).as_bytes());
        self.octets.extend_from_slice(text.as_bytes());
        self
    }

    pub fn number(mut self, number: usize) -> Self {
        self.octets.extend_from_slice(format!(" {number}").as_bytes());
        self
    }

    /// Returns the whole command with its end.
    pub fn finished(mut self) -> Zeroizing<Vec<u8>> {
        self.octets.extend_from_slice(b"\r\n");
        self.octets
    }
}
