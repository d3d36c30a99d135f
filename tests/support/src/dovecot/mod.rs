//! A private Dovecot for tests and the demo: an ordinary user's process on free loopback ports with its mail in a directory
//! of its own, all of it gone when the value is dropped (and also when the process dies).
//!
//! Runs on Dovecot 2.3 and 2.4. Needs the packages `dovecot-imapd` and `dovecot-pop3d`, with scripts
//! also `dovecot-sieve`, `dovecot-managesieved` and `dovecot-lmtpd`. When we are root the server runs as
//! `nobody`, because Dovecot refuses to serve root's mail.

mod config;
mod deliver;
pub mod encode;
mod guard;
mod sieve;
mod user;
mod wire;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::host::free_port;

pub use config::{Ports, Syntax};
pub use deliver::Delivery;
pub use guard::Guard;
pub use sieve::Scripts;
pub use user::UnixUser;
pub use wire::{RawImap, Reply};

/// How long a server may take until it greets on every port.
const START: Duration = Duration::from_secs(10);

/// Tells what kind of server is wanted; the default is like most: special-use mailboxes, every capability, no quota.
pub struct Options {
    /// Addresses (or bare names) and passwords. Any character but NUL may stand in a password; no colon in an address.
    pub users: Vec<(String, String)>,
    /// What each user may store; without it there is no QUOTA capability. [`Dovecot::deliver`] may go beyond.
    pub quota_bytes: Option<u64>,
    /// IMAP capabilities not announced, before and after sign-in, in Dovecot's spelling. The commands still work, but for
    /// QUOTA's.
    pub hide_capabilities: Vec<&'static str>,
    /// How mailbox names look on the wire.
    pub namespace: Namespace,
    /// Whether LIST shows the attributes of [`Options::mailboxes`].
    pub special_use: bool,
    /// Mailboxes that exist from the start besides INBOX, without namespace prefix, with a special-use attribute or none.
    pub mailboxes: Vec<(String, Option<&'static str>)>,
    /// A certificate: opens the IMAPS port and STARTTLS on the plain one.
    pub tls: Option<Tls>,
    /// Refuses passwords without TLS (LOGINDISABLED) on [`Dovecot::REMOTE`]; 127.0.0.1 to itself always counts as safe.
    pub refuse_cleartext: bool,
    /// Whether owners have scripts: ManageSieve to keep them, and LMTP, which runs them.
    pub sieve: bool,
    /// Whether a process serves one connection and ends, as is Dovecot's default. Else it goes on to the next, for to start one for each
    /// takes longer than most tests talk with it; but it brings along what it knew of a mailbox that was deleted and made anew.
    pub process_for_each: bool,
    /// Raw configuration, read last.
    pub extra: String,
}

/// Holds a certificate chain and its key as PEM texts.
pub struct Tls {
    /// The chain, the server's own certificate first.
    pub certificate: String,
    /// The private key.
    pub key: String,
}

/// Names the two ways servers lay out mailboxes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Namespace {
    /// `Spam`, `Work/2026`.
    Plain,
    /// `INBOX.Spam`, `INBOX.Work.2026`, as Courier and many hosts do.
    InboxPrefixDot,
}

impl Default for Options {
    fn default() -> Self {
        let mailboxes = [("Spam", "\\Junk"), ("Trash", "\\Trash"), ("Sent", "\\Sent"), ("Drafts", "\\Drafts")];
        Self {
            users: vec![("anna@example.org".to_owned(), "correct horse".to_owned())],
            quota_bytes: None,
            hide_capabilities: Vec::new(),
            namespace: Namespace::Plain,
            special_use: true,
            mailboxes: mailboxes.map(|(name, attribute)| (name.to_owned(), Some(attribute))).into(),
            tls: None,
            refuse_cleartext: false,
            sieve: false,
            process_for_each: false,
            extra: String::new(),
        }
    }
}

/// Runs one server until dropped.
pub struct Dovecot {
    guard: Guard,
    options: Options,
    ports: Ports,
    user: UnixUser,
    dir: TempDir,
}

impl Dovecot {
    /// A second address of the server, which it takes for another machine's.
    pub const REMOTE: &'static str = "127.0.0.2";

    /// Starts a server and returns once it greets on every port.
    ///
    /// # Panics
    /// With the server's log when it does not start.
    pub fn start(options: Options) -> Self {
        Self::try_start(options).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts a server, or says in a sentence why not.
    pub fn try_start(options: Options) -> Result<Self, String> {
        let syntax = Syntax::of(program())?;
        let user = UnixUser::for_server()?;
        let dir = tempfile::Builder::new().prefix("dovecot-").tempdir().map_err(text("no temporary directory"))?;
        let mut tries = 3;
        loop {
            let ports = free_ports(options.sieve).map_err(text("no free port"))?;
            prepare(syntax, &options, ports, &user, dir.path()).map_err(text("cannot write Dovecot's files"))?;
            match launch(&options, ports, &user, dir.path()) {
                Ok(guard) => return Ok(Self { guard, options, ports, user, dir }),
                // Another process took a port between our look and Dovecot's.
                Err(why) if why.contains("Address already in use") && tries > 1 => tries -= 1,
                Err(why) => return Err(why),
            }
        }
    }

    /// Returns the port for plain IMAP, with STARTTLS when there is a certificate.
    pub fn imap_port(&self) -> u16 {
        self.ports.imap
    }

    /// Returns the port for IMAP over TLS; closed when there is no certificate.
    pub fn imaps_port(&self) -> u16 {
        self.ports.imaps
    }

    /// Returns the port for plain POP3.
    pub fn pop3_port(&self) -> u16 {
        self.ports.pop3
    }

    /// Returns the password of a user.
    pub fn password(&self, user: &str) -> &str {
        self.find_password(user).unwrap_or_else(|| panic!("{user} is not among the server's users"))
    }

    /// Returns the password of a user, if the server has one.
    pub fn find_password(&self, user: &str) -> Option<&str> {
        self.find(user).map(|(_, (_, password))| password.as_str())
    }

    /// Returns where a user's INBOX lies; the other mailboxes are directories in it.
    pub fn maildir(&self, user: &str) -> PathBuf {
        self.dir.path().join("home").join(self.number(user).to_string()).join("Maildir")
    }

    /// Returns how mailbox names look on the wire.
    pub fn namespace(&self) -> Namespace {
        self.options.namespace
    }

    /// Returns a mailbox's name as IMAP shows it, before modified UTF-7: `Spam` may be `INBOX.Spam`.
    pub fn wire_name(&self, mailbox: &str) -> String {
        match self.options.namespace {
            Namespace::InboxPrefixDot if mailbox != "INBOX" => format!("INBOX.{mailbox}"),
            _ => mailbox.to_owned(),
        }
    }

    /// Opens a raw IMAP connection signed in as a user.
    pub fn imap(&self, user: &str) -> RawImap {
        let mut imap = RawImap::connect("127.0.0.1", self.ports.imap).expect("the server answers on its IMAP port");
        let reply = imap.login(user, self.password(user)).expect("the server answers a sign-in");
        assert!(reply.ok(), "the server refuses {user}: {}", reply.tagged);
        imap
    }

    /// Ends the server with all its connections and starts it again on the same ports with the same mail.
    pub fn restart(&mut self) {
        self.guard.kill();
        self.guard =
            launch(&self.options, self.ports, &self.user, self.dir.path()).unwrap_or_else(|why| panic!("{why}"));
    }

    /// Cuts every connection and ends the server at once; [`Dovecot::restart`] brings it back.
    pub fn stop_now(&mut self) {
        self.guard.kill();
    }

    /// Gives a user another password, of another length: that is how Dovecot sees that its list has changed. Connections that are
    /// signed in stay so.
    pub fn change_password(&mut self, user: &str, password: &str) {
        let number = self.number(user);
        let old = std::mem::replace(&mut self.options.users[number].1, password.to_owned());
        assert_ne!(old.len(), password.len(), "Dovecot looks at time and size of its list only");
        let syntax = Syntax::of(program()).unwrap_or_else(|why| panic!("{why}"));
        let users = config::users(syntax, &self.options, &self.user, self.dir.path());
        fs::write(self.dir.path().join("users"), users).expect("the list of users can be written");
    }

    /// Runs `doveadm` on this server and returns what it printed: `["kick", user]`, `["mailbox", "status", ...]`.
    pub fn doveadm(&self, arguments: &[&str]) -> String {
        let mut doveadm = Command::new("doveadm");
        doveadm.arg("-c").arg(self.dir.path().join("dovecot.conf")).args(arguments);
        let output = self.user.applied(&mut doveadm).output().expect("doveadm is installed with Dovecot");
        let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "doveadm {arguments:?}: {printed}");
        printed.into_owned()
    }

    /// Returns the server's log, for the message of a failing test.
    pub fn log(&self) -> String {
        log(self.dir.path())
    }

    fn number(&self, user: &str) -> usize {
        self.find(user).unwrap_or_else(|| panic!("{user} is not among the server's users")).0
    }

    fn find(&self, user: &str) -> Option<(usize, &(String, String))> {
        self.options.users.iter().enumerate().find(|(_, (address, _))| address.eq_ignore_ascii_case(user))
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // An orderly stop takes a second and saves nothing: the mail goes with the directory.
        self.guard.kill();
    }
}

/// Names the server program: an ordinary user's PATH on Debian lacks /usr/sbin.
fn program() -> &'static str {
    ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"]
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap_or("dovecot")
}

/// Says what failed, and why.
pub(crate) fn text<E: std::fmt::Display>(what: &'static str) -> impl Fn(E) -> String {
    move |error| format!("{what}: {error}")
}

/// Finds ports nobody listens on.
fn free_ports(sieve: bool) -> std::io::Result<Ports> {
    let (imap, imaps, pop3) = (free_port()?, free_port()?, free_port()?);
    let (sieve, lmtp) = if sieve { (free_port()?, free_port()?) } else { (0, 0) };
    Ok(Ports { imap, imaps, pop3, sieve, lmtp })
}

/// Lays out the directory and hands it to the server's user.
fn prepare(syntax: Syntax, options: &Options, mut ports: Ports, user: &UnixUser, dir: &Path) -> std::io::Result<()> {
    let file = |name: &str, content: &str| {
        fs::write(dir.join(name), content)?;
        user.owns(&dir.join(name))
    };
    ["run", "home"].iter().try_for_each(|name| {
        fs::create_dir_all(dir.join(name))?;
        user.owns(&dir.join(name))
    })?;
    if let Some(tls) = &options.tls {
        file("cert.pem", &tls.certificate)?;
        file("key.pem", &tls.key)?;
    } else {
        ports.imaps = 0;
    }
    file("log", "")?;
    file("users", &config::users(syntax, options, user, dir))?;
    file("dovecot.conf", &config::render(syntax, options, ports, user, dir))?;
    user.owns(dir)
}

/// Starts the server and waits until it greets with its own name on every port.
fn launch(options: &Options, ports: Ports, user: &UnixUser, dir: &Path) -> Result<Guard, String> {
    // After a kill its process id may still look alive until somebody collects it.
    let _ = fs::remove_file(dir.join("run/master.pid"));
    let output = fs::OpenOptions::new().append(true).open(dir.join("log")).map_err(text("no log"))?;
    let conf = dir.join("dovecot.conf");
    let command = [program(), "-F", "-c", &conf.to_string_lossy()];
    let mut guard = Guard::spawn(&command, dir, user.change(), output).map_err(text("cannot start Dovecot"))?;
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let start = Instant::now();
    let greeted = |port: u16| {
        let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).ok()?;
        line.contains(&name).then_some(())
    };
    let ready = || {
        let tls = options.tls.is_none() || TcpStream::connect(("127.0.0.1", ports.imaps)).is_ok();
        let listens = |port: u16| port == 0 || TcpStream::connect(("127.0.0.1", port)).is_ok();
        tls && listens(ports.sieve)
            && listens(ports.lmtp)
            && greeted(ports.imap).is_some()
            && greeted(ports.pop3).is_some()
    };
    while !ready() {
        if !guard.running() || start.elapsed() > START {
            return Err(format!("Dovecot did not start:\n{}", log(dir)));
        }
        sleep(Duration::from_millis(5));
    }
    Ok(guard)
}

fn log(dir: &Path) -> String {
    fs::read(dir.join("log")).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
