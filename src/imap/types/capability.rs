//! What a server says it can do (RFC 9051, 7.2.2).

use std::collections::BTreeSet;

/// Capabilities that are kept; servers have some forty.
const MAX_WORDS: usize = 1000;

/// Holds the capabilities of a connection, upper case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities(BTreeSet<String>);

impl Capabilities {
    /// Takes the words of a CAPABILITY response or code; doubled spaces do no harm.
    pub(crate) fn from_words<'a>(words: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let words = words.into_iter().filter(|word| !word.is_empty()).take(MAX_WORDS);
        Self(words.map(|word| String::from_utf8_lossy(word).to_ascii_uppercase()).collect())
    }

    /// Tells whether the server named this capability; unknown ones do no harm.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Tells whether the server gave any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells whether UID EXPUNGE and COPYUID are there (UIDPLUS, RFC 4315).
    pub fn uid_expunge(&self) -> bool {
        self.has("UIDPLUS") || self.has("IMAP4REV2")
    }

    /// Tells whether MOVE is there (RFC 6851).
    pub fn can_move(&self) -> bool {
        self.has("MOVE") || self.has("IMAP4REV2")
    }

    /// Tells whether LIST can be asked for special uses (RFC 6154 with RFC 5258).
    pub fn special_use(&self) -> bool {
        self.has("SPECIAL-USE") || self.has("IMAP4REV2")
    }

    /// Tells whether LIST has RETURN options at all (RFC 5258).
    pub fn list_extended(&self) -> bool {
        self.has("LIST-EXTENDED") || self.has("IMAP4REV2")
    }

    /// Tells whether LIST can bring STATUS along (RFC 5819).
    pub fn list_status(&self) -> bool {
        self.list_extended() && (self.has("LIST-STATUS") || self.has("IMAP4REV2"))
    }

    /// Tells whether STATUS knows SIZE (RFC 8438).
    pub fn status_size(&self) -> bool {
        self.has("STATUS=SIZE") || self.has("IMAP4REV2")
    }

    /// Tells whether the moment a message was saved in its mailbox can be asked for (SAVEDATE, RFC 8514).
    pub fn save_date(&self) -> bool {
        self.has("SAVEDATE")
    }

    /// Tells whether quota roots can be asked for (RFC 9208).
    pub fn quota(&self) -> bool {
        self.has("QUOTA") || self.0.iter().any(|word| word.starts_with("QUOTA="))
    }

    /// Tells whether SEARCH can return ranges (ESEARCH, RFC 4731).
    pub fn esearch(&self) -> bool {
        self.has("ESEARCH") || self.has("IMAP4REV2")
    }

    /// Tells whether the server sorts (RFC 5256).
    pub fn sort(&self) -> bool {
        self.has("SORT")
    }

    /// Tells whether SORT can return a part of its result (ESORT and CONTEXT=SEARCH, RFC 5267).
    pub fn sort_partial(&self) -> bool {
        self.has("ESORT") && self.has("CONTEXT=SEARCH")
    }

    /// Tells whether the server sorts by names as they are shown (RFC 5957).
    pub fn sort_display(&self) -> bool {
        self.has("SORT=DISPLAY")
    }

    /// Tells whether a literal of this size needs no continuation (RFC 7888).
    pub fn takes_literal_at_once(&self, size: usize) -> bool {
        self.has("LITERAL+") || (size <= 4096 && (self.has("LITERAL-") || self.has("IMAP4REV2")))
    }

    /// Returns all words, sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
