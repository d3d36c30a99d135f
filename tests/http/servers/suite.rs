//! The cases, in the order they run, and what they share: one server, one Postern in front of it, connections that stay warm.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{actions, pages, storage, trouble};
use support::client::Browser;
use support::dovecot::Dovecot;
use support::host::ANNA;
use support::host::Host;
use support::independent_client::{append, clear, letter, look, names};
use support::launcher::TestApp;
use support::pop3::Pop3;

/// Holds what a case works with.
pub struct Fixture<'a> {
    /// The mail server.
    pub host: &'a Host,
    /// The product before it.
    pub app: &'a TestApp,
    /// Anna, signed in.
    pub anna: Browser,
    /// What the server announces once Anna is signed in.
    pub capabilities: Vec<String>,
}

impl Fixture<'_> {
    /// Tells whether the server announces something.
    pub fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|own| own == capability)
    }

    /// Puts small messages into a mailbox, and returns their UIDs.
    pub fn put(&self, mailbox: &str, letters: &[&str]) -> Vec<u32> {
        append(self.host, mailbox, letters).unwrap_or_else(|why| panic!("{mailbox}: {why}"));
        let there = look(self.host, mailbox);
        let uid = |name: &str| there.iter().find(|one| one.id == name).map(|one| one.uid);
        letters.iter().map(|name| uid(name).unwrap_or_else(|| panic!("no {name} in {mailbox}: {there:?}"))).collect()
    }

    /// Returns the names of what is in a mailbox.
    pub fn names(&self, mailbox: &str) -> Vec<String> {
        names(self.host, mailbox)
    }
}

type Case = fn(&Fixture);

const CASES: [(&str, Case); 20] = [
    ("signing in", pages::sign_in),
    ("roles and amounts", pages::overview),
    ("quota", pages::quota),
    ("a list of two pages", pages::two_pages),
    ("sorting and searching", pages::sorted_and_found),
    ("reading", pages::read),
    ("rescuing", actions::rescue),
    ("delivering an original", actions::unwrap),
    ("delivering awkward originals", actions::awkward_originals),
    ("deleting for good", actions::delete),
    ("emptying Spam", actions::empty),
    ("putting back from Trash", actions::restore),
    ("the buttons of the Inbox", actions::inbox),
    ("taking back", actions::take_back),
    ("where the room went", storage::where_the_room_went),
    ("every folder", storage::every_folder),
    ("keeping Spam clean", storage::kept_clean),
    ("odd names", trouble::odd_names),
    ("a mailbox made anew, looked at", trouble::anew_shows_the_new_mail),
    ("a mailbox made anew, acted on", trouble::anew_stops_every_form_drawn_before),
];

/// Runs every case, and fails with the names of those that did.
pub fn run(host: &Host) {
    let told = host.imap().command("CAPABILITY").unwrap().text();
    let capabilities: Vec<_> = told.lines().next().unwrap().split(' ').map(str::to_owned).collect();
    let app = TestApp::start(host);
    let fixture = Fixture { host, app: &app, anna: app.anna(), capabilities };
    let mut failed = Vec::new();
    for (name, case) in CASES {
        ["INBOX", "Spam", "Trash"].into_iter().for_each(|mailbox| clear(host, mailbox));
        if catch_unwind(AssertUnwindSafe(|| case(&fixture))).is_err() {
            failed.push(name);
        }
    }
    let announced = fixture.capabilities.join(" ");
    assert!(failed.is_empty(), "these cases failed, each for the reason above: {failed:?}, on {announced}");
}

/// Sees that a rescued message is what the mail program collects.
pub fn collected_over_pop(dovecot: &Dovecot) {
    let host: Host = dovecot.into();
    ["INBOX", "Spam"].into_iter().for_each(|mailbox| clear(&host, mailbox));
    append(&host, "Spam", &["wanted"]).unwrap();
    let app = TestApp::start(&host);
    let anna = app.anna();
    let list = anna.page("/spam");
    anna.tick("/spam/rescue", &list, &list.uids());
    let mut pop = Pop3::login(host.pop3_port, ANNA, &host.password).unwrap();
    assert_eq!(pop.stat().unwrap().0, 1);
    assert_eq!(pop.retr(1).unwrap(), letter("wanted"));
}
