//! What other nodes do: jobs are theirs or ours, one node at each, and what one does is seen by all.

use super::desk::Desk;
use super::id::JobId;
use super::job::State;
use super::open::OpenJob;
use super::registry::Jobs;
use super::work::PATIENCE;
use crate::mail::Account;
use crate::store;
use crate::store::jobs::{self as rows, JobRow};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
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
        if found.is_empty() && !self.open().values().any(|job| job.owner == *owner) {
            return Ok(());
        }
        let planned: Vec<JobId> = {
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
            open.values().filter(|job| job.owner == *owner && job.lacks_uids()).map(|job| job.id).collect()
        };
        // Once for each job: they may be many, and stay what they are.
        for id in planned {
            if let Some(row) = rows::find(&self.store, owner, &id.0).await?
                && let Some(job) = self.open().get(&id)
            {
                job.see_uids(&row);
            }
        }
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

    /// Takes a job once more that this node has lost, as soon as it is sure of its place; tells whether no other node is at it by then.
    pub(super) async fn claim_again(&self, job: &OpenJob) -> bool {
        let since = Instant::now();
        while since.elapsed() < PATIENCE && !*self.stopping.borrow() {
            sleep(LOOK).await;
            if self.node.still_is(&self.node.id()) && self.claim(job).await {
                return true;
            }
            if job.is_elsewhere() {
                break;
            }
        }
        false
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
                let waiting = taken.iter().filter(|job| !desk.is_first(job)).map(|job| job.owner);
                let looked = async {
                    let held = rows::held(&desk.store, &desk.node.id()).await?;
                    for (id, is_cancelled) in held {
                        let job = desk.open().get(&JobId(id)).filter(|job| job.is_taken()).cloned();
                        match job {
                            Some(job) if is_cancelled => job.request_cancel(),
                            Some(_) => {}
                            // The database was away when nobody here was at it any more.
                            None => rows::let_go(&desk.store, &id, &desk.node.id()).await?,
                        }
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
        if !job.is_elsewhere() {
            return;
        }
        let seen = async {
            let desk = self.desk();
            desk.refresh(&job.owner).await?;
            // Nobody need tell of its end any more, but who looks at it.
            if !desk.open().contains_key(&job.id)
                && let Some(row) = rows::find(&desk.store, &job.owner, &job.id.0).await?
            {
                job.see(&row, &desk.node.id());
            }
            Ok::<_, store::Error>(())
        };
        if let Err(error) = seen.await {
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
