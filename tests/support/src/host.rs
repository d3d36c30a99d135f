//! Where a mail server listens and how Anna signs in to it, whoever made the server.

use std::io;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::dovecot::{Dovecot, Namespace, RawImap};

/// The person whose mailbox it is.
pub const ANNA: &str = "anna@example.org";

/// Her password, where a test does not choose another.
pub const PASSWORD: &str = "correct horse";

/// Describes one server on loopback.
#[derive(Clone, Debug)]
pub struct Host {
    /// The port for plain IMAP.
    pub imap_port: u16,
    /// The port for plain POP3; 0 where there is none.
    pub pop3_port: u16,
    /// Anna's password.
    pub password: String,
    /// What stands before the name of every mailbox but INBOX.
    pub prefix: &'static str,
    /// What stands between the levels of a name.
    pub delimiter: char,
}

impl Host {
    /// Opens a raw IMAP connection signed in as Anna.
    pub fn imap(&self) -> RawImap {
        let mut imap = RawImap::connect("127.0.0.1", self.imap_port).expect("the server answers on its IMAP port");
        let login = format!("LOGIN {ANNA} \"{}\"", self.password);
        let reply = imap.command(login).expect("the server answers a sign-in");
        assert!(reply.ok(), "the server refuses {ANNA}: {}", reply.tagged);
        imap
    }

    /// Returns a mailbox's name as IMAP shows it, before modified UTF-7: `Work/2026` may be `INBOX.Work.2026`.
    pub fn wire_name(&self, mailbox: &str) -> String {
        match mailbox {
            "INBOX" => mailbox.to_owned(),
            _ => format!("{}{}", self.prefix, mailbox.replace('/', &self.delimiter.to_string())),
        }
    }
}

/// Some server at a port, without POP.
impl From<u16> for Host {
    fn from(imap_port: u16) -> Self {
        Self { imap_port, pop3_port: 0, password: PASSWORD.to_owned(), prefix: "", delimiter: '/' }
    }
}

/// Finds a port nobody listens on, for a server.
///
/// It lies below those that systems give to outgoing connections (from 32768 on), which the many clients of many tests take and
/// leave in between; each process begins at another place, and goes on from there.
///
/// # Errors
/// When every port is taken.
pub fn free_port() -> io::Result<u16> {
    const RANGE: std::ops::Range<u32> = 10_000..32_000;
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    let begin = std::process::id().wrapping_mul(97);
    for _ in RANGE {
        let at = begin.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed)) % (RANGE.end - RANGE.start);
        let port = u16::try_from(RANGE.start + at).map_err(io::Error::other)?;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err(io::Error::other("every port is taken"))
}

/// Returns a port at which nobody listens, and which no other test is given: it lies below those that systems give away by themselves,
/// and each process begins elsewhere.
pub fn closed_port() -> u16 {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let (first, count) = (20_000, 12_000);
    loop {
        let number = std::process::id() * 97 + GIVEN.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(first + number % count).expect("it is below 32,000");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl From<&Host> for Host {
    fn from(host: &Host) -> Self {
        host.clone()
    }
}

impl From<&Dovecot> for Host {
    fn from(dovecot: &Dovecot) -> Self {
        let (prefix, delimiter) = match dovecot.namespace() {
            Namespace::Plain => ("", '/'),
            Namespace::InboxPrefixDot => ("INBOX.", '.'),
        };
        let (imap_port, pop3_port) = (dovecot.imap_port(), dovecot.pop3_port());
        // The bench's servers have other users.
        let password = dovecot.find_password(ANNA).unwrap_or_default().to_owned();
        Self { imap_port, pop3_port, password, prefix, delimiter }
    }
}
