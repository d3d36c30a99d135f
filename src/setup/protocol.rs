//! How mail is collected.

use crate::config::{Server, ServerAddress};

/// How mail is collected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Protocol {
    /// All folders, on the server.
    #[default]
    Imap,
    /// The Inbox alone.
    Pop,
}

impl Protocol {
    /// Reads the word that stands in URLs; any other is IMAP.
    pub(super) fn asked(word: &str) -> Self {
        if word.eq_ignore_ascii_case("pop") { Self::Pop } else { Self::Imap }
    }

    /// Returns the word that stands in URLs.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Pop => "pop",
        }
    }

    /// Returns what most mail programs call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Imap => "IMAP",
            Self::Pop => "POP",
        }
    }

    /// Returns what others call it: with its version, where there are several of one name.
    pub(super) fn name_with_version(self) -> &'static str {
        match self {
            Self::Imap => "IMAP",
            Self::Pop => "POP3",
        }
    }

    /// Returns where mail is collected in this way, if it can be.
    pub(super) fn incoming(self, server: &Server) -> Option<&ServerAddress> {
        match self {
            Self::Imap => Some(server.public_imap()),
            Self::Pop => server.pop.as_ref(),
        }
    }
}
