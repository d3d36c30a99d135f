//! What server responses say of mailboxes and messages (RFC 9051, 7.3 and 7.5; RFC 9208).

use super::body_structure::BodyStructure;
use super::flag::Flag;
use super::mailbox_name::MailboxName;
use super::uid::{Uid, UidSet, UidValidity};
use jiff::Timestamp;

/// Holds a string that the server sent as literal (RFC 9051, 4.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Literal {
    /// The octets, as many as were to be kept.
    pub bytes: Vec<u8>,
    /// How long the server said it is.
    pub size: u64,
}

/// Describes a mailbox in a LIST response.
#[derive(Debug, Clone)]
pub struct ListedMailbox {
    /// The name.
    pub name: MailboxName,
    /// The hierarchy delimiter; `None` for a flat name.
    pub delimiter: Option<char>,
    /// Attributes such as `\Noselect` and `\Junk`, as written.
    pub attributes: Vec<String>,
    /// What LIST-STATUS or STATUS said of it.
    pub status: Option<StatusItems>,
}

impl ListedMailbox {
    /// Tells whether an attribute is there; compared without case, for Gmail has sent lower case ones.
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|a| a.eq_ignore_ascii_case(attribute))
    }

    /// Tells whether the mailbox can be opened.
    pub fn selectable(&self) -> bool {
        !self.has("\\Noselect") && !self.has("\\NonExistent")
    }
}

/// Holds what STATUS said (RFC 9051, 6.3.11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusItems {
    /// Messages in the mailbox.
    pub messages: Option<u32>,
    /// Messages without `\Seen`.
    pub unseen: Option<u32>,
    /// Octets of all messages (RFC 8438).
    pub size: Option<u64>,
    /// The UID the next message will get, at least.
    pub uid_next: Option<u32>,
    /// The UIDVALIDITY.
    pub uid_validity: Option<UidValidity>,
}

/// Holds what FETCH said of one message (RFC 9051, 7.5.2).
#[derive(Debug, Default)]
pub struct Fetched {
    /// The sequence number, which is good for nothing outside this room.
    pub(in crate::imap) number: u32,
    /// UID.
    pub uid: Option<Uid>,
    /// FLAGS.
    pub flags: Option<Vec<Flag>>,
    /// INTERNALDATE.
    pub internal_date: Option<Timestamp>,
    /// SAVEDATE (RFC 8514): when it was saved in this mailbox; `None` also where the mailbox does not know.
    pub save_date: Option<Timestamp>,
    /// RFC822.SIZE, in octets.
    pub size: Option<u64>,
    /// `BODY[...]` items: what stands in the brackets, and the octets.
    pub sections: Vec<(Vec<u8>, Literal)>,
    /// BODYSTRUCTURE, if it could be read.
    pub structure: Option<BodyStructure>,
}

impl Fetched {
    /// Adds what another response said of the same message.
    pub(in crate::imap) fn add(&mut self, later: Self) {
        self.flags = later.flags.or(self.flags.take());
        self.internal_date = self.internal_date.or(later.internal_date);
        self.save_date = self.save_date.or(later.save_date);
        self.size = self.size.or(later.size);
        self.sections.extend(later.sections);
        self.structure = self.structure.take().or(later.structure);
    }

    /// Tells whether a flag is set.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().flatten().any(|f| f.is(flag))
    }
}

/// Says what a COPY or MOVE made, as far as the server has named it (COPYUID, RFC 4315, 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copies {
    /// Messages that were asked for and have a copy.
    pub count: u64,
    /// The UIDVALIDITY of the target mailbox.
    pub uid_validity: UidValidity,
    /// The UIDs there.
    pub uids: UidSet,
}

/// Holds one quota root and two of its resources (RFC 9208, 5): what is used, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaRoot {
    /// The root's name.
    pub name: String,
    /// STORAGE, in octets; `None` when the root does not limit storage.
    pub storage: Option<(u64, u64)>,
    /// MESSAGE; `None` when the root does not limit their number.
    pub messages: Option<(u64, u64)>,
}
