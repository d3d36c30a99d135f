//! Beginning with long work, and what would stop it at once.

use super::{Result, SignedIn};
use crate::jobs::{Asked, JobId, Progress, State, Trouble};
use crate::mail::{self, Wanted};
use std::time::Duration;

/// How long the first answer may take.
const SOON: Duration = Duration::from_millis(600);

impl SignedIn {
    /// Tells whether work on these messages is long, so that its own page tells of it.
    pub fn is_long(&self, wanted: &Wanted) -> bool {
        wanted.count() > self.visit.state.jobs().settings().from
    }

    /// Returns for how many seconds deleting for good waits, so that it can be taken back; 0 for not at all.
    pub fn grace_seconds(&self) -> u32 {
        u32::try_from(self.visit.state.jobs().settings().grace.as_secs()).unwrap_or(u32::MAX)
    }

    /// Begins with long work, and waits a moment for what would stop it at once, such as a mailbox that was made anew meanwhile.
    ///
    /// # Errors
    /// [`mail::Error::MailboxChanged`] and [`mail::Error::MoreThanShown`], where they are known soon; else why it was not taken in.
    pub async fn begin_job(&self, asked: Asked) -> Result<JobId> {
        let job = self.visit.state.jobs().ask(&self.account, asked).await?;
        let mut progress = job.watch();
        let settled = progress.wait_for(|progress| progress.total.is_some() || progress.state != State::Running);
        match tokio::time::timeout(SOON, settled).await {
            Ok(Ok(progress)) => refused(&progress).map_or(Ok(job.id()), |error| Err(error.into())),
            _ => Ok(job.id()),
        }
    }
}

fn refused(progress: &Progress) -> Option<mail::Error> {
    match progress.trouble {
        Some(Trouble::Changed) if progress.state == State::Failed => Some(mail::Error::MailboxChanged),
        Some(Trouble::More) if progress.state == State::Failed => Some(mail::Error::MoreThanShown),
        _ => None,
    }
}
