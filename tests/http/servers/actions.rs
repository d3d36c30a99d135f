//! What the buttons do, with another program's deletion marks in the way.

use super::suite::Scene;
use support::client::{emptying, pairs};
use support::independent_client::{letter, look, mailboxes, mark_deleted};

pub fn rescue(scene: &Scene) {
    let uids = scene.put("Spam", &["s1", "s2", "s3", "s4"]);
    let old = scene.put("INBOX", &["i1", "i2"]);
    mark_deleted(scene.host, "Spam", &uids[3..]);
    mark_deleted(scene.host, "INBOX", &old[1..]);
    let list = scene.anna.page("/spam");
    let next = scene.anna.tick("/spam/rescue", &list, &[uids[0], uids[2]]);
    assert_eq!(next.told("flash-rescue-done"), Some(2), "{}", next.flash());
    assert_eq!(scene.names("Spam"), ["s2", "s4"]);
    assert_eq!(scene.names("INBOX"), ["i1", "i2", "s1", "s3"]);
    let inbox = look(scene.host, "INBOX");
    assert!(inbox[1].has("\\Deleted"), "another program's mark stays: {inbox:?}");
    for one in &inbox[2..] {
        assert!(one.has("$NotJunk") && !one.has("\\Seen") && !one.has("\\Deleted"), "{one:?}");
    }
    assert!(look(scene.host, "Spam")[1].has("\\Deleted"));
    let next = scene.anna.tick("/spam/rescue", &list, &[uids[0]]);
    assert_eq!(next.told("flash-rescue-done"), None, "nothing is moved twice: {}", next.flash());
    assert_eq!(scene.names("INBOX").len(), 4);
}

/// Wraps a small message as SpamAssassin does.
fn wrapped(original: &str) -> Vec<u8> {
    let (outer, inner) = (letter("wrapped"), letter(original));
    let (outer, inner) = (String::from_utf8(outer).unwrap(), String::from_utf8(inner).unwrap());
    let head = outer.split_once("\r\n\r\n").unwrap().0;
    format!(
        "{head}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n\r\nreport\r\n--w\r\n\
         Content-Type: message/rfc822; x-spam-type=original\r\n\r\n{inner}\r\n--w--\r\n"
    )
    .into_bytes()
}

pub fn unwrap(scene: &Scene) {
    scene.put("INBOX", &["i1"]);
    let name = format!("\"{}\"", scene.host.wire_name("Spam"));
    let put = || scene.host.imap().append(&name, "03-Mar-2026 08:15:02 +0000", &wrapped("inside")).unwrap();
    assert!(put().ok());
    let list = scene.anna.page("/spam");
    let (epoch, uid) = (list.hidden("uid_validity"), list.uids()[0].to_string());
    let said = scene.anna.submit("/spam/unwrap", &[("uid_validity", &epoch), ("uid", &uid)]).flash();
    assert!(said.starts_with("The original message is in your Inbox. Your mail program will"), "{said}");
    assert_eq!((scene.names("Spam").len(), scene.names("INBOX")), (0, vec!["i1".into(), "inside".into()]));
    let inbox = look(scene.host, "INBOX");
    assert!(inbox[1].has("$NotJunk") && !inbox[1].has("\\Seen"), "{inbox:?}");
    let mut imap = scene.host.imap();
    imap.command("EXAMINE INBOX").unwrap();
    let told = imap.command("FETCH 2 (INTERNALDATE BODY.PEEK[])").unwrap().text();
    assert!(
        told.contains("-Mar-2026 08:15:02 +0000") && told.contains(&*String::from_utf8_lossy(&letter("inside"))),
        "{told}"
    );
    // A wrapper whose original an earlier try has delivered.
    assert!(put().ok());
    let uid = scene.anna.page("/spam").uids()[0].to_string();
    let said = scene.anna.submit("/spam/unwrap", &[("uid_validity", &epoch), ("uid", &uid)]).flash();
    assert!(said.starts_with("The original message is in your Inbox."), "{said}");
    assert_eq!((scene.names("Spam").len(), scene.names("INBOX").len()), (0, 2));
}

pub fn delete(scene: &Scene) {
    let uids = scene.put("Spam", &["s1", "s2", "s3"]);
    mark_deleted(scene.host, "Spam", &uids[2..]);
    let list = scene.anna.page("/spam");
    let next = scene.anna.tick("/spam/delete", &list, &uids[..1]);
    assert_eq!(next.told("flash-delete-done"), Some(1), "{}", next.flash());
    assert_eq!(scene.names("Spam"), ["s2", "s3"]);
    assert!(look(scene.host, "Spam")[1].has("\\Deleted"));
    assert!(scene.names("Trash").is_empty(), "Spam never passes through Trash");
}

pub fn empty(scene: &Scene) {
    let uids = scene.put("Spam", &["s1", "s2", "s3"]);
    mark_deleted(scene.host, "Spam", &uids[2..]);
    let question = scene.anna.page("/spam/empty");
    scene.put("Spam", &["late"]);
    let next = scene.anna.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!((next.told("flash-empty-done"), next.told("flash-newer-kept")), (Some(2), Some(1)), "{}", next.flash());
    let left: Vec<_> = look(scene.host, "Spam").into_iter().map(|one| (one.id.clone(), one.has("\\Deleted"))).collect();
    assert_eq!(left, [("s3".to_owned(), true), ("late".to_owned(), false)]);
    assert!(scene.names("Trash").is_empty(), "Spam never passes through Trash");
}

pub fn restore(scene: &Scene) {
    let uids = scene.put("Trash", &["t1", "t2", "t3"]);
    let list = scene.anna.page("/trash");
    let next = scene.anna.tick("/trash/restore", &list, &uids[1..2]);
    assert_eq!(next.told("flash-restore-done"), Some(1), "{}", next.flash());
    assert_eq!((scene.names("Trash"), scene.names("INBOX")), (vec!["t1".into(), "t3".into()], vec!["t2".into()]));
    let next = scene.anna.submit("/trash/empty", &pairs(&emptying(&scene.anna.page("/trash/empty"))));
    assert_eq!(next.told("flash-empty-done"), Some(2), "{}", next.flash());
    assert!(scene.names("Trash").is_empty());
}

pub fn inbox(scene: &Scene) {
    let uids = scene.put("INBOX", &["i1", "i2", "i3", "i4"]);
    mark_deleted(scene.host, "INBOX", &uids[3..]);
    let before = mailboxes(scene.host);
    let list = scene.anna.page("/inbox");
    let next = scene.anna.tick("/inbox/delete", &list, &uids[..1]);
    assert_eq!(next.told("flash-trash-done"), Some(1), "{}", next.flash());
    let next = scene.anna.tick("/inbox/spam", &list, &uids[1..2]);
    assert_eq!(next.told("flash-spam-done"), Some(1), "{}", next.flash());
    let next = scene.anna.tick("/inbox/read", &list, &uids[2..3]);
    assert_eq!(next.told("flash-read-done"), Some(1), "{}", next.flash());
    assert_eq!((scene.names("Trash"), scene.names("Spam")), (vec!["i1".into()], vec!["i2".into()]));
    let spam = look(scene.host, "Spam");
    assert!(spam[0].has("$Junk") && !spam[0].has("$NotJunk"), "{spam:?}");
    let inbox = look(scene.host, "INBOX");
    assert_eq!(inbox.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["i3", "i4"]);
    assert!(inbox[0].has("\\Seen") && inbox[1].has("\\Deleted"), "{inbox:?}");
    assert!(before.len() >= 5, "{before:?}");
    assert_eq!(mailboxes(scene.host), before, "no mailbox was made");
}
