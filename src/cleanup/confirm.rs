//! The question before a folder is emptied.

use crate::mail::{MailboxSnapshot, UidSet};
use crate::web::{self, Folder, Layout, OpenFolder};
use askama::Template;

/// Octets of the UID set that the form carries.
const MAX_LEFT_OUT: usize = 64 * 1024;

/// Shows `/spam/empty` or `/trash/empty`.
#[derive(Debug, Clone, Template)]
#[template(path = "cleanup/confirm.html")]
pub struct ConfirmPage {
    /// The frame; `here` is the slug of `folder`.
    pub layout: Layout,
    /// Spam or Trash.
    pub folder: Folder,
    /// What the person is shown, and what the form carries.
    pub seen: MailboxSnapshot,
    /// Binds the form to this page.
    pub seal: String,
    /// How many another mail program has marked as deleted; they are left to it.
    pub marked: u32,
    /// For how many seconds it can be taken back; 0 for not at all.
    pub grace: u32,
    /// Octets of all messages, where known.
    pub size: Option<u64>,
}

/// Asks before a folder is emptied; changes nothing.
pub(super) async fn show(open: OpenFolder) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let survey = mail.preview_emptying(&mailbox).await?;
    let mut seen = survey.seen;
    let marked = u32::try_from(seen.left_out.len()).unwrap_or(u32::MAX);
    if seen.left_out.to_string().len() > MAX_LEFT_OUT {
        // The count alone then keeps more from going than was said.
        seen.left_out = UidSet::default();
    }
    let seal = user.seal_of(&mailbox, &seen);
    let grace = user.grace_seconds();
    let layout = user.visit.layout(folder.slug());
    web::page(&ConfirmPage { layout, folder, seen, seal, marked, grace, size: survey.size })
}

impl ConfirmPage {
    fn is_trash(&self) -> bool {
        self.folder == Folder::Trash
    }

    fn title(&self) -> String {
        if self.is_trash() { self.layout.l.t("confirm-trash-title") } else { self.layout.l.t("confirm-spam-title") }
    }

    /// "All 412 messages in Spam (38 MB) will be deleted for good."
    fn what(&self) -> String {
        let l = &self.layout.l;
        let (count, folder) = (self.seen.count.into(), self.folder.name(&self.layout.l).into());
        // The size is of all messages: with some left behind it would promise too much.
        match self.size.filter(|_| self.marked == 0) {
            Some(size) => {
                l.with("confirm-what-and-size", &[("count", count), ("folder", folder), ("size", l.size(&size).into())])
            }
            None => l.with("confirm-what", &[("count", count), ("folder", folder)]),
        }
    }

    fn nothing(&self) -> String {
        self.layout.l.with("confirm-nothing", &[("folder", self.folder.name(&self.layout.l).into())])
    }

    fn back(&self) -> String {
        self.layout.l.with("confirm-cancel", &[("folder", self.folder.name(&self.layout.l).into())])
    }
}
