//! The question before messages that were ticked are deleted for good, for browsers without script; with it the button itself asks.

use super::verbs::checked;
use crate::mail::{UidSet, UidValidity};
use crate::web::{self, Folder, FolderForm, Layout, SelectionForm};
use askama::Template;

/// Shows `/spam/delete/confirm` and `/trash/delete/confirm`.
#[derive(Debug, Clone, Template)]
#[template(path = "mailbox/confirm_delete.html")]
pub struct ConfirmDeletePage {
    /// The frame; `here` is the slug of `folder`.
    pub layout: Layout,
    /// The folder.
    pub folder: Folder,
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
pub async fn show(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    let folder = open.folder;
    let back = form.back(folder);
    let SelectionForm { uid_validity, uid: uids, seal, next, rows, .. } = form;
    let layout = open.user.visit.layout(folder.slug());
    web::page(&ConfirmDeletePage { layout, folder, uid_validity, uids, seal, next, rows, back })
}

impl ConfirmDeletePage {
    fn count(&self) -> u32 {
        u32::try_from(self.uids.len()).unwrap_or(u32::MAX)
    }

    fn title(&self) -> String {
        self.layout.l.n("delete-title", &self.count())
    }

    fn program(&self) -> String {
        let key = if self.folder == Folder::Trash { "confirm-trash-program" } else { "confirm-spam-program" };
        self.layout.l.t(key)
    }

    fn no(&self) -> String {
        self.layout.l.with("confirm-cancel", &[("folder", self.folder.name(&self.layout.l).into())])
    }
}
