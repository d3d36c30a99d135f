//! Rows of a list: from memory, and from the server what is not known yet.

use super::wrapped::look_inside;
use crate::imap::{self, Examined, FetchItems, Fetched, MailboxName, Window};
use crate::mail::content::summary;
use crate::mail::{Account, Summary, Uid, UidSet};

/// What is asked for a row that is not known.
pub(in crate::mail) fn row_items() -> FetchItems {
    FetchItems::Row(&summary::ROW_FIELDS)
}

/// Messages that are looked at where the server cannot sort, or cannot read what it searches: the newest.
pub(in crate::mail) const READ_HERE: u32 = 2000;

/// Makes rows of what was fetched, in the order it came; those of which only the flags are there are remembered or fetched.
pub(in crate::mail) async fn rows(
    account: &Account,
    name: &MailboxName,
    examined: &mut Examined<'_>,
    fetched: &[Fetched],
) -> imap::Result<Vec<Summary>> {
    let Some(uid_validity) = examined.uid_validity() else { return Ok(Vec::new()) };
    let cache = account.cache();
    let bare = || fetched.iter().filter(|message| !is_whole(message)).filter_map(|message| message.uid);
    let mut known = cache.rows(name, uid_validity, bare());
    let missing: UidSet = bare().filter(|uid| !known.contains_key(uid)).collect();
    let late = examined.fetch(&missing, row_items()).await?;
    let late = late.iter().filter(|message| message.size.is_some());
    let row = |message| Summary::of(message, &account.server().trust);
    let mut new: Vec<Summary> =
        fetched.iter().filter(|message| is_whole(message)).chain(late).filter_map(row).collect();
    let unknown = look_inside(examined, &mut new).await?;
    let sure: Vec<Summary> = new.iter().filter(|row| !unknown.contains(row.uid)).cloned().collect();
    account.note_rows(name, uid_validity, &sure);
    known.extend(new.into_iter().map(|row| (row.uid, row)));
    let row = |message: &Fetched| known.remove(&message.uid?).map(|row| row.with_flags(message));
    Ok(fetched.iter().filter_map(row).collect())
}

/// Makes the rows of these messages, in this order.
pub(in crate::mail) async fn rows_of(
    account: &Account,
    name: &MailboxName,
    examined: &mut Examined<'_>,
    uids: &[Uid],
) -> imap::Result<Vec<Summary>> {
    let Some(uid_validity) = examined.uid_validity() else { return Ok(Vec::new()) };
    let known = account.cache().rows(name, uid_validity, uids.iter().copied());
    let items = if known.len() * 2 >= uids.len() { FetchItems::Flags } else { row_items() };
    let fetched = examined.fetch(&uids.iter().copied().collect(), items).await?;
    let mut rows = rows(account, name, examined, &fetched).await?;
    rows.sort_by_key(|row| uids.iter().position(|&uid| uid == row.uid));
    Ok(rows)
}

/// Returns the newest rows of a mailbox, [`READ_HERE`] at most; most of them are remembered from the page before.
pub(in crate::mail) async fn newest(
    examined: &mut Examined<'_>,
    account: &Account,
    name: &MailboxName,
) -> imap::Result<Vec<Summary>> {
    let window = Window { skip: 0, count: READ_HERE };
    let known = account.cache().is_newest_cached(name, READ_HERE);
    let fetched = examined.fetch_open_window(window, if known { FetchItems::Flags } else { row_items() }).await?;
    if let Some(uid_validity) = examined.uid_validity() {
        account.cache().note_newest(name, uid_validity, READ_HERE, examined.exists());
    }
    rows(account, name, examined, &fetched).await
}

/// Tells whether everything a row is made of is there.
fn is_whole(message: &Fetched) -> bool {
    message.size.is_some() && !message.sections.is_empty()
}
