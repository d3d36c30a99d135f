//! The question before messages that were chosen are deleted for good, for browsers without script; with it the button itself asks.

use super::checked::checked;
use crate::mail::{PAGE_SIZE, UidSet, Wanted};
use crate::web::{self, Folder, FolderForm, Layout, OpenFolder, SelectionForm};
use askama::Template;

/// Shows `/spam/delete/confirm`, `/inbox/delete-for-good/confirm` and their like.
#[derive(Debug, Clone, Template)]
#[template(path = "mailbox/confirm_delete.html")]
pub struct ConfirmDeletePage {
    /// The frame; `here` is the slug of `folder`.
    pub layout: Layout,
    /// The folder.
    pub folder: Folder,
    /// The messages, which the form carries on as the page before had them.
    pub wanted: Wanted,
    /// Binds the form to its page.
    pub seal: String,
    /// Where the answer leads.
    pub next: String,
    /// The rows of the list.
    pub rows: String,
    /// Where "no" leads.
    pub back: String,
    /// For how many seconds it can be taken back; 0 for not at all.
    pub grace: u32,
    /// Why it is asked.
    pub why: Why,
}

/// Asks; changes nothing.
pub async fn show(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form, wanted) = checked(form)?;
    ask(open, form, wanted, Why::Chosen)
}

/// Why it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Somebody wants to delete for good.
    Chosen,
    /// Somebody wanted to delete, and the mail server refused the move to Trash: the mailbox is full.
    NoRoomInTrash,
}

/// Asks whether these messages are to be deleted for good; changes nothing.
pub(super) fn ask(open: OpenFolder, form: SelectionForm, wanted: Wanted, why: Why) -> web::Result {
    let folder = open.folder;
    // From a page that gathers what lies in several folders the way leads back there.
    let back = if gathers(&form.next) { form.next.clone() } else { form.back(&folder) };
    let SelectionForm { seal, next, rows, .. } = form;
    let grace = open.user.grace_seconds();
    let layout = open.user.visit.layout(folder.slug());
    web::page(&ConfirmDeletePage { layout, folder, wanted, seal, next, rows, back, grace, why })
}

/// Tells whether a page gathers what lies in several folders.
fn gathers(path: &str) -> bool {
    matches!(path, "/storage" | "/storage/inbox")
}

impl ConfirmDeletePage {
    fn count(&self) -> u32 {
        self.wanted.count()
    }

    fn uids(&self) -> UidSet {
        match &self.wanted {
            Wanted::Chosen(_, uids) => uids.clone(),
            _ => UidSet::default(),
        }
    }

    /// Tells whether there are so many that they stand in one field.
    fn are_many(&self) -> bool {
        self.uids().len() > u64::from(PAGE_SIZE)
    }

    fn has_no_room(&self) -> bool {
        self.why == Why::NoRoomInTrash
    }

    fn title(&self) -> String {
        self.layout.l.n("delete-title", &self.count())
    }

    fn program(&self) -> String {
        self.layout.l.t(match self.folder {
            Folder::Spam => "confirm-spam-program",
            Folder::Inbox => "confirm-inbox-program",
            _ => "confirm-trash-program",
        })
    }

    /// The last part of the path that does it.
    fn verb(&self) -> &'static str {
        if matches!(self.folder, Folder::Spam | Folder::Trash) { "delete" } else { "delete-for-good" }
    }

    fn no(&self) -> String {
        if gathers(&self.back) {
            return self.layout.l.t("storage-back");
        }
        self.layout.l.with("confirm-cancel", &[("folder", self.folder.name(&self.layout.l).into())])
    }
}
