//! The owner of a mailbox, and what can be asked of it.

use super::{Listing, Mailbox, Message, Outcome, Overview, Result, Role, Seen, Storage, View};
use crate::imap::{self, Uid, UidValidity};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What an IMAP server wants as user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginName {
    /// The whole address.
    Address,
    /// What stands before the last `@`.
    LocalPart,
}

/// An e-mail address a person may sign in with; the domain is lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    local: String,
    domain: String,
}

/// Says why a text is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is no `@domain`.
    #[error("no @domain")]
    MissingDomain,
    /// It is not an address for another reason.
    #[error("not an address")]
    Malformed,
}

impl Address {
    /// Reads an address as typed; spaces around it are ignored.
    pub fn parse(typed: &str) -> std::result::Result<Self, AddressError> {
        let typed = typed.trim();
        let Some((local, domain)) = typed.rsplit_once('@') else {
            return Err(if typed.is_empty() { AddressError::Malformed } else { AddressError::MissingDomain });
        };
        if domain.is_empty() {
            return Err(AddressError::MissingDomain);
        }
        let strange = |c: char| c.is_control() || c.is_whitespace();
        let domain_char = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        if local.is_empty()
            || typed.len() > 254
            || typed.chars().any(strange)
            || !domain.chars().all(domain_char)
            || domain.starts_with(['.', '-'])
            || domain.ends_with(['.', '-'])
            || domain.contains("..")
        {
            return Err(AddressError::Malformed);
        }
        Ok(Self { local: local.to_owned(), domain: domain.to_lowercase() })
    }

    /// Returns what stands before the `@`.
    pub fn local_part(&self) -> &str {
        &self.local
    }

    /// Returns the domain, lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// One configured IMAP server.
#[derive(Debug)]
pub struct Server {
    pool: imap::Pool,
    login: LoginName,
    pins: BTreeMap<Role, String>,
}

impl Server {
    /// Prepares a server; no connection is made yet. `pins` names mailboxes that play a role whatever the server says.
    pub fn new(endpoint: imap::Endpoint, limits: imap::Limits, login: LoginName, pins: BTreeMap<Role, String>) -> Self {
        Self { pool: imap::Pool::new(endpoint, limits), login, pins }
    }

    /// Logs every idle connection out; for the end of the process.
    pub async fn shut_down(&self) {
        self.pool.shut_down().await;
    }
}

/// A mailbox owner who proved to know the password, once.
#[derive(Debug, Clone)]
pub struct Account {
    address: Address,
    server: Arc<Server>,
    password: SecretString,
}

impl Account {
    /// Names the owner; says nothing about whether the password is right.
    pub fn new(server: Arc<Server>, address: Address, password: SecretString) -> Self {
        Self { address, server, password }
    }

    /// Returns the owner's address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Proves the password on a new connection, and keeps that connection for the first page.
    pub async fn sign_in(&self) -> Result<()> {
        todo!()
    }

    /// Ends the idle connections of this account with LOGOUT.
    pub async fn sign_out(&self) {
        todo!()
    }

    /// Borrows a connection.
    pub async fn mail(&self) -> Result<Mail> {
        todo!()
    }
}

/// A borrowed connection, with the verbs of the product.
#[derive(Debug)]
pub struct Mail {}

impl Mail {
    /// Looks at everything once.
    pub async fn overview(&self) -> Result<Overview> {
        todo!()
    }

    /// Finds the mailbox that plays a role.
    pub async fn find(&self, _role: Role) -> Result<Mailbox> {
        todo!()
    }

    /// Lists one page.
    pub async fn list(&self, _mailbox: &Mailbox, _view: &View) -> Result<Listing> {
        todo!()
    }

    /// Returns count, last UID and size of a mailbox, for the page that asks before it is emptied.
    pub async fn survey(&self, _mailbox: &Mailbox) -> Result<(Seen, Option<u64>)> {
        todo!()
    }

    /// Opens one message.
    pub async fn open(&self, _mailbox: &Mailbox, _uid_validity: UidValidity, _uid: Uid) -> Result<Message> {
        todo!()
    }

    /// Sets `\Seen`.
    pub async fn mark_read(&self, _mailbox: &Mailbox, _uid_validity: UidValidity, _uids: &[Uid]) -> Result<Outcome> {
        todo!()
    }

    /// Moves messages out of Spam into INBOX, as mail that is not spam.
    pub async fn rescue(&self, _spam: &Mailbox, _uid_validity: UidValidity, _uids: &[Uid]) -> Result<Outcome> {
        todo!()
    }

    /// Moves messages out of Trash into INBOX.
    pub async fn restore(&self, _trash: &Mailbox, _uid_validity: UidValidity, _uids: &[Uid]) -> Result<Outcome> {
        todo!()
    }

    /// Moves messages to Spam and marks them as such.
    pub async fn report_spam(&self, _inbox: &Mailbox, _uid_validity: UidValidity, _uids: &[Uid]) -> Result<Outcome> {
        todo!()
    }

    /// Moves messages to Trash.
    pub async fn delete_to_trash(
        &self,
        _mailbox: &Mailbox,
        _uid_validity: UidValidity,
        _uids: &[Uid],
    ) -> Result<Outcome> {
        todo!()
    }

    /// Deletes messages for good, in place.
    pub async fn delete_for_good(
        &self,
        _mailbox: &Mailbox,
        _uid_validity: UidValidity,
        _uids: &[Uid],
    ) -> Result<Outcome> {
        todo!()
    }

    /// Deletes for good what the page showed, and nothing newer.
    pub async fn empty(&self, _mailbox: &Mailbox, _seen: Seen) -> Result<Outcome> {
        todo!()
    }

    /// Tells how full the account is; `None` when the server has no quota.
    pub async fn storage(&self) -> Result<Option<Storage>> {
        todo!()
    }
}
