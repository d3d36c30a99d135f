//! A borrowed connection, and how work is done on it.

use super::role::{self, Role};
use super::{Account, Error, Mailbox, Result, Storage};
use crate::imap::{self, Lease, MailboxName, Session};
use futures_util::future::BoxFuture;
use std::time::Duration;
use tokio::sync::Mutex;

/// How long the list of mailboxes is believed while pages are drawn.
const LIST_AGE: Duration = Duration::from_secs(60);

/// A borrowed connection, with the verbs of the product.
#[derive(Debug)]
pub struct Mail {
    pub(super) account: Account,
    lease: Mutex<Lease>,
}

/// Is what a piece of work comes to.
pub(super) type Working<'a, T> = BoxFuture<'a, imap::Result<T>>;

impl Mail {
    pub(super) async fn lease(account: Account) -> Result<Self> {
        let lease = account.server().pool.lease(account.credentials()).await?;
        Ok(Self { account, lease: Mutex::new(lease) })
    }

    /// Does work that only reads. A connection that went stale while it waited is replaced, once.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Session) -> Working<'a, T> + Clone + Send + 'static,
    {
        let mut lease = self.lease.lock().await;
        match lease.run(work.clone()).await {
            Err(error) if lease.was_idle() && went_stale(&error) => {
                self.renew(&mut lease).await?;
                Ok(lease.run(work).await?)
            }
            other => Ok(other?),
        }
    }

    /// Does work that changes something, exactly once.
    pub(super) async fn change<T, F>(&self, work: F) -> imap::Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Session) -> Working<'a, T> + Send + 'static,
    {
        self.lease.lock().await.run(work).await
    }

    /// Replaces the connection by a new one.
    pub(super) async fn reconnect(&self) -> imap::Result<()> {
        let mut lease = self.lease.lock().await;
        self.renew(&mut lease).await
    }

    async fn renew(&self, lease: &mut Lease) -> imap::Result<()> {
        lease.renew(&self.account.server().pool, self.account.credentials()).await
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
        let listed = self.read(|session| Box::pin(session.known(LIST_AGE))).await?;
        let mailboxes = role::assign(listed, &self.account.server().pins);
        mailboxes.into_iter().find(|mailbox| mailbox.role == Some(role)).ok_or(Error::NoSuchRole(role))
    }

    /// Tells how full the account is; `None` when the server has no quota, or will not say.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn storage(&self) -> Result<Option<Storage>> {
        let asked = self.read(|session| Box::pin(async { session.quota_roots(&MailboxName::inbox()).await })).await;
        match asked {
            Ok(roots) => Ok(Storage::tightest(&roots)),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Tells whether an error is what a connection gives that ended while nobody used it.
fn went_stale(error: &imap::Error) -> bool {
    matches!(error, imap::Error::Closed | imap::Error::Io(_) | imap::Error::Bye(_))
}
