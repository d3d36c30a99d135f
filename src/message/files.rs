//! What hangs on a message, in words: what a file is, and what to mind about it.

use super::MessagePage;
use crate::mail::{Attachment, FileKind, FileWarning};
use crate::web::Folder;

/// Pictures of one message of which small ones are shown.
const MAX_PREVIEWS: usize = 12;

impl MessagePage {
    /// Says how many files hang on the message.
    pub(super) fn attachments_title(&self) -> String {
        let count = u32::try_from(self.message.attachments.len()).unwrap_or(u32::MAX);
        self.layout.l.n("message-attachments", &count)
    }

    /// Tells whether there are files that only the delivered message will give.
    pub(super) fn has_locked_files(&self) -> bool {
        self.message.attachments.iter().any(|file| file.section.is_empty())
    }

    pub(super) fn file_name(&self, file: &Attachment) -> String {
        match file.name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => name.to_owned(),
            None if file.kind() == Some(FileKind::Message) => self.layout.l.t("file-message-unnamed"),
            None => self.layout.l.t("message-attachment-unnamed"),
        }
    }

    /// Says what a file is, where its name does not.
    pub(super) fn file_kind(&self, file: &Attachment) -> Option<String> {
        let key = match file.kind()? {
            FileKind::Picture => return None,
            FileKind::Message => "file-kind-message",
            FileKind::Event => "file-kind-event",
            FileKind::Tnef => "file-kind-tnef",
            FileKind::PgpSignature | FileKind::SmimeSignature => "file-kind-signature",
            FileKind::PgpEncrypted => "file-kind-pgp-encrypted",
            FileKind::PgpKey => "file-kind-pgp-key",
            FileKind::SmimeMessage => "file-kind-smime-message",
            FileKind::DeliveryReport => "file-kind-report",
        };
        Some(self.layout.l.t(key))
    }

    /// Says what to mind about a file.
    pub(super) fn file_warning(&self, file: &Attachment) -> Option<String> {
        let key = match file.warning()? {
            FileWarning::TwoEndings => "file-warning-two-endings",
            FileWarning::Program => "file-warning-program",
            FileWarning::OtherType => "file-warning-other-type",
            FileWarning::WebPage => "file-warning-web-page",
        };
        Some(self.layout.l.t(key))
    }

    /// Returns where a small picture of a file is; never in Spam.
    pub(super) fn preview(&self, file: &Attachment) -> Option<String> {
        let is_picture = |file: &&Attachment| {
            file.kind() == Some(FileKind::Picture) && file.warning().is_none() && !file.section.is_empty()
        };
        let first = || self.message.attachments.iter().filter(is_picture).take(MAX_PREVIEWS);
        let shown = self.folder != Folder::Spam && first().any(|other| other.section == file.section);
        shown.then(|| self.name().preview(&self.folder, &file.section))
    }
}
