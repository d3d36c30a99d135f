//! Whether the owner knows a sender: what else the Inbox holds of it. Nobody waits long for this, and nothing depends on it.
//!
//! Measured with Dovecot 2.3 and Maildir, 5,000 messages: to open another mailbox costs the server 100 ms, this search 16 ms where
//! it has looked before, 350 ms where not. So a message of the Inbox asks on the connection that has the Inbox open; one of another
//! mailbox asks only where a second connection waits, and never takes the open mailbox from the first.

use crate::imap::{self, MailboxName, SearchCriteria, Session, Uid};
use crate::mail::account::work::Mail;
use crate::mail::{Account, Address};
use std::time::Duration;
use tokio::time::timeout;

/// How long it is waited for.
const LIMIT: Duration = Duration::from_secs(1);
/// Messages of an Inbox that is searched: a server that looks into each for the first time takes some seconds for more.
const MAX_SEARCHED: u32 = 10_000;
/// Messages of an Inbox in which somebody would be found who is no stranger; a mail program may have taken all others away.
const TELLING: u32 = 20;

/// Counts the messages in the Inbox that name an address in From, but for this one; `None` when it is not known, or says nothing.
///
/// Servers look for the address as a part of the field: `ann@example.org` is found in `joann@example.org`, too.
pub(in crate::mail) async fn count_from_sender(
    session: &mut Session,
    account: &Account,
    address: &str,
    this: Option<Uid>,
) -> Option<u32> {
    let (inbox, cache) = (MailboxName::inbox(), account.cache());
    Address::parse(address).ok().filter(|address| address.domain().contains('.'))?;
    let large = cache.messages(&inbox).is_some_and(|messages| messages > MAX_SEARCHED);
    if large || cache.searches_slowly() {
        return None;
    }
    let criteria = SearchCriteria { from: Some(address.to_owned()), ..SearchCriteria::default() };
    let answer = session.search_soon(&inbox, &criteria, LIMIT).await;
    if matches!(answer, Err(imap::Error::Timeout(_))) {
        cache.note_slow_search();
    }
    let (found, messages) = answer.ok()?;
    let this = u64::from(this.is_some_and(|uid| found.contains(uid)));
    let others = u32::try_from(found.len() - this).ok()?;
    (others > 0 || messages > TELLING).then_some(others)
}

impl Mail {
    /// Counts them for a message of another mailbox, if a connection waits that has nothing better to do.
    pub(in crate::mail) async fn count_from_sender_on_idle_connection(&self, address: &str) -> Option<u32> {
        let (account, address) = (self.account.clone(), address.to_owned());
        let connection = account.server().pool.try_acquire_idle(account.credentials(), &MailboxName::inbox())?;
        let asked = connection.run({
            let account = account.clone();
            move |session| Box::pin(async move { Ok(count_from_sender(session, &account, &address, None).await) })
        });
        timeout(LIMIT, asked).await.ok()?.ok()?
    }
}
