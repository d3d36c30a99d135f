//! Which messages have been in a mailbox for so long: by when the server saved them there (SAVEDATE, RFC 8514), else by when they were
//! first seen there. Never by what a message says of itself, nor by INTERNALDATE, which a message keeps when it is moved.

use crate::imap::{self, Examined, FetchItems, SearchCriteria};
use crate::mail::account::work::Mail;
use crate::mail::lists::rows::rows_of;
use crate::mail::{Account, Amount, Epoch, Error, FirstSeen, Mailbox, Result, Role, Summary, Uid, UidSet};

/// Messages that are asked for at once.
const PIECE: u32 = 1000;
/// Seconds around a day that cover every time zone: SAVEDBEFORE compares days of the server's (RFC 8514, 4.3).
const ANY_ZONE: i64 = 2 * 24 * 3600;

/// The messages that have been in a mailbox for long enough.
#[derive(Debug, Clone)]
pub struct Due {
    /// How the mailbox is.
    pub epoch: Epoch,
    /// The messages. Those that another mail program has marked `\Deleted` are left to it.
    pub uids: UidSet,
    /// How many, and how large.
    pub amount: Amount,
    /// What a list shows of those that have been there longest.
    pub oldest: Vec<Summary>,
    /// Whether the server tells when it saved a message.
    pub by_save_date: bool,
}

impl Mail {
    /// Finds the messages that came into a mailbox at `moment` (Unix seconds) or before; `rows` of them are described. Changes nothing.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] where UIDs do not last; when the server cannot be asked.
    pub async fn find_due(&self, mailbox: &Mailbox, seen: &FirstSeen, moment: i64, rows: usize) -> Result<Due> {
        let (account, name, seen) = (self.account.clone(), mailbox.name.clone(), seen.clone());
        let role = mailbox.role.unwrap_or(Role::Spam);
        let found = self.read(Some(&mailbox.name), move |session| {
            let (account, name, seen) = (account.clone(), name.clone(), seen.clone());
            Box::pin(async move {
                let mut examined = session.examine(&name).await?;
                let Some(uid_validity) = examined.uid_validity() else { return Ok(None) };
                let uid_next = examined.uid_next();
                let mut due = Due {
                    epoch: Epoch { role, mailbox: name.clone(), uid_validity, uid_next },
                    uids: UidSet::default(),
                    amount: Amount::default(),
                    oldest: Vec::new(),
                    by_save_date: examined.capabilities().save_date(),
                };
                // Its messages may be old, but nobody knows what it held a moment ago.
                if !seen.may_be(&due.epoch) || !seen.is_older_than(moment) {
                    return Ok(Some(due));
                }
                let mut order = look(&mut examined, &seen, moment, &mut due).await?;
                order.truncate(rows);
                let oldest: Vec<Uid> = order.into_iter().map(|(_, uid)| uid).collect();
                due.oldest = describe(&account, &name, &mut examined, &oldest).await?;
                Ok(Some(due))
            })
        });
        found.await?.ok_or(Error::MailboxChanged)
    }
}

async fn describe(
    account: &Account,
    name: &imap::MailboxName,
    examined: &mut Examined<'_>,
    uids: &[Uid],
) -> imap::Result<Vec<Summary>> {
    if uids.is_empty() { Ok(Vec::new()) } else { rows_of(account, name, examined, uids).await }
}

/// Finds the messages, and returns them with the moment each came, as far as that is known, the earliest first.
async fn look(
    examined: &mut Examined<'_>,
    seen: &FirstSeen,
    moment: i64,
    due: &mut Due,
) -> imap::Result<Vec<(i64, Uid)>> {
    let unmarked = SearchCriteria { deleted: Some(false), ..SearchCriteria::default() };
    let seen_long = seen.last_before(moment).map_or_else(UidSet::default, UidSet::up_to);
    let mut candidates = examined.search(&unmarked).await?.intersection(&seen_long);
    if due.by_save_date {
        let day = jiff::Timestamp::from_second(moment.saturating_add(ANY_ZONE)).unwrap_or(jiff::Timestamp::MIN);
        let saved_before = Some(jiff::tz::Offset::UTC.to_datetime(day).date());
        match examined.search(&SearchCriteria { saved_before, ..unmarked }).await {
            Ok(saved) => candidates = candidates.union(&saved),
            // It names the extension, and does not know the word: what was seen counts.
            Err(imap::Error::Refused(_)) => due.by_save_date = false,
            Err(error) => return Err(error),
        }
    }
    let items = if due.by_save_date { FetchItems::SaveDates } else { FetchItems::Size };
    let mut found = Vec::new();
    for piece in candidates.chunks(PIECE, UidSet::MAX_TEXT) {
        for message in examined.fetch(&piece, items).await? {
            let Some(uid) = message.uid else { continue };
            let saved = message.save_date.map(jiff::Timestamp::as_second);
            // What the server says counts; of a message it says nothing of, what was seen.
            let is_due = saved.map_or_else(|| seen_long.contains(uid), |saved| saved <= moment);
            if is_due {
                found.push((saved.unwrap_or(0), uid));
                due.amount.add(message.size.unwrap_or(0));
            }
        }
    }
    found.sort_unstable();
    due.uids = found.iter().map(|(_, uid)| *uid).collect();
    Ok(found)
}
