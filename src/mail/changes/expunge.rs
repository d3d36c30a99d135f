//! Deletes messages for good on any server: these, and no others that somebody has marked.

use crate::imap::{self, Flag, FlagChange, SearchCriteria, Selected, UidSet};
use crate::mail::account::recovery_log::Journal;

/// How often a server that says OK and keeps the messages is asked again, and how often other programs' `\Deleted` marks are looked
/// for before a bare EXPUNGE is given up.
const TRIES: usize = 3;

/// Deletes messages for good, and looks whether they are gone.
///
/// # Errors
/// [`imap::Error::Refused`] when the server refuses; [`imap::Error::Unconfirmed`] when it says OK and keeps the messages all the same.
pub(in crate::mail) async fn expunge(
    selected: &mut Selected<'_>,
    uids: &UidSet,
    journal: &mut Journal,
) -> imap::Result<()> {
    let mut left = uids.clone();
    for _ in 0..TRIES {
        if left.is_empty() {
            return Ok(());
        }
        if selected.capabilities().uid_expunge() {
            selected.uid_expunge(&left).await?;
        } else {
            expunge_around_others(selected, &left, journal).await?;
        }
        left = selected.search(&SearchCriteria { uids: Some(left), ..SearchCriteria::default() }).await?;
    }
    if left.is_empty() { Ok(()) } else { Err(imap::Error::Unconfirmed("the messages are still there")) }
}

/// Expunges without UIDPLUS: the marks of others are taken off for the moment of the EXPUNGE, and put back.
///
/// Another client that marks a message between the last look and the EXPUNGE loses it; RFC 3501 has no way to prevent that.
/// A message that arrives meanwhile has no mark, and stays.
async fn expunge_around_others(selected: &mut Selected<'_>, uids: &UidSet, journal: &mut Journal) -> imap::Result<()> {
    let done = match unmark_others(selected, uids, journal).await {
        Ok(()) => selected.expunge_all_marked(uids).await,
        Err(error) => Err(error),
    };
    if done.as_ref().is_err_and(imap::Error::ends_connection) {
        return done;
    }
    let back = put_back(selected, journal).await;
    done.and(back)
}

/// Sets the marks of others again that were lifted.
///
/// # Errors
/// When the server refuses, or the line is cut: the journal then still holds them.
pub(in crate::mail) async fn put_back(selected: &mut Selected<'_>, journal: &mut Journal) -> imap::Result<()> {
    store_in_lines(selected, &journal.lifted, FlagChange::Set).await?;
    journal.lifted = UidSet::default();
    // At once: by the note of a mark that was put back its owner could be marked for deletion again.
    journal.write().await
}

/// Takes `\Deleted` off all messages but these, and notes which had it.
async fn unmark_others(selected: &mut Selected<'_>, uids: &UidSet, journal: &mut Journal) -> imap::Result<()> {
    let marked = SearchCriteria { deleted: Some(true), ..SearchCriteria::default() };
    for _ in 0..TRIES {
        let found = selected.search(&marked).await?.difference(uids);
        if found.is_empty() {
            return Ok(());
        }
        journal.lifted = journal.lifted.union(&found);
        journal.write().await?;
        store_in_lines(selected, &found, FlagChange::Clear).await?;
    }
    Err(imap::Error::Unconfirmed("another program keeps marking messages for deletion"))
}

/// Sets or clears `\Deleted`, in lines that servers accept; the last refusal is the answer.
async fn store_in_lines(selected: &mut Selected<'_>, uids: &UidSet, change: FlagChange) -> imap::Result<()> {
    let mut done = Ok(());
    for piece in uids.chunks(u32::MAX, UidSet::MAX_TEXT) {
        match selected.store(&piece, change, Flag::DELETED).await {
            Err(error) if error.ends_connection() => return Err(error),
            Err(error) => done = Err(error),
            Ok(()) => {}
        }
    }
    done
}
