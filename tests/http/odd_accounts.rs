//! Accounts that lack a folder, and mail that should not exist but does.

use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter, mailboxes, names};
use support::launcher::TestApp;

fn only(mailboxes: &[(&str, Option<&'static str>)]) -> Options {
    let mailboxes = mailboxes.iter().map(|(name, attribute)| ((*name).to_owned(), *attribute)).collect();
    Options { mailboxes, ..Options::default() }
}

#[test]
fn an_account_without_spam_or_trash_is_told_so_and_nothing_is_created() {
    let dovecot = Dovecot::start(only(&[("Sent", Some("\\Sent"))]));
    deliver(&dovecot, "INBOX", &["one"]);
    let before = mailboxes(&dovecot);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let overview = anna.page("/");
    assert!(
        overview.text().contains("Your mailbox has no Spam folder") && overview.text().contains("has no Trash folder")
    );
    assert!(overview.links_to("/help/pop-and-imap"));
    let form = [("uid_validity", "1"), ("uid", "1"), ("last_uid", "1"), ("count", "1")];
    let list = anna.page("/inbox");
    let validity = list.hidden("uid_validity");
    let ours = [("uid_validity", validity.as_str()), ("uid", "1")];
    for (answer, sentence) in [
        (anna.get("/spam"), "You have no Spam folder"),
        (anna.get("/spam/empty"), "You have no Spam folder"),
        (anna.get("/spam/1-1"), "You have no Spam folder"),
        (anna.post("/spam/empty", &form), "You have no Spam folder"),
        (anna.post("/spam/rescue", &form), "You have no Spam folder"),
        (anna.post("/inbox/spam", &ours), "You have no Spam folder"),
        (anna.get("/trash"), "You have no Trash folder"),
        (anna.get("/trash/empty"), "You have no Trash folder"),
        (anna.post("/trash/empty", &form), "You have no Trash folder"),
        (anna.post("/inbox/delete", &ours), "You have no Trash folder"),
    ] {
        assert_eq!(answer.status, 404, "{}", answer.text());
        assert!(
            answer.text().contains(sentence) && answer.body.contains("#there-is-no-spam-or-trash-folder\""),
            "{}",
            answer.text()
        );
    }
    assert_eq!(mailboxes(&dovecot), before);
    assert_eq!(names(&dovecot, "INBOX"), ["one"]);
}

#[test]
fn folders_show_by_the_names_people_gave_them() {
    let dovecot = Dovecot::start(only(&[("Papierkorb", None), ("Spam", None)]));
    dovecot.deliver(ANNA, "<b>日本語</b> \"😀\"", "Subject: x\r\n\r\n");
    deliver(&dovecot, "Rechnungen Müller & Söhne", &["one", "two"]);
    deliver(&dovecot, "Papierkorb", &["three"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let overview = anna.page("/");
    let text = overview.text();
    assert!(text.contains("Rechnungen Müller & Söhne 2 messages"), "{text}");
    assert!(text.contains("<b>日本語</b> \"😀\" 1 message") && !overview.body.contains("<b>日本語"), "{text}");
    assert!(!text.contains("&AP") && !text.contains("Papierkorb"), "Papierkorb is Trash by its name: {text}");
    assert_eq!(anna.page("/trash").uids(), [1]);
}

#[test]
fn a_host_may_say_which_folder_is_spam() {
    let dovecot =
        Dovecot::start(only(&[("Spam", Some("\\Junk")), ("Gefiltert für Anna", None), ("Trash", Some("\\Trash"))]));
    deliver(&dovecot, "Gefiltert für Anna", &["one"]);
    let app = TestApp::configured(&dovecot, "roles = { spam = \"Gefiltert für Anna\" }\n");
    let anna = app.anna();
    let list = anna.page("/spam");
    assert_eq!(list.uids(), [1]);
    anna.tick("/spam/rescue", &list, &[1]);
    assert_eq!(names(&dovecot, "INBOX"), ["one"]);
    let gone = TestApp::configured(&dovecot, "roles = { spam = \"No such folder\" }\n");
    assert_eq!(gone.anna().get("/spam").status, 404, "a pin that is not there is not replaced by a guess");
}

/// Wraps a message a hundred times into another multipart.
fn nested() -> Vec<u8> {
    let open: String =
        (0..100).map(|n| format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n")).collect();
    let close: String = (0..100).rev().map(|n| format!("\r\n--b{n}--\r\n")).collect();
    format!("From: a@example.com\r\nSubject: deep\r\nMIME-Version: 1.0\r\n{open}\r\nat the bottom{close}").into_bytes()
}

/// Writes what SpamAssassin makes of a message with report_safe 1.
fn wrapped() -> Vec<u8> {
    let original = String::from_utf8(letter("original")).unwrap();
    format!(
        "From: Ben <ben@example.com>\r\nSubject: *****SPAM***** Letter original\r\nX-Spam-Flag: YES\r\n\
         X-Spam-Status: Yes, score=7.5 required=5.0\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"sa\"\r\n\
         \r\n--sa\r\nContent-Type: text/plain\r\n\r\nSpam detection software has identified this\r\n\r\n--sa\r\n\
         Content-Type: message/rfc822; x-spam-type=original\r\nContent-Description: original message before SpamAssassin\r\n\
         Content-Disposition: inline\r\n\r\n{original}\r\n--sa--\r\n"
    )
    .into_bytes()
}

#[test]
fn strange_messages_are_listed_and_opened() {
    let dovecot = Dovecot::start(Options::default());
    let long = [b"From: a@example.com\r\nSubject: ", vec![b'x'; 1 << 20].as_slice(), b"\r\n\r\nbody\r\n"].concat();
    let names = |count: usize| (0..count).map(|n| format!("\"N{n}\" <n{n}@example.com>,\r\n ")).collect::<String>();
    let many = format!("From: a@example.com\r\nTo: {}z@example.com\r\nSubject: many\r\n\r\nbody\r\n", names(5000));
    let strange: Vec<(&str, Vec<u8>)> = vec![
        ("a subject in raw Latin-1", b"From: J\xfcrgen <j@example.com>\r\nSubject: Gr\xfc\xdfe\r\n\r\nGr\xfc\xdfe\r\n".to_vec()),
        ("no Date", b"From: a@example.com\r\nSubject: no date\r\n\r\nbody\r\n".to_vec()),
        ("a Date that is none", b"From: a@example.com\r\nDate: yesterday, 99:99\r\nSubject: odd date\r\n\r\nbody\r\n".to_vec()),
        ("no From", b"Subject: no from\r\n\r\nbody\r\n".to_vec()),
        ("a From that is none", b"From: @@,;<>(((\r\nSubject: odd from\r\n\r\nbody\r\n".to_vec()),
        ("a header line of one megabyte", long),
        ("five thousand recipients", many.into_bytes()),
        ("nothing", Vec::new()),
        ("an empty line", b"\r\n".to_vec()),
        ("no header", b"\r\nonly a body\r\n".to_vec()),
        ("no end", b"Subject: cut".to_vec()),
        ("NUL and bare line ends", b"Subject: nul \0 x\rSubject: y\n\nbody \0\n".to_vec()),
        ("a wrapped message", wrapped()),
        ("a hundred levels", nested()),
        (
            "a multipart without parts",
            b"Subject: none\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec(),
        ),
        (
            "an unknown charset and encoding",
            b"Subject: =?x-none?Q?=FF?= =?utf-8?B?!!?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=x-none\r\n\
              Content-Transfer-Encoding: x-none\r\n\r\n\xff\xfe\r\n"
                .to_vec(),
        ),
    ];
    for mailbox in ["Spam", "Trash", "INBOX"] {
        for (_, raw) in &strange {
            // As a file: some of these cannot be sent in a command.
            dovecot.deliver_file(ANNA, mailbox, raw);
            // One look for each, so that the UIDs are in our order.
            dovecot.doveadm(&["mailbox", "status", "-u", ANNA, "messages", mailbox]);
        }
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    anna.page("/");
    for slug in ["spam", "trash", "inbox"] {
        for sort in ["date", "size", "from", "subject", "score"] {
            let list = anna.page(&format!("/{slug}?sort={sort}"));
            assert_eq!(list.uids().len(), strange.len(), "{slug} {sort}");
            assert!(list.body.len() < 60_000, "{slug} {sort} has {} bytes", list.body.len());
        }
        let list = anna.page(&format!("/{slug}"));
        let text = list.text();
        assert!(text.contains("Grüße") && text.contains("Jürgen") && text.contains("(no sender)"), "{text}");
        for (uid, (what, _)) in (1..).zip(&strange) {
            let answer = anna.get(&format!("/{slug}/{}-{uid}", list.hidden("uid_validity")));
            assert_eq!(answer.status, 200, "{slug}: {what}: {}", answer.text());
            assert!(answer.body.len() < 2_000_000, "{slug}: {what} has {} bytes", answer.body.len());
            let text = answer.text();
            match *what {
                "a subject in raw Latin-1" => {
                    assert!(text.contains("Jürgen") && text.matches("Grüße").count() >= 2, "{text}")
                }
                "a wrapped message" => {
                    assert!(text.contains("Hello Anna, this is original."), "{text}");
                    assert!(!text.contains("Spam detection software") && !text.contains("*****SPAM*****"), "{text}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_wrapped_message_is_rescued_as_it_is() {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &[Delivery::new("Spam", wrapped())]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    anna.tick("/spam/rescue", &list, &[1]);
    let mut pop = support::pop3::Pop3::login(dovecot.pop3_port(), ANNA, dovecot.password(ANNA)).unwrap();
    assert_eq!(pop.retr(1).unwrap(), wrapped());
}
