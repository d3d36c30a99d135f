//! The owner of a mailbox, and the server it is on.

use super::account_cache::AccountCache;
use super::account_lock::AccountLocks;
use super::original::Room;
use super::recovery_log::RecoveryLog;
use super::work::Mail;
use super::{Address, Result, Role};
use crate::imap::{self, Credentials};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an IMAP server wants as user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginName {
    /// The whole address.
    Address,
    /// What stands before the last `@`.
    LocalPart,
}

impl LoginName {
    /// Returns the user name of an address.
    pub fn of(self, address: &Address) -> String {
        match self {
            Self::Address => address.to_string(),
            Self::LocalPart => address.local_part().to_owned(),
        }
    }
}

/// One configured IMAP server.
#[derive(Debug)]
pub struct Server {
    /// `host:port`.
    place: String,
    pub(super) pool: imap::Pool,
    login: LoginName,
    pub(super) pins: BTreeMap<Role, String>,
    pub(super) locks: AccountLocks,
    pub(super) unfinished: RecoveryLog,
    pub(super) memory: AccountCache,
    pub(super) room: Room,
}

impl Server {
    /// Prepares a server; no connection is made yet. `pins` names mailboxes that play a role whatever the server says.
    pub fn new(endpoint: imap::Endpoint, limits: imap::Limits, login: LoginName, pins: BTreeMap<Role, String>) -> Self {
        let place = format!("{}:{}", endpoint.host, endpoint.port);
        let pool = imap::Pool::new(endpoint, limits);
        let (locks, unfinished, memory) = (AccountLocks::default(), RecoveryLog::default(), AccountCache::default());
        Self { place, pool, login, pins, locks, unfinished, memory, room: Room::default() }
    }

    /// Logs every idle connection out; for the end of the process.
    pub async fn shut_down(&self) {
        self.pool.shut_down().await;
    }
}

/// A mailbox owner, with what signs in.
#[derive(Debug, Clone)]
pub struct Account {
    address: Address,
    server: Arc<Server>,
    credentials: Credentials,
}

impl Account {
    /// Names the owner; says nothing about whether the password is right.
    pub fn new(server: Arc<Server>, address: Address, password: SecretString) -> Self {
        let user = server.login.of(&address);
        Self { address, server, credentials: Credentials { user, password } }
    }

    /// Returns the owner's address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Names whose mail this is, whatever address led to it: the server, and the user name in lower case.
    ///
    /// One name whatever the case: some servers ignore it.
    pub fn owner(&self) -> String {
        format!("{} {}", self.server.place, self.credentials.user.to_lowercase())
    }

    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    pub(super) fn memory(&self) -> &AccountCache {
        &self.server.memory
    }

    /// Returns the name it signs in with, by which it is remembered.
    pub(super) fn user(&self) -> &str {
        &self.credentials.user
    }

    pub(super) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Proves the password on a new connection, and keeps that connection for the first page.
    ///
    /// # Errors
    /// [`super::Error::WrongPassword`], [`super::Error::SignInRefused`], [`super::Error::Unreachable`], [`super::Error::Busy`].
    pub async fn sign_in(&self) -> Result<()> {
        self.server.pool.acquire_fresh(&self.credentials).await?;
        Ok(())
    }

    /// Ends the idle connections of this account with LOGOUT, and forgets what was remembered of it.
    pub fn sign_out(&self) {
        self.server.pool.forget(&self.credentials);
        self.server.memory.forget(&self.credentials.user);
    }

    /// Returns the verbs of the product; connections are borrowed when they are needed.
    pub fn mail(&self) -> Mail {
        Mail::of(self.clone())
    }
}
