//! The list page: what it says.

use super::page::ListPage;
use crate::i18n::Arg;
use crate::mail::{Certainty, Limit, Reach, Reason, Sort, Summary, Verdict};
use crate::web::Folder;
use std::borrow::Cow;

/// Longest texts of a row, in characters; the opened message shows the whole.
const SUBJECT: usize = 120;
const NAME: usize = 50;
const ADDRESS: usize = 60;

impl ListPage {
    pub(super) fn title(&self) -> String {
        self.folder.name(&self.layout.l)
    }

    /// Says "412 messages", or how many were found.
    pub(super) fn count(&self) -> String {
        let l = &self.layout.l;
        if self.query().is_empty() {
            return l.n("messages", &self.listing.total);
        }
        l.with("list-found", &[("count", self.listing.total.into()), ("words", self.words())])
    }

    /// The words searched for, isolated: they may turn the direction of writing, and must not turn ours.
    fn words(&self) -> Arg {
        format!("\u{2068}{}\u{2069}", self.query()).into()
    }

    pub(super) fn explained(&self) -> String {
        match self.folder {
            Folder::Inbox => self.layout.l.t("list-inbox-explained"),
            Folder::Spam => self.layout.l.t("list-spam-explained"),
            Folder::Trash => self.layout.l.t("list-trash-explained"),
            Folder::Other(..) => self.layout.l.t("list-folder-explained"),
        }
    }

    pub(super) fn nothing_here(&self) -> String {
        match self.folder {
            _ if !self.query().is_empty() => {
                self.layout.l.with("list-found-nothing", &[("words", self.words()), ("folder", self.title().into())])
            }
            Folder::Inbox => self.layout.l.t("list-inbox-nothing"),
            Folder::Spam => self.layout.l.t("list-spam-nothing"),
            Folder::Trash => self.layout.l.t("list-trash-nothing"),
            Folder::Other(..) => self.layout.l.t("list-folder-nothing"),
        }
    }

    pub(super) fn empty_link(&self) -> String {
        if self.is_trash() { self.layout.l.t("trash-empty-link") } else { self.layout.l.t("spam-empty-link") }
    }

    pub(super) fn search_label(&self) -> String {
        self.search_label_of(&self.folder)
    }

    pub(super) fn search_label_of(&self, folder: &Folder) -> String {
        self.layout.l.with("list-search-label", &[("folder", folder.name(&self.layout.l).into())])
    }

    /// Says what was looked at, where that is not all.
    pub(super) fn reach(&self) -> Option<String> {
        match self.listing.reach {
            Reach::Whole => None,
            Reach::Newest(count) => Some(self.layout.l.n("list-only-newest", &count)),
            Reach::OlderByServer(count) => Some(self.layout.l.n("list-older-by-server", &count)),
        }
    }

    pub(super) fn sort_text(&self, sort: Sort) -> String {
        match sort {
            Sort::Date => self.layout.l.t("list-sort-date"),
            Sort::Size => self.layout.l.t("list-sort-size"),
            Sort::From => self.layout.l.t("list-sort-from"),
            Sort::Subject => self.layout.l.t("list-sort-subject"),
            Sort::Score => self.layout.l.t("list-sort-score"),
        }
    }

    /// Says "51–100 of 3,412".
    pub(super) fn range(&self) -> String {
        let l = &self.layout.l;
        let per_page = crate::mail::PAGE_SIZE;
        let rows = u32::try_from(self.listing.rows.len()).unwrap_or(u32::MAX);
        let first = self.listing.page.saturating_sub(1).saturating_mul(per_page).saturating_add(1);
        let last = first.saturating_add(rows).saturating_sub(1);
        l.with("list-range", &[("first", first.into()), ("last", last.into()), ("total", self.listing.total.into())])
    }

    /// Returns the text that scripts show while messages are chosen; `#` stands for their number.
    pub(super) fn chosen(&self) -> String {
        self.layout.l.with("list-chosen", &[("count", "#".into())])
    }

    /// Offers to choose all: those of other pages, too.
    pub(super) fn choose_all(&self) -> Option<String> {
        let key = if self.query().is_empty() { "list-choose-every" } else { "list-choose-found" };
        self.choose_all_path().map(|_| self.layout.l.with(key, &[("count", self.listing.total.into())]))
    }

    /// Says that all are chosen.
    pub(super) fn all_chosen(&self) -> Option<String> {
        let all = self.all.as_ref()?;
        if all.query.is_empty() {
            return Some(self.layout.l.n("list-chosen-every", &all.count));
        }
        Some(self.layout.l.with("list-chosen-found", &[("count", all.count.into()), ("words", self.words())]))
    }

    pub(super) fn confirm(&self) -> String {
        self.layout.l.with("delete-confirm", &[("count", "#".into())])
    }

    /// Says how many of these were close calls; `None` where there are none.
    pub(super) fn close_calls(&self) -> Option<String> {
        let is_close =
            |row: &&Summary| row.verdict.and_then(|verdict| verdict.certainty()) == Some(Certainty::CloseCall);
        let count = u32::try_from(self.listing.rows.iter().filter(is_close).count()).unwrap_or(u32::MAX);
        (self.is_spam() && count > 0).then(|| self.layout.l.n("list-close-calls", &count))
    }

    /// Returns the list with the close calls on top, where it is in another order.
    pub(super) fn close_calls_first(&self) -> Option<String> {
        (self.view.sort != Sort::Score).then(|| self.href(1, Sort::Score))
    }

    /// Says the points and the strongest reason, as far as they are known.
    pub(super) fn reason(&self, verdict: &Verdict) -> String {
        let l = &self.layout.l;
        let points = verdict.score.map(|score| match verdict.limit {
            Some(Limit::Probability(_)) => l.with("points-percent", &[("percent", l.percent(score).into())]),
            Some(Limit::Scale(_, most)) => {
                l.with("points-scale", &[("score", l.decimal(&score).into()), ("most", l.decimal(&most).into())])
            }
            _ => l.with("points", &[("score", l.decimal(&score).into())]),
        });
        let reason = verdict.first.and_then(Reason::short_key).map(|key| l.t(key));
        points.into_iter().chain(reason).collect::<Vec<_>>().join(" · ")
    }

    pub(super) fn subject<'a>(&self, subject: &'a str) -> Cow<'a, str> {
        shortened(subject, SUBJECT, 0)
    }

    pub(super) fn name<'a>(&self, name: &'a str) -> Cow<'a, str> {
        shortened(name, NAME, 0)
    }

    /// Cuts the middle, so that the domain stays in sight.
    pub(super) fn address<'a>(&self, address: &'a str) -> Cow<'a, str> {
        shortened(address, ADDRESS, ADDRESS * 2 / 3)
    }
}

/// Cuts a text to at most `most` characters, keeping the last `tail` of them.
fn shortened(text: &str, most: usize, tail: usize) -> Cow<'_, str> {
    // A letter has one octet at least.
    if text.len() <= most {
        return text.into();
    }
    let length = text.chars().count();
    if length <= most {
        return text.into();
    }
    let head = text.chars().take(most.saturating_sub(tail + 1));
    head.chain(['…']).chain(text.chars().skip(length - tail)).collect()
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_long_address_keeps_its_domain() {
        assert_eq!(shortened("anna", 10, 5), "anna");
        assert_eq!(shortened("a-very-long-name@b.de", 10, 5), "a-ve…@b.de");
        assert_eq!(shortened("ääääääääääääääää", 4, 0), "äää…");
    }
}
