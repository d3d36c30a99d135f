//! How many octets a mailbox holds: what STATUS says (RFC 8438), else a sum, which is kept up to date by what has come since.

use crate::imap::{self, FetchItems, MailboxName, Session, StatusItems};
use crate::mail::account::cache::Sum;
use crate::mail::{Account, Uid, UidSet};

/// Messages whose sizes are added up where STATUS cannot tell.
const SUMMED: u32 = 20_000;

/// Tells the octets of a mailbox; `None` where they cannot be told, or only by summing more than a page may wait for.
pub(in crate::mail) async fn octets(
    session: &mut Session,
    account: &Account,
    name: &MailboxName,
    status: &StatusItems,
) -> imap::Result<Option<u64>> {
    if status.size.is_some() {
        return Ok(status.size);
    }
    let cache = account.cache();
    let before = cache.sum(name);
    if let Some(sum) = before.filter(|sum| sum.holds_for(status)) {
        return Ok(Some(sum.octets));
    }
    if status.messages.is_none_or(|messages| messages > SUMMED) {
        return Ok(None);
    }
    let mut examined = session.open(name).await?;
    let since = match before.filter(|sum| Some(sum.uid_validity) == status.uid_validity) {
        // Only what came since is asked for; if something went as well, the count does not fit.
        Some(sum) => match Uid::new(sum.uid_next.saturating_sub(1)) {
            Some(last) => {
                let new = examined.fetch(&UidSet::above(last), FetchItems::Size).await?;
                let fits = status.messages.map(u64::from) == Some(u64::from(sum.messages) + new.len() as u64);
                let sizes = new.iter().filter_map(|message| message.size);
                fits.then(|| sizes.fold(sum.octets, u64::saturating_add))
            }
            None => None,
        },
        None => None,
    };
    let octets = match since {
        Some(octets) => octets,
        None => match examined.sum_sizes().await {
            // It will not look at all of them at once (RFC 9738): a page without a size is better than none.
            Err(imap::Error::Refused(_)) => return Ok(None),
            summed => summed?,
        },
    };
    if let (Some(uid_validity), Some(uid_next), Some(messages)) =
        (status.uid_validity, status.uid_next, status.messages)
    {
        cache.note_sum(name, Sum { uid_validity, uid_next, messages, octets });
    }
    Ok(Some(octets))
}
