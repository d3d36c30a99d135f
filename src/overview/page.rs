//! The first page after signing in.

use crate::mail::{Mailbox, Overview, Role, Storage};
use crate::web::{self, Folder, Layout, SignedIn, quota_args};
use askama::Template;

/// Shows `/`.
#[derive(Debug, Clone, Template)]
#[template(path = "overview/overview.html")]
pub struct OverviewPage {
    /// The frame; `here` is `overview`.
    pub layout: Layout,
    /// What was found.
    pub overview: Overview,
}

/// Shows what the server holds.
pub(super) async fn show(user: SignedIn) -> web::Result {
    let overview = user.account.mail().overview().await?;
    let keeper = user.visit.state.keeper();
    keeper.note_seen(&user.account, overview.epochs.clone());
    if let Some(storage) = overview.storage {
        keeper.note_storage(&user.account, storage);
    }
    web::page(&OverviewPage { layout: user.visit.layout("overview"), overview })
}

impl OverviewPage {
    fn inbox(&self) -> Option<&Mailbox> {
        self.overview
            .mailbox(Role::Inbox)
            .or_else(|| self.overview.mailboxes.iter().find(|mailbox| mailbox.name.is_inbox()))
    }

    fn spam(&self) -> Option<&Mailbox> {
        self.overview.mailbox(Role::Spam)
    }

    fn trash(&self) -> Option<&Mailbox> {
        self.overview.mailbox(Role::Trash)
    }

    /// Every folder that has no panel of its own.
    fn others(&self) -> Vec<&Mailbox> {
        let shown = |mailbox: &Mailbox| {
            matches!(mailbox.role, Some(Role::Inbox | Role::Spam | Role::Trash)) || mailbox.name.is_inbox()
        };
        self.overview.mailboxes.iter().filter(|mailbox| !shown(mailbox)).collect()
    }

    /// "412 messages, 38 MB", as far as the server says.
    fn amount(&self, mailbox: &Mailbox) -> String {
        let l = &self.layout.l;
        let count = mailbox.messages.map(|count| l.n("messages", &count));
        let size = mailbox.size.filter(|_| mailbox.messages != Some(0)).map(|size| l.size(&size));
        match (count, size) {
            (Some(count), Some(size)) => {
                l.with("messages-and-size", &[("messages", count.into()), ("size", size.into())])
            }
            (Some(known), None) | (None, Some(known)) => known,
            (None, None) => l.t("messages-unknown"),
        }
    }

    fn how_full(&self, storage: &Storage) -> String {
        self.layout.l.with("storage-used", &quota_args(&self.layout.l, storage))
    }

    fn room_left(&self, storage: &Storage) -> String {
        let free = self.layout.l.quota_size(&storage.limit.saturating_sub(storage.used));
        self.layout.l.with("storage-free", &[("size", free.into())])
    }
}
