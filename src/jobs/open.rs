//! One job that has something left to do.

use super::id::JobId;
use super::job::{Asked, JobView, Progress, State};
use crate::mail::{Account, UidSet};
use crate::store::jobs::JobRow;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};

/// One job that has something left to do, or has just ended.
#[derive(Debug)]
pub struct OpenJob {
    pub(super) id: JobId,
    pub(super) owner: [u8; 32],
    pub(super) asked: Asked,
    /// Its place in its owner's line; the last, until the database has said which.
    number: AtomicI64,
    progress: watch::Sender<Progress>,
    /// The messages, once they are known.
    pub(super) uids: Mutex<Option<UidSet>>,
    cancelled: AtomicBool,
    pub(super) cancel: Notify,
    /// Whether somebody is at it in this process.
    running: AtomicBool,
    /// Whether another node is at it.
    elsewhere: AtomicBool,
    /// Under which name this node has it.
    holder: Mutex<String>,
    /// When it was last seen in the database.
    seen: Mutex<Instant>,
    /// Who was refused by the mail server: nobody is made to fail at it again and again.
    refused: Mutex<Option<Account>>,
    /// When the work began in this process, and how many messages had been reached then.
    since: Mutex<Option<(Instant, u64)>>,
}

impl OpenJob {
    pub(super) fn new(
        id: JobId,
        owner: [u8; 32],
        asked: Asked,
        number: i64,
        progress: Progress,
        uids: Option<UidSet>,
    ) -> Self {
        Self {
            id,
            owner,
            asked,
            number: AtomicI64::new(number),
            progress: watch::Sender::new(progress),
            uids: Mutex::new(uids),
            cancelled: AtomicBool::new(false),
            cancel: Notify::new(),
            running: AtomicBool::new(false),
            elsewhere: AtomicBool::new(false),
            holder: Mutex::default(),
            seen: Mutex::new(Instant::now()),
            refused: Mutex::default(),
            since: Mutex::default(),
        }
    }

    /// Reads a row; `None` for one that is not understood.
    pub(super) fn read(row: &JobRow) -> Option<Self> {
        let (progress, uids) = read(row)?;
        let asked = serde_json::from_str(&row.asked).ok()?;
        let job = Self::new(JobId(row.id), row.owner, asked, row.number, progress, uids);
        if row.is_cancelled {
            job.request_cancel();
        }
        Some(job)
    }

    /// Takes note of its row, unless this process knows better: it is at it, or knows its end.
    pub(super) fn see(&self, row: &JobRow, node: &str) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.note_number(row.number);
        if row.is_cancelled && !self.is_cancelled() {
            self.request_cancel();
        }
        if self.is_taken() || self.has_ended() {
            return;
        }
        self.elsewhere.store(row.is_open && !row.holder.is_empty() && row.holder != node, Ordering::SeqCst);
        if let Some((progress, uids)) = read(row) {
            if let Some(uids) = uids.filter(|_| self.uids().is_none()) {
                self.note_uids(&uids);
            }
            if self.is_elsewhere() && self.since.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
                self.begin_counting();
            }
            // Who watches it is told of what is new alone.
            self.progress.send_if_modified(|known| {
                let is_new = *known != progress;
                *known = progress;
                is_new
            });
        }
    }

    /// Tells whether its messages are known to the database, and not here.
    pub(super) fn lacks_uids(&self) -> bool {
        !self.has_ended() && self.progress.borrow().total.is_some_and(|total| total > 0) && self.uids().is_none()
    }

    /// Takes its messages out of its row.
    pub(super) fn see_uids(&self, row: &JobRow) {
        if let Some((_, Some(uids))) = read(row).filter(|_| self.uids().is_none()) {
            self.note_uids(&uids);
        }
    }

    /// Goes on where another node has left it.
    pub(super) fn take_over(&self, row: &JobRow) {
        if let Some((progress, uids)) = read(row) {
            *self.uids.lock().unwrap_or_else(PoisonError::into_inner) = uids;
            self.tell(&progress);
        }
        if row.is_cancelled {
            self.request_cancel();
        }
    }

    /// Tells whether it was not seen for so long.
    pub(super) fn is_unseen(&self, time: Duration) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).elapsed() > time
    }

    /// Tells whether another node is at it.
    pub fn is_elsewhere(&self) -> bool {
        self.elsewhere.load(Ordering::SeqCst)
    }

    pub(super) fn note_elsewhere(&self) {
        self.elsewhere.store(true, Ordering::SeqCst);
    }

    /// Returns under which name this node has it; empty where there is no other node.
    pub(super) fn holder(&self) -> String {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note_holder(&self, holder: String) {
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = holder;
    }

    pub(super) fn note_number(&self, number: i64) {
        self.number.store(number, Ordering::SeqCst);
    }

    /// Returns its place among the jobs of its owner.
    pub(super) fn place(&self) -> (i64, JobId) {
        (self.number.load(Ordering::SeqCst), self.id)
    }

    /// Returns its name.
    pub fn id(&self) -> JobId {
        self.id
    }

    /// Returns how far it has come.
    pub fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// Watches how it goes on.
    pub fn watch(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    pub(super) fn tell(&self, progress: &Progress) {
        self.progress.send_replace(progress.clone());
    }

    /// Tells how it stands.
    pub fn view(&self) -> JobView {
        let progress = self.progress();
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let rate = since.and_then(|(when, reached)| {
            let (seconds, count) = (when.elapsed().as_secs_f64(), progress.reached().saturating_sub(reached));
            (count > 0 && seconds > 0.0).then(|| count as f64 / seconds)
        });
        JobView { id: self.id, asked: self.asked.clone(), progress, rate }
    }

    pub(super) fn begin_counting(&self) {
        let reached = self.progress.borrow().reached();
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), reached));
    }

    pub(super) fn uids(&self) -> Option<UidSet> {
        self.uids.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note_uids(&self, uids: &UidSet) {
        *self.uids.lock().unwrap_or_else(PoisonError::into_inner) = Some(uids.clone());
    }

    /// Ends it after the running step.
    pub(super) fn request_cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.cancel.notify_one();
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub(super) fn has_ended(&self) -> bool {
        self.progress.borrow().state != State::Running
    }

    pub(super) fn note_refused(&self, account: &Account) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(account.clone());
    }

    /// Tells whether the mail server has refused this password before.
    pub(super) fn has_refused(&self, account: &Account) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.as_ref().is_some_and(|refused| refused.signs_in_as(account))
    }

    /// Takes the work on, unless somebody has.
    pub(super) fn take(&self) -> bool {
        !self.running.swap(true, Ordering::SeqCst)
    }

    pub(super) fn let_go(&self) {
        self.running.store(false, Ordering::SeqCst);
    }

    /// Tells whether somebody is at it.
    pub fn is_at_work(&self) -> bool {
        self.is_taken()
    }

    pub(super) fn is_taken(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }
}

/// Reads how far a job has come, and which messages it is about once that is known.
fn read(row: &JobRow) -> Option<(Progress, Option<UidSet>)> {
    let progress: Progress = serde_json::from_str(&row.progress).ok()?;
    let uids = match progress.total {
        Some(_) if !row.uids.is_empty() => Some(row.uids.parse().ok()?),
        _ => None,
    };
    Some((progress, uids))
}
