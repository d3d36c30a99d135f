//! What the page of a job says.

use super::page::JobPage;
use super::told::{Told, number, waiting};
use crate::articles::Guide;
use crate::i18n::Locale;
use crate::jobs::{JobView, State, Trouble};
use crate::mail::{Outcome, Verb};
use crate::web::{Flash, FlashText, folder_of, job_title, report};

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
        let is_part = self.job.progress.state == State::Done && self.job.progress.failed > 0;
        self.layout.l.t(&if is_part { "job-part".to_owned() } else { format!("job-{}", self.state()) })
    }

    pub(super) fn title(&self) -> String {
        if self.runs() { self.told().title } else { self.heading() }
    }

    pub(super) fn folder_path(&self) -> String {
        folder_of(&self.job).path()
    }

    pub(super) fn back(&self) -> String {
        self.layout.l.with("job-back", &[("folder", folder_of(&self.job).name(&self.layout.l).into())])
    }

    /// Tells whether what was moved can be put back.
    pub(super) fn can_go_back(&self) -> bool {
        self.job.asked.verb.can_be_undone() && self.job.progress.can_go_back() > 0
    }

    /// Offers to put back what was moved.
    pub(super) fn undo(&self) -> String {
        let count = u32::try_from(self.job.progress.can_go_back()).unwrap_or(u32::MAX);
        self.layout.l.with("job-put-back", &[("count", count.into())])
    }

    /// Says why it could not go on.
    pub(super) fn why(&self) -> Option<String> {
        let failed = self.job.progress.state == State::Failed;
        let trouble = self.job.progress.trouble.as_ref().filter(|_| failed)?;
        Some(match (self.job.asked.verb, trouble) {
            (Verb::Undo, Trouble::Changed) => self.layout.l.t("job-trouble-undo-changed"),
            _ => waiting(&self.layout.l, trouble),
        })
    }

    /// Names the article about what stopped it, or holds it up.
    pub(super) fn guide(&self) -> Option<Guide> {
        Some(match self.job.progress.trouble.as_ref()? {
            Trouble::Changed | Trouble::More | Trouble::Gone => Guide::CHANGED,
            Trouble::ReadOnly | Trouble::Refused(_) => Guide::SERVER_SAYS_NO,
            Trouble::Password => Guide::PASSWORD_CHANGED,
            Trouble::Away => Guide::SERVER_AWAY,
            Trouble::Store => Guide::OUR_FAULT,
            Trouble::OverQuota => Guide::FULL,
        })
    }

    /// Says in which words the server refused some of the messages, where the rest was done.
    pub(super) fn refused(&self) -> Option<String> {
        let done = self.job.progress.state != State::Failed && !self.runs();
        let refused = |trouble: &&Trouble| done && matches!(trouble, Trouble::Refused(_));
        self.job.progress.trouble.as_ref().filter(refused).map(|trouble| waiting(&self.layout.l, trouble))
    }

    /// Says exactly what it came to.
    pub(super) fn result(&self) -> FlashText {
        result(&self.layout.l, &self.job).say(&self.layout.l)
    }
}

/// Says exactly what a job came to.
pub(super) fn result(l: &Locale, job: &JobView) -> Flash {
    let progress = &job.progress;
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
        ..Outcome::default()
    };
    let mut flash = report(job.asked.verb, &outcome, l);
    for (key, _) in &mut flash.sentences {
        // Not "here is how things stand": the folder is not here.
        if key.ends_with("-unknown") {
            "job-uncertain".clone_into(key);
        }
    }
    let unreached = progress.left().unwrap_or(job.asked.count.into()).saturating_sub(uncertain);
    if unreached > 0 && job.progress.state != State::Running {
        let args = vec![("count".to_owned(), number(unreached))];
        flash.sentences.retain(|(key, _)| key != "flash-empty-nothing" && key != "flash-nothing-to-do");
        flash.sentences.push(("job-not-reached".to_owned(), args));
    }
    flash
}
