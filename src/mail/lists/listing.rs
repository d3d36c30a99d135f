//! One page of a mailbox.

use super::rows::{row_items, rows, rows_of};
use super::sizes::octets;
use super::sorted::sorted;
use crate::imap::{self, FetchItems, SearchCriteria, Session, Window};
use crate::mail::account::work::Mail;
use crate::mail::types::view::{PAGE_SIZE, Reach, View, page_of, pages};
use crate::mail::{Account, Error, Mailbox, Result, Summary, Uid, UidSet, UidValidity};

/// Remembers what a page showed, so that an action touches nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxSnapshot {
    /// The mailbox's UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// The highest UID that was there; `None` in an empty mailbox.
    pub last_uid: Option<Uid>,
    /// How many messages it said would go: all but those that were left out.
    pub count: u32,
    /// What was left out: another mail program had marked it `\Deleted`, and emptying leaves it to it.
    pub left_out: UidSet,
}

/// Holds one page of a mailbox.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The mailbox; `messages` is as of this listing.
    pub mailbox: Mailbox,
    /// The UIDVALIDITY of the rows.
    pub uid_validity: UidValidity,
    /// The rows, in the order asked for.
    pub rows: Vec<Summary>,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all, at least 1.
    pub pages: u32,
    /// Messages that match: all of the mailbox, or those found by the query.
    pub total: u32,
    /// What was looked at.
    pub reach: Reach,
}

/// Holds what the page shows that asks before a mailbox is emptied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyPreview {
    /// What the form must carry.
    pub seen: MailboxSnapshot,
    /// Octets of all messages, where they could be told.
    pub size: Option<u64>,
}

impl Mail {
    /// Lists one page.
    ///
    /// # Errors
    /// [`Error::Gone`] when the mailbox is not there any more.
    pub async fn list(&self, mailbox: &Mailbox, view: &View) -> Result<Listing> {
        let (account, asked, view) = (self.account.clone(), mailbox.clone(), view.clone());
        let listing = self.read(Some(&mailbox.name), move |session| {
            let (account, mailbox, view) = (account.clone(), asked.clone(), view.clone());
            Box::pin(async move { list(session, &account, mailbox, &view).await })
        });
        listing.await?.ok_or(Error::MailboxChanged)
    }

    /// Returns the newest few rows of a mailbox.
    pub(in crate::mail) async fn newest(&self, mailbox: &Mailbox, count: u32) -> Result<Vec<Summary>> {
        let (account, asked) = (self.account.clone(), mailbox.clone());
        let newest = self.read(Some(&mailbox.name), move |session| {
            let (account, mailbox) = (account.clone(), asked.clone());
            Box::pin(async move {
                let items = items(&account, &mailbox, 1);
                let window = |_| Window { skip: 0, count };
                let (mut examined, fetched) =
                    session.fetch_window(&mailbox.name, mailbox.messages, window, items).await?;
                rows(&account, &mailbox.name, &mut examined, &fetched).await
            })
        });
        newest.await
    }

    /// Returns count, last UID and size of a mailbox, for the page that asks before it is emptied.
    ///
    /// # Errors
    /// As [`Mail::list`].
    pub async fn preview_emptying(&self, mailbox: &Mailbox) -> Result<EmptyPreview> {
        let (account, asked) = (self.account.clone(), mailbox.clone());
        let survey = self.read(Some(&mailbox.name), move |session| {
            let (account, mailbox) = (account.clone(), asked.clone());
            Box::pin(async move {
                let name = &mailbox.name;
                let status = session.status(name).await?;
                let size = octets(session, &account, name, &status).await?;
                let one = |_| Window { skip: 0, count: 1 };
                let (mut examined, newest) =
                    session.fetch_window(name, status.messages, one, FetchItems::Flags).await?;
                let Some(uid_validity) = examined.uid_validity() else { return Ok(None) };
                let last_uid = newest.first().and_then(|newest| newest.uid);
                let exists = examined.exists();
                let deleted = SearchCriteria {
                    uids: last_uid.map(UidSet::up_to),
                    deleted: Some(true),
                    ..SearchCriteria::default()
                };
                let marked = examined.search(&deleted).await?;
                // What we marked ourselves and could not expunge is ours to finish.
                let ours = account.state().recovery.about(name, uid_validity).marked();
                let left_out = marked.difference(&ours);
                let count = exists.saturating_sub(u32::try_from(left_out.len()).unwrap_or(u32::MAX));
                Ok(Some(EmptyPreview { seen: MailboxSnapshot { uid_validity, last_uid, count, left_out }, size }))
            })
        });
        survey.await?.ok_or(Error::MailboxChanged)
    }
}

/// Says what to ask for a page: only the flags when it was drawn before.
fn items(account: &Account, mailbox: &Mailbox, page: u32) -> FetchItems {
    let known = account.cache().is_page_cached(&mailbox.name, page);
    if known { FetchItems::Flags } else { row_items() }
}

/// Lists a page; `None` on a server that gives no UIDVALIDITY, whose UIDs mean nothing later (RFC 9051, 2.3.1.1).
async fn list(
    session: &mut Session,
    account: &Account,
    mut mailbox: Mailbox,
    view: &View,
) -> imap::Result<Option<Listing>> {
    let words = view.words();
    let by_arrival = view.is_by_arrival();
    let cache = account.cache();
    let expected = cache.messages(&mailbox.name);
    let window = |exists| match by_arrival {
        true => Window { skip: page_of(view.page, exists).1, count: PAGE_SIZE },
        false => Window { skip: 0, count: 0 },
    };
    let items = items(account, &mailbox, view.page);
    let (mut examined, fetched) = session.fetch_window(&mailbox.name, expected, window, items).await?;
    let Some(uid_validity) = examined.uid_validity() else { return Ok(None) };
    let exists = examined.exists();
    let (rows, page, total, reach) = if by_arrival {
        cache.note_page(&mailbox.name, uid_validity, view.page, exists);
        let rows = rows(account, &mailbox.name, &mut examined, &fetched).await?;
        (rows, page_of(view.page, exists).0, exists, Reach::Whole)
    } else {
        let sorted = sorted(&mut examined, account, &mailbox.name, view, words, None).await?;
        cache.note_trail(&mailbox.name, uid_validity, sorted.trail);
        let rows = rows_of(account, &mailbox.name, &mut examined, &sorted.here).await?;
        (rows, sorted.page, sorted.total, sorted.reach)
    };
    mailbox.messages = Some(exists);
    Ok(Some(Listing { mailbox, uid_validity, rows, page, pages: pages(total), total, reach }))
}
