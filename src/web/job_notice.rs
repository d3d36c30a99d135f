//! What every page says of long work, so that who has closed its page finds it again.

use super::Folder;
use crate::i18n::{Arg, Locale};
use crate::jobs::{JobView, State};

/// One line about a job.
#[derive(Debug, Clone)]
pub struct JobNotice {
    /// The page of the job.
    pub href: String,
    /// What is said of it.
    pub text: String,
    /// Whether it is at work, or waits.
    pub runs: bool,
}

impl JobNotice {
    /// Says where a job stands.
    pub(super) fn of(job: &JobView, l: &Locale) -> Self {
        let folder = Folder::playing(job.asked.role);
        let percent = Arg::Number(i64::try_from(job.progress.percent()).unwrap_or(i64::MAX));
        let key = match job.progress.state {
            State::Running => "job-notice-running",
            State::Done => "job-notice-done",
            State::Cancelled => "job-notice-cancelled",
            State::Failed => "job-notice-failed",
        };
        let text = l.with(key, &[("folder", folder.name(l).into()), ("percent", percent)]);
        Self { href: format!("/jobs/{}", job.id), text, runs: job.progress.state == State::Running }
    }
}
