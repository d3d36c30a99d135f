//! The servers of the bench: one private Dovecot, and a Postern of the release build before it.

use super::mailboxes::{self, Letters};
use super::raw::Raw;
use super::{browser::Browser, process};
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::dovecot::{Dovecot, Guard, Options, UnixUser};
use support::fixtures;
use tempfile::TempDir;

/// Everybody's password.
pub const PASSWORD: &str = "sunny lake 42";
/// People with a small mailbox each.
pub const PEOPLE: usize = 1000;
/// People whose mailbox is written when a bench asks for it.
const GUESTS: usize = 24;
/// How long Postern may take until it serves.
const START: Duration = Duration::from_secs(20);

/// Lets a thousand people in at once.
const ROOM: &str = "mail_max_userip_connections = 0\ndefault_client_limit = 12000\ndefault_process_limit = 1500\n\
                    service imap {\n  process_limit = 1500\n}\n";

/// Holds Dovecot, its people, and the Postern that most benches share.
pub struct Rig {
    pub dovecot: Dovecot,
    postern: Option<Postern>,
    /// Who Dovecot's files belong to.
    owner: UnixUser,
    letters: Letters,
    guests: usize,
    people: bool,
}

impl Rig {
    /// Starts Dovecot; mailboxes and Postern come when they are asked for.
    pub fn start() -> Result<Self, String> {
        let guests = (0..GUESTS).map(guest);
        let users = guests.chain((0..PEOPLE).map(person)).map(|address| (address, PASSWORD.to_owned())).collect();
        let mailboxes = fixtures::MAILBOXES.map(|(name, attribute)| (name.to_owned(), attribute)).into();
        let dovecot = Dovecot::try_start(Options { users, mailboxes, extra: ROOM.to_owned(), ..Options::default() })?;
        Ok(Self {
            dovecot,
            postern: None,
            owner: UnixUser::for_server()?,
            letters: Letters::of_the_fixtures(),
            guests: 0,
            people: false,
        })
    }

    /// Returns Postern's address; starts it first when nobody has yet.
    pub fn url(&mut self) -> Result<String, String> {
        self.postern().map(|postern| postern.url.clone())
    }

    /// Returns the running Postern; starts it first when nobody has yet.
    pub fn postern(&mut self) -> Result<&Postern, String> {
        if self.postern.is_none() {
            self.postern = Some(Postern::start(&self.dovecot, 120)?);
        }
        self.postern.as_ref().ok_or_else(|| "no Postern".to_owned())
    }

    /// Gives somebody new a Spam mailbox of this size, and lets Dovecot build its index.
    pub fn guest(&mut self, count: usize) -> Result<String, String> {
        let address = guest(self.guests);
        self.guests += 1;
        self.prepare(&address, count)?;
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

    fn prepare(&self, address: &str, count: usize) -> Result<(), String> {
        let start = Instant::now();
        mailboxes::fill(&self.dovecot, &self.owner, &self.letters, address, "Spam", count)?;
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

/// Runs one Postern until dropped.
pub struct Postern {
    /// Where it answers.
    pub url: String,
    /// Its process.
    pub id: u32,
    _guard: Guard,
    _dir: TempDir,
}

impl Postern {
    /// Starts Postern and returns once it serves. It keeps an unused IMAP connection for so many seconds.
    pub fn start(dovecot: &Dovecot, idle_seconds: u32) -> Result<Self, String> {
        let program = program()?;
        let dir = tempfile::Builder::new().prefix("postern-bench-").tempdir();
        let dir = dir.map_err(|error| format!("no temporary directory: {error}"))?;
        let written = configure(dir.path(), dovecot, idle_seconds);
        let (port, log) = written.map_err(|error| format!("cannot write postern.toml: {error}"))?;
        let command = [&program.to_string_lossy(), "serve", "--config", "postern.toml"];
        let guard = Guard::spawn(&command, dir.path(), None, log);
        let mut guard = guard.map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if !guard.running() || start.elapsed() > START {
                let log = fs::read_to_string(dir.path().join("postern.log")).unwrap_or_default();
                return Err(format!("Postern does not answer on port {port}.\n{log}"));
            }
            sleep(Duration::from_millis(20));
        }
        let id = process::find(&program, dir.path()).ok_or("Postern's process is not to be found")?;
        Ok(Self { url: format!("http://127.0.0.1:{port}"), id, _guard: guard, _dir: dir })
    }
}

/// Finds the program that was built together with this one: `release/postern` beside `release/examples/bench`.
fn program() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot tell where this program is: {error}"))?;
    let found = own.parent().and_then(Path::parent).map(|dir| dir.join("postern")).filter(|path| path.exists());
    found.ok_or_else(|| "postern is not built: start the bench with bin/bench".to_owned())
}

/// Writes Postern's configuration; returns its port and its log. All but the limits is as it comes.
fn configure(dir: &Path, dovecot: &Dovecot, idle_seconds: u32) -> std::io::Result<(u16, File)> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let text = format!(
        r#"[web]
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
admin_listen = ""

[store]
url = "sqlite://{dir}/postern.db"

[[server]]
domains = ["example.org"]
imap = {{ host = "127.0.0.1", port = {imap}, security = "plain" }}

[imap]
connections = 1200
idle_seconds = {idle_seconds}

[login]
tries_per_address = 1000
tries_per_client = 100000
"#,
        dir = dir.display(),
        imap = dovecot.imap_port(),
    );
    fs::write(dir.join("postern.toml"), text)?;
    Ok((port, File::create(dir.join("postern.log"))?))
}
