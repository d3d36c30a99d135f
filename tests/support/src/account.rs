//! Anna's account before a test server, for what is asked of it without pages.

use crate::dovecot::Dovecot;
use crate::host::{ANNA, PASSWORD};
use postern::mail::{Account, Address, Endpoint, LoginName, Security, Server, ServerLimits};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Returns Anna's account on this server.
///
/// # Panics
/// Never: Anna's address is one.
pub fn of(dovecot: &Dovecot) -> Account {
    let (host, port) = ("127.0.0.1".to_owned(), dovecot.imap_port());
    let endpoint = Endpoint { host, port, security: Security::Plain, ca_file: None };
    let server = Server::new(endpoint, ServerLimits::default(), LoginName::Address, BTreeMap::new());
    Account::new(Arc::new(server), Address::parse(ANNA).expect("an address"), PASSWORD.to_owned().into())
}
