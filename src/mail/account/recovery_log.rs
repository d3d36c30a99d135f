//! Remembers what a cut line, a refusal or a crash left half done, so that it is finished.

use super::notebook::{NotKept, Note, Notes};
use super::turn::TurnName;
use crate::imap::{self, MailboxName};
use crate::mail::{Uid, UidSet, UidValidity};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Mailboxes of one account that are remembered; the oldest is forgotten first.
const MOST: usize = 50;

/// How long it is waited before what could not be finished is tried again.
const AGAIN: Duration = Duration::from_secs(30);

type Key = (MailboxName, UidValidity);

type ReadIn = Arc<Mutex<Option<Option<TurnName>>>>;

/// Holds what is half done in the mailboxes of one account, in memory, and in a notebook where there is one.
#[derive(Debug, Default)]
pub(in crate::mail) struct RecoveryLog {
    kept: Arc<Mutex<Entries>>,
    notes: Option<Notes>,
    /// The turn in which the notebook was read, or last written; `None` before it was read at all.
    read_in: ReadIn,
    /// When it was last tried to finish what an earlier process has left.
    tried: Mutex<Option<Instant>>,
}

/// Counts the notes, and holds the last one of each mailbox.
#[derive(Debug, Default)]
struct Entries {
    clock: u64,
    by_mailbox: BTreeMap<Key, Entry>,
}

/// What is half done in one mailbox.
#[derive(Debug, Default)]
struct Entry {
    noted_at: u64,
    /// Whether an earlier process has left it, and it was not finished since.
    is_left_over: bool,
    unfinished: Unfinished,
    /// What stands in the notebook.
    written: String,
}

/// What is half done in one mailbox, as it is written down.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Unfinished {
    /// What we have marked `\Deleted` and could not expunge, and have said so.
    marked: String,
    /// What we are about to mark and expunge.
    marking: String,
    lifted: String,
    copies: Vec<WrittenCopy>,
    appended: Option<(u32, u32, u32)>,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct WrittenCopy {
    target: Vec<u8>,
    uid_validity: u32,
    after: Option<u32>,
    uids: String,
}

/// Names a message in INBOX, with the UIDVALIDITY.
pub(in crate::mail) type InboxLocation = (UidValidity, Uid);

impl RecoveryLog {
    /// Makes one that is written down.
    pub fn written(notes: Option<Notes>) -> Self {
        Self { notes, ..Self::default() }
    }

    /// Begins a turn: reads what an earlier process or another node left half done, unless that is known from the turn before.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when that cannot be read now.
    pub async fn begin(&self, turn: Option<&TurnName>) -> imap::Result<()> {
        let Some(notes) = &self.notes else { return Ok(()) };
        let is_known = match (&*self.read_in(), turn) {
            (None, _) => false,
            (Some(Some(before)), Some(now)) => before.number + 1 == now.number,
            (Some(_), _) => true,
        };
        if !is_known {
            let pages = notes.notebook.read(&notes.account).await.map_err(cannot_be_read)?;
            self.kept().by_mailbox.clear();
            pages.into_iter().for_each(|note| self.take(note));
        }
        *self.read_in() = Some(turn.cloned());
        Ok(())
    }

    /// Tells whether something may have been left half done, without waiting for a turn.
    ///
    /// # Errors
    /// As [`RecoveryLog::begin`].
    pub async fn is_something_left(&self) -> imap::Result<bool> {
        let Some(notes) = &self.notes else { return Ok(false) };
        if self.read_in().is_some() && !notes.notebook.is_shared() {
            return Ok(!self.left_over().is_empty());
        }
        let pages = notes.notebook.read(&notes.account).await.map_err(cannot_be_read)?;
        if pages.is_empty() && !notes.notebook.is_shared() {
            self.read_in().get_or_insert(None);
        }
        Ok(!pages.is_empty())
    }

    /// Returns the mailboxes in which an earlier process left something half done.
    pub fn left_over(&self) -> Vec<Key> {
        let kept = self.kept();
        let left = kept.by_mailbox.iter().filter(|(_, entry)| entry.is_left_over);
        left.map(|(key, _)| key.clone()).collect()
    }

    /// Returns the mailboxes out of which messages were copied into this one, and their originals are not expunged yet.
    pub fn copying_into(&self, target: &MailboxName) -> Vec<Key> {
        let is_into = |copy: &WrittenCopy| MailboxName::from_wire(copy.target.clone()) == *target;
        let kept = self.kept();
        let found = kept.by_mailbox.iter().filter(|(_, entry)| entry.unfinished.copies.iter().any(is_into));
        found.map(|(key, _)| key.clone()).collect()
    }

    /// Tells whether it is time to look for what an earlier process has left: once, and again from time to time while it is not finished, or
    /// another node may have ended meanwhile.
    pub fn is_time_to_finish(&self) -> bool {
        let Some(notes) = &self.notes else { return false };
        if self.read_in().is_some() && self.left_over().is_empty() && !notes.notebook.is_shared() {
            return false;
        }
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = tried.is_none_or(|tried| tried.elapsed() > AGAIN);
        if is_time {
            *tried = Some(Instant::now());
        }
        is_time
    }

    fn take(&self, Note { mailbox, uid_validity, text }: Note) {
        if let (Some(uid_validity), Ok(unfinished)) = (UidValidity::new(uid_validity), serde_json::from_str(&text)) {
            let entry = Entry { noted_at: 0, is_left_over: true, unfinished, written: text };
            self.kept().by_mailbox.insert((MailboxName::from_wire(mailbox), uid_validity), entry);
        }
    }

    /// Returns the notes about one mailbox.
    pub fn about(&self, mailbox: &MailboxName, uid_validity: UidValidity) -> PendingWork {
        let (kept, turn) = (self.kept.clone(), self.read_in.clone());
        PendingWork { kept, turn, key: (mailbox.clone(), uid_validity), notes: self.notes.clone() }
    }

    /// Tells whether nothing is half done.
    pub fn is_empty(&self) -> bool {
        let is_over = |entry: &Entry| entry.unfinished == Unfinished::default() && entry.written.is_empty();
        self.kept().by_mailbox.values().all(is_over)
    }

    /// Locks the notes; a poisoned lock still holds them.
    fn kept(&self) -> MutexGuard<'_, Entries> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_in(&self) -> MutexGuard<'_, Option<Option<TurnName>>> {
        self.read_in.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is half done in one mailbox. Who changes it must hold the account's lock.
#[derive(Debug, Clone)]
pub(in crate::mail) struct PendingWork {
    kept: Arc<Mutex<Entries>>,
    turn: ReadIn,
    key: Key,
    notes: Option<Notes>,
}

impl PendingWork {
    /// Returns what we marked `\Deleted` and could not expunge.
    pub fn marked(&self) -> UidSet {
        self.look(|unfinished| uids(&unfinished.marked))
    }

    /// Returns what was about to be marked `\Deleted` and expunged, and of which nobody knows how that ended.
    pub fn marking(&self) -> UidSet {
        self.look(|unfinished| uids(&unfinished.marking))
    }

    fn note_marking(&self, uids: &UidSet) {
        let marking = self.marking().union(uids);
        self.change(|unfinished| unfinished.marking = marking.to_string());
    }

    /// Notes how a deletion ended: of the messages in `tried`, those in `left` are still there; of others nothing new is known.
    pub fn note_marked(&self, tried: &UidSet, left: &UidSet) {
        let marked = self.marked().difference(tried).union(left);
        let marking = self.marking().difference(tried);
        self.change(|unfinished| {
            (unfinished.marked, unfinished.marking) = (marked.to_string(), marking.to_string());
        });
    }

    /// Notes that what an earlier process has left is finished.
    pub fn note_finished(&self) {
        if let Some(entry) = self.kept().by_mailbox.get_mut(&self.key) {
            entry.is_left_over = false;
        }
    }

    /// Returns what a cut line or a refusal left half done.
    pub fn journal(&self) -> Journal {
        let (lifted, copies) = self.look(|unfinished| {
            let copies = unfinished.copies.iter().filter_map(PendingCopy::read).collect();
            (uids(&unfinished.lifted), copies)
        });
        Journal { lifted, copies, pending: Some(self.clone()) }
    }

    /// Notes what is half done now.
    pub fn note_journal(&self, journal: &Journal) {
        self.change(|unfinished| {
            unfinished.lifted = journal.lifted.to_string();
            unfinished.copies = journal.copies.iter().map(PendingCopy::written).collect();
        });
    }

    /// Returns where the server has put the original of this wrapper, which could not be found whole there.
    pub fn appended(&self, wrapper: Uid) -> Option<InboxLocation> {
        let (of, uid_validity, uid) = self.look(|unfinished| unfinished.appended)?;
        UidValidity::new(uid_validity).zip(Uid::new(uid)).filter(|_| of == wrapper.get())
    }

    /// Notes where the original of a wrapper went; of each mailbox the last is remembered.
    pub fn note_appended(&self, wrapper: Uid, (uid_validity, uid): InboxLocation) {
        self.change(|unfinished| unfinished.appended = Some((wrapper.get(), uid_validity.get(), uid.get())));
    }

    /// Writes down what is half done, where that is another than what was written last.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when it cannot be written: then nothing that it is about may be sent to the server.
    pub async fn write(&self) -> imap::Result<()> {
        let Some(Notes { notebook, account }) = &self.notes else { return Ok(()) };
        let (text, written) = {
            let kept = self.kept();
            let entry = kept.by_mailbox.get(&self.key);
            let half_done = entry.filter(|entry| entry.unfinished != Unfinished::default());
            // Plain texts and numbers: they can always be written.
            let text = half_done.and_then(|entry| serde_json::to_string(&entry.unfinished).ok()).unwrap_or_default();
            (text, entry.map(|entry| entry.written.clone()).unwrap_or_default())
        };
        if text == written {
            return Ok(());
        }
        let (mailbox, uid_validity) = (self.key.0.wire().to_vec(), self.key.1.get());
        let note = Note { mailbox, uid_validity, text };
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner).clone().flatten();
        notebook.write(account, &note, turn.as_ref()).await.map_err(|error| {
            tracing::warn!("what is half done cannot be written down: {error}");
            imap::Error::Busy
        })?;
        let mut kept = self.kept();
        kept.by_mailbox.entry(self.key.clone()).or_default().written = note.text;
        kept.forget_oldest();
        Ok(())
    }

    /// Writes down what was done; where that fails, it is looked at once more when the owner is back, and nothing is found to do.
    pub async fn write_end(&self) {
        let _logged = self.write().await;
    }

    fn look<T>(&self, read: impl FnOnce(&Unfinished) -> T) -> T {
        match self.kept().by_mailbox.get(&self.key) {
            Some(entry) => read(&entry.unfinished),
            None => read(&Unfinished::default()),
        }
    }

    fn change(&self, change: impl FnOnce(&mut Unfinished)) {
        let mut kept = self.kept();
        kept.clock += 1;
        let clock = kept.clock;
        let entry = kept.by_mailbox.entry(self.key.clone()).or_default();
        entry.noted_at = clock;
        change(&mut entry.unfinished);
        kept.forget_oldest();
    }

    /// Locks the notes; a poisoned lock still holds them.
    fn kept(&self) -> MutexGuard<'_, Entries> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    /// Forgets where nothing is half done or written, and of the others the oldest where there are too many.
    fn forget_oldest(&mut self) {
        let is_over = |entry: &Entry| entry.unfinished == Unfinished::default() && entry.written.is_empty();
        self.by_mailbox.retain(|_, entry| !is_over(entry));
        if self.by_mailbox.len() > MOST {
            let oldest = self.by_mailbox.iter().min_by_key(|(_, entry)| entry.noted_at).map(|(key, _)| key.clone());
            oldest.into_iter().for_each(|key| drop(self.by_mailbox.remove(&key)));
        }
    }
}

fn cannot_be_read(error: NotKept) -> imap::Error {
    tracing::warn!("what is half done cannot be read: {error}");
    imap::Error::Busy
}

fn uids(text: &str) -> UidSet {
    text.parse().unwrap_or_default()
}

/// Keeps what must be known again when the line is cut, or the process ends, in the middle of a change.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    /// Messages that another program has marked `\Deleted`, and whose mark is lifted for a moment.
    pub lifted: UidSet,
    /// Each COPY whose originals are not expunged yet.
    pub copies: Vec<PendingCopy>,
    /// Where it is noted.
    pending: Option<PendingWork>,
}

/// Describes a COPY that was sent, so that its copies can be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCopy {
    /// Where the copies go.
    pub target: MailboxName,
    /// The UIDVALIDITY there.
    pub uid_validity: UidValidity,
    /// The highest UID that was there before; the copies are above.
    pub after: Option<Uid>,
    /// The originals.
    pub uids: UidSet,
}

impl PendingCopy {
    fn written(&self) -> WrittenCopy {
        WrittenCopy {
            target: self.target.wire().to_vec(),
            uid_validity: self.uid_validity.get(),
            after: self.after.map(Uid::get),
            uids: self.uids.to_string(),
        }
    }

    fn read(written: &WrittenCopy) -> Option<Self> {
        Some(Self {
            target: MailboxName::from_wire(written.target.clone()),
            uid_validity: UidValidity::new(written.uid_validity)?,
            after: written.after.and_then(Uid::new),
            uids: uids(&written.uids),
        })
    }
}

impl Journal {
    /// Tells whether nothing is half done.
    pub fn is_empty(&self) -> bool {
        self.lifted.is_empty() && self.copies.is_empty()
    }

    /// Writes it down, before the command goes out that it is about.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when it cannot be written: then the command must not go out.
    pub async fn write(&self) -> imap::Result<()> {
        let Some(pending) = &self.pending else { return Ok(()) };
        pending.note_journal(self);
        pending.write().await
    }

    /// Writes down that these are about to be marked `\Deleted` and expunged.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub async fn write_marked(&self, uids: &UidSet) -> imap::Result<()> {
        let Some(pending) = &self.pending else { return Ok(()) };
        pending.note_marking(uids);
        self.write().await
    }
}
