//! The nightly run: the folders of all who switched it on are cleaned through a master user of the mail server, a few owners at a time,
//! spread over the night, by one process. It goes on where it was when it was cut: who was looked at is noted.

use super::keeper::{Begin, Error, Keeper};
use crate::jobs::{OpenJob, State};
use crate::mail::{Account, Verb};
use crate::store::{self, retention as rows};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// Owners at a time.
const AT_ONCE: usize = 4;
/// Owners whose names are read at a time.
const READ: i64 = 200;
/// How long one owner may take; what is left then is the next night's.
const EACH: Duration = Duration::from_secs(600);
/// How long a process has the work without saying so again, in seconds.
const LEASE: i64 = 120;
/// The name of the work, of which one process does it at a time.
const WORK: &str = "retention";
/// The longest pause between two owners.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a nightly run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Night {
    /// Owners whose folders were looked at.
    pub owners: u64,
    /// Messages that went.
    pub taken: u64,
    /// Octets that went.
    pub octets: u64,
    /// Owners whose folders could not be looked at.
    pub failed: u64,
}

/// Messages and octets that went.
type Cleaned = Result<(u64, u64), Error>;

impl Keeper {
    /// Cleans the folders of all who have switched it on and were not looked at since that moment (Unix seconds), spread over so long a
    /// time; `None` while another process does it.
    ///
    /// # Errors
    /// The database's.
    pub async fn run_night(&self, since: i64, spread: Duration) -> store::Result<Option<Night>> {
        let (holder, begun) = (holder(), Instant::now());
        let left = u64::try_from(rows::count_waiting(self.store(), since).await?).unwrap_or(0);
        let mut night = Night::default();
        let mut tasks: JoinSet<Cleaned> = JoinSet::new();
        let mut behind: Vec<u8> = Vec::new();
        if self.masters().is_empty() || left == 0 {
            return Ok(Some(night));
        }
        loop {
            let now = store::now();
            if !rows::lease(self.store(), WORK, &holder, now, now + LEASE).await? {
                return Ok(None);
            }
            let waiting = rows::waiting(self.store(), since, &behind, READ).await?;
            let Some((last, _)) = waiting.last() else { break };
            behind = last.to_vec();
            for (owner, address) in waiting {
                let account = self.masters().iter().find_map(|master| master.owner(&address, &owner));
                let Some(account) = account else {
                    night.failed += 1;
                    continue;
                };
                let keeper = self.clone();
                tasks.spawn(async move {
                    let cleaned = keeper.clean_at_night(&account).await;
                    rows::note_checked(keeper.store(), &owner, store::now()).await?;
                    cleaned
                });
                while tasks.len() >= AT_ONCE {
                    night.add(tasks.join_next().await);
                }
                let now = store::now();
                rows::lease(self.store(), WORK, &holder, now, now + LEASE).await?;
                sleep(pause(spread.saturating_sub(begun.elapsed()), left.saturating_sub(night.owners))).await;
            }
        }
        while !tasks.is_empty() {
            night.add(tasks.join_next().await);
        }
        Ok(Some(night))
    }

    /// Cleans the folders of one owner, and waits for the end.
    async fn clean_at_night(&self, account: &Account) -> Cleaned {
        // What an earlier night has begun and not ended.
        let (mut taken, mut octets) = awaited(&self.jobs().go_on_with(account, Verb::Clean)).await;
        let (more, larger) = awaited(&self.run_all(account, store::now(), Begin::AtOnce).await?).await;
        (taken, octets) = (taken + more, octets + larger);
        account.close_connections();
        Ok((taken, octets))
    }
}

impl Night {
    fn add(&mut self, ended: Option<Result<Cleaned, tokio::task::JoinError>>) {
        match ended {
            Some(Ok(Ok((taken, octets)))) => {
                (self.owners, self.taken, self.octets) = (self.owners + 1, self.taken + taken, self.octets + octets);
            }
            Some(Ok(Err(error))) => {
                tracing::info!("folders of an owner were not cleaned: {error}");
                self.failed += 1;
            }
            Some(Err(_)) => self.failed += 1,
            None => {}
        }
    }
}

/// Waits for the end of jobs, and returns what they took.
async fn awaited(jobs: &[Arc<OpenJob>]) -> (u64, u64) {
    let (mut taken, mut octets) = (0, 0);
    for job in jobs {
        let mut progress = job.watch();
        let ended = progress.wait_for(|progress| progress.state != State::Running);
        if let Ok(Ok(progress)) = timeout(EACH, ended).await {
            (taken, octets) = (taken + progress.done, octets + progress.bytes);
        }
    }
    (taken, octets)
}

/// Returns how long to wait so that so many owners take so long.
fn pause(time: Duration, owners: u64) -> Duration {
    let each = time.checked_div(u32::try_from(owners.max(1)).unwrap_or(u32::MAX)).unwrap_or_default();
    each.min(LONGEST_PAUSE)
}

/// Names this process among those that share a database.
fn holder() -> String {
    let mut chance = [0; 8];
    // Without chance the process's number is all that there is.
    let _ = getrandom::fill(&mut chance);
    format!("{}-{}", std::process::id(), u64::from_ne_bytes(chance))
}
