//! The opened message: who, when, its text, and what hangs on it.

use super::authentication::Authentication;
use super::enclosed::Forwarded;
use crate::mail::content::event::Event;
use crate::mail::content::text::Text;
use crate::mail::{
    Attachment, Caution, Explanation, HtmlSummary, Links, Mailbox, Neighbours, Person, Summary, TextKind, UidValidity,
    View,
};

/// Says how a message is to be shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// As text.
    #[default]
    Text,
    /// As its HTML, where it has some.
    Formatted,
}

/// Says how somebody wants to read a message; unless said, the safest way.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// As text or as HTML.
    pub shown: Shown,
    /// What becomes of links in the text.
    pub links: Links,
    /// The list through which the reader walks, if any.
    pub list: Option<View>,
}

/// Says whether there is HTML to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formatted {
    /// The message has none.
    Absent,
    /// It has some, and nobody asked for it; what it holds, where links are not to be followed unseen.
    Unasked(Option<HtmlSummary>),
    /// There is so much of it that it is shown as text.
    TooMuch,
    /// It can be shown, and holds this.
    Ready(HtmlSummary),
}

/// Holds an opened message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where it is.
    pub mailbox: Mailbox,
    /// The UIDVALIDITY of its mailbox.
    pub uid_validity: UidValidity,
    /// Sender, subject, dates, size, verdict.
    pub summary: Summary,
    /// What is odd about the sender.
    pub cautions: Vec<Caution>,
    /// The sender's address with its domain in the other spelling (`xn--...`), where it has letters beyond a to z.
    pub other_spelling: Option<String>,
    /// How many other messages of the sender's address the Inbox holds; `None` when it is not known, or says nothing.
    pub others_in_inbox: Option<u32>,
    /// To.
    pub to: Vec<Person>,
    /// Cc.
    pub cc: Vec<Person>,
    /// The Date header as sent.
    pub date_as_sent: Option<String>,
    /// The text.
    pub text: Text,
    /// Where the text comes from.
    pub text_kind: TextKind,
    /// Set when the text was longer than is shown.
    pub text_cut: bool,
    /// The HTML.
    pub formatted: Formatted,
    /// The other parts.
    pub attachments: Vec<Attachment>,
    /// Messages that were passed on in it.
    pub forwarded: Vec<Forwarded>,
    /// Appointments in it.
    pub events: Vec<Event>,
    /// Why the spam filter took it for spam.
    pub explanation: Explanation,
    /// The fields in which servers say what they found out about the sender; anybody can write them.
    pub authentication_results: Vec<String>,
    /// Whether From names exactly one author.
    pub one_author: bool,
    /// Who stands beside it in the list through which the reader walks.
    pub neighbours: Neighbours,
}

impl Message {
    /// Reads the results of the servers with these names (lower case); `None` where none of them has left any.
    pub fn authentication(&self, servers: &[String]) -> Option<Authentication> {
        let author = self.summary.from.as_ref()?;
        Authentication::of(author, self.one_author, &self.authentication_results, servers)
    }

    /// Returns the sender's address in lower case, unless the servers of these names found that it is somebody else.
    pub fn trusted_sender(&self, servers: &[String]) -> Option<String> {
        let is_forged = self.authentication(servers).is_some_and(|found| found.confirmed == Some(false));
        self.sender().filter(|_| self.one_author && !is_forged)
    }

    /// Returns the sender's address, in lower case; `None` inside a wrapper, whose sender anybody may have written.
    pub fn sender(&self) -> Option<String> {
        self.summary.from.as_ref().filter(|_| !self.summary.wrapped)?.address_in_lower_case()
    }
}
