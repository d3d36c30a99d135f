//! Remembers what a cut line, a refusal or a crash left half done, so that it is finished.

use super::notebook::{Note, Notes};
use crate::imap::{self, MailboxName};
use crate::mail::{Uid, UidSet, UidValidity};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// Mailboxes of one account that are remembered; the oldest is forgotten first.
const MOST: usize = 50;

/// How long it is waited before what could not be finished is tried again.
const AGAIN: Duration = Duration::from_secs(30);

type Key = (MailboxName, UidValidity);

/// Holds what is half done in the mailboxes of one account, in memory, and in a notebook where there is one.
#[derive(Debug, Default)]
pub(in crate::mail) struct RecoveryLog {
    kept: Arc<Mutex<Entries>>,
    notes: Option<Notes>,
    was_read: OnceCell<()>,
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

    /// Reads what an earlier process left half done, once.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when that cannot be read now.
    pub async fn read(&self) -> imap::Result<()> {
        let Some(notes) = &self.notes else { return Ok(()) };
        let read = async {
            let pages = notes.notebook.read(&notes.account).await.map_err(|error| {
                tracing::warn!("what is half done cannot be read: {error}");
                imap::Error::Busy
            })?;
            pages.into_iter().for_each(|note| self.take(note));
            Ok::<_, imap::Error>(())
        };
        self.was_read.get_or_try_init(|| read).await.map(|_| ())
    }

    /// Returns the mailboxes in which an earlier process left something half done.
    pub fn left_over(&self) -> Vec<Key> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let left = kept.by_mailbox.iter().filter(|(_, entry)| entry.is_left_over);
        left.map(|(key, _)| key.clone()).collect()
    }

    /// Tells whether it is time to look for what an earlier process has left, once, and again from time to time while it is not finished.
    pub fn is_time_to_finish(&self) -> bool {
        if self.notes.is_none() || (self.was_read.initialized() && self.left_over().is_empty()) {
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
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.by_mailbox.insert((MailboxName::from_wire(mailbox), uid_validity), entry);
        }
    }

    /// Returns the notes about one mailbox.
    pub fn about(&self, mailbox: &MailboxName, uid_validity: UidValidity) -> PendingWork {
        PendingWork { kept: self.kept.clone(), key: (mailbox.clone(), uid_validity), notes: self.notes.clone() }
    }

    /// Tells whether nothing is half done.
    pub fn is_empty(&self) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_mailbox.values().all(|entry| entry.unfinished == Unfinished::default() && entry.written.is_empty())
    }
}

/// What is half done in one mailbox. Who changes it must hold the account's lock.
#[derive(Debug, Clone)]
pub(in crate::mail) struct PendingWork {
    kept: Arc<Mutex<Entries>>,
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
        notebook.write(account, &note).await.map_err(|error| {
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
