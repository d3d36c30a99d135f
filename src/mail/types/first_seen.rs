//! How long messages have been in a mailbox, at least, as far as that was seen: where the server does not tell when it saved them, only
//! this is certain. A Date may lie, and INTERNALDATE stays the same when a message is moved (RFC 9051, 6.4.7).

use crate::imap::StatusItems;
use crate::mail::{Mailbox, Role, Uid, UidValidity};

/// How often a mailbox is noted: a mark for every message that is looked for in days is enough.
const APART: i64 = 20 * 3600;
/// How long marks are kept: longer than anything is kept in a folder that is cleaned.
const KEPT: i64 = 100 * 24 * 3600;

/// Tells how Spam or Trash is now, for [`FirstSeen::note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    /// Spam or Trash.
    pub role: Role,
    /// Its UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// The UID that its next message will get, at least.
    pub uid_next: u32,
}

impl Epoch {
    /// Takes what STATUS said of a mailbox; `None` for another one, and where it said too little.
    pub(in crate::mail) fn of(mailbox: &Mailbox, status: &StatusItems) -> Option<Self> {
        let role = mailbox.role.filter(|role| matches!(role, Role::Spam | Role::Trash))?;
        Some(Self { role, uid_validity: status.uid_validity?, uid_next: status.uid_next? })
    }
}

/// Says when which messages of a mailbox were there at the latest. UIDs only grow (RFC 9051, 2.3.1.1), so that the UIDNEXT of a moment
/// tells all that had come until then: a mark a day, whatever the number of messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FirstSeen {
    /// The UIDVALIDITY; 0 before the mailbox was seen for the first time.
    uid_validity: u32,
    /// When it was seen that the mailbox had been made anew, in Unix seconds: its clock starts then.
    anew_at: Option<i64>,
    /// Moments in Unix seconds, and the UID that the next message was to get; the oldest first.
    marks: Vec<(i64, u32)>,
}

impl FirstSeen {
    /// Notes how a mailbox is now (in Unix seconds), and tells whether there was something to note.
    pub fn note(&mut self, now: i64, uid_validity: UidValidity, uid_next: u32) -> bool {
        if self.uid_validity != uid_validity.get() {
            let anew_at = (self.uid_validity != 0).then_some(now);
            *self = Self { uid_validity: uid_validity.get(), anew_at, marks: vec![(now, uid_next)] };
            return true;
        }
        // A clock that was set back says nothing, and UIDs never become fewer.
        let is_due = self.marks.last().is_none_or(|&(at, next)| now >= at.saturating_add(APART) && uid_next >= next);
        if is_due {
            self.marks.push((now, uid_next));
            let old = self.marks.iter().filter(|(at, _)| *at < now - KEPT).count();
            self.marks.drain(..old.saturating_sub(1));
        }
        is_due
    }

    /// Tells whether this is about the mailbox with that UIDVALIDITY, or about none yet.
    pub fn may_be(&self, uid_validity: UidValidity) -> bool {
        self.uid_validity == 0 || self.uid_validity == uid_validity.get()
    }

    /// Tells whether the mailbox has been the same since that moment, as far as was seen.
    pub fn is_older_than(&self, moment: i64) -> bool {
        self.anew_at.is_none_or(|anew| anew <= moment)
    }

    /// Returns the highest UID of which it was seen that all up to it were there at that moment; `None` where nothing was seen so early.
    pub fn last_before(&self, moment: i64) -> Option<Uid> {
        let mark = self.marks.iter().rfind(|(at, _)| *at <= moment)?;
        Uid::new(mark.1.saturating_sub(1))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3600;

    fn validity(number: u32) -> UidValidity {
        UidValidity::new(number).unwrap()
    }

    #[test]
    fn a_message_counts_from_the_first_mark_behind_it() {
        let mut seen = FirstSeen::default();
        assert!(seen.note(100 * DAY, validity(7), 11) && !seen.note(100 * DAY + 3600, validity(7), 15));
        assert!(seen.note(101 * DAY, validity(7), 21));
        let last = |days| seen.last_before(days * DAY).map(Uid::get);
        assert_eq!([last(99), last(100), last(101), last(200)], [None, Some(10), Some(20), Some(20)]);
    }

    #[test]
    fn a_mailbox_made_anew_starts_its_clock_anew() {
        let mut seen = FirstSeen::default();
        seen.note(100 * DAY, validity(7), 500);
        assert!(seen.is_older_than(0), "what was there when it was first seen may be as old as the server says");
        seen.note(130 * DAY, validity(8), 900);
        assert_eq!(seen.last_before(129 * DAY), None);
        assert!(!seen.is_older_than(129 * DAY) && seen.is_older_than(130 * DAY));
        assert!(seen.may_be(validity(8)) && !seen.may_be(validity(7)));
    }

    #[test]
    fn marks_stay_few_and_a_clock_that_goes_back_adds_none() {
        let mut seen = FirstSeen::default();
        for day in 0..1000 {
            seen.note(day * DAY, validity(7), u32::try_from(day).unwrap() + 1);
        }
        assert!(!seen.note(10 * DAY, validity(7), 5000) && !seen.note(2000 * DAY, validity(7), 3));
        assert!(seen.marks.len() <= 102, "{}", seen.marks.len());
        assert_eq!(seen.last_before(900 * DAY).map(Uid::get), Some(900));
        assert!(seen.last_before(899 * DAY).is_some(), "one older than all that is asked for stays");
    }
}
