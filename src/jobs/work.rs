//! One job at work: what it knows, how it waits, and what it notes in the store.

use super::desk::{Desk, text};
use super::job::{Progress, State, Trouble};
use super::open::OpenJob;
use crate::mail::{Account, Error, FlagsBefore, UidSet, Verb, Wanted};
use crate::store::jobs::{JobKey, Kept, Noted};
use crate::store::{self, jobs as rows, moves};
use std::time::{Duration, Instant};

/// How long it waits before a server or a database that failed is tried again; the last one again and again.
const PAUSES: [u64; 6] = [1, 2, 5, 10, 20, 30];
/// How long it is tried again before the job waits for its owner.
pub(super) const PATIENCE: Duration = Duration::from_secs(3600);

/// How long nothing may happen before a move counts as ended that was cut off, and how often it is looked for that.
const QUIET: Duration = Duration::from_secs(3);
const QUIET_LOOKS: usize = 60;
/// How often it is tried to note the end.
const END_TRIES: usize = 30;

/// Why the work ends here: for good, or until somebody goes on with it.
pub(super) enum Stop {
    /// It has ended, in this state.
    Ended(State),
    /// It stays open.
    Open,
    /// Another node is at it.
    Lost,
}

/// One job at work.
pub(super) struct Work<'a> {
    pub(super) desk: &'a Desk,
    pub(super) job: &'a OpenJob,
    pub(super) account: &'a Account,
    pub(super) progress: Progress,
    /// The flags that messages are given back, where a move is taken back.
    pub(super) flags: FlagsBefore,
    /// How many messages the server treats at once.
    pub(super) most: u32,
    /// Originals of the running step that were taken out of their wrappers.
    pub(super) unwrapped: u64,
    /// Whether the messages of the running step are written down.
    pub(super) is_recorded: bool,
    /// When the last step ended.
    pub(super) stepped_at: Option<Instant>,
}

/// What is noted in the store.
pub(super) enum Note<'n> {
    /// How far it has come.
    Progress,
    /// Which messages it is about, too.
    Uids(&'n str),
    /// How the messages of a step were before they were moved; under the lowest of their UIDs.
    Move(&'n UidSet, &'n str, Writing),
}

/// Says whether an earlier note of the same step is written over.
#[derive(Clone, Copy)]
pub(super) enum Writing {
    Over,
    IfMissing,
}

impl Work<'_> {
    /// Ends here when somebody wants it to.
    pub(super) fn check(&self) -> Result<(), Stop> {
        if self.job.is_cancelled() {
            return Err(Stop::Ended(State::Cancelled));
        }
        if *self.desk.stopping.borrow() {
            return Err(Stop::Open);
        }
        if self.desk.node.still_is(&self.job.holder()) { Ok(()) } else { Err(Stop::Lost) }
    }

    pub(super) async fn wait_for_turn(&self) -> Result<(), Stop> {
        loop {
            let turn = self.desk.turn.notified();
            self.check()?;
            // Without it, what was asked of another node before might come after.
            if self.desk.refresh(&self.job.owner).await.is_ok() && self.desk.is_first(self.job) {
                return Ok(());
            }
            turn.await;
        }
    }

    pub(super) async fn wait_for_grace(&self) -> Result<(), Stop> {
        loop {
            self.check()?;
            let left = self.progress.begins_at - store::now();
            let Ok(left @ 1..) = u64::try_from(left) else { return Ok(()) };
            self.pause(Duration::from_secs(left)).await;
        }
    }

    /// Waits, unless it is cancelled or the process stops.
    pub(super) async fn pause(&self, time: Duration) {
        let mut stopping = self.desk.stopping.subscribe();
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.job.cancel.notified() => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    }

    pub(super) fn failed(&mut self, trouble: Trouble) -> Stop {
        self.progress.trouble = Some(trouble);
        Stop::Ended(State::Failed)
    }

    /// Waits until a server has ended what it was sent before the line was cut: a move that is asked for twice at the same time may
    /// make copies.
    pub(super) async fn wait_until_quiet(&mut self, wanted: &Wanted, uids: &UidSet) -> Result<(), Stop> {
        if self.job.asked.verb.destroys() || self.job.asked.verb == Verb::Read {
            return Ok(());
        }
        let (mailbox, back) = (self.job.asked.mailbox(), self.job.asked.goes_back().map(|(_, to)| to));
        let mut before = None;
        for _ in 0..QUIET_LOOKS {
            let mail = self.account.mail();
            let verb = self.job.asked.verb;
            let now = mail.look_at_move(verb, &mailbox, wanted.uid_validity(), uids, back.as_ref()).await.ok();
            if now.is_some() && now == before {
                return Ok(());
            }
            before = now;
            self.pause(QUIET).await;
            self.check()?;
        }
        Ok(())
    }

    /// Notes that it has ended; a database that takes no notes is tried again for a while.
    pub(super) async fn note_end(&mut self) {
        for _ in 0..END_TRIES {
            if self.note().await.is_ok() {
                return;
            }
            self.pause(Duration::from_secs(2)).await;
        }
        tracing::warn!("the end of a job is not noted in the database");
    }

    /// Waits after an error that may pass; ends the work at one that does not.
    pub(super) async fn after(&mut self, error: &Error, attempt: usize, since: Instant) -> Result<(), Stop> {
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

    pub(super) async fn wait_after(&mut self, trouble: Trouble, attempt: usize, since: Instant) -> Result<(), Stop> {
        self.progress.trouble = Some(trouble);
        self.job.tell(&self.progress);
        if since.elapsed() > PATIENCE {
            return Err(Stop::Open);
        }
        let seconds = PAUSES.get(attempt).or(PAUSES.last()).copied().unwrap_or(30);
        self.pause(Duration::from_secs(seconds)).await;
        self.check()
    }

    /// Notes of a move that it was taken back. Where that fails, it can be tried once more, and nothing is found.
    pub(super) async fn note_undone(&self, action: &JobKey) {
        let noted = async {
            let store = &self.desk.store;
            let row = rows::find(store, &self.job.owner, action).await?;
            let progress = row.and_then(|row| serde_json::from_str::<Progress>(&row.progress).ok());
            match progress {
                Some(progress) => rows::note_more(store, action, &text(&Progress { undone: true, ..progress })).await,
                None => Ok(()),
            }
        };
        if let Err(error) = noted.await {
            tracing::warn!("that a move was taken back cannot be noted: {error}");
        }
    }

    /// Counts what other actions of the owner have taken of a step.
    pub(super) async fn taken_of(&self, uids: &UidSet) -> u32 {
        let taken = rows::taken(&self.desk.store, &self.job.id.0).await.unwrap_or_default();
        let taken: UidSet = taken.parse().unwrap_or_default();
        u32::try_from(taken.intersection(uids).len()).unwrap_or(u32::MAX)
    }

    /// Notes how far it has come.
    pub(super) async fn note(&self) -> store::Result<Kept> {
        let is_open = self.progress.state == State::Running;
        let news_until = if is_open || self.job.asked.is_unattended() { 0 } else { self.progress.news_until() };
        let noted = Noted { is_open, progress: &text(&self.progress), news_until };
        rows::note_progress(&self.desk.store, &self.job.id.0, &self.job.holder(), noted).await
    }

    /// Notes how far it has come; without that nothing more is sent to the server.
    pub(super) async fn note_until_kept(&mut self) -> Result<(), Stop> {
        self.until_kept(Note::Progress).await
    }

    pub(super) async fn note_all(&mut self, uids: &UidSet) -> Result<(), Stop> {
        let uids = uids.to_string();
        self.until_kept(Note::Uids(&uids)).await
    }

    pub(super) async fn until_kept(&mut self, note: Note<'_>) -> Result<(), Stop> {
        let since = Instant::now();
        for attempt in 0.. {
            let (store, id, holder) = (&self.desk.store, &self.job.id.0, self.job.holder());
            if !self.desk.node.still_is(&holder) {
                return Err(Stop::Lost);
            }
            let kept_until = self.desk.kept_until(store::now());
            let kept = match note {
                Note::Progress => self.note().await,
                Note::Uids(uids) => rows::note_uids(store, id, &holder, uids, &text(&self.progress)).await.map(kept),
                Note::Move(uids, record, writing) => {
                    let step = uids.iter().next().map_or(0, |uid| uid.get().into());
                    match writing {
                        Writing::Over => moves::put(store, id, step, record, kept_until).await.map(|()| Kept::Kept),
                        Writing::IfMissing => {
                            moves::put_if_missing(store, id, step, record, kept_until).await.map(|()| Kept::Kept)
                        }
                    }
                }
            };
            let error = match kept {
                Ok(Kept::Lost) => return Err(Stop::Lost),
                Ok(kept) => {
                    if kept == Kept::Cancelled {
                        self.job.request_cancel();
                    }
                    self.progress.trouble = self.progress.trouble.take().filter(|trouble| *trouble != Trouble::Store);
                    return Ok(());
                }
                Err(error) => error,
            };
            tracing::warn!("a job cannot be noted: {error}");
            self.wait_after(Trouble::Store, attempt, since).await?;
        }
        Ok(())
    }
}

fn kept(is_kept: bool) -> Kept {
    if is_kept { Kept::Kept } else { Kept::Lost }
}
