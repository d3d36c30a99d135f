//! The list page, shared by all folders: what it links to.

use crate::mail::{ListSnapshot, Listing, Sort, Summary, Uid, UidSet, UidValidity, View};
use crate::web::{Folder, Layout, Link, MessageName, all_path, list_path, message_path, sort_word};
use askama::Template;

/// Shows `/inbox`, `/spam`, `/trash` or `/folder/{name}`.
#[derive(Debug, Clone, Template)]
#[template(path = "mailbox/list.html")]
pub struct ListPage {
    /// The frame; `here` is the slug of `folder`.
    pub layout: Layout,
    /// Which list this is: chooses words and buttons.
    pub folder: Folder,
    /// The rows and the totals.
    pub listing: Listing,
    /// What the form takes, where it takes all of the list.
    pub all: Option<ListSnapshot>,
    /// The messages that long work is about and has not reached yet.
    pub going: UidSet,
    /// Binds the form to this page.
    pub seal: String,
    /// What was asked for; its order and words are kept in the links.
    pub view: View,
}

/// One link of the "sort by" row.
pub(super) struct SortLink {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) current: bool,
}

impl ListPage {
    pub(super) fn is_spam(&self) -> bool {
        self.folder == Folder::Spam
    }

    pub(super) fn is_trash(&self) -> bool {
        self.folder == Folder::Trash
    }

    pub(super) fn is_other(&self) -> bool {
        matches!(self.folder, Folder::Other(..))
    }

    /// The last part of the path that Enter in the form leads to.
    pub(super) fn first_verb(&self) -> &'static str {
        match self.folder {
            Folder::Inbox => "read",
            Folder::Spam => "rescue",
            Folder::Trash | Folder::Other(..) => "restore",
        }
    }

    /// Returns the words searched for, without the spaces around them.
    pub(super) fn query(&self) -> &str {
        self.view.query.trim()
    }

    /// Tells whether emptying is offered: it treats the whole folder, so it does not stand beside search results.
    pub(super) fn can_empty(&self) -> bool {
        (self.is_spam() || self.is_trash()) && self.listing.mailbox.messages.unwrap_or(0) > 0 && self.query().is_empty()
    }

    pub(super) fn sort_word(&self) -> &'static str {
        sort_word(self.view.sort)
    }

    pub(super) fn is_sorted(&self) -> bool {
        self.view.sort != Sort::default()
    }

    pub(super) fn sort_links(&self) -> Vec<SortLink> {
        let offered = Sort::ALL.into_iter().filter(|&sort| sort != Sort::Score || self.is_spam());
        let link =
            |sort| SortLink { href: self.href(1, sort), text: self.sort_text(sort), current: sort == self.view.sort };
        offered.map(link).collect()
    }

    pub(super) fn previous(&self) -> Option<String> {
        (self.listing.page > 1).then(|| self.href(self.listing.page.saturating_sub(1), self.view.sort))
    }

    pub(super) fn next(&self) -> Option<String> {
        (self.listing.page < self.listing.pages).then(|| self.href(self.listing.page.saturating_add(1), self.view.sort))
    }

    /// Returns the UIDVALIDITY of the form.
    pub(super) fn uid_validity(&self) -> UidValidity {
        self.all.as_ref().map_or(self.listing.uid_validity, |all| all.uid_validity)
    }

    /// Leads to the form that takes all of the list, where that is more than this page shows.
    pub(super) fn choose_all_path(&self) -> Option<String> {
        (self.all.is_none() && self.listing.pages > 1).then(|| all_path(&self.folder, &self.view))
    }

    /// Returns the URL of a message, which knows its list.
    pub(super) fn message(&self, uid: &Uid) -> String {
        let name = MessageName { uid_validity: self.listing.uid_validity, uid: *uid };
        message_path(&self.folder, name, &self.view, self.listing.page)
    }

    /// Returns the URL of this page of the list.
    pub(super) fn here(&self) -> String {
        self.href(self.listing.page, self.view.sort)
    }

    /// Lists the rows in their order, so that an action leads back to where it was done.
    pub(super) fn uids(&self) -> String {
        let uids: Vec<String> = self.listing.rows.iter().map(|row| row.uid.to_string()).collect();
        uids.join(",")
    }

    /// Tells whether a row is newer than the one above it, though the list is in the order of arrival: a message that was moved here
    /// keeps its date.
    pub(super) fn is_out_of_order(&self) -> bool {
        let dates = || self.listing.rows.iter().map(Summary::shown_date);
        self.view.sort == Sort::Date && dates().zip(dates().skip(1)).any(|(above, below)| above < below)
    }

    /// Leads to the same search in the other folders.
    pub(super) fn same_search(&self) -> Vec<Link> {
        let view = View { query: self.view.query.clone(), ..View::default() };
        let others = Folder::ALL.into_iter().filter(|folder| *folder != self.folder);
        others.map(|folder| Link { href: list_path(&folder, &view, 1), text: self.search_label_of(&folder) }).collect()
    }

    pub(super) fn href(&self, page: u32, sort: Sort) -> String {
        list_path(&self.folder, &View { sort, ..self.view.clone() }, page)
    }
}
