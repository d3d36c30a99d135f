//! What was asked for, and how far it has come, as people see it and as the store keeps it.

use super::id::JobId;
use crate::mail::{Error, ListSnapshot, Mailbox, MailboxName, MailboxSnapshot, MoveRecord, Role, SizeSnapshot};
use crate::mail::{Uid, UidSet, UidValidity, Verb, Wanted};
use crate::store::jobs::JobKey;

/// How long an ended job is shown on other pages, in seconds.
const NEWS: i64 = 60;
/// Octets of a server's words that are kept.
const WORDS: usize = 200;

/// Says what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Asked {
    /// What is done.
    pub verb: Verb,
    /// The part the mailbox plays, if any.
    role: Option<Role>,
    /// The mailbox, as the server spells it.
    mailbox: Vec<u8>,
    uid_validity: u32,
    /// How many messages the page said there are.
    pub count: u32,
    messages: Messages,
    original: bool,
    /// Whether it does not wait for the grace time: nobody is there who could take it back.
    #[serde(default)]
    at_once: bool,
}

/// Says which messages, as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Messages {
    Chosen(String),
    Listed(u32, String),
    Shown(Option<u32>, String),
    /// Those that an action has moved, and the mailbox they go back to.
    Moved(JobKey, Vec<u8>),
}

impl Asked {
    /// Asks for a verb on the messages that a page showed or told the number of.
    pub fn new(verb: Verb, mailbox: &Mailbox, wanted: &Wanted) -> Self {
        let messages = match wanted {
            Wanted::Chosen(_, uids) => Messages::Chosen(uids.to_string()),
            Wanted::Listed(listed) => Messages::Listed(listed.last_uid.get(), listed.query.clone()),
            Wanted::Shown(seen) => Messages::Shown(seen.last_uid.map(Uid::get), seen.left_out.to_string()),
        };
        let (role, mailbox, uid_validity) = (mailbox.role, mailbox.name.wire().to_vec(), wanted.uid_validity().get());
        Self { verb, role, mailbox, uid_validity, count: wanted.count(), messages, original: false, at_once: false }
    }

    /// Wants the originals of messages that a filter has wrapped.
    pub fn originals(self, original: bool) -> Self {
        Self { original, ..self }
    }

    /// Does not wait, so that nobody can take it back before it begins.
    pub fn at_once(self) -> Self {
        Self { at_once: true, ..self }
    }

    /// Tells whether it began while nobody was there.
    pub(super) fn is_unattended(&self) -> bool {
        self.at_once
    }

    /// Tells whether it waits for the grace time.
    pub(super) fn waits(&self) -> bool {
        self.verb.destroys() && !self.at_once
    }

    /// Tells whether messages are rescued, and of those that a filter has wrapped the originals.
    pub(super) fn rescues_originals(&self) -> bool {
        self.original && self.verb == Verb::Rescue
    }

    /// Asks for what a move of so many messages has done to be taken back; `None` for a record that makes no sense.
    pub(super) fn back(&self, id: &JobId, record: &MoveRecord, count: u64) -> Option<Self> {
        Some(Self {
            verb: Verb::Undo,
            mailbox: record.target().wire().to_vec(),
            uid_validity: record.uid_validity()?.get(),
            count: u32::try_from(count).unwrap_or(u32::MAX),
            messages: Messages::Moved(id.0, self.mailbox.clone()),
            ..self.clone()
        })
    }

    /// Returns the action that is taken back, and where its messages go.
    pub(super) fn goes_back(&self) -> Option<(JobKey, MailboxName)> {
        match &self.messages {
            Messages::Moved(action, mailbox) => Some((*action, MailboxName::from_wire(mailbox.clone()))),
            _ => None,
        }
    }

    /// Returns the mailbox that people know it by: the one its messages are in, or go back to.
    pub fn place(&self) -> (MailboxName, Option<Role>) {
        let back = self.goes_back().map(|(_, mailbox)| mailbox);
        (back.unwrap_or_else(|| MailboxName::from_wire(self.mailbox.clone())), self.role)
    }

    /// Returns the mailbox its messages are in.
    pub fn mailbox(&self) -> Mailbox {
        let name = MailboxName::from_wire(self.mailbox.clone());
        Mailbox { name, role: self.role, messages: None, unseen: None, size: None }
    }

    /// Returns the messages that were chosen one by one.
    pub(super) fn chosen(&self) -> Option<UidSet> {
        match &self.messages {
            Messages::Chosen(uids) => uids.parse().ok(),
            _ => None,
        }
    }

    /// Tells whether messages leave this mailbox.
    pub(super) fn takes_from(&self, mailbox: &MailboxName, uid_validity: UidValidity) -> bool {
        self.verb != Verb::Read && self.mailbox == mailbox.wire() && self.uid_validity == uid_validity.get()
    }

    pub(super) fn is_in(&self, other: &Self) -> bool {
        self.mailbox == other.mailbox
    }

    /// Returns which messages the page meant; `None` for a row that makes no sense.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        let (uid_validity, count) = (UidValidity::new(self.uid_validity)?, self.count);
        Some(match &self.messages {
            Messages::Chosen(uids) => Wanted::Chosen(uid_validity, uids.parse().ok()?),
            Messages::Listed(last_uid, query) => {
                let (last_uid, query) = (Uid::new(*last_uid)?, query.clone());
                Wanted::Listed(ListSnapshot { uid_validity, last_uid, count, query })
            }
            Messages::Shown(last_uid, left_out) => {
                let (last_uid, left_out) = (last_uid.and_then(Uid::new), left_out.parse().ok()?);
                Wanted::Shown(MailboxSnapshot { uid_validity, last_uid, count, left_out })
            }
            // Which they are is found out by what is kept of the move.
            Messages::Moved(..) => Wanted::Chosen(uid_validity, UidSet::default()),
        })
    }
}

/// Says where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It runs, or waits for its turn or for its owner.
    Running,
    /// It came to its end.
    Done,
    /// Its owner stopped it.
    Cancelled,
    /// It could not go on.
    Failed,
}

/// Says why a job waits or has failed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The mailbox was made anew, or holds more than the page said.
    Changed,
    /// More messages match than the page said.
    More,
    /// The mailbox may only be read.
    ReadOnly,
    /// The mailbox is gone.
    Gone,
    /// The mail server does not take the password any more.
    Password,
    /// The mail server does not answer; it is tried again.
    Away,
    /// The database does not take notes; it is tried again.
    Store,
    /// The mailbox is full.
    OverQuota,
    /// The server refused some messages, in these words.
    Refused(String),
}

impl Trouble {
    /// Takes an error that ended a step before anything was begun.
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::MailboxChanged => Self::Changed,
            Error::MoreThanShown => Self::More,
            Error::ReadOnly => Self::ReadOnly,
            Error::Gone | Error::NoSuchRole(_) => Self::Gone,
            Error::WrongPassword | Error::SignInRefused(..) => Self::Password,
            Error::OverQuota(_) => Self::OverQuota,
            Error::Refused(words) => Self::Refused(words.chars().take(WORDS).collect()),
            Error::TooManyAtOnce(_) => Self::Refused(error.to_string()),
            Error::Unreachable(_) | Error::Busy | Error::TooManyConnections | Error::Unknown(_) => Self::Away,
        }
    }

    /// Returns its name, as it stands in keys of `locales/`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::More => "more",
            Self::ReadOnly => "read-only",
            Self::Gone => "gone",
            Self::Password => "password",
            Self::Away => "away",
            Self::Store => "store",
            Self::OverQuota => "over-quota",
            Self::Refused(_) => "refused",
        }
    }
}

/// Counts what became of the messages. `done + missing + failed` are those that were reached.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Where it stands.
    pub state: State,
    /// How many messages it is about, once that is known.
    pub total: Option<u64>,
    /// Messages of which the server confirmed it.
    pub done: u64,
    /// Messages that somebody else had taken before.
    pub missing: u64,
    /// Messages that the server would not let go; they are where they were.
    pub failed: u64,
    /// Octets that went, where they are known.
    pub bytes: u64,
    /// Messages that arrived after the page was drawn, and were kept.
    pub newer_kept: u32,
    /// When it may begin, in Unix seconds.
    pub begins_at: i64,
    /// When it ended, in Unix seconds.
    pub ended_at: Option<i64>,
    /// Why it waits, has failed, or what it left.
    pub trouble: Option<Trouble>,
    /// What the mailbox held before, where octets are told by that.
    pub(super) before: Option<SizeSnapshot>,
    /// All up to this UID were reached.
    pub(super) reached: Option<u32>,
    /// The step that was begun: how it ended is not noted yet.
    pub(super) under_way: Option<String>,
    /// All up to this UID were part of a step before, of which the server has treated some only.
    #[serde(default)]
    pub(super) tried: Option<u32>,
    /// Messages that can go back: written down before they were moved.
    #[serde(default)]
    pub(super) recorded: u64,
    /// Whether it was taken back.
    #[serde(default)]
    pub undone: bool,
}

impl Progress {
    /// Begins with nothing done; `begins_at` in Unix seconds.
    pub fn new(begins_at: i64) -> Self {
        Self {
            state: State::Running,
            total: None,
            done: 0,
            missing: 0,
            failed: 0,
            bytes: 0,
            newer_kept: 0,
            begins_at,
            ended_at: None,
            trouble: None,
            before: None,
            reached: None,
            under_way: None,
            tried: None,
            recorded: 0,
            undone: false,
        }
    }

    /// Returns how many messages were reached.
    pub fn reached(&self) -> u64 {
        self.done + self.missing + self.failed
    }

    /// Returns until when other pages tell of its end, in Unix seconds; for ever while it has none.
    pub(super) fn news_until(&self) -> i64 {
        self.ended_at.map_or(i64::MAX, |ended| ended + NEWS)
    }

    /// Returns how many of the messages that were moved can go back.
    pub fn can_go_back(&self) -> u64 {
        if self.undone { 0 } else { self.recorded }
    }

    /// Returns how many are left; `None` while nobody knows.
    pub fn left(&self) -> Option<u64> {
        self.total.map(|total| total.saturating_sub(self.reached()))
    }

    /// Tells how far it has come, in whole percent; at its end 100.
    pub fn percent(&self) -> u64 {
        match self.total {
            Some(0) => 100,
            Some(total) => self.reached().saturating_mul(100) / total,
            None => 0,
        }
    }

    /// Tells whether it may still be taken back as a whole: it waits for its time to begin; `now` is in Unix seconds.
    pub fn can_be_undone(&self, now: i64) -> bool {
        self.state == State::Running && self.begins_at > now && self.reached() == 0 && self.under_way.is_none()
    }

    /// Returns how many messages nobody knows anything certain of: they belong to a step whose end was not told.
    pub fn uncertain(&self) -> u64 {
        self.under_way().len()
    }

    pub(super) fn under_way(&self) -> UidSet {
        self.under_way.as_ref().and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// Returns what of these was not reached yet.
    pub(super) fn rest(&self, uids: &UidSet) -> UidSet {
        match self.reached.and_then(Uid::new) {
            Some(reached) => uids.difference(&UidSet::up_to(reached)),
            None => uids.clone(),
        }
    }
}

/// One job, as its owner sees it.
#[derive(Debug, Clone)]
pub struct JobView {
    /// Its name.
    pub id: JobId,
    /// What was asked for.
    pub asked: Asked,
    /// How far it has come.
    pub progress: Progress,
    /// Messages a second, as of late; `None` while nothing moves.
    pub rate: Option<f64>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_nothing_else_is_one() {
        let id = JobId([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 22);
        for odd in ["", "x", "BwcHBwcHBwcHBwcHBwcHBwcH", "../../../etc/passwd.."] {
            assert_eq!(odd.parse::<JobId>(), Err(()), "{odd}");
        }
    }

    #[test]
    fn what_was_reached_is_left_out_of_the_rest() {
        let mut progress = Progress::new(0);
        let uids: UidSet = "1:5,9".parse().unwrap();
        assert_eq!(progress.rest(&uids), uids);
        progress.reached = Some(4);
        assert_eq!(progress.rest(&uids).to_string(), "5,9");
        progress.reached = Some(9);
        assert!(progress.rest(&uids).is_empty());
    }
}
