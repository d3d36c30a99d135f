//! What the page of a job says.

use super::page::JobPage;
use super::told::{Told, folder, number, slug, waiting};
use crate::jobs::{State, Trouble};
use crate::mail::Outcome;
use crate::web::{FlashText, job_title, report};

impl JobPage {
    pub(super) fn told(&self) -> Told {
        Told::of(&self.layout.l, &self.job, self.now)
    }

    pub(super) fn what(&self) -> String {
        job_title(&self.layout.l, &self.job)
    }

    /// The state, as it stands in `data-job`.
    pub(super) fn state(&self) -> &'static str {
        match self.job.progress.state {
            State::Running => "running",
            State::Done => "done",
            State::Cancelled => "cancelled",
            State::Failed => "failed",
        }
    }

    pub(super) fn runs(&self) -> bool {
        self.job.progress.state == State::Running
    }

    /// Tells whether nothing was done yet that could not be taken back.
    pub(super) fn is_untouched(&self) -> bool {
        self.job.progress.can_be_undone(self.now)
    }

    pub(super) fn heading(&self) -> String {
        self.layout.l.t(&format!("job-{}", self.state()))
    }

    pub(super) fn title(&self) -> String {
        if self.runs() { self.told().title } else { self.heading() }
    }

    pub(super) fn folder_path(&self) -> String {
        format!("/{}", slug(&self.job))
    }

    pub(super) fn back(&self) -> String {
        self.layout.l.with("job-back", &[("folder", folder(&self.job).name(&self.layout.l).into())])
    }

    /// Says why it could not go on.
    pub(super) fn why(&self) -> Option<String> {
        let failed = self.job.progress.state == State::Failed;
        self.job.progress.trouble.as_ref().filter(|_| failed).map(|trouble| waiting(&self.layout.l, trouble))
    }

    /// Says in which words the server refused some of the messages, where the rest was done.
    pub(super) fn refused(&self) -> Option<String> {
        let done = self.job.progress.state != State::Failed && !self.runs();
        let refused = |trouble: &&Trouble| done && matches!(trouble, Trouble::Refused(_));
        self.job.progress.trouble.as_ref().filter(refused).map(|trouble| waiting(&self.layout.l, trouble))
    }

    /// Says exactly what it came to.
    pub(super) fn result(&self) -> FlashText {
        let (l, progress) = (&self.layout.l, &self.job.progress);
        let uncertain = progress.uncertain();
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let outcome = Outcome {
            asked: count(progress.reached() + uncertain),
            done: count(progress.done),
            missing: count(progress.missing),
            left: count(progress.failed),
            unknown: count(uncertain),
            bytes: progress.bytes,
            newer_kept: progress.newer_kept,
            trouble: None,
        };
        let mut flash = report(self.job.asked.verb, &outcome, l);
        let unreached = progress.left().unwrap_or(self.job.asked.count.into()).saturating_sub(uncertain);
        if unreached > 0 && !self.runs() {
            let args = vec![("count".to_owned(), number(unreached))];
            flash.sentences.retain(|(key, _)| key != "flash-empty-nothing");
            flash.sentences.push(("job-not-reached".to_owned(), args));
        }
        flash.say(l)
    }
}
