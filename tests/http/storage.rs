//! Where the room went: counted once, told exactly, and what a button says it frees is what it frees.

use support::client::{Answer, Browser, between};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{expunge, letter, names};
use support::launcher::TestApp;
use support::wait::until;

const KIB: usize = 1024;

/// A message of about so many octets, from somebody.
fn from(sender: &str, mailbox: &str, octets: usize) -> Delivery {
    let head = format!(
        "From: {sender}\r\nTo: anna@example.org\r\nSubject: {octets} octets\r\nMessage-ID: <{sender}-{octets}-{mailbox}@x>\r\n\r\n"
    );
    let line = [&[b'x'; 62][..], b"\r\n"].concat();
    Delivery::new(mailbox, [head.into_bytes(), line.repeat(octets / 64)].concat())
}

/// Returns the page once everything is counted.
pub fn counted(anna: &Browser) -> Answer {
    until("everything is counted", || !anna.page("/storage").body.contains("http-equiv=\"refresh\""));
    anna.page("/storage")
}

/// Returns the row of the last table of the storage page that holds a text.
pub fn row<'a>(page: &'a Answer, text: &str) -> &'a str {
    let rows = page.body.rsplit("<tr role=\"row\">").filter(|row| row.contains(text)).collect::<Vec<_>>();
    rows.first().unwrap_or_else(|| panic!("no row with {text}: {}", page.text()))
}

/// Presses the button of a row, agrees, and returns the page that says what happened.
pub fn press(anna: &Browser, row: &str) -> Answer {
    let value = |name: &str| between(row, &format!("name=\"{name}\" value=\""), "\"").map(str::to_owned);
    let path = between(row, "action=\"", "\"").unwrap();
    let fields: Vec<_> = ["uid_validity", "seal", "uid", "uids", "next"]
        .into_iter()
        .filter_map(|name| Some((name, value(name)?)))
        .collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = anna.post(path, &fields);
    assert_eq!(asked.status, 200, "{}", asked.text());
    let action = between(&asked.body, "<form class=\"verbs\" method=\"post\" action=\"", "\"").unwrap().to_owned();
    anna.submit(&action, &fields)
}

#[test]
fn folders_messages_ages_and_senders_are_told_the_largest_first() {
    let dovecot = Dovecot::start(Options { quota_bytes: Some(20 << 20), ..Options::default() });
    dovecot.deliver_many(
        ANNA,
        &[
            from("a@x.example", "INBOX", 100 * KIB),
            from("b@x.example", "Spam", 300 * KIB),
            from("B@x.example", "Spam", 200 * KIB),
            from("c@x.example", "Sent", 900 * KIB),
        ],
    );
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = counted(&anna);
    let text = page.text();
    assert!(text.contains("Your mailbox 1.4 MB of 20 MB used (7%)"), "{text}");
    let order: Vec<_> = ["Sent</bdi></a></th>", "Spam</bdi></a></th>", "Inbox</bdi></a></th>", "Trash</bdi></a></th>"]
        .map(|name| page.body.find(name).unwrap())
        .into();
    assert!(order.is_sorted(), "{text}");
    assert!(text.contains("Empty Spam… (frees 501 kB)"), "{text}");
    let large: Vec<usize> =
        [900, 300, 200, 100].map(|kib| page.body.find(&format!("{} octets</bdi>", kib * KIB)).unwrap()).into();
    assert!(large.is_sorted(), "{text}");
    assert!(row(&page, "This year").contains(">4<"), "{text}");
    let sender = row(&page, "<bdi>B@x.example</bdi>");
    assert!(sender.contains(">2<") && sender.contains("Delete for good (frees 501 kB)"), "{sender}");
}

#[test]
fn what_a_button_says_it_frees_is_freed_and_the_page_says_so() {
    let dovecot = Dovecot::start(Options { quota_bytes: Some(4 << 20), ..Options::default() });
    dovecot.deliver_many(
        ANNA,
        &[
            from("a@x.example", "INBOX", 512 * KIB),
            from("b@x.example", "Spam", 256 * KIB),
            from("b@x.example", "Spam", 128 * KIB),
            from("c@x.example", "Spam", 64 * KIB),
        ],
    );
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = counted(&anna);
    let next = press(&anna, row(&page, &format!("{} octets</bdi>", 512 * KIB)));
    assert!(next.flash().contains("That frees 513 kB."), "{}", next.flash());
    assert!(names(&dovecot, "INBOX").is_empty() && names(&dovecot, "Trash").is_empty());
    let sender = row(&next, "<bdi>b@x.example</bdi>");
    assert!(sender.contains("(frees 385 kB)"), "{sender}");
    let next = press(&anna, sender);
    assert_eq!(next.told("flash-delete-done"), Some(2), "{}", next.flash());
    assert!(next.flash().contains("That frees 385 kB."), "{}", next.flash());
    assert_eq!(names(&dovecot, "Spam").len(), 1);
    assert!(!next.body.contains("<bdi>b@x.example</bdi>"), "{}", next.text());
}

#[test]
fn a_count_is_kept_up_to_date_by_what_comes_and_what_goes() {
    for hidden in [vec![], vec!["STATUS=SIZE", "LIST-STATUS", "ESEARCH"]] {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden, ..Options::default() });
        dovecot.deliver_many(ANNA, &[from("a@x.example", "Sent", 100 * KIB), from("a@x.example", "Sent", 50 * KIB)]);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let size = |page: &Answer| {
            between(row(page, "Sent</bdi></a></th>"), "<td role=\"cell\" class=\"n\">", "<meter")
                .map(str::to_owned)
                .unwrap()
        };
        // A kilobyte is begun, not rounded.
        let kilobytes = |letters: &[usize]| {
            let octets: usize = letters.iter().map(|kib| from("a@x.example", "Sent", kib * KIB).raw.len()).sum();
            format!("{} kB", octets.div_ceil(KIB))
        };
        let is = |page: &Answer, letters: &[usize]| {
            assert!(size(page).ends_with(&kilobytes(letters)), "{} is not {}", size(page), kilobytes(letters))
        };
        is(&counted(&anna), &[100, 50]);
        dovecot.deliver_many(ANNA, &[from("a@x.example", "Sent", 25 * KIB)]);
        is(&counted(&anna), &[100, 50, 25]);
        expunge(&dovecot, "Sent", &[1]);
        is(&counted(&anna), &[50, 25]);
        dovecot.deliver_many(ANNA, &[from("a@x.example", "Sent", 10 * KIB)]);
        expunge(&dovecot, "Sent", &[2]);
        let after = counted(&anna);
        is(&after, &[25, 10]);
        assert!(!after.body.contains(&format!("{} octets</bdi>", 100 * KIB)), "what is gone is not among the largest");
    }
}

#[test]
fn a_mailbox_of_which_nothing_is_known_says_so() {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &[Delivery::new("INBOX", letter("a"))]);
    let app = TestApp::start(&dovecot);
    let page = counted(&app.anna());
    assert!(page.text().contains("Your mail server does not tell us a limit."), "{}", page.text());
    assert!(app.stranger().get("/storage").location().starts_with("/login?next="));
}

#[test]
fn the_host_names_the_limits() {
    let dovecot = Dovecot::start(Options { quota_bytes: Some(1 << 20), ..Options::default() });
    let app = TestApp::configured(&dovecot, "[quota]\nnames = { \"User quota\" = \"All mail of the <Club>\" }\n");
    let page = counted(&app.anna());
    assert!(page.body.contains("<h3>All mail of the &#60;Club&#62;</h3>"), "{}", page.body);
}

#[test]
fn old_mail_of_the_inbox_is_counted_previewed_and_goes_to_trash_and_nothing_else_does() {
    let dovecot = Dovecot::start(Options::default());
    let now = jiff::Timestamp::now();
    let old = |name: &str, days: i64, seen: bool| Delivery {
        internal_date: Some(now - jiff::SignedDuration::from_hours(24 * days + 1)),
        flags: seen.then(|| "\\Seen".to_owned()).into_iter().collect(),
        ..Delivery::new("INBOX", letter(name))
    };
    dovecot.deliver_many(
        ANNA,
        &[old("new", 2, true), old("month", 31, false), old("quarter", 100, true), old("year", 400, false)],
    );
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = anna.page("/storage/inbox");
    for (age, count) in [("Older than 30 days", ">3<"), ("Older than 90 days", ">2<"), ("Older than 365 days", ">1<")] {
        let row = row(&page, age);
        assert!(row.replace("Messages: </span>", "Messages: </span>>").contains(count), "{row}");
    }
    assert!(anna.page("/storage/inbox?days=500").text().contains("There is no such mail"));
    for odd in ["?days=-1", "?days=99999", "?days=x&read=yes"] {
        assert!(!anna.page(&format!("/storage/inbox{odd}")).body.contains("action=\"/inbox/delete\""), "{odd}");
    }
    let read = anna.page("/storage/inbox?days=0&read=yes");
    assert!(read.text().contains("Move 2 messages to Trash"), "{}", read.text());
    let preview = anna.page("/storage/inbox?days=90");
    assert!(preview.text().contains("Move 2 messages to Trash"), "{}", preview.text());
    // One more that is as old has come meanwhile: it was in no preview.
    dovecot.deliver_many(ANNA, &[old("late", 200, false)]);
    let form = between(&preview.body, "action=\"/inbox/delete\">", "</form>").unwrap();
    let value = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").unwrap().to_owned();
    let fields = ["uid_validity", "seal", "uids", "next"].map(|name| (name, value(name)));
    let next = anna.submit("/inbox/delete", &fields.each_ref().map(|(name, value)| (*name, value.as_str())));
    assert_eq!(next.told("flash-trash-done"), Some(2), "{}", next.flash());
    assert!(next.text().contains("Old mail in the Inbox"), "the way leads back");
    assert_eq!(names(&dovecot, "INBOX"), ["new", "month", "late"]);
    assert_eq!(names(&dovecot, "Trash"), ["quarter", "year"]);
}
