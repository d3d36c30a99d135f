//! Does a job, step by step. Before each step the store knows which messages it is about, and after it what became of them: whoever
//! goes on after a crash counts what is gone of that step as done, and nothing else.

use super::desk::{Desk, text};
use super::job::{Progress, State, Trouble};
use super::open::OpenJob;
use crate::mail::{Account, Error, Outcome, Plan, UidSet, Verb, Wanted};
use crate::store::{self, jobs as rows};
use std::time::{Duration, Instant};

/// Messages of the first step; the next ones grow while they are quick.
const FIRST: u32 = 500;
/// Messages of a step, at least.
const SMALLEST: u32 = 25;
/// Messages of a step that deletes or marks, at most: each EXPUNGE makes a server write its index anew, but nobody waits long for news.
const MOST: u32 = 4000;
/// Messages of a step that moves, at most: servers learn from each.
const MOVED: u32 = 100;
/// How long a step may take before the next is smaller, and below which it is larger.
const QUICK: Duration = Duration::from_millis(350);
const SLOW: Duration = Duration::from_millis(800);
/// How long it waits before a server or a database that failed is tried again; the last one again and again.
const PAUSES: [u64; 6] = [1, 2, 5, 10, 20, 30];
/// How long it is tried again before the job waits for its owner.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Why the work ends here: for good, or until somebody goes on with it.
enum Stop {
    /// It has ended, in this state.
    Ended(State),
    /// It stays open.
    Open,
}

/// One job at work.
struct Work<'a> {
    desk: &'a Desk,
    job: &'a OpenJob,
    account: &'a Account,
    progress: Progress,
}

/// Does a job to its end, or until the process stops or the password is no longer right.
pub(super) async fn run(desk: &Desk, job: &OpenJob, account: &Account) {
    let mut work = Work { desk, job, account, progress: job.progress() };
    work.progress.trouble = None;
    let stop = match work.all().await {
        Ok(()) => Stop::Ended(State::Done),
        Err(stop) => stop,
    };
    if let Stop::Ended(State::Cancelled | State::Failed) = stop
        && work.progress.done > 0
        && let Some(wanted) = job.asked.wanted()
    {
        work.sum_up(&wanted).await;
    }
    if let Stop::Ended(state) = stop {
        work.progress.state = state;
        work.progress.ended_at = Some(store::now());
        // The end may be noted late: the work itself is told by what the mailbox holds.
        if work.note().await.is_err() {
            tracing::warn!("the end of a job is not noted in the database");
        }
    }
    job.tell(&work.progress);
}

impl Work<'_> {
    async fn all(&mut self) -> Result<(), Stop> {
        let Some(wanted) = self.job.asked.wanted() else { return Err(self.failed(Trouble::Changed)) };
        self.wait_for_turn().await?;
        let uids = match self.job.uids() {
            Some(uids) => uids,
            None => self.plan(&wanted).await?,
        };
        self.wait_for_grace().await?;
        self.job.begin_counting();
        let (first, most) = self.sizes();
        let mut size = first;
        loop {
            let begun = self.progress.under_way();
            let again = !begun.is_empty();
            let rest = if again { begun } else { self.progress.rest(&uids) };
            let Some(step) = rest.chunks(if again { u32::MAX } else { size }, UidSet::MAX_TEXT).into_iter().next()
            else {
                break;
            };
            self.check()?;
            let began = Instant::now();
            self.step(&wanted, step, again).await?;
            size = match began.elapsed() {
                quick if quick < QUICK => size * 2,
                slow if slow > SLOW => size / 2,
                _ => size,
            };
            size = size.clamp(SMALLEST, most);
        }
        self.sum_up(&wanted).await;
        Ok(())
    }

    /// Returns how many messages the first step takes, and how many any.
    fn sizes(&self) -> (u32, u32) {
        match self.job.asked.verb {
            _ if self.job.asked.original => (SMALLEST, SMALLEST),
            Verb::Delete | Verb::Empty | Verb::Read => (FIRST, MOST),
            Verb::Rescue | Verb::Restore | Verb::Trash | Verb::Spam => (SMALLEST, MOVED),
        }
    }

    /// Ends here when somebody wants it to.
    fn check(&self) -> Result<(), Stop> {
        if self.job.is_cancelled() {
            return Err(Stop::Ended(State::Cancelled));
        }
        if *self.desk.stopping.borrow() { Err(Stop::Open) } else { Ok(()) }
    }

    async fn wait_for_turn(&self) -> Result<(), Stop> {
        loop {
            let turn = self.desk.turn.notified();
            self.check()?;
            if self.desk.is_first(self.job) {
                return Ok(());
            }
            turn.await;
        }
    }

    async fn wait_for_grace(&self) -> Result<(), Stop> {
        loop {
            self.check()?;
            let left = self.progress.begins_at - store::now();
            let Ok(left @ 1..) = u64::try_from(left) else { return Ok(()) };
            self.pause(Duration::from_secs(left)).await;
        }
    }

    /// Waits, unless it is cancelled or the process stops.
    async fn pause(&self, time: Duration) {
        let mut stopping = self.desk.stopping.subscribe();
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.job.cancel.notified() => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    }

    fn failed(&mut self, trouble: Trouble) -> Stop {
        self.progress.trouble = Some(trouble);
        Stop::Ended(State::Failed)
    }

    async fn plan(&mut self, wanted: &Wanted) -> Result<UidSet, Stop> {
        let tries = Instant::now();
        for attempt in 0.. {
            self.check()?;
            match self.account.mail().plan(self.job.asked.verb, &self.job.asked.mailbox(), wanted).await {
                Ok(Plan { uids, before }) => {
                    self.progress.total = Some(uids.len());
                    self.progress.before = before;
                    self.progress.trouble = None;
                    if let Err(stop) = self.note_all(&uids).await {
                        // Who goes on finds out anew: a number alone would end in "done" with nothing done.
                        (self.progress.total, self.progress.before) = (None, None);
                        return Err(stop);
                    }
                    self.job.note_uids(&uids);
                    self.job.tell(&self.progress);
                    return Ok(uids);
                }
                Err(error) => self.after(&error, attempt, tries).await?,
            }
        }
        Err(Stop::Open)
    }

    /// Does one step, again until its end is known.
    async fn step(&mut self, wanted: &Wanted, uids: UidSet, mut again: bool) -> Result<(), Stop> {
        self.progress.under_way = Some(uids.to_string());
        self.note_until_kept().await?;
        let tries = Instant::now();
        for attempt in 0.. {
            let error = match self.try_step(wanted, uids.clone()).await {
                Ok(outcome) if is_final(&outcome) => return self.count(&uids, outcome, again).await,
                // What became of them is looked up by doing the step once more.
                Ok(outcome) => {
                    again = true;
                    outcome.trouble.unwrap_or_else(Error::not_answered)
                }
                Err(error) => error,
            };
            again |= matches!(error, Error::Unknown(_));
            if let Err(stop) = self.after(&error, attempt, tries).await {
                if !again {
                    // Nothing of it was begun.
                    self.progress.under_way = None;
                }
                return Err(stop);
            }
        }
        Err(Stop::Open)
    }

    async fn try_step(&self, wanted: &Wanted, uids: UidSet) -> Result<Outcome, Error> {
        let (mail, verb, mailbox) = (self.account.mail(), self.job.asked.verb, self.job.asked.mailbox());
        let uid_validity = wanted.uid_validity();
        if self.job.asked.original {
            return mail.rescue_all_originals(&mailbox, uid_validity, uids).await.map(|rescued| rescued.outcome);
        }
        let sized = verb.destroys() && self.progress.before.is_none();
        mail.step(verb, &mailbox, uid_validity, uids, sized).await
    }

    async fn count(&mut self, uids: &UidSet, outcome: Outcome, again: bool) -> Result<(), Stop> {
        let Outcome { done, missing, left, bytes, trouble, .. } = outcome;
        let progress = &mut self.progress;
        let (ours, others) = if again { (missing, 0) } else { (0, missing) };
        progress.done += u64::from(done) + u64::from(ours);
        progress.missing += u64::from(others);
        progress.bytes = progress.bytes.saturating_add(bytes);
        progress.trouble = progress.trouble.take().filter(|trouble| matches!(trouble, Trouble::Refused(_)));
        progress.under_way = None;
        let full = matches!(trouble, Some(Error::OverQuota(_)));
        if full {
            // They stay where they are, and what comes behind them is not tried.
            progress.trouble = Some(Trouble::OverQuota);
        } else if left > 0 {
            progress.failed += u64::from(left);
            progress.trouble = trouble.as_ref().map(Trouble::of);
        }
        progress.reached = uids.iter().last().map(crate::mail::Uid::get).max(progress.reached);
        self.job.tell(&self.progress);
        self.note_until_kept().await?;
        if full { Err(Stop::Ended(State::Failed)) } else { Ok(()) }
    }

    async fn sum_up(&mut self, wanted: &Wanted) {
        let last = match wanted {
            Wanted::Shown(seen) => seen.last_uid,
            Wanted::Listed(_) | Wanted::Chosen(..) => None,
        };
        let (mailbox, before) = (self.job.asked.mailbox(), self.progress.before);
        let gone = self.progress.done + self.progress.missing;
        match self.account.mail().sum_up(&mailbox, wanted.uid_validity(), last, before, gone).await {
            Ok(summing) => {
                self.progress.newer_kept = summing.newer_kept;
                self.progress.bytes = summing.freed.unwrap_or(self.progress.bytes);
            }
            // The deed is done; only how much it was is not known.
            Err(_) => tracing::info!("what a job came to could not be summed: the mail server did not say"),
        }
    }

    /// Waits after an error that may pass; ends the work at one that does not.
    async fn after(&mut self, error: &Error, attempt: usize, since: Instant) -> Result<(), Stop> {
        let trouble = Trouble::of(error);
        match trouble {
            Trouble::Away => {}
            Trouble::Password => {
                self.job.note_refused(self.account);
                self.progress.trouble = Some(trouble);
                return Err(Stop::Open);
            }
            _ => return Err(self.failed(trouble)),
        }
        self.wait_after(trouble, attempt, since).await
    }

    async fn wait_after(&mut self, trouble: Trouble, attempt: usize, since: Instant) -> Result<(), Stop> {
        self.progress.trouble = Some(trouble);
        self.job.tell(&self.progress);
        if since.elapsed() > PATIENCE {
            return Err(Stop::Open);
        }
        let seconds = PAUSES.get(attempt).or(PAUSES.last()).copied().unwrap_or(30);
        self.pause(Duration::from_secs(seconds)).await;
        self.check()
    }

    /// Notes how far it has come.
    async fn note(&self) -> store::Result<()> {
        let is_open = self.progress.state == State::Running;
        rows::note_progress(&self.desk.store, &self.job.id.0, is_open, &text(&self.progress)).await
    }

    /// Notes how far it has come; without that nothing more is sent to the server.
    async fn note_until_kept(&mut self) -> Result<(), Stop> {
        self.until_kept(None).await
    }

    async fn note_all(&mut self, uids: &UidSet) -> Result<(), Stop> {
        let uids = uids.to_string();
        self.until_kept(Some(&uids)).await
    }

    async fn until_kept(&mut self, uids: Option<&str>) -> Result<(), Stop> {
        let since = Instant::now();
        for attempt in 0.. {
            let kept = match uids {
                Some(uids) => rows::note_uids(&self.desk.store, &self.job.id.0, uids, &text(&self.progress)).await,
                None => self.note().await,
            };
            let Err(error) = kept else {
                self.progress.trouble = self.progress.trouble.take().filter(|trouble| *trouble != Trouble::Store);
                return Ok(());
            };
            tracing::warn!("a job cannot be noted: {error}");
            self.wait_after(Trouble::Store, attempt, since).await?;
        }
        Ok(())
    }
}

/// Tells whether nothing is gained by trying a step again.
fn is_final(outcome: &Outcome) -> bool {
    let passes = outcome.trouble.as_ref().is_some_and(|trouble| Trouble::of(trouble) == Trouble::Away);
    outcome.unknown == 0 && !(passes && outcome.left > 0)
}
