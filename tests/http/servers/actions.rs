//! What the buttons do, with another program's deletion marks in the way.

use super::suite::Fixture;
use support::client::{emptying, pairs};
use support::independent_client::{letter, look, mailboxes, mark_deleted};

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

/// Wraps a small message as SpamAssassin does.
fn wrapped(original: &str) -> Vec<u8> {
    let (outer, inner) = (letter("wrapped"), letter(original));
    let (outer, inner) = (String::from_utf8(outer).unwrap(), String::from_utf8(inner).unwrap());
    let head = outer.split_once("\r\n\r\n").unwrap().0;
    format!(
        "{head}\r\nX-Spam-Flag: YES\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n\r\nreport\r\n--w\r\n\
         Content-Type: message/rfc822; x-spam-type=original\r\n\r\n{inner}\r\n--w--\r\n"
    )
    .into_bytes()
}

pub fn unwrap(fixture: &Fixture) {
    fixture.put("INBOX", &["i1"]);
    let name = format!("\"{}\"", fixture.host.wire_name("Spam"));
    let put = || fixture.host.imap().append(&name, "03-Mar-2026 08:15:02 +0000", &wrapped("inside")).unwrap();
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
