//! Pages in another order than that of arrival, and pages of what a search found.

use super::rows::{READ_HERE, newest};
use super::word_search::{found, needs_reading};
use crate::imap::{self, Examined, MailboxName, SearchCriteria, SortKey, Window};
use crate::mail::account::trail::Trail;
use crate::mail::types::view::{PAGE_SIZE, Reach, Sort, View, page_of};
use crate::mail::{Account, Summary, Uid, Verdict};
use std::cmp::Ordering;

/// Messages before and behind a page that are asked for when somebody walks through the list.
const MARGIN: u32 = PAGE_SIZE;

/// Holds the messages of one page, in order.
pub(in crate::mail) struct Sorted {
    pub here: Vec<Uid>,
    /// This page with what is known of those beside it.
    pub trail: Trail,
    /// The page, from 1.
    pub page: u32,
    /// Messages that match.
    pub total: u32,
    /// What was looked at.
    pub reach: Reach,
}

/// Puts the messages that match in order: by the server where it can, else here, as far as that is bounded.
///
/// With `around` the page is that of this message, where that is known without asking for all pages.
pub(in crate::mail) async fn sorted(
    examined: &mut Examined<'_>,
    account: &Account,
    name: &MailboxName,
    view: &View,
    words: Vec<String>,
    around: Option<Uid>,
) -> imap::Result<Sorted> {
    // No string of IMAP holds NUL (RFC 9051, 9: CHAR8): no server can be asked for it, and nothing is found.
    if words.iter().any(|word| word.contains('\0')) {
        return Ok(one_page(&[], view, Reach::Whole, around));
    }
    let mut criteria = SearchCriteria { words, ..SearchCriteria::default() };
    let (mut reach, mut known) = (Reach::Whole, None);
    if needs_reading(&criteria.words) {
        let found = found(examined, account, name, &criteria).await?;
        if examined.exists() > READ_HERE {
            reach = Reach::OlderByServer(READ_HERE);
        }
        // From now on these are asked for, however they were found.
        criteria = SearchCriteria { uids: Some(found.uids), ..SearchCriteria::default() };
        known = Some(found.newest);
    }
    let key = match view.sort {
        Sort::Date => {
            let found = match criteria.uids {
                Some(found) => found,
                None => examined.search(&criteria).await?,
            };
            let mut found: Vec<Uid> = found.iter().collect();
            found.reverse();
            return Ok(one_page(&found, view, reach, around));
        }
        Sort::Size => Some(SortKey::Size),
        Sort::From => Some(SortKey::From),
        Sort::Subject => Some(SortKey::Subject),
        Sort::Score => None,
    };
    if let Some(key) = key
        && let Some(sorted) =
            by_server(examined, key, &criteria, view, if around.is_some() { MARGIN } else { 0 }).await?
    {
        return Ok(Sorted { reach, ..sorted });
    }
    let mut rows = match known {
        Some(rows) => rows,
        None => matching(examined, account, name, &criteria).await?,
    };
    rows.sort_by(|a, b| compare(view.sort, a, b));
    let uids: Vec<Uid> = rows.into_iter().map(|row| row.uid).collect();
    let reach = if examined.exists() > READ_HERE { Reach::Newest(READ_HERE) } else { Reach::Whole };
    Ok(one_page(&uids, view, reach, around))
}

/// Lets the server sort, and asks for the page only; for the last one instead where that lies behind the end.
async fn by_server(
    examined: &mut Examined<'_>,
    key: SortKey,
    criteria: &SearchCriteria,
    view: &View,
    margin: u32,
) -> imap::Result<Option<Sorted>> {
    let (mut page, mut skip) = page_of(view.page, u32::MAX);
    loop {
        let before = margin.min(skip);
        let window = Window { skip: skip - before, count: before + PAGE_SIZE + margin };
        let Some((uids, total)) = examined.sort(key, criteria, window).await? else { return Ok(None) };
        let there = page_of(page, total);
        if there.0 == page {
            let here = uids.iter().skip(before as usize).take(PAGE_SIZE as usize).copied().collect();
            let trail = Trail::of(view, skip - before, total, uids);
            return Ok(Some(Sorted { here, trail, page, total, reach: Reach::Whole }));
        }
        (page, skip) = there;
    }
}

fn one_page(uids: &[Uid], view: &View, reach: Reach, around: Option<Uid>) -> Sorted {
    let total = u32::try_from(uids.len()).unwrap_or(u32::MAX);
    let place = around.and_then(|uid| uids.iter().position(|&known| known == uid));
    let place = place.and_then(|at| u32::try_from(at).ok());
    let (page, skip) = page_of(place.map_or(view.page, |at| at / PAGE_SIZE + 1), total);
    let window = |skip: u32, count: u32| uids.iter().skip(skip as usize).take(count as usize).copied().collect();
    let before = MARGIN.min(skip);
    let trail = Trail::of(view, skip - before, total, window(skip - before, before + PAGE_SIZE + MARGIN));
    Sorted { here: window(skip, PAGE_SIZE), trail, page, total, reach }
}

/// Returns the newest rows among those that match, as the server finds them.
async fn matching(
    examined: &mut Examined<'_>,
    account: &Account,
    name: &MailboxName,
    criteria: &SearchCriteria,
) -> imap::Result<Vec<Summary>> {
    let matching = if criteria.words.is_empty() { None } else { Some(examined.search(criteria).await?) };
    let mut rows = newest(examined, account, name).await?;
    rows.retain(|row| matching.as_ref().is_none_or(|matching| matching.contains(row.uid)));
    Ok(rows)
}

fn compare(sort: Sort, a: &Summary, b: &Summary) -> Ordering {
    let words = |text: Option<&String>| text.map(|text| text.to_lowercase());
    let from = |row: &Summary| row.from.as_ref().and_then(|p| words(p.name.as_ref().or(p.address.as_ref())));
    match sort {
        Sort::Date => b.uid.cmp(&a.uid),
        Sort::Size => b.size.cmp(&a.size),
        Sort::From => from(a).cmp(&from(b)),
        Sort::Subject => words(a.subject.as_ref()).cmp(&words(b.subject.as_ref())),
        Sort::Score => Verdict::compare(a.verdict.as_ref(), b.verdict.as_ref()),
    }
}
