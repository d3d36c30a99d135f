//! One owner of a mailbox: the ledger, and another mail program at the same mailbox.

use super::ledger::{Found, Ledger};
use std::sync::{Arc, Mutex, MutexGuard};
use support::dovecot::{Delivery, Dovecot};
use support::independent_client::{IndependentClient, letter};

/// Whoever it is, the password is the same.
pub const PASSWORD: &str = "correct horse";

/// One owner of a mailbox.
pub struct Owner {
    /// Which one.
    pub number: usize,
    /// Whether there are so many messages that most work on them is long.
    pub is_large: bool,
    /// In how many windows the owner works at once.
    pub windows: usize,
    ledger: Mutex<Ledger>,
    client: Mutex<Option<IndependentClient>>,
    dovecot: Arc<Dovecot>,
}

/// Returns the address of an owner.
pub fn address(number: usize) -> String {
    format!("owner{number}@example.org")
}

impl Owner {
    /// Names an owner of an empty mailbox.
    pub fn new(number: usize, dovecot: &Arc<Dovecot>, windows: usize, is_large: bool) -> Self {
        let ledger = Mutex::new(Ledger::of(number, windows));
        Self { number, is_large, windows, ledger, client: Mutex::default(), dovecot: dovecot.clone() }
    }

    /// Opens the ledger.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap()
    }

    /// Puts new letters into a mailbox, as a delivery agent does.
    pub fn deliver(&self, mailbox: &str, count: u32) {
        let names: Vec<String> = {
            let mut ledger = self.ledger();
            let letters = ledger.put(count);
            letters.map(|number| ledger.name(number)).collect()
        };
        let mail: Vec<_> = names.iter().map(|name| Delivery::new(mailbox, letter(name))).collect();
        self.dovecot.deliver_many(&address(self.number), &mail);
    }

    fn with_client<T>(&self, work: impl FnOnce(&mut IndependentClient) -> T) -> T {
        let mut client = self.client.lock().unwrap();
        work(client.get_or_insert_with(|| IndependentClient::of(&self.dovecot, &address(self.number))))
    }

    /// Returns the letters in a mailbox up to a UID.
    pub fn letters_up_to(&self, mailbox: &str, last_uid: u32) -> Vec<u32> {
        let there = self.with_client(|client| client.look(mailbox));
        let ledger = self.ledger();
        let up_to = there.iter().filter(|letter| letter.uid <= last_uid);
        up_to.filter_map(|found| ledger.letter(&found.id)).collect()
    }

    /// Returns all that is in the mailboxes of this owner, as another mail program finds it.
    pub fn everything(&self) -> Vec<Found> {
        self.with_client(|client| {
            let mailboxes = client.mailboxes();
            assert!(mailboxes.len() >= 5, "{mailboxes:?}");
            let mut all = Vec::new();
            for mailbox in mailboxes {
                let found = client.look(&mailbox);
                let row = |found: support::independent_client::Letter| {
                    let marked = found.has("\\Deleted");
                    Found { mailbox: mailbox.clone(), name: found.id, marked }
                };
                all.extend(found.into_iter().map(row));
            }
            all.sort();
            all
        })
    }
}
