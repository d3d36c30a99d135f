//! What the person's mail program collects after a rescue, and where the other buttons put mail.

use support::client::{emptying, pairs};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter, look, names};
use support::launcher::TestApp;
use support::pop3::Pop3;

fn pop(dovecot: &Dovecot) -> Pop3 {
    Pop3::login(dovecot.pop3_port(), ANNA, dovecot.password(ANNA)).expect("POP3 lets Anna in")
}

/// Collects all mail as a mail program does, and leaves none on the server.
fn collect(dovecot: &Dovecot) -> Vec<String> {
    let mut pop = pop(dovecot);
    let numbers: Vec<_> = pop.uidl().unwrap().into_iter().map(|(number, _)| number).collect();
    let mail = numbers.iter().map(|&number| String::from_utf8(pop.retr(number).unwrap()).unwrap()).collect();
    numbers.into_iter().for_each(|number| pop.dele(number).unwrap());
    pop.quit().unwrap();
    mail
}

#[test]
fn a_rescued_message_is_collected_by_the_mail_program_and_is_unread_and_not_junk() {
    let dovecot = Dovecot::start(Options::default());
    let read = Delivery {
        flags: ["\\Seen", "$Junk", "Junk"].map(str::to_owned).into(),
        ..Delivery::new("Spam", letter("wanted"))
    };
    dovecot
        .deliver_many(ANNA, &[Delivery::new("Spam", letter("before")), read, Delivery::new("Spam", letter("after"))]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    assert_eq!(pop(&dovecot).stat().unwrap().0, 0, "POP sees nothing of Spam");
    let list = anna.page("/spam");
    let next = anna.tick("/spam/rescue", &list, &[2]);
    let said = next.flash();
    assert!(said.contains("1 message moved to your Inbox. Your mail program will collect it"), "{said}");
    assert_eq!(next.uids(), [3, 1]);
    assert_eq!(names(&dovecot, "Spam"), ["before", "after"]);
    let inbox = look(&dovecot, "INBOX");
    assert_eq!(inbox.len(), 1);
    assert!(inbox[0].has("$NotJunk") && inbox[0].has("NonJunk"), "{inbox:?}");
    assert!(!inbox[0].has("$Junk") && !inbox[0].has("Junk") && !inbox[0].has("\\Seen"), "{inbox:?}");
    let collected = collect(&dovecot);
    assert_eq!(collected, [String::from_utf8(letter("wanted")).unwrap()], "the very bytes that came");
    assert!(names(&dovecot, "INBOX").is_empty() && names(&dovecot, "Trash").is_empty());
}

#[test]
fn several_messages_are_rescued_at_once() {
    let dovecot = Dovecot::start(Options::default());
    let all: Vec<_> = (0..60).map(|number| format!("m{number:02}")).collect();
    let uids = deliver(&dovecot, "Spam", &all.iter().map(String::as_str).collect::<Vec<_>>());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    let next = anna.tick("/spam/rescue", &list, &uids[5..45]);
    assert_eq!(next.told("flash-rescue-done"), Some(40), "{}", next.flash());
    assert_eq!(names(&dovecot, "INBOX"), all[5..45]);
    assert_eq!(names(&dovecot, "Spam").len(), 20);
    assert_eq!(collect(&dovecot).len(), 40);
}

#[test]
fn a_message_put_back_from_trash_is_collected() {
    let dovecot = Dovecot::start(Options::default());
    let marked = Delivery { flags: vec!["\\Deleted".to_owned()], ..Delivery::new("Trash", letter("marked")) };
    dovecot.deliver_many(ANNA, &[Delivery::new("Trash", letter("plain")), marked]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/trash");
    let next = anna.tick("/trash/restore", &list, &[1, 2]);
    assert_eq!(next.told("flash-restore-done"), Some(2), "{}", next.flash());
    let inbox = look(&dovecot, "INBOX");
    assert!(inbox.iter().all(|one| !one.has("\\Deleted")), "nobody's expunge takes them: {inbox:?}");
    assert_eq!(collect(&dovecot).len(), 2);
    assert!(names(&dovecot, "Trash").is_empty());
}

#[test]
fn what_a_script_marks_as_read_is_no_news_on_the_next_page() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "INBOX", &["looked-at"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/inbox").hidden("uid_validity");
    let answer = anna.post("/inbox/read", &[("uid_validity", &uid_validity), ("uid", "1"), ("quiet", "true")]);
    assert_eq!(answer.status, 204);
    assert!(look(&dovecot, "INBOX")[0].has("\\Seen"));
    assert_eq!(anna.page("/inbox").flash(), "");
}

#[test]
fn a_rescue_in_a_mailbox_over_its_quota_moves_where_it_can_and_says_why_where_it_cannot() {
    for (hidden, moves) in [(vec![], true), (vec!["MOVE"], false)] {
        let dovecot =
            Dovecot::start(Options { quota_bytes: Some(10_240), hide_capabilities: hidden, ..Options::default() });
        dovecot.deliver(ANNA, "Trash", vec![b'x'; 20_000]);
        deliver(&dovecot, "Spam", &["wanted"]);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let list = anna.page("/spam");
        let next = anna.tick("/spam/rescue", &list, &[1]);
        let state = (names(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len());
        let (expected, sentence) = match moves {
            true => ((0, 1), "1 message moved to your Inbox."),
            // A copy needs room for both.
            false => ((1, 0), "Your mailbox is full, and the mail server refused."),
        };
        assert_eq!(state, expected, "{}", next.flash());
        assert!(next.flash().contains(sentence), "{}", next.flash());
        anna.submit("/trash/empty", &pairs(&emptying(&anna.page("/trash/empty"))));
        anna.tick("/spam/rescue", &list, &[1]);
        assert_eq!(names(&dovecot, "INBOX"), ["wanted"]);
    }
}
