//! Any server (law 5): the whole product with each capability missing, and with mailboxes below `INBOX.`.

use crate::app::{ANNA, TestApp, emptying, pairs};
use crate::eyes::{deliver, look, mark_deleted, names};
use crate::support::dovecot::{Dovecot, Namespace, Options};

const OPTIONAL: [&str; 9] =
    ["UIDPLUS", "MOVE", "SPECIAL-USE", "LIST-STATUS", "STATUS=SIZE", "QUOTA", "ESEARCH", "SORT", "LITERAL+"];

/// Goes once round the product, and looks at the mailbox after each step.
fn go_round(options: Options) {
    let what = format!("hidden: {:?}, {:?}", options.hide_capabilities, options.namespace);
    let shows_quota = !options.hide_capabilities.contains(&"QUOTA");
    let dovecot = Dovecot::start(Options { quota_bytes: Some(1 << 20), ..options });
    deliver(&dovecot, "Spam", &["s1", "s2", "s3", "s4", "s5", "s6"]);
    deliver(&dovecot, "Trash", &["t1", "t2", "t3"]);
    deliver(&dovecot, "INBOX", &["i1", "i2", "i3"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();

    let overview = anna.page("/").text();
    for amount in ["Inbox 3 messages", "Spam 6 messages", "Trash 3 messages"] {
        assert!(overview.contains(amount), "{what}: {amount}: {overview}");
    }
    assert_eq!(overview.contains(" of 1 MB used"), shows_quota, "{what}: {overview}");

    let list = anna.page("/spam");
    assert_eq!(list.uids(), [6, 5, 4, 3, 2, 1], "{what}");
    assert_eq!(anna.page("/spam?sort=subject").uids(), [1, 2, 3, 4, 5, 6], "{what}");
    assert_eq!(anna.page("/spam?q=s4").uids(), [4], "{what}");
    assert!(anna.page("/spam?q=%C3%BC").uids().is_empty(), "{what}");
    let message = anna.page(&format!("/spam/{}-2", list.hidden("uid_validity")));
    assert!(message.text().contains("Hello Anna, this is s2."), "{what}: {}", message.text());

    // Another program's mark, which every step must leave alone.
    mark_deleted(&dovecot, "Spam", &[6]);
    mark_deleted(&dovecot, "INBOX", &[3]);
    mark_deleted(&dovecot, "Trash", &[3]);

    let said = anna.tick("/spam/rescue", &list, &[1, 3]).flash();
    assert!(said.contains("2 messages moved to your Inbox."), "{what}: {said}");
    assert_eq!(names(&dovecot, "Spam"), ["s2", "s4", "s5", "s6"], "{what}");
    let inbox = look(&dovecot, "INBOX");
    assert_eq!(inbox.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["i1", "i2", "i3", "s1", "s3"], "{what}");
    assert!(inbox[3..].iter().all(|one| one.has("$NotJunk") && !one.has("\\Seen") && !one.has("\\Deleted")), "{what}");

    let said = anna.tick("/spam/delete", &list, &[2]).flash();
    assert!(said.contains("1 message deleted for good."), "{what}: {said}");
    assert_eq!(names(&dovecot, "Spam"), ["s4", "s5", "s6"], "{what}");

    let question = anna.page("/spam/empty");
    deliver(&dovecot, "Spam", &["s7"]);
    let said = anna.submit("/spam/empty", &pairs(&emptying(&question))).flash();
    assert!(
        said.contains("2 messages deleted for good.") && said.contains("1 newer message was kept."),
        "{what}: {said}"
    );
    let left: Vec<_> = look(&dovecot, "Spam").into_iter().map(|one| (one.id.clone(), one.has("\\Deleted"))).collect();
    assert_eq!(left, [("s6".to_owned(), true), ("s7".to_owned(), false)], "{what}");

    let list = anna.page("/trash");
    let said = anna.tick("/trash/restore", &list, &[2]).flash();
    assert!(said.contains("1 message is back in your Inbox."), "{what}: {said}");
    assert_eq!(names(&dovecot, "Trash"), ["t1", "t3"], "{what}");

    let list = anna.page("/inbox");
    assert!(anna.tick("/inbox/delete", &list, &[1]).flash().contains("1 message moved to Trash."), "{what}");
    assert!(anna.tick("/inbox/spam", &list, &[2]).flash().contains("1 message moved to Spam."), "{what}");
    let inbox = look(&dovecot, "INBOX");
    assert_eq!(inbox.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["i3", "s1", "s3", "t2"], "{what}");
    assert!(inbox[0].has("\\Deleted"), "{what}: another program's mark stays");
    assert_eq!(names(&dovecot, "Trash"), ["t1", "t3", "i1"], "{what}");
    assert_eq!(names(&dovecot, "Spam"), ["s6", "s7", "i2"], "{what}");

    let said = anna.submit("/trash/empty", &pairs(&emptying(&anna.page("/trash/empty")))).flash();
    assert!(said.contains("2 messages deleted for good."), "{what}: {said}");
    assert_eq!(names(&dovecot, "Trash"), ["t3"], "{what}");
    let list = dovecot.doveadm(&["mailbox", "list", "-u", ANNA]);
    assert_eq!(list.lines().count(), 5, "{what}: no mailbox was made: {list}");
}

#[test]
fn the_whole_product_works_when_the_server_can_do_everything() {
    go_round(Options::default());
}

#[test]
fn the_whole_product_works_without_any_one_capability() {
    for name in OPTIONAL {
        go_round(Options { hide_capabilities: vec![name], special_use: name != "SPECIAL-USE", ..Options::default() });
    }
}

#[test]
fn the_whole_product_works_without_all_of_them() {
    let hide_capabilities =
        [&OPTIONAL[..], &["SORT=DISPLAY", "LIST-EXTENDED", "SASL-IR", "CHILDREN", "ESORT"]].concat();
    go_round(Options { hide_capabilities, special_use: false, ..Options::default() });
}

#[test]
fn the_whole_product_works_with_mailboxes_below_inbox() {
    go_round(Options { namespace: Namespace::InboxPrefixDot, ..Options::default() });
    go_round(Options {
        namespace: Namespace::InboxPrefixDot,
        special_use: false,
        hide_capabilities: OPTIONAL.to_vec(),
        ..Options::default()
    });
}
