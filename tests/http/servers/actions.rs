//! What the buttons do, with another program's deletion marks in the way.

use super::suite::Fixture;
use crate::undo::undo;
use sha2::{Digest as _, Sha256};
use support::client::{emptying, pairs};
use support::fixtures::wrapper::{self, MESSAGE, TEXT, as_collected, wrap, wrap_by_mail_scanner};
use support::host::ANNA;
use support::independent_client::{IndependentClient, clear, letter, look, mailboxes, mark_deleted};
use support::pop3::Pop3;

pub fn rescue(fixture: &Fixture) {
    let uids = fixture.put("Spam", &["s1", "s2", "s3", "s4"]);
    let old = fixture.put("INBOX", &["i1", "i2"]);
    mark_deleted(fixture.host, "Spam", &uids[3..]);
    mark_deleted(fixture.host, "INBOX", &old[1..]);
    let list = fixture.anna.page("/spam");
    let next = fixture.anna.tick("/spam/rescue", &list, &[uids[0], uids[2]]);
    assert_eq!(next.told("flash-rescue-done"), Some(2), "{}", next.flash());
    assert_eq!(fixture.names("Spam"), ["s2", "s4"]);
    assert_eq!(fixture.names("INBOX"), ["i1", "i2", "s1", "s3"]);
    let inbox = look(fixture.host, "INBOX");
    assert!(inbox[1].has("\\Deleted"), "another program's mark stays: {inbox:?}");
    for one in &inbox[2..] {
        assert!(one.has("$NotJunk") && !one.has("\\Seen") && !one.has("\\Deleted"), "{one:?}");
    }
    assert!(look(fixture.host, "Spam")[1].has("\\Deleted"));
    let next = fixture.anna.tick("/spam/rescue", &list, &[uids[0]]);
    assert_eq!(next.told("flash-rescue-done"), None, "nothing is moved twice: {}", next.flash());
    assert_eq!(fixture.names("INBOX").len(), 4);
}

pub fn unwrap(fixture: &Fixture) {
    fixture.put("INBOX", &["i1"]);
    let name = format!("\"{}\"", fixture.host.wire_name("Spam"));
    let put = || {
        fixture
            .host
            .imap()
            .append(&name, "03-Mar-2026 08:15:02 +0000", &wrap(&letter("inside"), MESSAGE, "8bit"))
            .unwrap()
    };
    assert!(put().ok());
    let list = fixture.anna.page("/spam");
    let (uid_validity, uid) = (list.hidden("uid_validity"), list.uids()[0].to_string());
    let next =
        fixture.anna.submit("/spam/rescue", &[("uid_validity", &uid_validity), ("uid", &uid), ("original", "yes")]);
    assert!(next.says("flash-unwrap-done"), "{}", next.flash());
    assert_eq!((fixture.names("Spam").len(), fixture.names("INBOX")), (0, vec!["i1".into(), "inside".into()]));
    let inbox = look(fixture.host, "INBOX");
    assert!(inbox[1].has("$NotJunk") && !inbox[1].has("\\Seen"), "{inbox:?}");
    let mut imap = fixture.host.imap();
    imap.command("EXAMINE INBOX").unwrap();
    let told = imap.command("FETCH 2 (INTERNALDATE BODY.PEEK[])").unwrap().text();
    assert!(
        told.contains("-Mar-2026 08:15:02 +0000") && told.contains(&*String::from_utf8_lossy(&letter("inside"))),
        "{told}"
    );
    // A wrapper whose original an earlier try has delivered.
    assert!(put().ok());
    let uid = fixture.anna.page("/spam").uids()[0].to_string();
    let next =
        fixture.anna.submit("/spam/rescue", &[("uid_validity", &uid_validity), ("uid", &uid), ("original", "yes")]);
    assert!(next.says("flash-unwrap-done"), "{}", next.flash());
    assert_eq!((fixture.names("Spam").len(), fixture.names("INBOX").len()), (0, 2));
}

/// Wraps a message as a filter does.
type Wrap = fn(&[u8]) -> Vec<u8>;

/// SHA-256 of what POP3 hands out equals that of what was wrapped, whatever it is, and whichever way it was wrapped.
pub fn awkward_originals(fixture: &Fixture) {
    let name = format!("\"{}\"", fixture.host.wire_name("Spam"));
    let ways: [(&str, Wrap); 3] = [
        (MESSAGE, |octets| wrap(octets, MESSAGE, "8bit")),
        (TEXT, |octets| wrap(octets, TEXT, "8bit")),
        ("MailScanner", wrap_by_mail_scanner),
    ];
    for (way, wrap) in ways {
        ["INBOX", "Spam"].into_iter().for_each(|mailbox| clear(fixture.host, mailbox));
        let originals = wrapper::awkward_originals();
        let mut imap = fixture.host.imap();
        for (what, octets) in &originals {
            let put = imap.append(&name, "03-Mar-2026 08:15:02 +0000", &wrap(octets)).unwrap();
            assert!(put.ok(), "{way}, {what}: {}", put.tagged);
        }
        let list = fixture.anna.page("/spam");
        let mut fields = vec![("uid_validity", list.hidden("uid_validity")), ("original", "yes".to_owned())];
        fields.extend(list.uids().iter().map(|uid| ("uid", uid.to_string())));
        let next = fixture.anna.submit("/spam/rescue", &pairs(&fields));
        assert_eq!(next.told("flash-rescue-done"), Some(20), "{way}: {}", next.flash());
        let mut pop = Pop3::login(fixture.host.pop3_port, ANNA, &fixture.host.password).unwrap();
        let numbers: Vec<_> = pop.uidl().unwrap().into_iter().map(|(number, _)| number).collect();
        let collected: Vec<_> = numbers.into_iter().map(|number| sha256(&pop.retr(number).unwrap())).collect();
        assert_eq!(collected.len(), originals.len(), "{way}");
        for (what, octets) in &originals {
            assert!(collected.contains(&sha256(&as_collected(octets))), "{way}, {what}");
        }
    }
}

fn sha256(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}

pub fn delete(fixture: &Fixture) {
    let uids = fixture.put("Spam", &["s1", "s2", "s3"]);
    mark_deleted(fixture.host, "Spam", &uids[2..]);
    let list = fixture.anna.page("/spam");
    let next = fixture.anna.tick("/spam/delete", &list, &uids[..1]);
    assert_eq!(next.told("flash-delete-done"), Some(1), "{}", next.flash());
    assert_eq!(fixture.names("Spam"), ["s2", "s3"]);
    assert!(look(fixture.host, "Spam")[1].has("\\Deleted"));
    assert!(fixture.names("Trash").is_empty(), "Spam never passes through Trash");
}

pub fn empty(fixture: &Fixture) {
    let uids = fixture.put("Spam", &["s1", "s2", "s3"]);
    mark_deleted(fixture.host, "Spam", &uids[2..]);
    let question = fixture.anna.page("/spam/empty");
    fixture.put("Spam", &["late"]);
    let next = fixture.anna.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!((next.told("flash-empty-done"), next.told("flash-newer-kept")), (Some(2), Some(1)), "{}", next.flash());
    let left: Vec<_> =
        look(fixture.host, "Spam").into_iter().map(|one| (one.id.clone(), one.has("\\Deleted"))).collect();
    assert_eq!(left, [("s3".to_owned(), true), ("late".to_owned(), false)]);
    assert!(fixture.names("Trash").is_empty(), "Spam never passes through Trash");
}

pub fn restore(fixture: &Fixture) {
    let uids = fixture.put("Trash", &["t1", "t2", "t3"]);
    let list = fixture.anna.page("/trash");
    let next = fixture.anna.tick("/trash/restore", &list, &uids[1..2]);
    assert_eq!(next.told("flash-restore-done"), Some(1), "{}", next.flash());
    assert_eq!((fixture.names("Trash"), fixture.names("INBOX")), (vec!["t1".into(), "t3".into()], vec!["t2".into()]));
    let next = fixture.anna.submit("/trash/empty", &pairs(&emptying(&fixture.anna.page("/trash/empty"))));
    assert_eq!(next.told("flash-empty-done"), Some(2), "{}", next.flash());
    assert!(fixture.names("Trash").is_empty());
}

pub fn inbox(fixture: &Fixture) {
    let uids = fixture.put("INBOX", &["i1", "i2", "i3", "i4"]);
    mark_deleted(fixture.host, "INBOX", &uids[3..]);
    let before = mailboxes(fixture.host);
    let list = fixture.anna.page("/inbox");
    let next = fixture.anna.tick("/inbox/delete", &list, &uids[..1]);
    assert_eq!(next.told("flash-trash-done"), Some(1), "{}", next.flash());
    let next = fixture.anna.tick("/inbox/spam", &list, &uids[1..2]);
    assert_eq!(next.told("flash-spam-done"), Some(1), "{}", next.flash());
    let next = fixture.anna.tick("/inbox/read", &list, &uids[2..3]);
    assert_eq!(next.told("flash-read-done"), Some(1), "{}", next.flash());
    assert_eq!((fixture.names("Trash"), fixture.names("Spam")), (vec!["i1".into()], vec!["i2".into()]));
    let spam = look(fixture.host, "Spam");
    assert!(spam[0].has("$Junk") && spam[0].has("Junk") && !spam[0].has("$NotJunk"), "{spam:?}");
    let inbox = look(fixture.host, "INBOX");
    assert_eq!(inbox.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["i3", "i4"]);
    assert!(inbox[0].has("\\Seen") && inbox[1].has("\\Deleted") && !inbox[1].has("\\Seen"), "{inbox:?}");
    assert!(before.len() >= 5, "{before:?}");
    assert_eq!(mailboxes(fixture.host), before, "no mailbox was made");
}

/// Takes back each move, with the flags and keywords each message had, and lets what came meanwhile be.
pub fn take_back(fixture: &Fixture) {
    for (from, to, verb) in [
        ("Spam", "INBOX", "/spam/rescue"),
        ("Trash", "INBOX", "/trash/restore"),
        ("INBOX", "Trash", "/inbox/delete"),
        ("INBOX", "Spam", "/inbox/spam"),
    ] {
        ["INBOX", "Spam", "Trash"].into_iter().for_each(|mailbox| clear(fixture.host, mailbox));
        let uids = fixture.put(from, &["u1", "u2", "u3"]);
        let mut other = IndependentClient::open(fixture.host);
        other.select(from);
        other.ask(&format!("UID STORE {} +FLAGS.SILENT (\\Seen \\Flagged $Junk work)", uids[0]));
        let kept = |mailbox: &str| -> Vec<_> {
            let letters = look(fixture.host, mailbox).into_iter();
            let mut kept: Vec<_> = letters.map(|letter| (letter.id, letter.flags)).collect();
            kept.sort();
            kept
        };
        let before = kept(from);
        let list = fixture.anna.page(&format!("/{}", verb.split('/').nth(1).unwrap()));
        let next = fixture.anna.tick(verb, &list, &uids[..2]);
        fixture.put(to, &["late"]);
        assert_eq!(fixture.names(from), ["u3"], "{verb}: {}", next.flash());
        let back = undo(&fixture.anna, &next);
        assert_eq!(back.told("flash-undo-done"), Some(2), "{verb}: {}", back.flash());
        assert_eq!(kept(from), before, "{verb}");
        assert_eq!(fixture.names(to), ["late"], "{verb}");
    }
}
