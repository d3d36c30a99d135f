//! The only place where wire text is built: quoting, literals, UID sets.

use crate::imap::types::{Error, MailboxName, Result, UidSet};
use jiff::Timestamp;
use std::fmt::Write as _;

/// One command: text, with literals (RFC 9051, 4.3) in between.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    /// The command's name, for errors.
    pub name: &'static str,
    /// Each literal with the text before it; texts hold no CR, LF and NUL.
    pub literals: Vec<(String, Vec<u8>)>,
    /// The text behind the last literal.
    pub tail: String,
}

impl Command {
    /// Starts a command; the name is wire text, such as `UID STORE`.
    pub fn new(name: &'static str) -> Self {
        Self { name, literals: Vec::new(), tail: name.to_owned() }
    }

    /// Adds a blank and wire text of our own.
    pub fn word(mut self, word: &'static str) -> Self {
        self.push(" ");
        self.push(word);
        self
    }

    /// Adds a blank and a set of UIDs.
    pub fn uids(mut self, uids: &UidSet) -> Self {
        self.push(" ");
        let _ = write!(self.tail, "{uids}");
        self
    }

    /// Adds a blank and a range of sequence numbers.
    pub fn range(mut self, first: u32, last: u32) -> Self {
        let _ = write!(self.tail, " {first}:{last}");
        self
    }

    /// Adds a blank and a mailbox name.
    pub fn mailbox(self, name: &MailboxName) -> Result<Self> {
        self.string(name.wire())
    }

    /// Adds a blank and any octets as a string: quoted where the grammar allows, else as a literal.
    ///
    /// # Errors
    /// [`Error::Unsendable`] for NUL, which no string of IMAP may hold (RFC 9051, 9: CHAR8).
    pub fn string(mut self, octets: &[u8]) -> Result<Self> {
        if octets.contains(&0) {
            return Err(Error::Unsendable);
        }
        self.push(" ");
        let quotable = octets.len() <= 1000 && octets.iter().all(|b| (0x20..0x7f).contains(b));
        match std::str::from_utf8(octets) {
            Ok(text) if quotable => {
                let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
                let _ = write!(self.tail, "\"{escaped}\"");
            }
            _ => self.literals.push((std::mem::take(&mut self.tail), octets.to_vec())),
        }
        Ok(self)
    }

    /// Adds a blank and a date with its time, in UTC (RFC 9051, 9: `date-time`).
    pub fn date_time(mut self, at: Timestamp) -> Self {
        let _ = write!(self.tail, " \"{}\"", at.strftime("%d-%b-%Y %H:%M:%S %z"));
        self
    }

    /// Adds a blank and what announces a literal that is sent behind the command; `at_once` without waiting for the server
    /// (RFC 7888).
    pub fn before_literal(mut self, octets: usize, at_once: bool) -> Self {
        let _ = write!(self.tail, " {{{octets}{}}}", if at_once { "+" } else { "" });
        self
    }

    /// Adds wire text that was built of checked parts: section numbers and the like.
    ///
    /// # Errors
    /// [`Error::Unsendable`] for anything but printable ASCII.
    pub fn checked(mut self, text: &str) -> Result<Self> {
        if !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Err(Error::Unsendable);
        }
        self.push(text);
        Ok(self)
    }

    fn push(&mut self, text: &str) {
        self.tail.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wire(command: &Command) -> String {
        let literal = |(text, octets): &(String, Vec<u8>)| {
            format!("{text}{{{}}}{}", octets.len(), String::from_utf8_lossy(octets))
        };
        command.literals.iter().map(literal).chain([command.tail.clone()]).collect()
    }

    #[test]
    fn strings_are_quoted_or_sent_as_literals() {
        for (text, wanted) in [
            ("INBOX", "EXAMINE \"INBOX\""),
            ("a\"b\\c", "EXAMINE \"a\\\"b\\\\c\""),
            ("", "EXAMINE \"\""),
            ("x\r\nA1 DELETE INBOX", "EXAMINE {18}x\r\nA1 DELETE INBOX"),
            ("é", "EXAMINE {2}é"),
        ] {
            assert_eq!(wire(&Command::new("EXAMINE").string(text.as_bytes()).unwrap()), wanted);
        }
        assert!(matches!(Command::new("EXAMINE").string(b"a\0b"), Err(Error::Unsendable)));
    }

    #[test]
    fn a_date_is_written_with_its_zone_and_a_literal_is_announced_last() {
        let at = "2026-03-03T08:15:02.9Z".parse().unwrap();
        let command = Command::new("APPEND").word("INBOX").date_time(at).before_literal(12, false);
        assert_eq!(wire(&command), "APPEND INBOX \"03-Mar-2026 08:15:02 +0000\" {12}");
        assert_eq!(wire(&Command::new("APPEND").before_literal(12, true)), "APPEND {12+}");
    }

    proptest! {
        #[test]
        fn no_text_ever_ends_a_line(octets in any::<Vec<u8>>()) {
            if let Ok(command) = Command::new("SEARCH").string(&octets) {
                let texts = command.literals.iter().map(|(text, _)| text).chain([&command.tail]);
                for text in texts {
                    prop_assert!(text.bytes().all(|b| (0x20..0x7f).contains(&b)), "{text:?}");
                }
            }
        }
    }
}
