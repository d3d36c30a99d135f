//! What the pages show, that a hostile message stays a text, and that looking changes nothing.

use jiff::Timestamp;

use support::client::{Answer, Browser};
use support::dovecot::{Delivery, Dovecot, Options};
use support::fixtures;
use support::host::ANNA;
use support::independent_client::{letter, look};
use support::launcher::TestApp;

/// Starts a server with all of Anna's mail.
fn with_cast() -> Dovecot {
    let mailboxes = fixtures::MAILBOXES.map(|(name, attribute)| (name.to_owned(), attribute)).into();
    let dovecot = Dovecot::start(Options { quota_bytes: Some(fixtures::QUOTA_BYTES), mailboxes, ..Options::default() });
    dovecot.deliver_many(ANNA, &fixtures::mail(Timestamp::now()));
    dovecot
}

/// Writes a message with header fields of the test's own.
fn raw(head: &str, body: &str) -> Vec<u8> {
    format!("{head}To: {ANNA}\r\nDate: Fri, 10 Jan 2025 10:00:00 +0000\r\n{body}").into_bytes()
}

/// Returns the subjects of a list's rows, from the top.
fn subjects(list: &Answer) -> Vec<String> {
    let rows = list.body.split("<a id=\"s").skip(1);
    rows.map(|row| row.split_once("<bdi>").and_then(|(_, rest)| rest.split_once("</bdi>")).unwrap().0.to_owned())
        .collect()
}

fn message_paths(anna: &Browser, slug: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for page in 1..=2 {
        let list = anna.page(&format!("/{slug}?page={page}"));
        let validity = list.hidden("uid_validity");
        paths.extend(list.uids().iter().map(|uid| format!("/{slug}/{validity}-{uid}")));
    }
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn the_overview_shows_true_counts_and_the_lists_hold_every_message() {
    let dovecot = with_cast();
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let overview = anna.page("/");
    let text = overview.text();
    for amount in ["12 messages", "63 messages", "40 messages", "Rechnungen Müller 2 messages"] {
        assert!(text.contains(amount), "{amount}: {text}");
    }
    assert!(text.contains("(93%)") || text.contains("(92%)") || text.contains("(94%)"), "{text}");
    assert!(text.contains("Your mailbox is nearly full") && overview.links_to("/trash/empty"), "{text}");

    let (first, second) = (anna.page("/spam"), anna.page("/spam?page=2"));
    assert_eq!((first.uids().len(), second.uids().len()), (50, 13));
    assert!(first.text().contains("1–50 of 63") && second.text().contains("51–63 of 63"), "{}", first.text());
    assert!(first.links_to("/spam?page=2") && second.links_to("/spam"));
    let newest_first: Vec<_> = (1..=63).rev().collect();
    assert_eq!([first.uids(), second.uids()].concat(), newest_first);
    assert_eq!(anna.page("/spam?page=99").uids(), second.uids());
    assert_eq!(anna.page("/spam?page=nonsense&sort=nonsense").uids(), first.uids());
    assert_eq!((anna.page("/inbox").uids().len(), anna.page("/trash").uids().len()), (12, 40));
    for sort in ["date", "size", "from", "subject", "score"] {
        let pages = [1, 2].map(|page| anna.page(&format!("/spam?sort={sort}&page={page}")).uids());
        assert_eq!(pages.each_ref().map(Vec::len), [50, 13], "{sort}");
        let mut all = pages.concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(1..=63), "{sort}");
    }
    for subject in fixtures::WANTED {
        assert_eq!(subjects(&first).iter().chain(&subjects(&second)).filter(|s| s == &subject).count(), 1, "{subject}");
    }
    assert!(first.body.len() < 60_000, "a page of 50 rows has {} bytes", first.body.len());
}

#[test]
fn each_order_is_the_one_people_see() {
    for hidden in [vec![], vec!["SORT", "SORT=DISPLAY"], vec!["SORT=DISPLAY"]] {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden.clone(), ..Options::default() });
        let mail = |from: &str, subject: &str, score: &str, size: usize| {
            let head =
                format!("From: {from}\r\nSubject: {subject}\r\nX-Spam-Status: Yes, score={score} required=5.0\r\n");
            Delivery::new("Spam", raw(&head, &format!("\r\n{}\r\n", "x".repeat(size))))
        };
        let spam = [
            mail("Zoe <a@example.com>", "cherry", "9.1", 300),
            mail("adam <z@example.com>", "Apple", "-1.5", 100),
            mail("Mia <m@example.com>", "banana", "10.0", 200),
        ];
        dovecot.deliver_many(ANNA, &spam);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        for (sort, order) in [
            ("date", [3, 2, 1]),
            ("size", [1, 3, 2]),
            ("from", [2, 3, 1]),
            ("subject", [2, 3, 1]),
            ("score", [2, 1, 3]),
        ] {
            let list = anna.page(&format!("/spam?sort={sort}"));
            assert_eq!(list.uids(), order, "{sort}, hidden: {hidden:?}");
        }
        let found = anna.page("/spam?sort=score&q=an");
        assert_eq!(found.uids(), [3], "banana, with {hidden:?} hidden");
    }
}

#[test]
fn words_are_found_in_sender_and_subject_whatever_their_letters() {
    let dovecot = Dovecot::start(Options::default());
    let mail = [
        raw("From: Ben <ben@example.com>\r\nSubject: Change of plans\r\n", "\r\nsecret word in the body\r\n"),
        // "Grüße aus Köln"
        raw("From: Ben <ben@example.com>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=\r\n", "\r\n\r\n"),
        // "Jürgen" in Latin-1
        raw("From: =?iso-8859-1?Q?J=FCrgen?= <j@example.com>\r\nSubject: plans again\r\n", "\r\n\r\n"),
        raw("From: Mia <mia@lake.example>\r\nSubject: 50% \"off\" \\ {5}\r\n", "\r\n\r\n"),
    ];
    dovecot.deliver_many(ANNA, &mail.map(|raw| Delivery::new("Spam", raw)));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for (query, found) in [
        ("plans", &[3, 1][..]),
        ("PLANS", &[3, 1]),
        ("plans+change", &[1]),
        ("gr%C3%BC%C3%9Fe", &[2]),
        ("K%C3%96LN", &[2]),
        ("j%C3%BCrgen", &[3]),
        ("j%C3%BCrgen+plans", &[3]),
        ("lake.example", &[4]),
        ("%22off%22", &[4]),
        ("%5C", &[4]),
        ("%7B5%7D", &[4]),
        ("secret", &[]),
        ("*", &[]),
        ("%0d%0aA+LOGOUT", &[]),
        ("%F0%9F%98%80", &[]),
        ("+++", &[4, 3, 2, 1]),
    ] {
        let list = anna.page(&format!("/spam?q={query}"));
        assert_eq!(list.uids(), found, "{query}: {}", list.text());
    }
    let nothing = anna.page("/spam?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!nothing.body.contains("<script>alert") && nothing.text().contains("<script>alert(1)</script>"));
    assert!(nothing.links_to("/spam") && !nothing.links_to("/spam/empty"), "{}", nothing.text());
}

#[test]
fn a_hostile_message_is_text_everywhere() {
    let dovecot = Dovecot::start(Options::default());
    let script = "<script>alert(1)</script>";
    let encoded = "=?utf-8?Q?=3Cscript=3Ealert=281=29=3C=2Fscript=3E=22=27=3E?=";
    let html = format!(
        "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>hi {script}<img src=x onerror=alert(1)></p>\r\n"
    );
    let file = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{script}\r\n--b\r\n\
         Content-Type: \"{script}\"/x; name=\"{script}.html\"\r\nContent-Disposition: attachment; filename=\"{script}.html\"\r\n\
         \r\nx\r\n--b--\r\n"
    );
    let mail = [
        raw(&format!("From: \"{script}\" <evil@example.com>\r\nSubject: {script}\r\n"), &format!("\r\n{script}\r\n")),
        raw(&format!("From: {encoded} <evil@example.com>\r\nSubject: {encoded}\r\n"), &html),
        raw(&format!("From: \"\\\"'{script}@evil\"@example.com\r\nSubject: \" onmouseover=alert(1) x=\"\r\n"), &file),
        raw(
            &format!(
                "From: a@example.com\r\nX-Spam-Status: {script} score=5{script}\r\nSubject: \u{202e}\u{0}{script}\r\n"
            ),
            "\r\n\r\n",
        ),
    ];
    for mailbox in ["Spam", "Trash", "INBOX"] {
        mail.iter().for_each(|raw| dovecot.deliver_file(ANNA, mailbox, raw));
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let mut pages = vec!["/".to_owned()];
    for slug in ["spam", "trash", "inbox"] {
        assert_eq!(anna.page(&format!("/{slug}")).uids().len(), 4);
        pages.push(format!("/{slug}"));
        pages.extend(message_paths(&anna, slug));
    }
    for path in pages {
        let page = anna.page(&path);
        let lower = page.body.to_lowercase();
        assert!(!lower.contains("<script>") && !lower.contains("<img"), "{path}: {}", page.body);
        assert!(!lower.contains("\" onmouseover"), "{path}: {}", page.body);
        assert_eq!(lower.matches("<script ").count(), 1, "{path} has our own script only");
    }
    assert!(anna.page("/spam").text().contains(script), "it shows as what it is");
}

#[test]
fn looking_changes_nothing() {
    let dovecot = with_cast();
    let boxes = ["INBOX", "Spam", "Trash", "Sent", "Drafts", "Rechnungen Müller"];
    let fresh = Delivery::new("Spam", letter("fresh"));
    dovecot.deliver_many(ANNA, &[fresh]);
    let app = TestApp::start(&dovecot);
    let state = || {
        let fields = "messages recent uidnext uidvalidity unseen highestmodseq";
        boxes.map(|mailbox| {
            (look(&dovecot, mailbox), dovecot.doveadm(&["mailbox", "status", "-u", ANNA, fields, mailbox]))
        })
    };
    let before = state();
    let anna = app.anna();
    let mut pages: Vec<String> = [
        "/",
        "/spam?sort=score",
        "/spam?q=e",
        "/spam?sort=from",
        "/inbox?sort=size",
        "/spam/empty",
        "/trash/empty",
        "/help",
    ]
    .map(str::to_owned)
    .into();
    for slug in ["spam", "trash", "inbox"] {
        pages.extend(message_paths(&anna, slug));
    }
    assert!(pages.len() > 64 + 40 + 12);
    for path in pages {
        anna.page(&path);
    }
    assert_eq!(state(), before);
    assert_eq!(dovecot.count_files(ANNA, "Spam"), 64);
}
