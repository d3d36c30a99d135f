//! The servers of the bench: one private Dovecot, and a Postern of the release build before it.

use super::browser::Browser;
use super::mailboxes::{self, Letters};
use super::raw::Raw;
use std::time::Instant;
use support::dovecot::{Dovecot, Options, UnixUser};
use support::host::Host;
use support::launcher::{Launcher, Program};
use support::postgres::Postgres;
use support::{fixtures, process};

/// Everybody's password.
pub const PASSWORD: &str = "sunny lake 42";
/// People with a small mailbox each.
pub const PEOPLE: usize = 1000;
/// People whose mailbox is written when a bench asks for it.
const GUESTS: usize = 24;

/// Lets a thousand people in at once.
const ROOM: &str = "mail_max_userip_connections = 0\ndefault_client_limit = 12000\ndefault_process_limit = 1500\n\
                    service imap {\n  process_limit = 1500\n}\n";

/// Holds Dovecot, its people, and the Postern that most benches share.
pub struct Rig {
    pub dovecot: Dovecot,
    postern: Option<Program>,
    /// Where sessions are kept, if not in a file.
    postgres: Option<Postgres>,
    /// Who Dovecot's files belong to.
    owner: UnixUser,
    letters: Letters,
    guests: usize,
    people: bool,
}

impl Rig {
    /// Starts Dovecot; mailboxes and Postern come when they are asked for.
    pub fn start(postgres: Option<Postgres>) -> Result<Self, String> {
        let guests = (0..GUESTS).map(guest);
        let users = guests.chain((0..PEOPLE).map(person)).map(|address| (address, PASSWORD.to_owned())).collect();
        let mailboxes = fixtures::MAILBOXES.map(|(name, attribute)| (name.to_owned(), attribute)).into();
        let dovecot = Dovecot::try_start(Options { users, mailboxes, extra: ROOM.to_owned(), ..Options::default() })?;
        Ok(Self {
            dovecot,
            postern: None,
            postgres,
            owner: UnixUser::for_server()?,
            letters: Letters::of_the_fixtures(),
            guests: 0,
            people: false,
        })
    }

    /// Returns Postern's address; starts it first when nobody has yet.
    pub fn url(&mut self) -> Result<String, String> {
        self.postern().map(|postern| postern.origin())
    }

    /// Returns the running Postern; starts it first when nobody has yet.
    pub fn postern(&mut self) -> Result<&Program, String> {
        if self.postern.is_none() {
            self.postern = Some(self.start_postern(120)?);
        }
        self.postern.as_ref().ok_or_else(|| "no Postern".to_owned())
    }

    /// Starts a Postern of its own. It keeps an unused IMAP connection for so many seconds; all but the limits is as it comes.
    pub fn start_postern(&self, idle_seconds: u32) -> Result<Program, String> {
        unbounded(&self.dovecot, idle_seconds).on_a_database_of(self.postgres.as_ref()).try_program()
    }

    /// Starts as many as are asked for, which share a database.
    pub fn start_nodes(&self, count: usize, database: &str) -> Result<Vec<Program>, String> {
        (0..count).map(|_| unbounded(&self.dovecot, 120).on_database(database).try_program()).collect()
    }

    /// Gives somebody new a Spam mailbox of this size, and lets Dovecot build its index.
    pub fn guest(&mut self, count: usize) -> Result<String, String> {
        let address = guest(self.guests);
        self.guests += 1;
        self.prepare(&address, &self.letters, count)?;
        Ok(address)
    }

    /// Puts messages into an Inbox that nobody has opened yet.
    pub fn fill_inbox(&self, address: &str, count: usize) -> Result<(), String> {
        mailboxes::fill(&self.dovecot, &self.owner, &self.letters, address, "INBOX", count)
    }

    /// Puts messages into a folder that nobody has opened yet.
    pub fn fill(&self, address: &str, folder: &str, count: usize) -> Result<(), String> {
        mailboxes::fill(&self.dovecot, &self.owner, &self.letters, address, folder, count)
    }

    /// The same with messages every fifth of which the filter has wrapped into its report.
    pub fn guest_with_wrapped(&mut self, count: usize) -> Result<String, String> {
        let address = guest(self.guests);
        self.guests += 1;
        self.prepare(&address, &self.letters.every_fifth_wrapped(), count)?;
        Ok(address)
    }

    /// Gives each of the thousand people 60 messages in Spam; returns their addresses.
    pub fn people(&mut self) -> Result<Vec<String>, String> {
        let addresses: Vec<String> = (0..PEOPLE).map(person).collect();
        if !self.people {
            let start = Instant::now();
            let (first, others) = addresses.split_first().ok_or("nobody")?;
            mailboxes::fill(&self.dovecot, &self.owner, &self.letters, first, "Spam", 60)?;
            for other in others {
                mailboxes::share(&self.dovecot, &self.owner, first, other, "Spam")?;
            }
            eprintln!("bench: {PEOPLE} people with 60 messages each, {:.1} s", start.elapsed().as_secs_f64());
            self.people = true;
        }
        Ok(addresses)
    }

    fn prepare(&self, address: &str, letters: &Letters, count: usize) -> Result<(), String> {
        let start = Instant::now();
        mailboxes::fill(&self.dovecot, &self.owner, letters, address, "Spam", count)?;
        let written = start.elapsed().as_secs_f64();
        let mut raw = self.raw(address)?;
        let opened = raw.told(&["SELECT Spam"])?;
        if exists(&opened) != Some(count) {
            return Err(format!("Dovecot does not see {count} messages: {opened}"));
        }
        let indexed = start.elapsed().as_secs_f64() - written;
        eprintln!("bench: {count} messages in Spam, {written:.1} s, and {indexed:.1} s until Dovecot knew them");
        Ok(())
    }

    /// Signs in to Dovecot.
    pub fn raw(&self, address: &str) -> Result<Raw, String> {
        Raw::sign_in(self.dovecot.imap_port(), address, PASSWORD)
    }

    /// Signs in to Postern.
    pub fn browser(&mut self, address: &str) -> Result<Browser, String> {
        Browser::sign_in(&self.url()?, address, PASSWORD)
    }

    /// Finds Dovecot's process group.
    pub fn dovecot_group(&self) -> Option<u32> {
        // home/0/Maildir lies in the folder that also holds the configuration.
        let inbox = self.dovecot.maildir(&guest(0));
        let dir = inbox.ancestors().nth(3)?;
        process::group_naming(&dir.join("dovecot.conf").to_string_lossy())
    }
}

/// Prepares a Postern that refuses nobody for asking too much: all but its limits is as it comes.
pub fn unbounded(host: impl Into<Host>, idle_seconds: u32) -> Launcher {
    Launcher::before(host).with(&[
        ("IMAP__CONNECTIONS", "1200"),
        ("IMAP__IDLE_SECONDS", &idle_seconds.to_string()),
        ("LOGIN__TRIES_PER_ADDRESS", "1000"),
        ("LOGIN__TRIES_PER_CLIENT", "100000"),
        ("LIMITS__PER_CLIENT", "0"),
        ("LIMITS__PER_CLIENT_AT_ONCE", "0"),
        ("LIMITS__PER_SESSION", "0"),
        ("LIMITS__PER_SESSION_AT_ONCE", "0"),
    ])
}

/// Returns a number that the environment may set, for a try with fewer.
#[allow(clippy::disallowed_methods, reason = "it is the bench's own, and nothing of Postern's configuration")]
pub fn number(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn guest(number: usize) -> String {
    format!("guest{number}@example.org")
}

fn person(number: usize) -> String {
    format!("person{number}@example.org")
}

/// Reads how many messages there are from the answer to SELECT or EXAMINE.
pub fn exists(opened: &str) -> Option<usize> {
    opened.lines().find_map(|line| line.trim_end().strip_prefix("* ")?.strip_suffix(" EXISTS")?.parse().ok())
}
