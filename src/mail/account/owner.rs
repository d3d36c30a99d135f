//! The owner of a mailbox, and the server it is on.

use super::cache::AccountCache;
use super::notebook::Notebook;
use super::originals_budget::OriginalsBudget;
use super::size_index::{SenderIndex, SizeIndex};
use super::state::{AccountState, AccountStates};
use crate::figures;
use crate::imap::{self, Credentials, MailboxName, Pulse};
use crate::mail::{Address, Filter, Result, Role, Storage, Summary, UidValidity};
use crate::sieve;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

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
    pub(in crate::mail) pool: imap::Pool,
    login: LoginName,
    pub(in crate::mail) pins: BTreeMap<Role, String>,
    states: AccountStates,
    pub(in crate::mail) room: OriginalsBudget,
    /// The filters whose words are believed; empty for all.
    pub(in crate::mail) trust: Vec<Filter>,
    /// Whether it is told the network addresses of those who ask.
    tells_client: bool,
    /// Where the owners' scripts are kept, if the host says so.
    pub(in crate::mail) sieve: Option<sieve::Service>,
}

impl Server {
    /// Prepares a server; no connection is made yet. `pins` names mailboxes that play a role whatever the server says.
    pub fn new(endpoint: imap::Endpoint, limits: imap::Limits, login: LoginName, pins: BTreeMap<Role, String>) -> Self {
        let place = format!("{}:{}", endpoint.host, endpoint.port);
        let pool = imap::Pool::new(endpoint, limits);
        let (states, room) = (AccountStates::default(), OriginalsBudget::default());
        Self { place, pool, login, pins, states, room, trust: Vec::new(), tells_client: false, sieve: None }
    }

    /// Believes only these spam filters; all of them where there are none.
    pub fn trusting(self, filters: &[Filter]) -> Self {
        Self { trust: filters.to_vec(), ..self }
    }

    /// Tells the server the network address of who asks, when a connection is opened.
    pub fn telling_client(self, tells_client: bool) -> Self {
        Self { tells_client, ..self }
    }

    /// Asks this server what is done with marked mail; of the limits, how long a free connection and an answer are waited for.
    pub fn filing_at(self, endpoint: imap::Endpoint, limits: imap::Limits) -> Self {
        Self { sieve: Some(sieve::Service::new(endpoint, limits)), ..self }
    }

    /// Writes down what is half done, so that it is finished though the process ends.
    pub fn noting(self, notebook: Arc<dyn Notebook>) -> Self {
        let states = AccountStates::noting(notebook, self.place.clone());
        Self { states, ..self }
    }

    /// Returns whether the server answered when it was last asked, since this process began.
    pub fn pulse(&self) -> Option<Pulse> {
        self.pool.pulse().0
    }

    /// Asks the server for its greeting, if nobody has heard from it in the last seconds; `None` when that takes more than five.
    pub async fn feel_pulse(&self) -> Option<Pulse> {
        self.pool.feel_pulse().await
    }

    /// Counts the connections of all accounts, the callers that wait for one, and the rows that are remembered.
    pub fn count(&self) -> (figures::Connections, usize, usize) {
        let (connections, waiting) = self.pool.count();
        (connections, waiting, self.states.rows())
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
    /// The owner's user name, whoever signs in.
    user: String,
    credentials: Credentials,
    /// Looked up when it is first needed: whoever guesses at a password leaves nothing behind.
    kept: OnceLock<(Arc<AccountState>, Arc<AccountCache>)>,
}

impl Account {
    /// Names the owner; says nothing about whether the password is right.
    pub fn new(server: Arc<Server>, address: Address, password: SecretString) -> Self {
        let user = server.login.of(&address);
        let credentials = Credentials { user: user.clone(), password, client: None };
        Self { address, server, user, credentials, kept: OnceLock::new() }
    }

    /// Names the owner of a mailbox that a master user opens in the owner's name (Dovecot: `auth_master_user_separator`; Cyrus: a proxy
    /// user): with `owner`, `separator` and `master` as user name, and the master's own password.
    pub fn through_master(
        server: Arc<Server>,
        address: Address,
        separator: &str,
        master: &str,
        password: SecretString,
    ) -> Self {
        let user = server.login.of(&address);
        let credentials = Credentials { user: format!("{user}{separator}{master}"), password, client: None };
        Self { address, server, user, credentials, kept: OnceLock::new() }
    }

    /// Notes from which network address it is asked, if that is known: a server that wants it is told, by each connection that is opened
    /// from now on. One that is kept tells of who opened it.
    pub fn asked_from(mut self, client: Option<IpAddr>) -> Self {
        self.credentials.client = client.filter(|_| self.server.tells_client);
        self
    }

    /// Returns the owner's address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Names whose mail this is, whatever address led to it: the server, and the user name in lower case.
    ///
    /// One name whatever the case: some servers ignore it.
    pub fn mailbox_key(&self) -> String {
        format!("{} {}", self.server.place, self.user.to_lowercase())
    }

    /// Tells whether the mailbox is on that server.
    pub fn is_on(&self, server: &Arc<Server>) -> bool {
        Arc::ptr_eq(&self.server, server)
    }

    pub(in crate::mail) fn server(&self) -> &Server {
        &self.server
    }

    /// Returns what is kept of this account.
    pub(in crate::mail) fn state(&self) -> &AccountState {
        &self.kept().0
    }

    /// Returns what was seen of this account.
    pub(in crate::mail) fn cache(&self) -> &AccountCache {
        &self.kept().1
    }

    /// Keeps rows that were fetched, and forgets others where there are too many.
    pub(in crate::mail) fn note_rows(&self, mailbox: &MailboxName, uid_validity: UidValidity, rows: &[Summary]) {
        self.cache().note_rows(mailbox, uid_validity, rows);
        self.server.states.make_room(self.cache());
    }

    /// Keeps what was counted of a mailbox, and forgets of others where there is too much.
    pub(in crate::mail) fn note_size_index(&self, mailbox: &MailboxName, index: Arc<SizeIndex>) {
        self.cache().note_size_index(mailbox, index);
        self.server.states.make_room(self.cache());
    }

    /// Keeps who wrote the messages of a mailbox, and forgets of others where there is too much.
    pub(in crate::mail) fn note_sender_index(&self, mailbox: &MailboxName, index: SenderIndex) {
        self.cache().note_sender_index(mailbox, index);
        self.server.states.make_room(self.cache());
    }

    /// Returns how full the account was when the server last told it; `None` where it has not told, or has no quota.
    pub fn storage_known(&self) -> Option<Storage> {
        self.cache().storage()
    }

    fn kept(&self) -> &(Arc<AccountState>, Arc<AccountCache>) {
        self.kept.get_or_init(|| self.server.states.of(&self.user, &self.credentials.user))
    }

    pub(in crate::mail) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Tells whether this is the same owner with the same password.
    pub fn signs_in_as(&self, other: &Self) -> bool {
        let (own, other) = (&self.credentials, &other.credentials);
        own.user == other.user && own.password.expose_secret() == other.password.expose_secret()
    }

    /// Proves the password on a new connection, and keeps that connection for the first page.
    ///
    /// # Errors
    /// [`crate::mail::Error::WrongPassword`], [`crate::mail::Error::SignInRefused`], [`crate::mail::Error::Unreachable`], [`crate::mail::Error::Busy`].
    pub async fn sign_in(&self) -> Result<()> {
        self.server.pool.acquire_fresh(&self.credentials).await?;
        Ok(())
    }

    /// Ends the idle connections of this account with LOGOUT: those of these credentials alone.
    pub fn close_connections(&self) {
        self.server.pool.close_account(&self.credentials);
    }

    /// Ends the idle connections of this account with LOGOUT, and forgets what was remembered of it.
    pub fn sign_out(&self) {
        self.server.pool.close_account(&self.credentials);
        self.server.states.clear_caches(&self.user);
    }
}
