//! The account at a glance.

use super::sizes::octets;
use crate::imap::{MailboxName, StatusItems};
use crate::mail::account::work::Mail;
use crate::mail::types::role::{self, Mailbox, Role};
use crate::mail::{Epoch, Error, Result, Storage, Summary};
use std::collections::BTreeMap;

/// Subjects of Spam that the overview shows.
const NEWEST: u32 = 3;

/// Shows the account at a glance.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Every mailbox that can be opened, INBOX first.
    pub mailboxes: Vec<Mailbox>,
    /// How full the account is; `None` when the server has no quota.
    pub storage: Option<Storage>,
    /// The newest three messages of Spam.
    pub newest_spam: Vec<Summary>,
    /// How Spam and Trash are.
    pub epochs: Vec<Epoch>,
}

impl Overview {
    /// Finds the mailbox that plays a role.
    pub fn mailbox(&self, role: Role) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|mailbox| mailbox.role == Some(role))
    }
}

impl Mail {
    /// Looks at everything once.
    ///
    /// # Errors
    /// When the server cannot be asked; a mailbox it will not tell about is shown without counts.
    pub async fn overview(&self) -> Result<Overview> {
        let listed = self.read(None, |session| Box::pin(session.list())).await?;
        self.account.cache().note_listed(&listed);
        let counts: BTreeMap<MailboxName, StatusItems> =
            listed.iter().filter_map(|mailbox| Some((mailbox.name.clone(), mailbox.status?))).collect();
        let mut mailboxes = role::assign(listed, &self.account.server().pins);
        for mailbox in &mut mailboxes {
            let matters = matches!(mailbox.role, Some(Role::Spam | Role::Trash)) && mailbox.size.is_none();
            if let Some(&status) = counts.get(&mailbox.name).filter(|_| matters) {
                mailbox.size = self.octets(mailbox.name.clone(), status).await?;
            }
        }
        let storage = self.storage().await?;
        let newest_spam = match mailboxes.iter().find(|mailbox| mailbox.role == Some(Role::Spam)) {
            Some(spam) if spam.messages != Some(0) => self.newest(spam, NEWEST).await.or_else(nothing_to_show)?,
            _ => Vec::new(),
        };
        let epoch = |mailbox: &Mailbox| Epoch::of(mailbox, counts.get(&mailbox.name)?);
        let epochs = mailboxes.iter().filter_map(epoch).collect();
        Ok(Overview { mailboxes, storage, newest_spam, epochs })
    }

    async fn octets(&self, name: MailboxName, status: StatusItems) -> Result<Option<u64>> {
        let (account, asked) = (self.account.clone(), name.clone());
        let told = self.read(Some(&name), move |session| {
            let (account, name) = (account.clone(), asked.clone());
            Box::pin(async move { octets(session, &account, &name, &status).await })
        });
        told.await.or_else(nothing_to_show)
    }
}

/// A mailbox that the server will not open has nothing to show; the rest of the page has.
fn nothing_to_show<T: Default>(error: Error) -> Result<T> {
    match error {
        Error::Refused(_) | Error::Gone => Ok(T::default()),
        other => Err(other),
    }
}
