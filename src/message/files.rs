//! What hangs on a message, in words: what a file is, what to mind about it, when an appointment is.

use super::MessagePage;
use crate::mail::{Attachment, Event, FileKind, FileWarning, Moment, Purpose};
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
            // One without a name is called so.
            FileKind::Message if file.name.is_none() => return None,
            FileKind::Message => "file-kind-message",
            FileKind::Invitation => "file-kind-invitation",
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
        shown.then(|| self.name().preview(self.folder, &file.section))
    }

    /// Says why there is nothing to read.
    pub(super) fn no_text(&self) -> String {
        let is = |kind| self.message.attachments.iter().any(|file| file.kind() == Some(kind));
        let key = if is(FileKind::PgpEncrypted) || is(FileKind::SmimeMessage) {
            "message-encrypted"
        } else if is(FileKind::Tnef) {
            "message-only-tnef"
        } else {
            "message-no-text"
        };
        self.layout.l.t(key)
    }

    /// Says what an appointment asks for.
    pub(super) fn event_title(&self, event: &Event) -> String {
        let key = match event.purpose {
            Purpose::Request => "event-request",
            Purpose::Cancel => "event-cancel",
            Purpose::Reply => "event-reply",
            Purpose::Entry | Purpose::Other => "event-entry",
        };
        self.layout.l.t(key)
    }

    /// Says when an appointment begins and ends.
    pub(super) fn event_when(&self, event: &Event) -> Option<String> {
        let l = &self.layout.l;
        let (begins, zone) = self.moment(event.begins.as_ref()?);
        let ends = event.ends.as_ref().map(|ends| self.moment(ends).0);
        let whole_days = matches!(event.begins, Some(Moment::Day(_)));
        let begin = if whole_days { l.whole_day(&begins.date()) } else { l.moment_of(&begins) };
        let end = ends.map(|ends| match whole_days {
            true => l.whole_day(&ends.date()),
            false if ends.date() == begins.date() => l.time_of(&ends),
            false => l.moment_of(&ends),
        });
        let said = match end {
            Some(end) => l.with("event-from-to", &[("begin", begin.into()), ("end", end.into())]),
            None => begin,
        };
        Some(match zone {
            Some(zone) => l.with("event-in-zone", &[("when", said.into()), ("zone", zone.into())]),
            None => said,
        })
    }

    /// Returns what clocks show, and where they stand if that is not here.
    fn moment<'a>(&'a self, moment: &'a Moment) -> (jiff::civil::DateTime, Option<&'a str>) {
        match moment {
            Moment::Day(day) => (day.to_datetime(jiff::civil::Time::midnight()), None),
            Moment::Local { at, zone } => (*at, zone.as_deref()),
            Moment::Instant(at) => (self.layout.l.here(at), self.layout.l.zone()),
        }
    }
}
