//! One row of a list.

use super::mime::{self, Head};
use super::verdict;
use super::wrapper::{self, Inside};
use crate::imap::{Fetched, Flag};
use crate::mail::{Filter, Person, Uid, Verdict};
use jiff::Timestamp;
use std::sync::LazyLock;

/// The header fields a row of a list is made of, by their names in capitals, with blanks between.
pub static ROW_FIELDS: LazyLock<String> =
    LazyLock::new(|| format!("FROM TO SUBJECT DATE CONTENT-TYPE X-SPAM-PREV-SUBJECT {}", verdict::LISTED));

/// Describes one message in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The message's UID in its mailbox.
    pub uid: Uid,
    /// The first author; `None` without a usable From header.
    pub from: Option<Person>,
    /// The first recipient.
    pub to: Option<Person>,
    /// The decoded subject; `None` when missing or blank.
    pub subject: Option<String>,
    /// The Date header; `None` when missing or not a date.
    pub date: Option<Timestamp>,
    /// When the server received it (INTERNALDATE).
    pub internal_date: Option<Timestamp>,
    /// Octets (RFC822.SIZE).
    pub size: u64,
    /// Whether `\Seen` is set.
    pub seen: bool,
    /// Whether another mail program has marked it `\Deleted`, and not expunged it.
    pub marked_deleted: bool,
    /// What the spam filter said.
    pub verdict: Option<Verdict>,
    /// Whether the filter has wrapped the message into a report; then author, recipient, subject and date are of the original inside.
    pub wrapped: bool,
}

impl Summary {
    /// Makes a row of what FETCH gave; the header block is its first section. Whether it is `wrapped` is only a guess. Of filters only
    /// those in `trust` are believed, unless it is empty.
    pub(in crate::mail) fn of(fetched: &Fetched, trust: &[Filter]) -> Option<Self> {
        let head = fetched.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
        Self::with_head(fetched, &head, trust)
    }

    /// Makes a row of what FETCH gave, and a header block that was read already.
    pub(in crate::mail) fn with_head(fetched: &Fetched, head: &Head, trust: &[Filter]) -> Option<Self> {
        Some(Self {
            uid: fetched.uid?,
            from: head.from.first().cloned(),
            to: head.to.first().cloned(),
            subject: head.subject.clone(),
            date: head.date,
            internal_date: fetched.internal_date,
            size: fetched.size.unwrap_or(0),
            seen: fetched.has(Flag::SEEN),
            marked_deleted: fetched.has(Flag::DELETED),
            verdict: Verdict::read(&head.extra, trust),
            wrapped: wrapper::may_be(head),
        })
    }

    /// Shows the original inside instead of the wrapper, if it is one: a filter copies the original's author. What of a header that is
    /// cut is not known the wrapper's says.
    pub(in crate::mail) fn show_original(&mut self, inside: Inside) {
        let Inside { head: Some(mut head), is_cut } = inside else { return };
        if is_cut {
            head.from = if head.from.is_empty() { self.from.iter().cloned().collect() } else { head.from };
            head.to = if head.to.is_empty() { self.to.iter().cloned().collect() } else { head.to };
            (head.subject, head.date) = (head.subject.or(self.subject.take()), head.date.or(self.date));
        }
        if !wrapper::is_of_author(head.from.first(), self.from.as_ref()) {
            return;
        }
        (self.from, self.to) = (head.from.into_iter().next(), head.to.into_iter().next());
        (self.subject, self.date) = (head.subject, head.date);
        self.wrapped = true;
    }

    /// Lays the flags of this moment over a row that was made before.
    pub(in crate::mail) fn with_flags(self, fetched: &Fetched) -> Self {
        Self { seen: fetched.has(Flag::SEEN), marked_deleted: fetched.has(Flag::DELETED), ..self }
    }

    /// Returns the date to show: when it arrived, else what the message says of itself.
    pub fn shown_date(&self) -> Option<Timestamp> {
        self.internal_date.or(self.date)
    }
}
