//! What the jobs of a site share: the store, what the host decides, who has something left to do, and whose turn it is.

use super::job::JobId;
use super::open::OpenJob;
use crate::store::Store;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, RwLock, watch};

/// What the host decides about jobs.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Actions on more messages than this become jobs.
    pub from: u32,
    /// How long deleting for good waits before the first message goes.
    pub grace: Duration,
    /// How long a session may last: so long, and a week more, a job is kept.
    pub session: Duration,
}

/// Names an owner so that the database alone does not say who it is.
pub type NameOwner = Box<dyn Fn(&str) -> [u8; 32] + Send + Sync>;

/// What the jobs of a site share.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) settings: Settings,
    pub(super) name_owner: NameOwner,
    /// Those with something left to do, and those that ended a moment ago.
    pub(super) open: Mutex<BTreeMap<JobId, Arc<OpenJob>>>,
    pub(super) order: AtomicU64,
    /// Told whenever a job ends or is let go: it may be another one's turn.
    pub(super) turn: Notify,
    pub(super) stopping: watch::Sender<bool>,
    /// Read by whoever is at work; who stops waits for it.
    pub(super) at_work: Arc<RwLock<()>>,
}

impl Desk {
    pub(super) fn open(&self) -> MutexGuard<'_, BTreeMap<JobId, Arc<OpenJob>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether no job that was asked for earlier has something left to do in the same mailbox.
    pub(super) fn is_first(&self, job: &OpenJob) -> bool {
        let before = |other: &OpenJob| {
            other.order < job.order && other.owner == job.owner && other.asked.is_in(&job.asked) && !other.has_ended()
        };
        !self.open().values().any(|other| before(other))
    }
}

pub(super) fn text(value: &impl serde::Serialize) -> String {
    // Plain values of our own: they can always be written.
    serde_json::to_string(value).unwrap_or_default()
}
