//! All that a list or a search tells the number of: as many as the page said, and none that has come since.

use super::word_search::{found, needs_reading};
use crate::imap::{self, Examined, MailboxName, SearchCriteria};
use crate::mail::account::work::Mail;
use crate::mail::{Account, Error, Mailbox, Result, Uid, UidSet, UidValidity, View};

/// Remembers what a list said of all its messages, on every page of it, so that an action touches nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSnapshot {
    /// The mailbox's UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// The highest UID among them.
    pub last_uid: Uid,
    /// How many it said there are.
    pub count: u32,
    /// The words that were searched for; empty for all.
    pub query: String,
}

impl Mail {
    /// Counts all messages of a list, or of a search; `None` where there are none.
    ///
    /// # Errors
    /// [`Error::Gone`] when the mailbox is not there any more.
    pub async fn survey_list(&self, mailbox: &Mailbox, query: &str) -> Result<Option<ListSnapshot>> {
        let (account, name, query) = (self.account.clone(), mailbox.name.clone(), query.trim().to_owned());
        let asked = query.clone();
        let surveyed = self.read(Some(&mailbox.name), move |session| {
            let (account, name, query) = (account.clone(), name.clone(), asked.clone());
            Box::pin(async move {
                let mut examined = session.examine(&name).await?;
                let found = matching(&mut examined, &account, &name, &query, None).await?;
                Ok((examined.uid_validity(), found))
            })
        });
        let (uid_validity, found) = surveyed.await?;
        let uid_validity = uid_validity.ok_or(Error::MailboxChanged)?;
        let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
        Ok(found.last().map(|last_uid| ListSnapshot { uid_validity, last_uid, count, query }))
    }
}

impl Mail {
    /// Tells which of these messages are there; none in a mailbox that was made anew.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn present(&self, mailbox: &Mailbox, uid_validity: UidValidity, uids: &UidSet) -> Result<UidSet> {
        let (name, uids) = (mailbox.name.clone(), uids.clone());
        let found = self.read(Some(&mailbox.name), move |session| {
            let (name, uids) = (name.clone(), uids.clone());
            Box::pin(async move {
                let mut examined = session.examine(&name).await?;
                if examined.uid_validity() != Some(uid_validity) {
                    return Ok(UidSet::default());
                }
                examined.search(&SearchCriteria { uids: Some(uids), ..SearchCriteria::default() }).await
            })
        });
        found.await
    }
}

/// Finds the messages whose sender or subject holds the words of a query, up to a UID; without words all.
pub(in crate::mail) async fn matching(
    examined: &mut Examined<'_>,
    account: &Account,
    name: &MailboxName,
    query: &str,
    last: Option<Uid>,
) -> imap::Result<UidSet> {
    let words = View { query: query.to_owned(), ..View::default() }.words();
    let up_to = last.map_or_else(UidSet::all, UidSet::up_to);
    // No string of IMAP holds NUL (RFC 9051, 9: CHAR8).
    if words.iter().any(|word| word.contains('\0')) {
        return Ok(UidSet::default());
    }
    let criteria = SearchCriteria { words, uids: Some(up_to.clone()), ..SearchCriteria::default() };
    match needs_reading(&criteria.words) {
        true => Ok(found(examined, account, name, &criteria).await?.uids.intersection(&up_to)),
        false => examined.search(&criteria).await,
    }
}
