//! What is told of a job while it runs, on its page and as events.

use crate::i18n::{Arg, Locale};
use crate::jobs::{JobView, Progress, State, Trouble};
use crate::web::{is_good, job_notice, job_title};

pub(super) fn number(count: u64) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What a page says of a job that runs; the same words come as events.
#[derive(Debug, serde::Serialize)]
pub(super) struct Told {
    /// How far it is, in whole percent.
    pub percent: u64,
    /// What the window is called.
    pub title: String,
    /// How many of how many.
    pub status: String,
    /// How fast, and how long it may still take.
    pub pace: String,
    /// How it stands, in one line.
    pub notice: String,
    /// Why it waits; empty where it does not.
    pub trouble: String,
    /// Whether it can still be taken back.
    pub undo: bool,
    /// Whether all of it was done.
    pub good: bool,
    /// Whether it has ended, and the page tells more.
    pub ended: bool,
}

impl Told {
    pub(super) fn of(l: &Locale, job: &JobView, now: i64) -> Self {
        let progress = &job.progress;
        let percent = progress.percent();
        Self {
            percent,
            title: l.with("job-title-percent", &[("percent", number(percent)), ("what", job_title(l, job).into())]),
            status: status(l, progress, now),
            pace: pace(l, job),
            notice: job_notice(l, job, now),
            trouble: progress.trouble.as_ref().map(|trouble| waiting(l, trouble)).unwrap_or_default(),
            good: is_good(job),
            undo: progress.can_be_undone(now),
            ended: progress.state != State::Running,
        }
    }
}

fn status(l: &Locale, progress: &Progress, now: i64) -> String {
    if progress.can_be_undone(now) {
        return l.with("job-begins-in", &[("count", Arg::Number(progress.begins_at - now))]);
    }
    match progress.total {
        None => l.t("job-looking"),
        Some(total) => l.with("job-so-many", &[("done", number(progress.reached())), ("count", number(total))]),
    }
}

fn pace(l: &Locale, job: &JobView) -> String {
    let Some((rate, left)) = job.rate.zip(job.progress.left()).filter(|(rate, _)| *rate > 0.0) else {
        return String::new();
    };
    let seconds = (left as f64 / rate).ceil().max(1.0) as u64;
    let rate = number(rate.round().max(1.0) as u64);
    match seconds {
        0..=90 => l.with("job-pace-seconds", &[("rate", rate), ("count", number(seconds))]),
        _ => l.with("job-pace-minutes", &[("rate", rate), ("count", number(seconds.div_ceil(60)))]),
    }
}

pub(super) fn waiting(l: &Locale, trouble: &Trouble) -> String {
    match trouble {
        Trouble::Refused(words) => l.with("job-trouble-refused", &[("words", quoted(words))]),
        other => l.t(&format!("job-trouble-{}", other.name())),
    }
}

/// The words of a server, isolated: they may turn the direction of writing, and must not turn ours.
fn quoted(words: &str) -> Arg {
    format!("\u{2068}{words}\u{2069}").into()
}
