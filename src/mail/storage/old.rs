//! Mail that lies in the Inbox for long: what a mail program has collected and left there. The Inbox is where mail arrives, so that a
//! message's age is how long ago the server received it (INTERNALDATE).

use crate::imap::{SearchCriteria, StatusItems};
use crate::mail::account::work::Mail;
use crate::mail::lists::rows::rows_of;
use crate::mail::{Amount, Error, Result, Role, Summary, Uid, UidSet, UidValidity};

/// Messages that are described.
const DESCRIBED: usize = 10;

/// Which messages of the Inbox are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldMail {
    /// Received at this moment or before, in Unix seconds.
    pub received_by: i64,
    /// Only those that are marked as read.
    pub only_read: bool,
}

/// The messages of the Inbox that are meant.
#[derive(Debug, Clone)]
pub struct OldMailFound {
    /// The Inbox's UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// The messages.
    pub uids: UidSet,
    /// How many, and how large.
    pub amount: Amount,
    /// What a list shows of the oldest.
    pub oldest: Vec<Summary>,
}

impl Mail {
    /// Finds old messages of the Inbox, for each of several questions; those of the last are described. Changes nothing.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] where UIDs do not last; when the server cannot be asked.
    pub async fn find_old_mail(&self, asked: Vec<OldMail>) -> Result<Vec<OldMailFound>> {
        let inbox = self.find(Role::Inbox).await?.name;
        // One count at a time: whoever reloads the page waits for the same.
        let turn = self.account.cache().counting();
        let turn = turn.lock().await;
        let index = self.count_mailbox(&inbox, &StatusItems::default()).await?.ok_or(Error::MailboxChanged)?;
        drop(turn);
        let (account, name) = (self.account.clone(), inbox.clone());
        let found = self.read(Some(&inbox), move |session| {
            let (account, name, asked, index) = (account.clone(), name.clone(), asked.clone(), index.clone());
            Box::pin(async move {
                let mut examined = session.examine(&name).await?;
                if examined.uid_validity() != Some(index.uid_validity) {
                    return Ok(None);
                }
                let unmarked = SearchCriteria { deleted: Some(false), ..SearchCriteria::default() };
                let there = examined.search(&unmarked).await?;
                let read = match asked.iter().any(|asked| asked.only_read) {
                    true => examined.search(&SearchCriteria { seen: Some(true), ..unmarked }).await?,
                    false => UidSet::default(),
                };
                let mut all = Vec::new();
                for OldMail { received_by, only_read } in &asked {
                    let may = if *only_read { &read } else { &there };
                    let old = index.messages.iter().filter(|message| message.arrived() <= *received_by);
                    let mut old: Vec<_> = old.filter(|message| may.contains(message.uid)).collect();
                    old.sort_unstable_by_key(|message| (message.arrived(), message.uid));
                    let mut amount = Amount::default();
                    old.iter().for_each(|message| amount.add(message.octets()));
                    all.push((old.iter().map(|message| message.uid).collect::<Vec<Uid>>(), amount));
                }
                let oldest: Vec<Uid> =
                    all.last().into_iter().flat_map(|(uids, _)| uids).take(DESCRIBED).copied().collect();
                let oldest = rows_of(&account, &name, &mut examined, &oldest).await?;
                let found = all.into_iter().map(|(uids, amount)| OldMailFound {
                    uid_validity: index.uid_validity,
                    uids: uids.into_iter().collect(),
                    amount,
                    oldest: oldest.clone(),
                });
                Ok(Some(found.collect()))
            })
        });
        found.await?.ok_or(Error::MailboxChanged)
    }
}
