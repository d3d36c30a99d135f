//! Flags and keywords (RFC 9051, 2.3.2; keywords of the IANA registry).

use std::fmt;

/// A flag or keyword, spelled as on the wire; compared without case (RFC 9051, 2.3.2).
#[derive(Debug, Clone)]
pub struct Flag(String);

impl Flag {
    /// The message has been read.
    pub const SEEN: &str = "\\Seen";
    /// The message goes at the next expunge.
    pub const DELETED: &str = "\\Deleted";
    /// The server takes any keyword (in PERMANENTFLAGS).
    pub const ANY_KEYWORD: &str = "\\*";

    /// Tells whether a name is that of a system flag (RFC 9051, 2.3.2), which no keyword can be.
    pub fn is_system(name: &str) -> bool {
        name.starts_with('\\')
    }

    /// Tells whether a text can stand in a command as a flag: an atom, with a backslash in front for the system's (RFC 9051, 9).
    pub fn is_word(text: &str) -> bool {
        let atom = text.strip_prefix('\\').unwrap_or(text);
        let special = |b: u8| matches!(b, b'(' | b')' | b'{' | b'%' | b'*' | b'"' | b'\\' | b']');
        !atom.is_empty() && atom.bytes().all(|b| (0x21..0x7f).contains(&b) && !special(b))
    }

    /// Tells whether a client may set it: all but `\Recent`, which is the server's.
    pub fn can_be_set(&self) -> bool {
        Self::is_word(&self.0) && !self.is("\\Recent")
    }

    /// Takes a flag off the wire.
    pub(crate) fn from_wire(wire: &[u8]) -> Self {
        Self(String::from_utf8_lossy(wire).into_owned())
    }

    /// Tells whether this is the flag of that name.
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
}

impl PartialEq for Flag {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
