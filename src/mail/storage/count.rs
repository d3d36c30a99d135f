//! Counting a mailbox: what is not known yet of its messages is asked for, piece by piece, and known from then on.

use crate::imap::{self, Examined, FetchItems, MailboxName, SearchCriteria, Session, StatusItems};
use crate::mail::account::size_index::{SenderIndex, SizeIndex, SizedMessage};
use crate::mail::content::mime;
use crate::mail::lists::rows::rows_of;
use crate::mail::{Account, Error, Result, Uid, UidSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Messages that are asked for at once: between two pieces a page can tell how far the count is.
pub(super) const PIECE: u32 = 5000;
/// Headers that are asked for at once.
const HEADERS: u32 = 1000;
/// Messages whose senders are known, of a mailbox: the newest.
pub(super) const SENDERS: usize = 5000;

/// Counts the messages of a mailbox, `most` of those that are not known at most, and returns what is known then; `None` on a server without
/// lasting UIDs.
pub(super) async fn count(
    examined: &mut Examined<'_>,
    account: &Account,
    name: &MailboxName,
    status: &StatusItems,
    most: u32,
) -> imap::Result<Option<Arc<SizeIndex>>> {
    let Some(uid_validity) = examined.uid_validity() else { return Ok(None) };
    let all = examined.search(&SearchCriteria::default()).await?;
    let before = account.cache().size_index(name).filter(|index| index.uid_validity == uid_validity);
    let known = before.map(|index| index.messages.clone()).unwrap_or_default();
    let mut messages: Vec<SizedMessage> = known.into_iter().filter(|message| all.contains(message.uid)).collect();
    let missing = all.difference(&messages.iter().map(|message| message.uid).collect());
    let uid_next = all.last().map_or(0, |last| last.get().saturating_add(1)).max(status.uid_next.unwrap_or(0));
    let pieces = missing.chunks(most, UidSet::MAX_TEXT);
    if let Some(piece) = pieces.first() {
        let fetched = examined.fetch(piece, FetchItems::Arrivals).await?;
        messages.extend(fetched.iter().filter_map(SizedMessage::of));
        messages.sort_unstable_by_key(|message| message.uid);
        messages.dedup_by_key(|message| message.uid);
    }
    // A message whose size the server does not tell is not asked for again and again.
    let is_complete = pieces.len() <= 1;
    let index = Arc::new(SizeIndex { uid_validity, uid_next, total: all.len(), messages, is_complete });
    account.note_size_index(name, index.clone());
    Ok(Some(index))
}

/// Returns how many messages to ask for after an error: fewer, where that may be why.
///
/// # Errors
/// The same error, where it would not help.
pub(super) fn fewer(error: Error, most: u32) -> Result<u32> {
    let less = match error {
        Error::TooManyAtOnce(limit) => limit.min(most / 2),
        // A cold mailbox on a slow disk may need longer for so many than a command may take.
        Error::Unreachable(imap::Error::Timeout(_)) => most / 4,
        _ => 0,
    };
    if less == 0 { Err(error) } else { Ok(less) }
}

/// Finds out who wrote the newest messages of a mailbox that was counted.
pub(super) async fn find_senders(session: &mut Session, account: &Account, name: &MailboxName) -> imap::Result<()> {
    let Some(missing) = senders_missing(account, name).filter(|missing| !missing.is_empty()) else { return Ok(()) };
    let mut examined = session.examine(name).await?;
    let Some(uid_validity) = examined.uid_validity() else { return Ok(()) };
    let before = account.cache().sender_index(name).filter(|index| index.uid_validity == uid_validity);
    let mut index = before.map_or_else(|| SenderIndex::new(uid_validity), Arc::unwrap_or_clone);
    for piece in missing.chunks(HEADERS, UidSet::MAX_TEXT) {
        for message in examined.fetch(&piece, FetchItems::Row("FROM")).await? {
            let Some(uid) = message.uid else { continue };
            let head = message.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
            let from = head.from.first().cloned();
            let address = from.as_ref().and_then(|person| person.address.clone()).unwrap_or_default().to_lowercase();
            let (person, uids) = index.by_address.entry(address).or_insert_with(|| (from, UidSet::default()));
            // How the newest message has it.
            *person = head.from.first().cloned().or_else(|| person.take());
            *uids = uids.union(&UidSet::from_iter([uid]));
        }
        index.seen = index.seen.union(&piece);
        account.note_sender_index(name, index.clone());
    }
    Ok(())
}

/// Tells whose sender is to be found out; `None` of a mailbox that was not counted.
pub(super) fn senders_missing(account: &Account, name: &MailboxName) -> Option<UidSet> {
    let sizes = account.cache().size_index(name)?;
    let newest: UidSet = sizes.newest(SENDERS).iter().map(|message| message.uid).collect();
    let seen = account.cache().sender_index(name).filter(|index| index.uid_validity == sizes.uid_validity);
    Some(newest.difference(&seen.map(|index| index.seen.clone()).unwrap_or_default()))
}

/// Fetches the rows of these messages, which are then known.
pub(super) async fn fetch_rows(
    session: &mut Session,
    account: &Account,
    name: &MailboxName,
    uids: &[Uid],
) -> imap::Result<()> {
    let mut examined: Examined<'_> = session.examine(name).await?;
    rows_of(account, name, &mut examined, uids).await.map(drop)
}

/// Picks the largest so many messages of all these mailboxes, the largest first: where the mailbox stands among them, the message, and
/// its octets.
pub(super) fn largest<'i>(
    indexes: impl Iterator<Item = (usize, &'i SizeIndex)>,
    count: usize,
) -> Vec<(usize, Uid, u64)> {
    let mut found: BinaryHeap<Reverse<(u64, Reverse<usize>, Uid)>> = BinaryHeap::new();
    for (at, index) in indexes {
        for message in &index.messages {
            let least = found.peek().filter(|_| found.len() >= count).map_or(0, |Reverse((octets, ..))| *octets);
            if message.octets() > least {
                found.push(Reverse((message.octets(), Reverse(at), message.uid)));
                if found.len() > count {
                    found.pop();
                }
            }
        }
    }
    found.into_sorted_vec().into_iter().map(|Reverse((octets, Reverse(at), uid))| (at, uid, octets)).collect()
}
