//! How long messages have been in a mailbox, at least, as far as that was seen: where the server does not tell when it saved them, only
//! this is certain. A Date may lie, and INTERNALDATE stays the same when a message is moved (RFC 9051, 6.4.7).

use crate::imap::StatusItems;
use crate::mail::{Mailbox, MailboxName, Role, Uid, UidValidity};

/// How often a mailbox is noted: a mark for every message that is looked for in days is enough.
const APART: i64 = 20 * 3600;
/// How long marks are kept: longer than anything is kept in a folder that is cleaned.
const KEPT: i64 = 100 * 24 * 3600;

/// Tells how Spam or Trash is now, for [`FirstSeen::note`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    /// Spam or Trash.
    pub role: Role,
    /// The mailbox.
    pub mailbox: MailboxName,
    /// Its UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// The UID that its next message will get, at least.
    pub uid_next: u32,
}

impl Epoch {
    /// Takes what STATUS said of a mailbox; `None` for another one, and where it said too little.
    pub(in crate::mail) fn of(mailbox: &Mailbox, status: &StatusItems) -> Option<Self> {
        let role = mailbox.role.filter(|role| matches!(role, Role::Spam | Role::Trash))?;
        let mailbox = mailbox.name.clone();
        Some(Self { role, mailbox, uid_validity: status.uid_validity?, uid_next: status.uid_next? })
    }
}

/// Says when which messages of a mailbox were there at the latest. UIDs only grow (RFC 9051, 2.3.1.1), so that the UIDNEXT of a moment
/// tells all that had come until then: a mark a day, whatever the number of messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FirstSeen {
    /// The mailbox, as the server spells it: another one may play the part one day.
    mailbox: Vec<u8>,
    /// The UIDVALIDITY; 0 before the mailbox was seen for the first time.
    uid_validity: u32,
    /// When it was seen that the mailbox had been made anew, in Unix seconds: its clock starts then.
    anew_at: Option<i64>,
    /// Moments in Unix seconds, and the UID that the next message was to get; the oldest first.
    marks: Vec<(i64, u32)>,
}

impl FirstSeen {
    /// Notes how a mailbox is now (in Unix seconds), and tells whether there was something to note.
    pub fn note(&mut self, now: i64, epoch: &Epoch) -> bool {
        let Epoch { mailbox, uid_validity, uid_next, .. } = epoch;
        if !self.is_of(epoch) {
            let anew_at = (self.uid_validity != 0).then_some(now);
            let (mailbox, marks) = (mailbox.wire().to_vec(), vec![(now, *uid_next)]);
            *self = Self { mailbox, uid_validity: uid_validity.get(), anew_at, marks };
            return true;
        }
        // A clock that was set back says nothing.
        let is_due = self.marks.last().is_none_or(|&(at, _)| now >= at.saturating_add(APART));
        if is_due {
            let uid_next = *uid_next;
            self.marks.push((now, uid_next));
            let old = self.marks.iter().filter(|(at, _)| *at < now - KEPT).count();
            self.marks.drain(..old.saturating_sub(1));
        }
        is_due
    }

    /// Tells whether this is about that mailbox, and not about another one, or one that was made anew or put back from a backup: UIDs never
    /// become fewer.
    fn is_of(&self, epoch: &Epoch) -> bool {
        let same = self.mailbox == epoch.mailbox.wire() && self.uid_validity == epoch.uid_validity.get();
        same && self.marks.last().is_none_or(|&(_, next)| epoch.uid_next == 0 || epoch.uid_next >= next)
    }

    /// Tells whether this is about that mailbox, or about none yet.
    pub fn may_be(&self, epoch: &Epoch) -> bool {
        self.uid_validity == 0 || self.is_of(epoch)
    }

    /// Returns when something was noted last, in Unix seconds.
    pub fn noted_at(&self) -> Option<i64> {
        self.marks.last().map(|(at, _)| *at)
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

    fn epoch(validity: u32, uid_next: u32) -> Epoch {
        let (uid_validity, mailbox) = (UidValidity::new(validity).unwrap(), MailboxName::encode("Spam"));
        Epoch { role: Role::Spam, mailbox, uid_validity, uid_next }
    }

    #[test]
    fn a_message_counts_from_the_first_mark_behind_it() {
        let mut seen = FirstSeen::default();
        assert!(seen.note(100 * DAY, &epoch(7, 11)) && !seen.note(100 * DAY + 3600, &epoch(7, 15)));
        assert!(seen.note(101 * DAY, &epoch(7, 21)));
        let last = |days| seen.last_before(days * DAY).map(Uid::get);
        assert_eq!([last(99), last(100), last(101), last(200)], [None, Some(10), Some(20), Some(20)]);
    }

    #[test]
    fn a_mailbox_made_anew_starts_its_clock_anew() {
        let mut seen = FirstSeen::default();
        seen.note(100 * DAY, &epoch(7, 500));
        assert!(seen.is_older_than(0), "what was there when it was first seen may be as old as the server says");
        seen.note(130 * DAY, &epoch(8, 900));
        assert_eq!(seen.last_before(129 * DAY), None);
        assert!(!seen.is_older_than(129 * DAY) && seen.is_older_than(130 * DAY));
        assert!(seen.may_be(&epoch(8, 900)) && !seen.may_be(&epoch(7, 900)));
    }

    #[test]
    fn another_mailbox_and_one_put_back_from_a_backup_start_the_clock_anew() {
        let mut seen = FirstSeen::default();
        seen.note(100 * DAY, &epoch(7, 500));
        assert!(!seen.may_be(&epoch(7, 300)), "its UIDs are given a second time");
        let other = Epoch { mailbox: MailboxName::encode("Junk"), ..epoch(7, 600) };
        assert!(!seen.may_be(&other) && seen.may_be(&epoch(7, 600)));
        for odd in [epoch(7, 300), other] {
            assert!(seen.note(130 * DAY, &odd) && seen.last_before(129 * DAY).is_none());
            assert!(!seen.is_older_than(129 * DAY));
        }
    }

    #[test]
    fn marks_stay_few_and_a_clock_that_goes_back_adds_none() {
        let mut seen = FirstSeen::default();
        for day in 0..1000 {
            seen.note(day * DAY, &epoch(7, u32::try_from(day).unwrap() + 1));
        }
        assert!(!seen.note(10 * DAY, &epoch(7, 5000)));
        assert!(seen.marks.len() <= 102, "{}", seen.marks.len());
        assert_eq!(seen.last_before(900 * DAY).map(Uid::get), Some(900));
        assert!(seen.last_before(899 * DAY).is_some(), "one older than all that is asked for stays");
    }
}
