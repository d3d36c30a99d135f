//! Large mailboxes, written straight into Dovecot's folders: the kinds of spam that Anna gets, each time a little different.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use support::dovecot::{Dovecot, UnixUser};
use support::fixtures;

/// Octets a message may have to be one of the kinds: large ones would fill the disk and change nothing.
const MOST: usize = 16 * 1024;
/// Names that senders go by.
const NAMES: [&str; 16] = [
    "Mara", "Jonas", "Petra", "Emil", "Lotte", "Karl", "Nina", "Otto", "Frieda", "Hugo", "Ida", "Bruno", "Clara",
    "Anton", "Selma", "Viktor",
];

/// Holds the kinds of spam.
pub struct Letters(Vec<Letter>);

/// Is one kind: its header lines as they stand in a file, and the rest.
#[derive(Clone)]
struct Letter {
    head: Vec<Vec<u8>>,
    rest: Vec<u8>,
}

impl Letters {
    /// Reads the kinds from Anna's mail.
    pub fn of_the_fixtures() -> Self {
        let mail = fixtures::mail(jiff::Timestamp::now());
        let spam = mail.iter().filter(|delivery| delivery.mailbox == "Spam" && delivery.raw.len() <= MOST);
        Self(spam.map(|delivery| Letter::of(&delivery.raw)).collect())
    }

    /// Picks and arranges fifty kinds so that every fifth message is one that the filter has wrapped into its report.
    pub fn every_fifth_wrapped(&self) -> Self {
        let (wrapped, other): (Vec<&Letter>, Vec<&Letter>) = self.0.iter().partition(|letter| letter.is_wrapped());
        let (mut wrapped, mut other) = (wrapped.into_iter().cycle(), other.into_iter().cycle());
        let kinds = (0..50).filter_map(|number| if number % 5 == 0 { wrapped.next() } else { other.next() });
        Self(kinds.cloned().collect())
    }

    fn write(&self, number: usize) -> Vec<u8> {
        self.0.get(number % self.0.len().max(1)).map(|letter| letter.write(number)).unwrap_or_default()
    }
}

impl Letter {
    /// A Maildir holds bare line ends, as Dovecot writes them.
    fn of(raw: &[u8]) -> Self {
        let text: Vec<u8> = raw.iter().copied().filter(|&byte| byte != b'\r').collect();
        let end = text.windows(2).position(|pair| pair == b"\n\n").map_or(text.len(), |at| at + 1);
        let (head, rest) = text.split_at(end);
        Self { head: head.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect(), rest: rest.to_vec() }
    }

    fn is_wrapped(&self) -> bool {
        self.rest.windows(20).any(|words| words == b"x-spam-type=original")
    }

    /// Writes message number so-and-so: its own subject, sender and identity, all else as in its kind.
    fn write(&self, number: usize) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.rest.len() + 2048);
        let name = NAMES.get(number / 7 % NAMES.len()).copied().unwrap_or_default();
        for line in &self.head {
            if let Some(subject) = line.strip_prefix(b"Subject: ") {
                text.extend_from_slice(format!("Subject: {name}, no. {number}: ").as_bytes());
                text.extend_from_slice(subject);
            } else if let Some(rest) = line.strip_prefix(b"Message-ID: <") {
                text.extend_from_slice(format!("Message-ID: <{number}.").as_bytes());
                text.extend_from_slice(rest);
            } else if let Some(address) = line.strip_prefix(b"From: ").and_then(bracketed) {
                text.extend_from_slice(format!("From: {name} {} <{number}.{address}>\n", number % 97).as_bytes());
            } else {
                text.extend_from_slice(line);
            }
        }
        text.extend_from_slice(&self.rest);
        text
    }
}

/// Returns the address in the brackets of a From line that is not folded.
fn bracketed(value: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(value).ok()?;
    text.strip_suffix(">\n")?.split_once('<').map(|(_, address)| address)
}

/// Writes `count` messages into a mailbox that Dovecot has not opened yet, one every five minutes up to now.
pub fn fill(
    dovecot: &Dovecot,
    owner: &UnixUser,
    letters: &Letters,
    user: &str,
    mailbox: &str,
    count: usize,
) -> Result<(), String> {
    let write = || -> io::Result<()> {
        let cur = folder(dovecot, user, mailbox, owner)?;
        let now = SystemTime::now();
        (1..=count).try_for_each(|number| {
            let arrived = now - Duration::from_secs(300) * u32::try_from(count - number).unwrap_or(0);
            deliver(&letters.write(number), number, arrived, &cur, owner)
        })
    };
    write().map_err(|error| format!("cannot write {user}'s {mailbox}: {error}"))
}

/// Gives somebody else the same messages, as links to the same files: for mailboxes that are only read.
pub fn share(dovecot: &Dovecot, owner: &UnixUser, from: &str, to: &str, mailbox: &str) -> Result<(), String> {
    let link = || -> io::Result<()> {
        let (there, here) = (folder(dovecot, from, mailbox, owner)?, folder(dovecot, to, mailbox, owner)?);
        fs::read_dir(there)?.try_for_each(|file| {
            let file = file?;
            fs::hard_link(file.path(), here.join(file.file_name()))
        })
    };
    link().map_err(|error| format!("cannot write {to}'s {mailbox}: {error}"))
}

/// Makes a mailbox's folders, and returns the one that messages stand in.
fn folder(dovecot: &Dovecot, user: &str, mailbox: &str, owner: &UnixUser) -> io::Result<PathBuf> {
    let inbox = dovecot.maildir(user);
    let folder = inbox.join(format!(".{mailbox}"));
    let home = inbox.parent().unwrap_or(&inbox);
    for dir in [home, &inbox, &folder, &folder.join("cur"), &folder.join("new"), &folder.join("tmp")] {
        fs::create_dir_all(dir)?;
        owner.owns(dir)?;
    }
    Ok(folder.join("cur"))
}

/// Writes one message under the name Dovecot itself would give it: `S` is its size here, `W` with the line ends of the wire.
fn deliver(text: &[u8], number: usize, arrived: SystemTime, cur: &Path, owner: &UnixUser) -> io::Result<()> {
    let lines = text.iter().filter(|&&byte| byte == b'\n').count();
    let second = arrived.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (size, wire) = (text.len(), text.len() + lines);
    let flags = if number.is_multiple_of(3) { "S" } else { "" };
    let path = cur.join(format!("{second}.M{number:06}P1.bench,S={size},W={wire}:2,{flags}"));
    let mut file = File::create(&path)?;
    file.write_all(text)?;
    file.set_modified(arrived)?;
    owner.owns(&path)
}
