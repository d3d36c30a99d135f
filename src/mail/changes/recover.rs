//! Finishes what a cut line left half done: copies whose originals are still there, and marks of other programs that were lifted.

use super::expunge::{expunge, put_back};
use super::identity::{IDENTITY, Identity};
use crate::imap::{self, Fetched, MailboxName, ResponseCode, Session};
use crate::mail::account::recovery_log::{Journal, PendingCopy};
use crate::mail::{UidSet, UidValidity};

/// Finishes, and takes what is finished out of the journal; under another UIDVALIDITY there is nothing to finish.
///
/// Returns what has been moved by that: the originals, by the mailbox their copies are in.
///
/// # Errors
/// When the line is cut again, or the server refuses: the journal then still holds what is left to do.
pub(in crate::mail) async fn recover(
    session: &mut Session,
    name: &MailboxName,
    uid_validity: UidValidity,
    journal: &mut Journal,
) -> imap::Result<Vec<(MailboxName, UidSet)>> {
    let mut moved = Vec::new();
    while let Some(copying) = journal.copies.first().cloned() {
        let mut source = session.examine(name).await?;
        if source.uid_validity() == Some(uid_validity) {
            let originals = source.fetch(&copying.uids, IDENTITY).await?;
            let copied = copied(session, &copying, &originals).await?;
            let mut source = session.select(name).await?;
            if source.uid_validity() == Some(uid_validity) {
                expunge(&mut source, &copied, journal).await?;
                moved.push((copying.target.clone(), copied));
            }
        }
        journal.copies.retain(|one| *one != copying);
    }
    if !journal.lifted.is_empty() {
        let mut source = session.select(name).await?;
        if source.uid_validity() == Some(uid_validity) {
            put_back(&mut source, journal).await?;
        }
        journal.lifted = UidSet::default();
    }
    Ok(moved)
}

/// Finds which originals have a copy above the UIDs that were there before; each copy counts for one.
async fn copied(session: &mut Session, copying: &PendingCopy, originals: &[Fetched]) -> imap::Result<UidSet> {
    let mut target = match session.examine(&copying.target).await {
        // There are no copies that could be told from others.
        Err(error) if is_gone(&error) => return Ok(UidSet::default()),
        opened => opened?,
    };
    if target.uid_validity() != Some(copying.uid_validity) || originals.is_empty() {
        return Ok(UidSet::default());
    }
    let arrivals = copying.after.map_or_else(UidSet::all, UidSet::above);
    let mut arrivals = target.fetch(&arrivals, IDENTITY).await?;
    let mut found = Vec::new();
    for original in originals {
        if let Some(at) = arrivals.iter().position(|arrival| same(arrival, original)) {
            arrivals.swap_remove(at);
            found.extend(original.uid);
        }
    }
    Ok(found.into_iter().collect())
}

fn same(a: &Fetched, b: &Fetched) -> bool {
    Identity::of(a).is_some_and(|a| Some(a) == Identity::of(b))
}

/// Tells whether a mailbox could not be opened because it is not there; servers without response codes give no reason.
pub(in crate::mail) fn is_gone(error: &imap::Error) -> bool {
    matches!(error, imap::Error::Refused(refusal) if matches!(refusal.code, None | Some(ResponseCode::NonExistent)))
}
