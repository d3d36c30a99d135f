//! One message, shown as text.

use crate::mail::{Attachment, Message, TextKind, Verdict};
use crate::web::Chrome;
use askama::Template;

/// Shows `/{box}/{uidvalidity}-{uid}`.
#[derive(Debug, Clone, Template)]
#[template(path = "message/message.html")]
pub struct MessagePage {
    /// The frame; `here` is `slug`.
    pub chrome: Chrome,
    /// `inbox`, `spam` or `trash`: chooses the words and the buttons.
    pub slug: &'static str,
    /// The message.
    pub message: Message,
}

impl MessagePage {
    fn is_spam(&self) -> bool {
        self.slug == "spam"
    }

    fn is_trash(&self) -> bool {
        self.slug == "trash"
    }

    /// Only mail of the Inbox is marked read; elsewhere nobody waits for it.
    fn is_unread(&self) -> bool {
        !self.is_spam() && !self.is_trash() && !self.message.summary.seen
    }

    fn is_from_html(&self) -> bool {
        self.message.text_kind == TextKind::FromHtml
    }

    fn has_text(&self) -> bool {
        self.message.text_kind != TextKind::Nothing && !self.message.text.trim().is_empty()
    }

    fn folder(&self) -> String {
        match self.slug {
            "spam" => self.chrome.l.t("folder-spam"),
            "trash" => self.chrome.l.t("folder-trash"),
            _ => self.chrome.l.t("folder-inbox"),
        }
    }

    fn back(&self) -> String {
        self.chrome.l.with("message-back", &[("folder", self.folder().into())])
    }

    /// What the mail program will see after the buttons.
    fn explained(&self) -> String {
        match self.slug {
            "spam" => self.chrome.l.t("message-spam-explained"),
            "trash" => self.chrome.l.t("message-trash-explained"),
            _ => self.chrome.l.t("message-inbox-explained"),
        }
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        let l = &self.chrome.l;
        let score = l.decimal(&verdict.score).into();
        match verdict.limit {
            Some(limit) => l.with("message-verdict-of", &[("score", score), ("limit", l.decimal(&limit).into())]),
            None => l.with("message-verdict", &[("score", score)]),
        }
    }

    fn confirm(&self) -> String {
        self.chrome.l.with("delete-confirm", &[("count", "1".into())])
    }

    fn attachments_title(&self) -> String {
        let count = u32::try_from(self.message.attachments.len()).unwrap_or(u32::MAX);
        self.chrome.l.n("message-attachments", &count)
    }

    fn file_name(&self, attachment: &Attachment) -> String {
        match attachment.name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => name.to_owned(),
            None => self.chrome.l.t("message-attachment-unnamed"),
        }
    }
}
