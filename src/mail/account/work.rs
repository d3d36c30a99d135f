//! Borrowed connections, and how work is done on them.

use super::turn::AccountLock;
use crate::imap::{self, ListedMailbox, MailboxName, PooledConnection, Purpose, ResponseCode, Session};
use crate::mail::types::role::{self, Role};
use crate::mail::{Account, Error, Mailbox, QuotaUse, Result, Storage};
use futures_util::future::BoxFuture;
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument as _;

/// The verbs of the product, on borrowed connections: each piece of work borrows one, so that nobody holds one for nothing.
#[derive(Debug, Clone)]
pub struct Mail {
    pub(in crate::mail) account: Account,
    /// Until when a connection, or the account's lock, is waited for, by all the pieces of work together.
    pub(in crate::mail) deadline: Instant,
}

/// What a piece of work comes to.
pub(in crate::mail) type Working<'a, T> = BoxFuture<'a, imap::Result<T>>;

impl Account {
    /// Returns the verbs of the product; connections are borrowed when they are needed.
    pub fn mail(&self) -> Mail {
        Mail { account: self.clone(), deadline: self.server().pool.deadline() }
    }
}

/// How long what the server said of the room is believed on other pages.
const WEIGHED: Duration = Duration::from_secs(900);
/// How long a server that does not tell it is left in peace.
const ASKED_AGAIN: Duration = Duration::from_secs(60);

impl Account {
    /// Asks how full the account is, behind the page that is drawn, unless that was told not long ago: the next page warns of it.
    pub fn weigh_soon(&self) {
        if self.cache().weighs(WEIGHED, ASKED_AGAIN) {
            let mail = self.mail();
            tokio::spawn(async move { mail.storage().await }.in_current_span());
        }
    }
}

impl Mail {
    /// Does work that only reads.
    pub(in crate::mail) async fn read<T, F>(&self, mailbox: Option<&MailboxName>, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Session) -> Working<'a, T> + Clone + Send + 'static,
    {
        self.read_for(Purpose::Look(mailbox), work).await
    }

    /// Does work that only reads, before a change, on the connection that will make it.
    pub(in crate::mail) async fn read_before_change<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Session) -> Working<'a, T> + Clone + Send + 'static,
    {
        self.read_for(Purpose::Change, work).await
    }

    async fn read_for<T, F>(&self, purpose: Purpose<'_>, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Session) -> Working<'a, T> + Clone + Send + 'static,
    {
        let mut connection = self.acquire(purpose).await?;
        let mut done = connection.run(work.clone()).await;
        if self.renewed_if_stale(&mut connection, &done).await? {
            done = connection.run(work).await;
        }
        Ok(done?)
    }

    /// Replaces a connection that ended while it waited, or lost its mailbox, unnoticed until work was sent to it, and tells whether it
    /// did: then nothing was begun, and the work is to be tried once more.
    pub(in crate::mail) async fn renewed_if_stale<T>(
        &self,
        connection: &mut PooledConnection,
        tried: &imap::Result<T>,
    ) -> imap::Result<bool> {
        let stale = connection.was_idle() && tried.as_ref().is_err_and(went_stale);
        if stale {
            self.renew(connection).await?;
        }
        Ok(stale)
    }

    /// Borrows a connection.
    pub(in crate::mail) async fn acquire(&self, purpose: Purpose<'_>) -> imap::Result<PooledConnection> {
        self.account.server().pool.acquire_for(self.account.credentials(), purpose, self.deadline).await
    }

    /// Borrows a connection for who has the account's turn; it sends nothing when that is over.
    pub(in crate::mail) async fn acquire_for_change(&self, lock: &AccountLock) -> imap::Result<PooledConnection> {
        Ok(self.acquire(Purpose::Change).await?.bound_by(lock.fence()))
    }

    /// Replaces a borrowed connection by a new one.
    pub(in crate::mail) async fn renew(&self, connection: &mut PooledConnection) -> imap::Result<()> {
        self.account.server().pool.renew(connection, self.account.credentials()).await
    }

    /// Finds the mailbox that plays a role.
    ///
    /// # Errors
    /// [`Error::NoSuchRole`] when no mailbox does; none is created.
    pub async fn find(&self, role: Role) -> Result<Mailbox> {
        if role == Role::Inbox {
            return Ok(Mailbox {
                name: MailboxName::inbox(),
                role: Some(role),
                messages: None,
                unseen: None,
                size: None,
            });
        }
        let listed = match self.account.cache().listed() {
            Some(listed) => listed,
            None => self.listed_anew().await?,
        };
        let mailboxes = role::assign(listed, &self.account.server().pins);
        mailboxes.into_iter().find(|mailbox| mailbox.role == Some(role)).ok_or(Error::NoSuchRole(role))
    }

    /// Finds a mailbox by the name the server gave it.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is none that can be opened.
    pub async fn find_named(&self, name: &MailboxName) -> Result<Mailbox> {
        let named = |listed| {
            let mailboxes = role::assign(listed, &self.account.server().pins);
            let is_it = |mailbox: &Mailbox| mailbox.name == *name || (mailbox.name.is_inbox() && name.is_inbox());
            mailboxes.into_iter().find(is_it)
        };
        if let Some(mailbox) = self.account.cache().listed().and_then(named) {
            return Ok(mailbox);
        }
        // It may have been made a moment ago.
        named(self.listed_anew().await?).ok_or(Error::Gone)
    }

    /// Says of a refusal whether it came because the mailbox is not there any more: not every server gives that a code of its own.
    pub async fn explained(&self, mailbox: &Mailbox, error: Error) -> Error {
        let refused = matches!(error, Error::Refused(_));
        match if refused { Some(self.listed_anew().await) } else { None } {
            Some(Ok(listed)) if listed.iter().all(|listed| listed.name != mailbox.name) => Error::Gone,
            _ => error,
        }
    }

    /// Lists every mailbox, whatever was listed a moment ago.
    pub(in crate::mail) async fn listed_anew(&self) -> Result<Vec<ListedMailbox>> {
        let listed = self.read(None, |session| Box::pin(session.names())).await?;
        self.account.cache().note_listed(&listed);
        Ok(listed)
    }

    /// Tells how full the account is; `None` when the server has no quota, or will not say.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn storage(&self) -> Result<Option<Storage>> {
        let asked =
            self.read(None, |session| Box::pin(async { session.quota_roots(&MailboxName::inbox()).await })).await;
        let storage = match asked {
            Ok(roots) => Storage::tightest(&QuotaUse::of(&roots)),
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        self.account.cache().note_storage(storage);
        Ok(storage)
    }
}

/// Tells whether an error is what a connection gives that went stale while nobody used it. It may have ended, perhaps without a word:
/// routers forget quiet connections. Or another program has made anew a mailbox that it knew: a Dovecot 2.3 whose processes serve
/// several connections (`service_count`) may then refuse that one to this connection, as a fault of its own or as one that is not there.
fn went_stale(error: &imap::Error) -> bool {
    match error {
        imap::Error::Closed | imap::Error::Io(_) | imap::Error::Bye(_) | imap::Error::Timeout(_) => true,
        imap::Error::Refused(refusal) => {
            matches!(refusal.code, Some(ResponseCode::ServerBug | ResponseCode::NonExistent))
        }
        _ => false,
    }
}
