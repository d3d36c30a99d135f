//! The nightly run: the folders of all who switched it on are cleaned through a master user of the mail server, a few owners at a time,
//! spread over the night, by one process. It goes on where it was when it was cut: who was looked at is noted.

use super::keeper::{Begin, Error, Keeper};
use crate::jobs::{OpenJob, State};
use crate::mail::{self, Account, loggable};
use crate::store::{self, retention as rows};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// Owners at a time.
const AT_ONCE: usize = 4;
/// Owners whose names are read at a time.
const READ: i64 = 200;
/// After so many refusals one after the other it is the master that is refused.
const GIVEN_UP: u32 = 5;
/// How often a process says again that it has the work.
const RENEW: Duration = Duration::from_secs(40);
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
    /// How many of the last owners the mail server let nobody in for.
    refused_in_a_row: u32,
}

/// What one process does of a night.
struct Round {
    /// Who was looked at since then, in Unix seconds, is left out.
    since: i64,
    /// Over how long a time it is spread; zero for none.
    spread: Duration,
    /// How many owners there were at the beginning.
    left: u64,
    /// The name of this process.
    holder: String,
    begun: Instant,
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
        let left = u64::try_from(rows::count_waiting(self.store(), since).await?).unwrap_or(0);
        let mut night = Night::default();
        if self.masters().is_empty() || left == 0 {
            return Ok(Some(night));
        }
        let mut at_work: JoinSet<Cleaned> = JoinSet::new();
        let round = Round { since, spread, left, holder: holder(), begun: Instant::now() };
        let ended = self.go_round(&round, &mut at_work, &mut night).await;
        // Who is being cleaned is cleaned to the end, whatever came in between.
        while !at_work.is_empty() {
            night.add(at_work.join_next().await);
        }
        ended.map(|is_ours| is_ours.then_some(night))
    }

    /// Goes from owner to owner, and tells whether the work is still this process's.
    async fn go_round(&self, round: &Round, at_work: &mut JoinSet<Cleaned>, night: &mut Night) -> store::Result<bool> {
        let Round { since, spread, left, holder, begun } = round;
        let mut behind: Vec<u8> = Vec::new();
        loop {
            let waiting = rows::waiting(self.store(), *since, &behind, READ).await?;
            let Some((last, _)) = waiting.last() else { return Ok(true) };
            behind = last.to_vec();
            for (owner, address) in waiting {
                if !self.has_lease(holder).await? {
                    return Ok(false);
                }
                // What the night does not reach is the next one's; without a time to spread it over it is all done at once.
                if night.refused_in_a_row >= GIVEN_UP || (!spread.is_zero() && begun.elapsed() >= *spread) {
                    return Ok(true);
                }
                let opened = self.masters().iter().filter_map(|master| master.owner(&address, &owner));
                // An address that leads to another mailbox than the one that switched it on, by a new configuration, opens nothing.
                let Some(account) = opened.into_iter().find(|account| self.owner(account) == owner) else {
                    night.failed += 1;
                    continue;
                };
                let keeper = self.clone();
                at_work.spawn(async move {
                    let cleaned = keeper.clean_at_night(&account).await;
                    rows::note_checked(keeper.store(), &owner, store::now()).await?;
                    cleaned
                });
                while at_work.len() >= AT_ONCE {
                    match timeout(RENEW, at_work.join_next()).await {
                        Ok(ended) => night.add(ended),
                        Err(_) if !self.has_lease(holder).await? => return Ok(false),
                        Err(_) => {}
                    }
                }
                sleep(pause(spread.saturating_sub(begun.elapsed()), left.saturating_sub(night.owners))).await;
            }
        }
    }

    /// Takes the work for a while longer, and tells whether it is this process's.
    async fn has_lease(&self, holder: &str) -> store::Result<bool> {
        let now = store::now();
        rows::lease(self.store(), WORK, holder, now, now + LEASE).await
    }

    /// Cleans the folders of one owner, and waits for the end.
    async fn clean_at_night(&self, account: &Account) -> Cleaned {
        // What an earlier night has begun and not ended.
        if let Err(error) = self.jobs().refresh(account).await {
            tracing::warn!("what other nodes do cannot be seen: {error}");
        }
        let (taken, octets) = self.awaited(&self.jobs().go_on_unattended(account)).await;
        let begun = self.run_all(account, store::now(), Begin::AtOnce).await;
        let more = match &begun {
            Ok(jobs) => self.awaited(jobs).await,
            Err(_) => (0, 0),
        };
        account.close_connections();
        begun.map(|_| (taken + more.0, octets + more.1))
    }

    /// Waits for the end of jobs, and returns what they took.
    async fn awaited(&self, jobs: &[Arc<OpenJob>]) -> (u64, u64) {
        let (mut taken, mut octets) = (0, 0);
        for job in jobs {
            let mut progress = job.watch();
            let ended = async {
                loop {
                    let over = progress.wait_for(|progress| progress.state != State::Running);
                    // One that waits for its owner is not waited for.
                    if timeout(Duration::from_secs(1), over).await.is_ok() || !job.is_at_work() {
                        return;
                    }
                }
            };
            let _ = timeout(EACH, ended).await;
            let progress = job.progress();
            (taken, octets) = (taken + progress.done, octets + progress.bytes);
            // Nobody asks for it: its row is enough.
            self.jobs().forget(job.id()).await;
        }
        (taken, octets)
    }
}

impl Night {
    fn add(&mut self, ended: Option<Result<Cleaned, tokio::task::JoinError>>) {
        match ended {
            Some(Ok(Ok((taken, octets)))) => {
                (self.owners, self.taken, self.octets) = (self.owners + 1, self.taken + taken, self.octets + octets);
                self.refused_in_a_row = 0;
            }
            Some(Ok(Err(error))) => {
                let is_refused =
                    matches!(error, Error::Mail(mail::Error::WrongPassword | mail::Error::SignInRefused(..)));
                self.refused_in_a_row = if is_refused { self.refused_in_a_row + 1 } else { 0 };
                if self.refused_in_a_row == GIVEN_UP {
                    // One more try for each owner, and the mail server takes us for a burglar.
                    tracing::warn!("the mail server does not let the master user in: no folder is cleaned this night");
                }
                tracing::info!("folders of an owner were not cleaned: {}", loggable(&error));
                self.failed += 1;
            }
            Some(Err(_)) => self.failed += 1,
            None => {}
        }
    }
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
