//! What the jobs of a site share: the store, what the host decides, who has something left to do, and whose turn it is.

use super::id::JobId;
use super::node::Node;
use super::open::OpenJob;
use crate::mail::MoveRecord;
use crate::store::jobs::JobKey;
use crate::store::{self, Store, moves};
use std::collections::BTreeMap;
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
pub type NameOwner = Arc<dyn Fn(&str) -> [u8; 32] + Send + Sync>;

/// What the jobs of a site share.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) node: Arc<Node>,
    pub(super) settings: Settings,
    pub(super) name_owner: NameOwner,
    /// Those with something left to do, and those that ended a moment ago; where other nodes are, of the owners that were here lately.
    pub(super) open: Mutex<BTreeMap<JobId, Arc<OpenJob>>>,
    /// Told whenever a job ends or is let go: it may be another one's turn.
    pub(super) turn: Notify,
    pub(super) stopping: watch::Sender<bool>,
    /// Read by whoever is at work; who stops waits for it.
    pub(super) at_work: Arc<RwLock<()>>,
}

/// How long what is kept of an action outlives the session that asked for it, in seconds.
const KEPT: i64 = 7 * 24 * 3600;

impl Desk {
    /// Returns until when what is kept of an action is kept, in Unix seconds.
    pub(super) fn kept_until(&self, now: i64) -> i64 {
        now + seconds(self.settings.session) + KEPT
    }

    pub(super) fn open(&self) -> MutexGuard<'_, BTreeMap<JobId, Arc<OpenJob>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads all that was kept of a move.
    pub(super) async fn records(&self, action: &JobKey) -> store::Result<Vec<MoveRecord>> {
        let kept = moves::all(&self.store, action).await?;
        Ok(kept.iter().filter_map(|record| serde_json::from_str(record).ok()).collect())
    }

    /// Tells whether no job that was asked for earlier has something left to do in the same mailbox.
    pub(super) fn is_first(&self, job: &OpenJob) -> bool {
        let before = |other: &OpenJob| {
            other.place() < job.place()
                && other.owner == job.owner
                && other.asked.is_in(&job.asked)
                && !other.has_ended()
        };
        !self.open().values().any(|other| before(other))
    }
}

pub(super) fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX / 4)
}

pub(super) fn text(value: &impl serde::Serialize) -> String {
    // Plain values of our own: they can always be written.
    serde_json::to_string(value).unwrap_or_default()
}
