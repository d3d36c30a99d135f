//! The opened message.

use super::{Mailbox, Person, Summary, UidValidity};

/// Says where the shown text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A text part, as it was sent.
    Plain,
    /// An HTML part, reduced to its text.
    FromHtml,
    /// No readable part.
    Nothing,
}

/// Describes a part that is not shown in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name, decoded, if it has one.
    pub name: Option<String>,
    /// The media type, lower case, such as `application/pdf`.
    pub media_type: String,
    /// Octets, about (as encoded in the message).
    pub size: u64,
}

/// Holds an opened message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where it is.
    pub mailbox: Mailbox,
    /// The epoch of its UID.
    pub uid_validity: UidValidity,
    /// Sender, subject, dates, size, verdict.
    pub summary: Summary,
    /// To.
    pub to: Vec<Person>,
    /// Cc.
    pub cc: Vec<Person>,
    /// The Date header as sent.
    pub date_as_sent: Option<String>,
    /// The text, at most [`TEXT_LIMIT`] octets.
    pub text: String,
    /// Where the text comes from.
    pub text_kind: TextKind,
    /// Set when the text was longer than is shown.
    pub text_cut: bool,
    /// The other parts.
    pub attachments: Vec<Attachment>,
    /// Set when this is SpamAssassin's report around the original (`report_safe`); text and people are the original's.
    pub unwrapped: bool,
}

/// How much of a message's text is fetched and shown, in octets.
pub const TEXT_LIMIT: usize = 512 * 1024;
