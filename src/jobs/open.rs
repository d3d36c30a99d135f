//! One job that has something left to do.

use super::id::JobId;
use super::job::{Asked, JobView, Progress, State};
use crate::mail::{Account, UidSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use tokio::sync::{Notify, watch};

/// One job that has something left to do, or has just ended.
#[derive(Debug)]
pub struct OpenJob {
    pub(super) id: JobId,
    pub(super) owner: [u8; 32],
    pub(super) asked: Asked,
    pub(super) order: u64,
    progress: watch::Sender<Progress>,
    /// The messages, once they are known.
    pub(super) uids: Mutex<Option<UidSet>>,
    cancelled: AtomicBool,
    pub(super) cancel: Notify,
    /// Whether somebody is at it.
    running: AtomicBool,
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
        order: u64,
        progress: Progress,
        uids: Option<UidSet>,
    ) -> Self {
        Self {
            id,
            owner,
            asked,
            order,
            progress: watch::Sender::new(progress),
            uids: Mutex::new(uids),
            cancelled: AtomicBool::new(false),
            cancel: Notify::new(),
            running: AtomicBool::new(false),
            refused: Mutex::default(),
            since: Mutex::default(),
        }
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
