//! Putting mail into mailboxes the way a delivery agent does: fast, in order, whatever the quota says.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{Timestamp, tz::TimeZone};

use super::config::DELIVERY;
use super::encode::modified_utf7;
use super::{Dovecot, RawImap, Reply};

/// How much goes into one command.
const BATCH: usize = 500;

/// Holds one message on its way into a mailbox.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The mailbox in plain Unicode and without namespace prefix; it is created when missing.
    pub mailbox: String,
    /// System flags and keywords: `\Seen`, `$Forwarded`.
    pub flags: Vec<String>,
    /// When the server is to say it arrived; now when nothing is given.
    pub internal_date: Option<Timestamp>,
    /// The message; a NUL byte cannot stand in it ([`Dovecot::deliver_file`] takes even that).
    pub raw: Vec<u8>,
}

impl Delivery {
    /// Describes an unread message that arrives now.
    pub fn new(mailbox: impl Into<String>, raw: impl Into<Vec<u8>>) -> Self {
        Self { mailbox: mailbox.into(), flags: Vec::new(), internal_date: None, raw: raw.into() }
    }
}

impl Dovecot {
    /// Delivers one unread message now and returns its UID.
    pub fn deliver(&self, user: &str, mailbox: &str, raw: impl Into<Vec<u8>>) -> u32 {
        self.deliver_many(user, &[Delivery::new(mailbox, raw)])[0]
    }

    /// Delivers messages in order and returns their UIDs. Five thousand small ones take about a second;
    /// keywords make it four.
    pub fn deliver_many(&self, user: &str, deliveries: &[Delivery]) -> Vec<u32> {
        self.try_deliver_many(user, deliveries).unwrap_or_else(|why| panic!("{why}\n{}", self.log()))
    }

    /// Delivers messages in order and returns their UIDs, or says in a sentence why not.
    pub fn try_deliver_many(&self, user: &str, deliveries: &[Delivery]) -> Result<Vec<u32>, String> {
        let broken = |error: io::Error| format!("the delivery broke off: {error}");
        let mut imap = RawImap::connect("127.0.0.1", self.imap_port()).map_err(broken)?;
        accepted(imap.login(&format!("{DELIVERY}{user}"), self.password(user)).map_err(broken)?)?;
        let mut uids = Vec::new();
        for same_mailbox in deliveries.chunk_by(|a, b| a.mailbox == b.mailbox) {
            let name = quoted(&self.wire_name(&same_mailbox[0].mailbox));
            for batch in same_mailbox.chunks(BATCH) {
                let command = append(&name, batch);
                let mut reply = imap.command(&command).map_err(broken)?;
                if reply.tagged.starts_with("NO [TRYCREATE]") {
                    accepted(imap.command(format!("CREATE {name}")).map_err(broken)?)?;
                    accepted(imap.command(format!("SUBSCRIBE {name}")).map_err(broken)?)?;
                    reply = imap.command(&command).map_err(broken)?;
                }
                uids.extend(appended(&accepted(reply)?));
            }
        }
        Ok(uids)
    }

    /// Writes one message as it is into the mailbox's directory, as a delivery agent beside the server does: any byte, no UID
    /// until the server looks.
    pub fn deliver_file(&self, user: &str, mailbox: &str, raw: &[u8]) {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}.M{number}P{}.host", Timestamp::now().as_second(), std::process::id());
        let dir = self.mailbox_dir(user, mailbox);
        if !dir.exists() {
            // The server makes its mailboxes when they are first looked at.
            let look = format!("STATUS {} (MESSAGES)", quoted(&self.wire_name(mailbox)));
            self.imap(user)
                .command(look)
                .and_then(|reply| accepted(reply).map_err(io::Error::other))
                .expect("the mailbox exists");
        }
        let write = || {
            fs::write(dir.join("tmp").join(&name), raw)?;
            self.user.owns(&dir.join("tmp").join(&name))?;
            fs::rename(dir.join("tmp").join(&name), dir.join("new").join(&name))
        };
        write().unwrap_or_else(|error| panic!("cannot write into {}: {error}", dir.display()));
    }

    /// Counts the messages in a mailbox's directory, without asking the server.
    pub fn count_files(&self, user: &str, mailbox: &str) -> usize {
        let dir = self.mailbox_dir(user, mailbox);
        let files = |name| fs::read_dir(dir.join(name)).map_or(0, Iterator::count);
        files("cur") + files("new")
    }

    /// Returns the directory of one mailbox (Maildir++).
    fn mailbox_dir(&self, user: &str, mailbox: &str) -> PathBuf {
        match mailbox {
            "INBOX" => self.maildir(user),
            name => self.maildir(user).join(format!(".{}", modified_utf7(name).replace('/', "."))),
        }
    }
}

/// Builds one APPEND of several messages (RFC 3502), literals unannounced (RFC 7888).
fn append(mailbox: &str, batch: &[Delivery]) -> Vec<u8> {
    let mut command = format!("APPEND {mailbox}").into_bytes();
    for delivery in batch {
        command.extend_from_slice(format!(" ({})", delivery.flags.join(" ")).as_bytes());
        if let Some(date) = delivery.internal_date {
            let date = date.to_zoned(TimeZone::UTC).strftime("%d-%b-%Y %H:%M:%S %z");
            command.extend_from_slice(format!(" \"{date}\"").as_bytes());
        }
        command.extend_from_slice(format!(" {{{}+}}\r\n", delivery.raw.len()).as_bytes());
        command.extend_from_slice(&delivery.raw);
    }
    command
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", modified_utf7(name).replace('\\', "\\\\").replace('"', "\\\""))
}

fn accepted(reply: Reply) -> Result<Reply, String> {
    if reply.ok() { Ok(reply) } else { Err(format!("the server refuses a delivery: {}", reply.tagged)) }
}

/// Reads the UIDs from `OK [APPENDUID 1699 4:6,9] ...`.
fn appended(reply: &Reply) -> Vec<u32> {
    let set = reply.tagged.split([' ', ']']).nth(3).unwrap_or_default();
    let number = |text: &str| text.parse::<u32>().expect("APPENDUID holds numbers");
    let ranges = set.split(',').map(|range| range.split_once(':').unwrap_or((range, range)));
    ranges.flat_map(|(first, last)| number(first)..=number(last)).collect()
}
