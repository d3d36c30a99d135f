//! Which mailbox plays which part.

use crate::imap::MailboxName;

/// Names the part a mailbox plays for its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Where mail arrives, and the only mailbox POP sees.
    Inbox,
    /// Where the filter files what it takes for spam.
    Spam,
    /// Where deleted mail waits.
    Trash,
    /// Mail that was sent.
    Sent,
    /// Mail not finished.
    Drafts,
    /// Mail kept.
    Archive,
}

/// Describes one mailbox of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name as the server gave it.
    pub name: MailboxName,
    /// The part it plays, if any.
    pub role: Option<Role>,
    /// Messages in it; `None` when the server did not say.
    pub messages: Option<u32>,
    /// Messages without `\Seen`.
    pub unseen: Option<u32>,
    /// Octets of all messages (STATUS=SIZE, RFC 8438), where known.
    pub size: Option<u64>,
}

impl Mailbox {
    /// Returns the name for people: modified UTF-7 decoded, as the server spells it.
    pub fn display_name(&self) -> String {
        self.name.decoded()
    }
}
