//! The question before messages that were ticked are deleted for good, for browsers without script; with it the button itself asks.

use super::verbs::at;
use crate::mail::{UidSet, UidValidity};
use crate::web::{self, Choice, Chrome, Form, Place, SignedIn};
use askama::Template;

/// Shows `/spam/delete/confirm` and `/trash/delete/confirm`.
#[derive(Debug, Clone, Template)]
#[template(path = "mailbox/ask.html")]
pub struct AskPage {
    /// The frame; `here` is the slug of `place`.
    pub chrome: Chrome,
    /// The folder.
    pub place: Place,
    /// What the form carries on, as the page before had it.
    pub uid_validity: UidValidity,
    /// The messages.
    pub uids: UidSet,
    /// Binds the form to its page.
    pub seal: String,
    /// Where the answer leads.
    pub next: String,
    /// The rows of the list.
    pub rows: String,
    /// Where "no" leads.
    pub back: String,
}

/// Asks; changes nothing.
pub async fn ask(place: Place, user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    at(place, &user, &choice).await?;
    let back = choice.back(place);
    let Choice { uid_validity, uid: uids, seal, next, rows, .. } = choice;
    let chrome = user.visit.chrome(place.slug());
    web::page(&AskPage { chrome, place, uid_validity, uids, seal, next, rows, back })
}

impl AskPage {
    fn count(&self) -> u32 {
        u32::try_from(self.uids.len()).unwrap_or(u32::MAX)
    }

    fn title(&self) -> String {
        self.chrome.l.n("delete-title", &self.count())
    }

    fn folder(&self) -> String {
        if self.place == Place::Trash { self.chrome.l.t("folder-trash") } else { self.chrome.l.t("folder-spam") }
    }

    fn program(&self) -> String {
        let key = if self.place == Place::Trash { "confirm-trash-program" } else { "confirm-spam-program" };
        self.chrome.l.t(key)
    }

    fn no(&self) -> String {
        self.chrome.l.with("confirm-cancel", &[("folder", self.folder().into())])
    }
}
