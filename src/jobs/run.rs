//! Does a job, step by step. Before each step the store knows which messages it is about, and after it what became of them: whoever
//! goes on after a crash counts what is gone of that step as done, and nothing else.

use super::desk::{Desk, text};
use super::job::{State, Trouble};
use super::node::TURN_OF_OTHERS;
use super::open::OpenJob;
use super::work::{Note, Stop, Work, Writing};
use crate::figures::{self, JobEnd};
use crate::mail::{Account, Error, FlagsBefore, MoveRecord, Outcome, Plan, StepOptions, Uid, UidSet, Verb, Wanted};
use crate::store;
use crate::store::jobs::Kept;
use std::time::{Duration, Instant};

/// Messages of the first step; the next ones grow while they are quick.
const FIRST: u32 = 500;
/// Messages of a step, at least.
const SMALLEST: u32 = 25;
/// Messages of a step that deletes or marks, at most: each EXPUNGE makes a server write its index anew, but nobody waits long for news.
const MOST: u32 = 20_000;
/// Messages of a step that moves, at most: servers learn from each.
const MOVED: u32 = 100;
/// How long a step may take before the next is smaller, and below which it is larger.
const QUICK: Duration = Duration::from_millis(350);
const SLOW: Duration = Duration::from_millis(800);
/// How soon a step has to follow upon another to go on with what that has opened.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Says why nobody is at a job any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ran {
    /// It has ended, or waits.
    Over,
    /// This node is not sure of its place any more: another one may be at it.
    Lost,
}

/// Does a job to its end, or until the process stops or the password is no longer right.
pub(super) async fn run(desk: &Desk, job: &OpenJob, account: &Account) -> Ran {
    let mut work = Work {
        desk,
        job,
        account,
        progress: job.progress(),
        flags: FlagsBefore::default(),
        most: u32::MAX,
        unwrapped: 0,
        is_recorded: false,
        stepped_at: None,
    };
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
        job.asked.verb.count(0, work.progress.bytes);
        figures::job_ended(match state {
            State::Cancelled => JobEnd::Cancelled,
            State::Failed => JobEnd::Failed,
            State::Done | State::Running => JobEnd::Done,
        });
        work.progress.state = state;
        work.progress.ended_at = Some(store::now());
    }
    // Noted before it is told, so that who is told finds it there, here or on another node, with the reason why it waits; but nobody
    // waits for a database that takes no notes.
    let noted = if matches!(stop, Stop::Lost) { Ok(Kept::Lost) } else { work.note().await };
    if matches!(noted, Ok(Kept::Lost)) {
        return Ran::Lost;
    }
    job.tell(&work.progress);
    if noted.is_err() && matches!(stop, Stop::Ended(_)) {
        work.note_end().await;
    }
    Ran::Over
}

impl Work<'_> {
    async fn all(&mut self) -> Result<(), Stop> {
        let Some(wanted) = self.job.asked.wanted() else { return Err(self.failed(Trouble::Changed)) };
        self.wait_for_turn().await?;
        let records = self.records().await?;
        let uids = match self.job.uids() {
            Some(uids) => uids,
            None => self.plan(&wanted, records).await?,
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
            if self.desk.node.has_others() {
                self.pause(TURN_OF_OTHERS).await;
            }
            self.stepped_at = Some(Instant::now());
            size = match began.elapsed() {
                very_quick if very_quick < QUICK / 4 => size.saturating_mul(4),
                quick if quick < QUICK => size.saturating_mul(2),
                slow if slow > SLOW => size / 2,
                _ => size,
            };
            let most = most.min(self.most);
            size = size.clamp(SMALLEST.min(most), most);
        }
        self.sum_up(&wanted).await;
        if let Some((action, _)) = self.job.asked.goes_back() {
            self.note_undone(&action).await;
        }
        Ok(())
    }

    /// Returns how many messages the first step takes, and how many any.
    fn sizes(&self) -> (u32, u32) {
        match self.job.asked.verb {
            _ if self.job.asked.rescues_originals() => (SMALLEST, SMALLEST),
            Verb::Delete | Verb::Empty | Verb::Clean | Verb::Read => (FIRST, MOST),
            Verb::Rescue | Verb::Restore | Verb::Trash | Verb::Spam | Verb::Undo => (SMALLEST, MOVED),
        }
    }

    /// Reads what is kept of the move that is to be taken back.
    async fn records(&mut self) -> Result<Vec<MoveRecord>, Stop> {
        let Some((action, _)) = self.job.asked.goes_back() else { return Ok(Vec::new()) };
        let since = Instant::now();
        for attempt in 0.. {
            match self.desk.records(&action).await {
                Ok(records) => {
                    self.flags = FlagsBefore::of(&records);
                    return Ok(records);
                }
                Err(error) => tracing::warn!("what is kept of a move cannot be read: {error}"),
            }
            self.wait_after(Trouble::Store, attempt, since).await?;
        }
        Err(Stop::Open)
    }

    /// Finds out which messages are meant.
    async fn try_plan(&mut self, wanted: &Wanted, records: &[MoveRecord]) -> Result<Plan, Error> {
        let (mail, asked) = (self.account.mail(), &self.job.asked);
        if asked.verb != Verb::Undo {
            return mail.plan(asked.verb, &asked.mailbox(), wanted).await;
        }
        let uids = mail.find_moved(records).await?;
        self.progress.missing = u64::from(asked.count).saturating_sub(uids.len());
        Ok(Plan { uids, before: None })
    }

    async fn plan(&mut self, wanted: &Wanted, records: Vec<MoveRecord>) -> Result<UidSet, Stop> {
        let tries = Instant::now();
        for attempt in 0.. {
            self.check()?;
            match self.try_plan(wanted, &records).await {
                Ok(Plan { uids, before }) => {
                    self.progress.total = Some(uids.len() + self.progress.missing);
                    self.progress.before = before;
                    self.progress.trouble = None;
                    if let Err(stop) = self.note_all(&uids).await {
                        // Who goes on finds out anew: a number alone would end in "done" with nothing done.
                        (self.progress.total, self.progress.before, self.progress.missing) = (None, None, 0);
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
    async fn step(&mut self, wanted: &Wanted, uids: UidSet, begun: bool) -> Result<(), Stop> {
        let tried = self.progress.tried.and_then(Uid::new).map(UidSet::up_to).unwrap_or_default();
        let mut again = begun || !uids.intersection(&tried).is_empty();
        self.unwrapped = 0;
        // Those that were part of an earlier step are in the record of that.
        let record = match again && !begun {
            true => Recorded::Before,
            false => self.record(wanted, &uids, again).await?,
        };
        self.is_recorded = !matches!(record, Recorded::Not);
        if again {
            self.wait_until_quiet(wanted, &uids).await?;
        }
        self.progress.under_way = Some(uids.to_string());
        self.job.tell(&self.progress);
        self.note_until_kept().await?;
        if self.job.is_cancelled() && !again {
            // Told to another node, in time.
            self.progress.under_way = None;
            return Err(Stop::Ended(State::Cancelled));
        }
        let tries = Instant::now();
        for attempt in 0.. {
            let error = match self.try_step(wanted, uids.clone()).await {
                Ok(Outcome { trouble: Some(Error::TooManyAtOnce(most)), unknown: 0, .. })
                    if u64::from(most) < uids.len() =>
                {
                    // What it has treated of them is found out as after a cut, by smaller steps.
                    self.most = most.max(1);
                    self.progress.tried = uids.last().map(Uid::get).max(self.progress.tried);
                    self.progress.under_way = None;
                    return self.note_until_kept().await;
                }
                Ok(outcome) if is_final(&outcome) => {
                    // What a second try has named is only a part.
                    if let (Recorded::Now(record), false) = (record, again) {
                        self.note_moved(&uids, record, &outcome).await?;
                    }
                    return self.count(&uids, outcome, again).await;
                }
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
            if again {
                self.wait_until_quiet(wanted, &uids).await?;
            }
        }
        Err(Stop::Open)
    }

    async fn try_step(&mut self, wanted: &Wanted, uids: UidSet) -> Result<Outcome, Error> {
        let (mail, verb, mailbox) = (self.account.mail(), self.job.asked.verb, self.job.asked.mailbox());
        let uid_validity = wanted.uid_validity();
        if let Some((_, to)) = self.job.asked.goes_back() {
            return mail.put_back(&mailbox, uid_validity, uids, &to, &self.flags).await;
        }
        if self.job.asked.rescues_originals() {
            let rescued = mail.rescue_all_originals(&mailbox, uid_validity, uids).await?;
            // An original does not go back into its wrapper.
            self.unwrapped += rescued.delivered();
            return Ok(rescued.outcome);
        }
        let sized = verb.destroys() && self.progress.before.is_none();
        let goes_on = self.stepped_at.is_some_and(|at| at.elapsed() < AT_ONCE);
        mail.step(verb, &mailbox, uid_validity, uids, StepOptions { sized, goes_on, is_all: false }).await
    }

    /// Writes down how the messages of a step are before it moves them.
    async fn record(&mut self, wanted: &Wanted, uids: &UidSet, again: bool) -> Result<Recorded, Stop> {
        let (verb, mailbox) = (self.job.asked.verb, self.job.asked.mailbox());
        if !verb.can_be_undone() {
            return Ok(Recorded::Not);
        }
        // What is left of a step that was begun says less than what was written down before it.
        let writing = if again { Writing::IfMissing } else { Writing::Over };
        let tries = Instant::now();
        for attempt in 0.. {
            match self.account.mail().record_move(verb, &mailbox, wanted.uid_validity(), uids).await {
                Ok(Some(record)) => {
                    self.until_kept(Note::Move(uids, &text(&record), writing)).await?;
                    return Ok(if again { Recorded::Before } else { Recorded::Now(record) });
                }
                Err(error) if matches!(Trouble::of(&error), Trouble::Away | Trouble::Password) => {
                    self.after(&error, attempt, tries).await?;
                }
                // The step itself says what is wrong.
                Ok(None) | Err(_) => return Ok(Recorded::Not),
            }
        }
        Ok(Recorded::Not)
    }

    /// Notes where the messages of a step are now.
    async fn note_moved(&mut self, uids: &UidSet, mut record: MoveRecord, outcome: &Outcome) -> Result<(), Stop> {
        if outcome.copies.is_none() {
            return Ok(());
        }
        record.note(outcome);
        self.until_kept(Note::Move(uids, &text(&record), Writing::Over)).await
    }

    async fn count(&mut self, uids: &UidSet, outcome: Outcome, again: bool) -> Result<(), Stop> {
        let Outcome { done, missing, left, bytes, trouble, .. } = outcome;
        let others = if again { self.taken_of(uids).await.min(missing) } else { missing };
        let progress = &mut self.progress;
        let ours = missing - others;
        let moved = u64::from(done) + u64::from(ours);
        progress.done += moved;
        self.job.asked.verb.count(moved, 0);
        if self.is_recorded {
            progress.recorded += moved.saturating_sub(self.unwrapped);
        }
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
}

/// Says whether it is written down how the messages of a step were.
enum Recorded {
    /// It is not: they cannot be found again.
    Not,
    /// Before an earlier try.
    Before,
    /// Just now.
    Now(MoveRecord),
}

/// Tells whether nothing is gained by trying a step again.
fn is_final(outcome: &Outcome) -> bool {
    let passes = outcome.trouble.as_ref().is_some_and(|trouble| Trouble::of(trouble) == Trouble::Away);
    outcome.unknown == 0 && !(passes && outcome.left > 0)
}
