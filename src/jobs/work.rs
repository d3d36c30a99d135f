//! One job at work: what it knows, how it waits, and what it notes in the store.

use super::desk::{Desk, text};
use super::job::{Progress, State, Trouble};
use super::open::OpenJob;
use crate::mail::{Account, Error, FlagsBefore, UidSet};
use crate::store::{self, jobs as rows, moves};
use std::time::{Duration, Instant};

/// How long it waits before a server or a database that failed is tried again; the last one again and again.
const PAUSES: [u64; 6] = [1, 2, 5, 10, 20, 30];
/// How long it is tried again before the job waits for its owner.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Why the work ends here: for good, or until somebody goes on with it.
pub(super) enum Stop {
    /// It has ended, in this state.
    Ended(State),
    /// It stays open.
    Open,
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
        if *self.desk.stopping.borrow() { Err(Stop::Open) } else { Ok(()) }
    }

    pub(super) async fn wait_for_turn(&self) -> Result<(), Stop> {
        loop {
            let turn = self.desk.turn.notified();
            self.check()?;
            if self.desk.is_first(self.job) {
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

    /// Notes how far it has come.
    pub(super) async fn note(&self) -> store::Result<()> {
        let is_open = self.progress.state == State::Running;
        rows::note_progress(&self.desk.store, &self.job.id.0, is_open, &text(&self.progress)).await
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
            let (store, id) = (&self.desk.store, &self.job.id.0);
            let kept_until = self.desk.kept_until(store::now());
            let kept = match note {
                Note::Progress => self.note().await,
                Note::Uids(uids) => rows::note_uids(store, id, uids, &text(&self.progress)).await,
                Note::Move(uids, record, writing) => {
                    let step = uids.iter().next().map_or(0, |uid| uid.get().into());
                    match writing {
                        Writing::Over => moves::put(store, id, step, record, kept_until).await,
                        Writing::IfMissing => moves::put_if_missing(store, id, step, record, kept_until).await,
                    }
                }
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
