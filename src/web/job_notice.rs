//! What every page says of long work, so that who has closed its page finds it again.

use super::Folder;
use crate::i18n::{Arg, Locale};
use crate::jobs::{JobView, State};
use crate::store;

/// One line about a job.
#[derive(Debug, Clone)]
pub struct JobNotice {
    /// Its name in URLs.
    pub id: String,
    /// What is said of it.
    pub text: String,
    /// Whether it is at work, or waits.
    pub runs: bool,
    /// Whether all of it was done.
    pub is_good: bool,
    /// Binds the form that takes it back to its owner; none where it is too late for that.
    pub undo: Option<String>,
}

impl JobNotice {
    /// Says where a job stands.
    pub(super) fn of(job: &JobView, seal: String, l: &Locale) -> Self {
        let now = store::now();
        let (waits, runs) = (job.progress.can_be_undone(now), job.progress.state == State::Running);
        let undo = waits.then_some(seal);
        Self { id: job.id.to_string(), text: job_notice(l, job, now), runs, is_good: is_good(job), undo }
    }
}

/// Tells whether all of a job was done.
pub fn is_good(job: &JobView) -> bool {
    job.progress.state == State::Done && job.progress.failed == 0
}

/// Returns the folder that a job is about.
pub fn folder_of(job: &JobView) -> Folder {
    let (name, role) = job.asked.place();
    Folder::holding(&name, role)
}

/// Says what is done: "Deleting everything in Spam".
pub fn job_title(l: &Locale, job: &JobView) -> String {
    let key = format!("job-what-{}", job.asked.verb.name());
    let folder = folder_of(job).name(l);
    l.with(&key, &[("folder", folder.into()), ("count", job.asked.count.into())])
}

/// Says in one line where a job stands; `now` is in Unix seconds.
pub fn job_notice(l: &Locale, job: &JobView, now: i64) -> String {
    let what = ("what", job_title(l, job).into());
    let (key, number) = match job.progress.state {
        State::Running if job.progress.can_be_undone(now) => {
            ("job-notice-waiting", ("count", Arg::Number(job.progress.begins_at - now)))
        }
        State::Running => {
            ("job-notice-running", ("percent", Arg::Number(i64::try_from(job.progress.percent()).unwrap_or(100))))
        }
        State::Done if job.progress.failed > 0 => return l.with("job-notice-part", &[what]),
        State::Done => return l.with("job-notice-done", &[what]),
        State::Cancelled => return l.with("job-notice-cancelled", &[what]),
        State::Failed => return l.with("job-notice-failed", &[what]),
    };
    l.with(key, &[what, number])
}
