//! Moves messages on any server: where there is no MOVE they are copied, the copies counted, and then the originals expunged.

use super::expunge::expunge;
use crate::imap::{self, Copies, MailboxName, Selected, Uid, UidSet};
use crate::mail::account::recovery_log::{Journal, PendingCopy};

/// Moves messages, and returns which the server named one by one; `None` when it does not name them.
///
/// # Errors
/// [`imap::Error::Refused`] when the server refuses: what was not moved is then still here. [`imap::Error::Unconfirmed`] when the
/// copies cannot be found in the target: then nothing is expunged.
pub(in crate::mail) async fn move_or_copy(
    selected: &mut Selected<'_>,
    uids: &UidSet,
    target: &MailboxName,
    journal: &mut Journal,
) -> imap::Result<Option<Copies>> {
    if selected.capabilities().can_move() {
        return selected.move_messages(uids, target).await;
    }
    let status = selected.status(target).await?;
    let before = status.messages;
    let copying = |uid_validity| {
        let after = status.uid_next.and_then(|next| Uid::new(next.saturating_sub(1)));
        PendingCopy { target: target.clone(), uid_validity, after, uids: uids.clone() }
    };
    let noted = status.uid_validity.filter(|_| status.uid_next.is_some()).map(copying);
    journal.copies.extend(noted.clone());
    journal.write().await?;
    // A refusal, too, may leave copies: so it stays noted.
    let named = selected.copy(uids, target).await?;
    // Yahoo has answered OK to a COPY of 10,000 and copied 100: count before anything is expunged.
    let all_there = match &named {
        Some(copies) => copies.count == uids.len(),
        None => {
            let after = selected.status(target).await?.messages;
            matches!((before, after), (Some(before), Some(after)) if u64::from(after) >= u64::from(before) + uids.len())
        }
    };
    if !all_there {
        return Err(imap::Error::Unconfirmed("the copies could not be found in the target mailbox"));
    }
    expunge(selected, uids, journal).await?;
    journal.copies.retain(|one| Some(one) != noted.as_ref());
    Ok(named)
}
