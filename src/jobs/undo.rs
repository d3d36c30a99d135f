//! Taking back what was moved: the records of an action, and the job that goes by them.

use super::desk::text;
use super::id::JobId;
use super::job::{Asked, JobView, Progress, State};
use super::open::OpenJob;
use super::registry::{AskError, Jobs};
use crate::mail::{Account, MoveRecord, Outcome};
use crate::store::jobs::{self as rows, JobRow};
use crate::store::{self, moves};
use std::sync::Arc;

impl Jobs {
    /// Writes down a move that needs no job, before it is done, and names it, so that it can be taken back.
    ///
    /// # Errors
    /// The database's; then it cannot be taken back.
    pub async fn record(&self, account: &Account, asked: &Asked, record: &MoveRecord) -> Result<JobId, AskError> {
        let (id, now) = (JobId::random()?, store::now());
        let expires_at = self.kept_until(now);
        let len = record.len() as u64;
        let progress = Progress { state: State::Done, ended_at: Some(now), recorded: len, ..Progress::new(now) };
        let row = JobRow {
            id: id.0,
            owner: self.owner(account),
            is_open: false,
            asked: text(asked),
            uids: String::new(),
            progress: text(&progress),
            asked_at: now,
            expires_at,
            is_cancelled: false,
            holder: String::new(),
            number: 0,
        };
        moves::put(self.store(), &id.0, 0, &text(record), expires_at).await?;
        rows::insert(self.store(), &row).await?;
        Ok(id)
    }

    /// Notes where the messages of such a move are now.
    ///
    /// # Errors
    /// The database's; then they are looked for among all that has come since.
    pub async fn note_moved(&self, id: JobId, mut record: MoveRecord, outcome: &Outcome) -> store::Result<()> {
        record.note(outcome);
        let now = store::now();
        moves::put(self.store(), &id.0, 0, &text(&record), self.kept_until(now)).await?;
        let done = u64::from(outcome.done);
        let progress = Progress { state: State::Done, ended_at: Some(now), done, recorded: done, ..Progress::new(now) };
        rows::note_more(self.store(), &id.0, &text(&progress)).await
    }

    /// Takes a move back, as a job; `None` when nothing is known of it.
    ///
    /// # Errors
    /// [`AskError`]; then nothing is begun.
    pub async fn undo(&self, account: &Account, job: &JobView) -> Result<Option<Arc<OpenJob>>, AskError> {
        let first = moves::first(self.store(), &job.id.0).await?;
        let first = first.and_then(|record| serde_json::from_str::<MoveRecord>(&record).ok());
        match first.and_then(|record| job.asked.back(&job.id, &record, job.progress.can_go_back())) {
            Some(back) => self.ask(account, back).await.map(Some),
            None => Ok(None),
        }
    }
}
