//! Another mail program: it looks at a mailbox, and meddles, beside the product and without a line of its code.

use std::collections::BTreeSet;

use crate::dovecot::encode::modified_utf7;
use crate::dovecot::{Delivery, Dovecot, RawImap, Reply};
use crate::host::ANNA;
use crate::host::Host;

/// Describes one message as the server has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Letter {
    /// Its UID.
    pub uid: u32,
    /// Its flags and keywords, but for `\Recent`.
    pub flags: BTreeSet<String>,
    /// Its Message-ID, without the brackets.
    pub id: String,
}

impl Letter {
    /// Tells whether a flag or keyword is set.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|own| own.eq_ignore_ascii_case(flag))
    }
}

/// Writes a small message; its Message-ID is `<name@example.com>`.
pub fn letter(name: &str) -> Vec<u8> {
    format!(
        "From: Ben <ben@example.com>\r\nTo: {ANNA}\r\nSubject: Letter {name}\r\nDate: Fri, 10 Jan 2025 10:00:00 +0000\r\n\
         Message-ID: <{name}@example.com>\r\n\r\nHello Anna, this is {name}.\r\n"
    )
    .into_bytes()
}

/// Delivers small messages with these names, and returns their UIDs.
pub fn deliver(dovecot: &Dovecot, mailbox: &str, names: &[&str]) -> Vec<u32> {
    let mail: Vec<_> = names.iter().map(|name| Delivery::new(mailbox, letter(name))).collect();
    dovecot.deliver_many(ANNA, &mail)
}

/// Delivers a small message by APPEND, which every server has; the mailbox is made when it is missing.
///
/// # Errors
/// With what the server says when it takes no mailbox of that name.
pub fn append(host: impl Into<Host>, mailbox: &str, letters: &[&str]) -> Result<(), String> {
    let host = host.into();
    let (mut imap, name) = (host.imap(), quoted(&host, mailbox));
    for name_of_letter in letters {
        let (raw, date) = (letter(name_of_letter), "10-Jan-2025 10:00:00 +0000");
        let mut reply = imap.append(&name, date, &raw).expect("APPEND is answered");
        if reply.tagged.contains("[TRYCREATE]") {
            let made = imap.command(format!("CREATE {name}")).expect("CREATE is answered");
            made.ok().then_some(()).ok_or_else(|| made.tagged.clone())?;
            reply = imap.append(&name, date, &raw).expect("APPEND is answered");
        }
        reply.ok().then_some(()).ok_or(reply.tagged)?;
    }
    Ok(())
}

/// A connection of another mail program, signed in as Anna or as any other user.
pub struct IndependentClient {
    imap: RawImap,
    host: Host,
}

impl IndependentClient {
    /// Connects and signs in.
    pub fn open(host: impl Into<Host>) -> Self {
        let host = host.into();
        Self { imap: host.imap(), host }
    }

    /// Connects and signs in as any user of a server.
    pub fn of(dovecot: &Dovecot, user: &str) -> Self {
        Self { imap: dovecot.imap(user), host: dovecot.into() }
    }

    /// Lists every mailbox's name as the server has it.
    pub fn mailboxes(&mut self) -> BTreeSet<String> {
        let reply = self.ask("LIST \"\" *");
        let lines = reply.untagged.iter().map(|line| String::from_utf8_lossy(line).into_owned());
        lines.filter_map(|line| line.rsplit_once("\" ").map(|(_, name)| name.trim_matches('"').to_owned())).collect()
    }

    /// Sends a command that must be answered with OK.
    pub fn ask(&mut self, text: &str) -> Reply {
        command(&mut self.imap, text)
    }

    /// Opens a mailbox for changes.
    pub fn select(&mut self, mailbox: &str) -> Reply {
        let name = quoted(&self.host, mailbox);
        self.ask(&format!("SELECT {name}"))
    }

    /// Reads a whole mailbox, oldest first, and changes nothing.
    pub fn look(&mut self, mailbox: &str) -> Vec<Letter> {
        let name = quoted(&self.host, mailbox);
        if self.ask(&format!("EXAMINE {name}")).text().contains("* 0 EXISTS") {
            return Vec::new();
        }
        let reply = self.ask("UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])");
        let lines = reply.untagged.iter().map(|line| String::from_utf8_lossy(line).into_owned());
        // A line without a Message-ID is news of a flag that nobody asked for.
        let asked = |line: &String| line.contains(" FETCH (") && line.contains("BODY[");
        let mut letters: Vec<_> = lines.filter(asked).map(|line| read(&line)).collect();
        letters.sort();
        letters
    }

    /// Sets or clears `\Deleted`, and expunges nothing.
    fn store(&mut self, mailbox: &str, uids: &[u32], sign: char) {
        self.select(mailbox);
        self.ask(&format!("UID STORE {} {sign}FLAGS.SILENT (\\Deleted)", set(uids)));
        // Neither CLOSE nor LOGOUT: the first would expunge, and neither is needed.
    }

    /// Sets `\Deleted` and expunges nothing, as a mail program does that waits for "compact".
    pub fn mark_deleted(&mut self, mailbox: &str, uids: &[u32]) {
        self.store(mailbox, uids, '+');
    }

    /// Deletes all messages of a mailbox for good, marked ones, too.
    pub fn clear(&mut self, mailbox: &str) {
        if !self.select(mailbox).text().contains("* 0 EXISTS") {
            self.ask("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            self.ask("EXPUNGE");
        }
    }
}

/// Reads a whole mailbox, oldest first.
pub fn look(host: impl Into<Host>, mailbox: &str) -> Vec<Letter> {
    IndependentClient::open(host).look(mailbox)
}

fn read(line: &str) -> Letter {
    let after = |what: &str, end: &[char]| {
        let (_, rest) = line.split_once(what).unwrap_or_else(|| panic!("no {what} in {line}"));
        rest.split(end).next().unwrap_or_default().to_owned()
    };
    let flags = after("FLAGS (", &[')']);
    let flags = flags.split_whitespace().filter(|flag| *flag != "\\Recent").map(str::to_owned).collect();
    let id = line.split_once('<').and_then(|(_, rest)| rest.split_once('@')).map(|(id, _)| id.to_owned());
    Letter { uid: after("UID ", &[' ', ')']).parse().expect("a UID is a number"), flags, id: id.unwrap_or_default() }
}

/// Returns the names of the messages in a mailbox, oldest first.
pub fn names(host: impl Into<Host>, mailbox: &str) -> Vec<String> {
    look(host, mailbox).into_iter().map(|letter| letter.id).collect()
}

/// Sets `\Deleted` and expunges nothing, as a mail program does that waits for "compact".
pub fn mark_deleted(host: impl Into<Host>, mailbox: &str, uids: &[u32]) {
    IndependentClient::open(host).mark_deleted(mailbox, uids);
}

/// Clears `\Deleted`, as a mail program does when its owner thinks better of it.
pub fn unmark_deleted(host: impl Into<Host>, mailbox: &str, uids: &[u32]) {
    IndependentClient::open(host).store(mailbox, uids, '-');
}

/// Deletes messages for good behind the product's back.
pub fn expunge(host: impl Into<Host>, mailbox: &str, uids: &[u32]) {
    let mut client = IndependentClient::open(host);
    client.mark_deleted(mailbox, uids);
    client.ask(&format!("UID EXPUNGE {}", set(uids)));
}

/// Deletes all messages of a mailbox for good, marked ones, too.
pub fn clear(host: impl Into<Host>, mailbox: &str) {
    IndependentClient::open(host).clear(mailbox);
}

/// Deletes a mailbox.
pub fn remove(host: impl Into<Host>, mailbox: &str) {
    let host = host.into();
    command(&mut host.imap(), &format!("DELETE {}", quoted(&host, mailbox)));
}

/// Deletes a mailbox and makes it anew: the same name, another UIDVALIDITY. Tells whether the server lets go of it.
#[must_use]
pub fn make_anew(host: impl Into<Host>, mailbox: &str) -> bool {
    let host = host.into();
    let name = quoted(&host, mailbox);
    let mut imap = host.imap();
    let validity = |imap: &mut RawImap| command(imap, &format!("STATUS {name} (UIDVALIDITY)")).text();
    let before = validity(&mut imap);
    // Dovecot draws UIDVALIDITY from the clock; a mailbox made in the same second gets the next number, never the same.
    if !imap.command(format!("DELETE {name}")).expect("DELETE is answered").ok() {
        return false;
    }
    let _ = imap.command(format!("CREATE {name}")).expect("CREATE is answered");
    assert_ne!(validity(&mut imap), before);
    true
}

/// Lists every mailbox's name as the server has it.
pub fn mailboxes(host: impl Into<Host>) -> BTreeSet<String> {
    IndependentClient::open(host).mailboxes()
}

fn command(imap: &mut RawImap, command: &str) -> Reply {
    let reply = imap.command(command).unwrap_or_else(|error| panic!("{command}: {error}"));
    assert!(reply.ok(), "{command}: {}", reply.tagged);
    reply
}

fn quoted(host: &Host, mailbox: &str) -> String {
    format!("\"{}\"", modified_utf7(&host.wire_name(mailbox)).replace('\\', "\\\\").replace('"', "\\\""))
}

fn set(uids: &[u32]) -> String {
    uids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
