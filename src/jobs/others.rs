//! What other nodes do: jobs are theirs or ours, one node at each, and what one does is seen by all.

use super::desk::Desk;
use super::id::JobId;
use super::job::State;
use super::open::OpenJob;
use super::registry::Jobs;
use crate::mail::Account;
use crate::store;
use crate::store::jobs::{self as rows, JobRow};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How often it is looked what other nodes have done, while something waits for them.
const LOOK: Duration = Duration::from_secs(1);
/// How long a job is remembered that other nodes may be at, and whose owner does not come.
const UNSEEN: Duration = Duration::from_secs(120);

impl Desk {
    /// Looks what other nodes have done with the jobs of an owner; nothing where there are none.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn refresh(&self, owner: &[u8; 32]) -> store::Result<()> {
        if !self.node.is_shared() {
            return Ok(());
        }
        let found = rows::of(&self.store, owner, store::now()).await?;
        let mut open = self.open();
        for row in &found {
            match open.get(&JobId(row.id)) {
                Some(job) => job.see(row, &self.node.id()),
                None => drop(OpenJob::read(row).map(|job| {
                    job.see(row, &self.node.id());
                    open.insert(job.id, Arc::new(job))
                })),
            }
        }
        let is_found = |id: &JobId| found.iter().any(|row: &JobRow| row.id == id.0);
        open.retain(|id, job| job.owner != *owner || job.is_taken() || is_found(id));
        Ok(())
    }

    /// Takes a job for this node, as it stands in the database; tells whether no other node is at it.
    pub(super) async fn claim(&self, job: &OpenJob) -> bool {
        if !self.node.is_shared() {
            return true;
        }
        let holder = self.node.id();
        match rows::claim(&self.store, &job.id.0, &holder).await {
            Ok(Some(row)) => {
                job.take_over(&row);
                job.note_holder(holder);
                true
            }
            Ok(None) => {
                job.note_elsewhere();
                false
            }
            Err(error) => {
                tracing::warn!("a job cannot be taken on: {error}");
                false
            }
        }
    }

    /// Lets any node go on with a job that has not ended.
    pub(super) async fn let_go(&self, job: &OpenJob) {
        if self.node.is_shared()
            && !job.has_ended()
            && let Err(error) = rows::let_go(&self.store, &job.id.0, &job.holder()).await
        {
            tracing::warn!("other nodes cannot be told that nobody is at a job: {error}");
        }
    }
}

impl Jobs {
    /// Looks again and again whether other nodes have told to end what is at work here, or have ended what it waits for.
    pub(super) fn look_around(&self) {
        let kept = Arc::downgrade(self.shared_desk());
        tokio::spawn(async move {
            loop {
                sleep(LOOK).await;
                let Some(desk) = kept.upgrade() else { return };
                desk.open().retain(|_, job| job.is_taken() || !job.is_unseen(UNSEEN));
                let taken: Vec<_> = desk.open().values().filter(|job| job.is_taken()).cloned().collect();
                if taken.is_empty() {
                    continue;
                }
                let waiting = taken.iter().filter(|job| !desk.is_first(job)).map(|job| job.owner);
                let looked = async {
                    for id in rows::cancelled(&desk.store, &desk.node.id()).await? {
                        desk.open().get(&JobId(id)).into_iter().for_each(|job| job.request_cancel());
                    }
                    for owner in waiting.collect::<BTreeSet<_>>() {
                        desk.refresh(&owner).await?;
                    }
                    Ok::<_, store::Error>(())
                };
                if let Err(error) = looked.await {
                    tracing::warn!("what other nodes do cannot be seen: {error}");
                }
                desk.turn.notify_waiters();
            }
        });
    }

    /// Looks what other nodes have done with the jobs of an owner; nothing where there are none. Before it is done, what this process
    /// knows may be old.
    ///
    /// # Errors
    /// The database's.
    pub async fn refresh(&self, account: &Account) -> store::Result<()> {
        if self.desk().node.is_shared() { self.desk().refresh(&self.owner(account)).await } else { Ok(()) }
    }

    /// Looks how far another node has come with a job; nothing where it is not elsewhere, and what cannot be seen stays as it was.
    pub async fn look_at(&self, job: &OpenJob) {
        if job.is_elsewhere()
            && let Err(error) = self.desk().refresh(&job.owner).await
        {
            tracing::warn!("what other nodes do cannot be seen: {error}");
        }
    }

    /// Waits until a job has ended, for so long at most; also for one that another node is at.
    pub async fn wait_for_end(&self, job: &OpenJob, time: Duration) {
        let mut progress = job.watch();
        let ended = async {
            while timeout(LOOK / 4, progress.wait_for(|progress| progress.state != State::Running)).await.is_err() {
                self.look_at(job).await;
            }
        };
        let _ = timeout(time, ended).await;
    }

    /// Gives up the place among the nodes, once nothing is sent to a mail server any more.
    pub async fn leave(&self) {
        self.desk().node.leave().await;
    }
}
