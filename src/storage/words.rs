//! What the pages of storage say.

use super::clean::{CleanPage, CleanPreview};
use super::inbox::{AGES, OldMailPage, OldMailPreview};
use super::page::StoragePage;
use crate::i18n::Arg;
use crate::mail::{Amount, FrequentSender, LargeMessage, Mailbox, OldMailFound, QuotaResource, QuotaUse, Storage};
use crate::retention::Rule;
use crate::web::{Folder, quota_args};

/// Days that are offered first.
const USUAL: u32 = 30;
/// From so many days on months are told.
const MONTHS_FROM: u32 = 75;

impl StoragePage {
    /// What people call a quota root: as the host says, else "Your mailbox" where there is one, else as the server calls it.
    pub(super) fn quota_name(&self, quota: &QuotaUse) -> String {
        let l = &self.layout.l;
        let told = self.quota_names.get(&quota.root).cloned();
        let is_only = self.survey.quota.iter().all(|other| other.root == quota.root);
        let name = told.unwrap_or_else(|| {
            let plain = is_only || quota.root.trim().is_empty();
            if plain { l.t("storage-mailbox") } else { quota.root.clone() }
        });
        match quota.resource {
            QuotaResource::Storage => name,
            QuotaResource::Messages => l.with("storage-quota-messages", &[("name", name.into())]),
        }
    }

    /// "412 MB of 2 GB used (20%)", or so many messages of so many.
    pub(super) fn how_full(&self, quota: &QuotaUse) -> String {
        let l = &self.layout.l;
        if quota.resource == QuotaResource::Storage {
            return l.with("storage-used", &quota_args(l, &quota.amount));
        }
        let Storage { used, limit } = quota.amount;
        let percent = number(quota.amount.percent());
        l.with("storage-messages-used", &[("used", number(used)), ("limit", number(limit)), ("percent", percent)])
    }

    /// "At this rate it will be full in about 40 days."
    pub(super) fn forecast(&self) -> Option<String> {
        let l = &self.layout.l;
        let told = self.forecast.filter(|_| self.survey.storage().is_some_and(|storage| !storage.is_full()))?;
        let about = |days: u32| {
            if days < MONTHS_FROM {
                l.n("storage-days", &days)
            } else {
                l.n("storage-months", &(days.saturating_add(15) / 30))
            }
        };
        let (days, soonest) = (about(told.days), about(told.soonest));
        let latest = told.latest.map(about);
        let key = match &latest {
            Some(latest) if *latest == days && soonest == days => "storage-full-in",
            Some(_) => "storage-full-between",
            None => "storage-full-or-never",
        };
        let args = [("days", days.into()), ("soonest", soonest.into()), ("latest", latest.unwrap_or_default().into())];
        Some(l.with(key, &args))
    }

    /// How far the count is, while it goes on.
    pub(super) fn counting(&self) -> Option<String> {
        let args = [("done", number(self.survey.counted)), ("count", number(self.survey.messages))];
        self.survey.is_counting.then(|| self.layout.l.with("storage-counting", &args))
    }

    /// What is said where not everything was counted, and nobody counts.
    pub(super) fn uncounted(&self) -> Option<String> {
        let left = self.survey.messages.saturating_sub(self.survey.counted);
        let said = || self.layout.l.with("storage-uncounted", &[("count", number(left))]);
        (!self.survey.is_counting && left > 0).then(said)
    }

    /// Says how many folders more there are.
    pub(super) fn more(&self) -> String {
        self.layout.l.with("storage-more-folders", &[("count", number(self.more_folders().len() as u64))])
    }

    pub(super) fn count(&self, mailbox: &Mailbox) -> String {
        let l = &self.layout.l;
        mailbox.messages.map_or_else(|| l.t("storage-not-known"), |count| l.number(&count))
    }

    pub(super) fn size(&self, mailbox: &Mailbox) -> String {
        let l = &self.layout.l;
        let unknown = if self.survey.is_counting { "storage-not-yet" } else { "storage-not-known" };
        mailbox.size.map_or_else(|| l.t(unknown), |octets| self.octets(&octets))
    }

    /// A size; of nothing, nothing.
    pub(super) fn octets(&self, octets: &u64) -> String {
        if *octets == 0 { self.layout.l.t("storage-nothing") } else { self.layout.l.size(octets) }
    }

    /// "Empty Spam: frees 38 MB".
    pub(super) fn empty(&self, mailbox: &Mailbox) -> String {
        let l = &self.layout.l;
        let what = if Folder::of_mailbox(mailbox) == Folder::Spam { "spam-empty-link" } else { "trash-empty-link" };
        match mailbox.size {
            Some(octets) => l.with("storage-frees", &[("what", l.t(what).into()), ("size", l.size(&octets).into())]),
            None => l.t(what),
        }
    }

    pub(super) fn frees(&self, octets: &u64) -> String {
        let l = &self.layout.l;
        l.with("storage-frees", &[("what", l.t("act-delete-for-good").into()), ("size", l.size(octets).into())])
    }

    /// What a message is about, as far as that is known.
    pub(super) fn subject(&self, large: &LargeMessage) -> String {
        let subject =
            large.row.as_ref().map(|row| row.subject.clone().unwrap_or_else(|| self.layout.l.t("no-subject")));
        subject.unwrap_or_else(|| self.layout.l.t("storage-message"))
    }

    /// Says which message a button deletes, for who does not see the row.
    pub(super) fn frees_of(&self, octets: &u64, what: impl AsRef<str>) -> String {
        self.layout.l.with("storage-frees-of", &[("action", self.frees(octets).into()), ("what", what.as_ref().into())])
    }

    pub(super) fn age(&self, at: &usize) -> String {
        self.layout.l.t(match at {
            0 => "storage-this-year",
            1 => "storage-last-year",
            _ => "storage-older",
        })
    }

    pub(super) fn amount_count(&self, amount: &Amount) -> String {
        self.layout.l.number(&u32::try_from(amount.count).unwrap_or(u32::MAX))
    }

    /// How the sender of many messages is shown.
    pub(super) fn sender(&self, sender: &FrequentSender) -> String {
        let address = sender.from.as_ref().and_then(|person| person.address.clone());
        let name = sender.from.as_ref().and_then(|person| person.name.clone());
        address.or(name).unwrap_or_else(|| self.layout.l.t("no-sender"))
    }

    /// Says where only the newest messages were looked at.
    pub(super) fn newest_only(&self) -> Option<String> {
        self.survey.newest_only.map(|count| self.layout.l.with("storage-newest-only", &[("count", number(count))]))
    }
}

/// One line of the table of ages.
pub(super) struct AgeRow {
    pub(super) days: u32,
    pub(super) count: String,
    pub(super) size: String,
    pub(super) any: bool,
    pub(super) label: String,
}

impl OldMailPage {
    pub(super) fn rows(&self) -> Vec<AgeRow> {
        let l = &self.layout.l;
        let row = |(days, found): (u32, &OldMailFound)| {
            let Amount { count, octets } = found.amount;
            let (age, look) = (l.n("old-older", &days), l.t("clean-look"));
            AgeRow {
                days,
                count: l.number(&u32::try_from(count).unwrap_or(u32::MAX)),
                size: if octets == 0 { l.t("storage-nothing") } else { l.size(&octets) },
                any: count > 0,
                label: l.with("storage-frees-of", &[("action", look.into()), ("what", age.into())]),
            }
        };
        AGES.into_iter().zip(&self.ages).map(row).collect()
    }

    pub(super) fn preview_title(&self, shown: &OldMailPreview) -> String {
        let l = &self.layout.l;
        match (shown.days, shown.only_read) {
            (0, _) => l.t("old-preview-read"),
            (days, true) => l.n("old-preview-older-read", &days),
            (days, false) => l.n("old-preview-older", &days),
        }
    }

    pub(super) fn how_much(&self, shown: &OldMailPreview) -> String {
        let (l, Amount { count, octets }) = (&self.layout.l, shown.found.amount);
        l.with("old-how-much", &[("count", number(count)), ("size", l.size(&octets).into())])
    }

    /// Says where one form does not take all of them.
    pub(super) fn first_only(&self, shown: &OldMailPreview) -> Option<String> {
        let count = shown.uids.len();
        (count < shown.found.amount.count).then(|| self.layout.l.with("old-first-only", &[("count", number(count))]))
    }

    pub(super) fn to_trash(&self, shown: &OldMailPreview) -> String {
        self.layout.l.with("old-move", &[("count", number(shown.uids.len()))])
    }
}

impl CleanPage {
    pub(super) fn preview_title(&self, shown: &CleanPreview) -> String {
        let l = &self.layout.l;
        l.with("clean-preview-title", &[("folder", shown.folder.name(l).into()), ("count", shown.days.into())])
    }

    /// What goes as soon as it is switched on.
    pub(super) fn goes_now(&self, shown: &CleanPreview) -> String {
        let (l, amount) = (&self.layout.l, shown.due.amount);
        if amount.count == 0 {
            return l.t("clean-goes-nothing");
        }
        let size = ("size", l.size(&amount.octets).into());
        l.with("clean-goes-now", &[("count", number(amount.count)), size, ("days", shown.days.into())])
    }

    /// What becomes of the rest.
    pub(super) fn goes_later(&self, shown: &CleanPreview) -> String {
        self.layout.l.with("clean-goes-later", &[("count", shown.days.into())])
    }

    /// How it is known how long a message has been in the folder.
    pub(super) fn clock(&self, shown: &CleanPreview) -> String {
        self.layout.l.t(if shown.due.by_save_date { "clean-clock-server" } else { "clean-clock-seen" })
    }

    pub(super) fn switch_on(&self, shown: &CleanPreview) -> String {
        let count = shown.due.amount.count;
        if count == 0 {
            self.layout.l.t("clean-switch-on")
        } else {
            self.layout.l.with("clean-switch-on-now", &[("count", number(count))])
        }
    }

    pub(super) fn agreed(&self, rule: &Rule) -> String {
        rule.days.map_or_else(
            || self.layout.l.t("clean-is-off"),
            |days| self.layout.l.with("clean-is-on", &[("count", days.into())]),
        )
    }

    /// When it last ran, and what it took.
    pub(super) fn last_run(&self, rule: &Rule) -> Option<String> {
        let l = &self.layout.l;
        let last = rule.last.filter(|_| rule.days.is_some())?;
        let day = jiff::Timestamp::from_second(last.at).ok().map(|at| l.day(&at)).unwrap_or_default();
        let args = [("day", day.into()), ("count", number(last.taken)), ("size", l.size(&last.octets).into())];
        let key = match last.taken {
            _ if last.runs => "clean-runs",
            0 if last.stopped => "clean-stopped",
            0 => "clean-ran-nothing",
            _ => "clean-ran",
        };
        Some(l.with(key, &args))
    }

    pub(super) fn is_chosen(&self, rule: &Rule, days: &u32) -> bool {
        rule.days.unwrap_or(USUAL) == *days
    }

    /// What is said where the mail server itself deletes.
    pub(super) fn expires_after(&self, folder: &Folder, days: &u32) -> String {
        let l = &self.layout.l;
        l.with("clean-expires", &[("folder", folder.name(l).into()), ("count", (*days).into())])
    }
}

fn number(count: u64) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
