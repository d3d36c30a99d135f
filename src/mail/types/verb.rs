//! What a person does to messages.

use crate::figures::{self, Deed};

/// Names what is done to messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Spam to INBOX.
    Rescue,
    /// Trash to INBOX.
    Restore,
    /// For good, chosen.
    Delete,
    /// To Trash.
    Trash,
    /// To Spam.
    Spam,
    /// Marked read.
    Read,
    /// For good, all that a page showed.
    Empty,
    /// For good, what has been in a mailbox for so long.
    Clean,
    /// Back to where it was before it was moved.
    Undo,
}

impl Verb {
    /// Returns its name, as it stands in keys of `locales/`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rescue => "rescue",
            Self::Restore => "restore",
            Self::Delete => "delete",
            Self::Trash => "trash",
            Self::Spam => "spam",
            Self::Read => "read",
            Self::Empty => "empty",
            Self::Clean => "clean",
            Self::Undo => "undo",
        }
    }

    /// Counts messages to which it was done, and octets that this freed, for those who watch the site: each once, where it is known what
    /// became of them.
    pub fn count(self, messages: u64, octets: u64) {
        let deed = match self {
            Self::Rescue => Deed::Rescued,
            Self::Restore => Deed::Restored,
            Self::Delete | Self::Empty => Deed::Deleted,
            Self::Clean => Deed::Cleaned,
            Self::Trash => Deed::ToTrash,
            Self::Spam => Deed::ToSpam,
            Self::Undo => Deed::Undone,
            Self::Read => Deed::Read,
        };
        figures::messages(deed, messages);
        if self.destroys() {
            figures::freed(octets);
        }
    }

    /// Tells whether the messages go to another mailbox, from which they can come back.
    pub fn can_be_undone(self) -> bool {
        matches!(self, Self::Rescue | Self::Restore | Self::Trash | Self::Spam)
    }

    /// Tells whether the messages are gone for good.
    pub fn destroys(self) -> bool {
        matches!(self, Self::Delete | Self::Empty | Self::Clean)
    }
}
