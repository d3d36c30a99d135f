//! Looking for one message by the name a page gave it.

use crate::imap::{self, Examined, FetchItems, Fetched, MailboxName, Session};
use crate::mail::{Error, Result, Uid, UidSet, UidValidity};

/// Says whether a message was there.
#[derive(Debug)]
pub(in crate::mail) enum Lookup<T> {
    /// The mailbox has another UIDVALIDITY: no UID of the page says anything.
    Changed,
    /// The message is gone.
    Gone,
    /// It is there, and gave this.
    Found(T),
}

impl<T> Lookup<T> {
    /// Tells what a person is told.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] and [`Error::Gone`].
    pub fn into_result(self) -> Result<T> {
        match self {
            Self::Changed => Err(Error::MailboxChanged),
            Self::Gone => Err(Error::Gone),
            Self::Found(found) => Ok(found),
        }
    }
}

/// Opens a mailbox and fetches one message of it, or `instead` where the server refuses the items.
pub(in crate::mail) async fn look_up<'a>(
    session: &'a mut Session,
    name: &MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
    items: FetchItems,
    instead: Option<FetchItems>,
) -> imap::Result<Lookup<(Examined<'a>, Fetched)>> {
    let this = UidSet::from_iter([uid]);
    let (mut examined, fetched) = session.fetch_by_uid(name, &this, items).await?;
    if examined.uid_validity() != Some(uid_validity) {
        return Ok(Lookup::Changed);
    }
    let fetched = match (fetched, instead) {
        (Err(imap::Error::Refused(_)), Some(instead)) => examined.fetch(&this, instead).await?,
        (fetched, _) => fetched?,
    };
    let there = fetched.into_iter().find(|message| message.uid == Some(uid) && message.size.is_some());
    Ok(there.map_or(Lookup::Gone, |message| Lookup::Found((examined, message))))
}
