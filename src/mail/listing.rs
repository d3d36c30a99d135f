//! One page of a mailbox.

use super::leased::Mail;
use super::summary::{self, Summary};
use super::{Error, Mailbox, Result, Uid, UidSet, UidValidity};
use crate::imap::{self, Criteria, Examined, Items, Session, SortKey};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Rows on one page of a list.
pub const PAGE_SIZE: u32 = 50;
/// Messages that are looked at where the server cannot sort: the newest.
const SORTED_HERE: u32 = 2000;
/// Messages whose sizes are added up where STATUS cannot tell.
pub(super) const SUMMED: u32 = 20_000;
/// Words of a search.
const MAX_WORDS: usize = 8;

/// Orders a list. Each has the one direction people want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest arrival first.
    #[default]
    Date,
    /// Largest first.
    Size,
    /// Sender, A to Z.
    From,
    /// Subject, A to Z.
    Subject,
    /// Lowest spam score first: what is most likely not spam stands on top.
    Score,
}

/// Says which part of a mailbox is wanted.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The page, from 1; a page behind the end means the last one.
    pub page: u32,
    /// The order.
    pub sort: Sort,
    /// Only messages whose sender or subject holds these words; empty for all.
    pub query: String,
}

/// Remembers what a page showed, so that an action treats nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The epoch of the UIDs.
    pub uid_validity: UidValidity,
    /// The highest UID that was there; `None` in an empty mailbox.
    pub last_uid: Option<Uid>,
    /// How many messages there were.
    pub count: u32,
}

/// Holds one page of a mailbox.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The mailbox; `messages` is as of this listing.
    pub mailbox: Mailbox,
    /// The epoch of the UIDs in the rows.
    pub uid_validity: UidValidity,
    /// The rows, in the order asked for.
    pub rows: Vec<Summary>,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all, at least 1.
    pub pages: u32,
    /// Messages that match: all of the mailbox, or those found by the query.
    pub total: u32,
    /// Set when the mailbox was too large to sort as a whole: only this many of the newest were looked at.
    pub only_newest: Option<u32>,
}

/// Holds what the page shows that asks before a mailbox is emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// What the form must carry.
    pub seen: Seen,
    /// How many of the messages another mail program has marked `\Deleted`; emptying leaves them to it.
    pub marked: u32,
    /// Octets of all messages, where they could be told.
    pub size: Option<u64>,
}

impl Mail {
    /// Lists one page.
    ///
    /// # Errors
    /// [`Error::Gone`] when the mailbox is not there any more.
    pub async fn list(&self, mailbox: &Mailbox, view: &View) -> Result<Listing> {
        let (mailbox, view) = (mailbox.clone(), view.clone());
        let listing = self.read(move |session| {
            let (mailbox, view) = (mailbox.clone(), view.clone());
            Box::pin(async move { list(session, mailbox, &view).await })
        });
        listing.await?.ok_or(Error::MailboxChanged)
    }

    /// Returns the newest few rows of a mailbox.
    pub(super) async fn newest(&self, mailbox: &Mailbox, count: u32) -> Result<Vec<Summary>> {
        let name = mailbox.name.clone();
        let fetched = self.read(move |session| {
            let name = name.clone();
            Box::pin(
                async move { session.examine(&name).await?.fetch_newest(0, count, Items::Row(summary::FIELDS)).await },
            )
        });
        Ok(fetched.await?.iter().filter_map(Summary::of).collect())
    }

    /// Returns count, last UID and size of a mailbox, for the page that asks before it is emptied.
    ///
    /// # Errors
    /// As [`Mail::list`].
    pub async fn survey(&self, mailbox: &Mailbox) -> Result<Survey> {
        let name = mailbox.name.clone();
        let survey = self.read(move |session| {
            let name = name.clone();
            Box::pin(async move {
                let told = if session.capabilities().status_size() { session.status(&name).await?.size } else { None };
                let mut examined = session.examine(&name).await?;
                let Some(uid_validity) = examined.uid_validity() else { return Ok(None) };
                let last_uid = examined.fetch_newest(0, 1, Items::Flags).await?.first().and_then(|newest| newest.uid);
                let deleted = Criteria { deleted: Some(true), ..Criteria::default() };
                let marked = u32::try_from(examined.search(&deleted).await?.len()).unwrap_or(u32::MAX);
                let count = examined.exists();
                let size = match told {
                    None if count <= SUMMED => Some(examined.sum_sizes().await?),
                    told => told,
                };
                Ok(Some(Survey { seen: Seen { uid_validity, last_uid, count }, marked, size }))
            })
        });
        survey.await?.ok_or(Error::MailboxChanged)
    }
}

/// Lists a page; `None` on a server that gives no UIDVALIDITY, whose UIDs mean nothing later (RFC 9051, 2.3.1.1).
async fn list(session: &mut Session, mut mailbox: Mailbox, view: &View) -> imap::Result<Option<Listing>> {
    let mut examined = session.examine(&mailbox.name).await?;
    let Some(uid_validity) = examined.uid_validity() else { return Ok(None) };
    let row = Items::Row(summary::FIELDS);
    let words: Vec<String> = view.query.split_whitespace().take(MAX_WORDS).map(str::to_owned).collect();
    let by_arrival = view.sort == Sort::Date && words.is_empty();
    let (rows, page, total, only_newest) = if by_arrival {
        let total = examined.exists();
        let (page, skip) = page_of(view.page, total);
        (examined.fetch_newest(skip, PAGE_SIZE, row).await?, page, total, None)
    } else {
        let (order, only_newest) = order(&mut examined, view.sort, words).await?;
        let total = u32::try_from(order.len()).unwrap_or(u32::MAX);
        let (page, skip) = page_of(view.page, total);
        let here: Vec<Uid> = order.into_iter().skip(skip as usize).take(PAGE_SIZE as usize).collect();
        let mut rows = examined.fetch(&here.iter().copied().collect(), row).await?;
        let place: BTreeMap<Uid, usize> = here.iter().enumerate().map(|(at, &uid)| (uid, at)).collect();
        rows.sort_by_key(|row| row.uid.and_then(|uid| place.get(&uid).copied()));
        (rows, page, total, only_newest)
    };
    mailbox.messages = Some(examined.exists());
    let rows = rows.iter().filter(|fetched| fetched.size.is_some()).filter_map(Summary::of).collect();
    Ok(Some(Listing { mailbox, uid_validity, rows, page, pages: pages(total), total, only_newest }))
}

fn pages(total: u32) -> u32 {
    total.div_ceil(PAGE_SIZE).max(1)
}

/// Returns the page that is really shown, and how many messages stand before it.
fn page_of(wanted: u32, total: u32) -> (u32, u32) {
    let page = wanted.clamp(1, pages(total));
    (page, (page - 1) * PAGE_SIZE)
}

/// Puts the messages that match in order: by the server where it can, else here, as far as that is bounded.
async fn order(examined: &mut Examined<'_>, sort: Sort, words: Vec<String>) -> imap::Result<(Vec<Uid>, Option<u32>)> {
    let searching = !words.is_empty();
    let criteria = Criteria { words, ..Criteria::default() };
    let key = match sort {
        Sort::Date => {
            let mut found: Vec<Uid> = examined.search(&criteria).await?.iter().collect();
            found.reverse();
            return Ok((found, None));
        }
        Sort::Size => Some(SortKey::Size),
        Sort::From => Some(SortKey::From),
        Sort::Subject => Some(SortKey::Subject),
        Sort::Score => None,
    };
    if let Some(key) = key
        && let Some(sorted) = examined.sort(key, &criteria).await?
    {
        return Ok((sorted, None));
    }
    let matching = if searching { Some(examined.search(&criteria).await?) } else { None };
    let mut rows = newest_rows(examined, matching).await?;
    rows.sort_by(|a, b| compare(sort, a, b));
    let only_newest = (examined.exists() > SORTED_HERE).then_some(SORTED_HERE);
    Ok((rows.into_iter().map(|row| row.uid).collect(), only_newest))
}

async fn newest_rows(examined: &mut Examined<'_>, matching: Option<UidSet>) -> imap::Result<Vec<Summary>> {
    let fetched = examined.fetch_newest(0, SORTED_HERE, Items::Row(summary::FIELDS)).await?;
    let wanted = |row: &Summary| matching.as_ref().is_none_or(|matching| matching.contains(row.uid));
    Ok(fetched.iter().filter_map(Summary::of).filter(wanted).collect())
}

fn compare(sort: Sort, a: &Summary, b: &Summary) -> Ordering {
    let words = |text: Option<&String>| text.map(|text| text.to_lowercase());
    let from = |row: &Summary| row.from.as_ref().and_then(|p| words(p.name.as_ref().or(p.address.as_ref())));
    let score = |row: &Summary| row.verdict.map(|verdict| verdict.score);
    match sort {
        Sort::Date => b.uid.cmp(&a.uid),
        Sort::Size => b.size.cmp(&a.size),
        Sort::From => from(a).cmp(&from(b)),
        Sort::Subject => words(a.subject.as_ref()).cmp(&words(b.subject.as_ref())),
        // Without points stands last: nothing is known of it.
        Sort::Score => match (score(a), score(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_behind_the_end_is_the_last_one() {
        for (wanted, total, page) in [
            (0, 0, (1, 0)),
            (9, 0, (1, 0)),
            (1, 50, (1, 0)),
            (2, 50, (1, 0)),
            (2, 51, (2, 50)),
            (u32::MAX, 3412, (69, 3400)),
        ] {
            assert_eq!(page_of(wanted, total), page, "page {wanted} of {total}");
        }
    }
}
