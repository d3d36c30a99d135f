//! Messages that SpamAssassin (`report_safe` 1 and 2) or MailScanner has wrapped in a report: what is shown of them, and how the original reaches
//! the mail program.

use jiff::Timestamp;

use support::answer::between;
use support::client::{Answer, Browser, emptying, pairs};
use support::dovecot::{Delivery, Dovecot, Options};
use support::fixtures::wrapper::{MESSAGE, TEXT, as_collected, awkward_originals, wrap, wrap_by_mail_scanner};
use support::host::ANNA;
use support::independent_client::{deliver, letter, look, mark_deleted, names};
use support::launcher::TestApp;
use support::pop3::Pop3;

/// When the wrapped message arrived.
const ARRIVED: &str = "2026-03-03T08:15:02Z";

/// A message of all that is awkward on the way: 8-bit text, dots and blanks at line ends, equals signs, an attachment.
fn original() -> Vec<u8> {
    let text = "Grüße, Anna = 1.\r\n.\r\n..two dots \r\n\r\nFrom here on nothing\t\r\n";
    format!(
        "Received: from mail.example.com by mx.example.org; Tue, 3 Mar 2026 08:14:55 +0000\r\nFrom: Ben <ben@example.com>\r\n\
         To: {ANNA}\r\nSubject: Rendezvous\r\nDate: Tue, 3 Mar 2026 08:14:00 +0000\r\nMessage-ID: <rendezvous@example.com>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n--inner\r\n\
         Content-Type: text/csv; name=list.csv\r\nContent-Disposition: attachment; filename=list.csv\r\n\r\na,b\r\n--inner--\r\n"
    )
    .into_bytes()
}

fn put(dovecot: &Dovecot, raw: Vec<u8>) {
    let internal_date = Some(ARRIVED.parse::<Timestamp>().unwrap());
    dovecot.deliver_many(ANNA, &[Delivery { internal_date, ..Delivery::new("Spam", raw) }]);
}

fn open(anna: &Browser, slug: &str, uid: u32) -> Answer {
    let uid_validity = anna.page(&format!("/{slug}")).hidden("uid_validity");
    anna.page(&format!("/{slug}/{uid_validity}-{uid}"))
}

/// Presses "deliver the original" on the page of a message.
fn unwrap(anna: &Browser, page: &Answer, uid: u32) -> Answer {
    let fields = [("uid_validity", &*page.hidden("uid_validity")), ("uid", &uid.to_string()), ("original", "yes")];
    anna.submit("/spam/rescue", &fields)
}

fn collect(dovecot: &Dovecot) -> Vec<Vec<u8>> {
    let mut pop = Pop3::login(dovecot.pop3_port(), ANNA, dovecot.password(ANNA)).unwrap();
    let numbers: Vec<_> = pop.uidl().unwrap().into_iter().map(|(number, _)| number).collect();
    numbers.into_iter().map(|number| pop.retr(number).unwrap()).collect()
}

fn internal_dates(dovecot: &Dovecot) -> String {
    let mut imap = dovecot.imap(ANNA);
    imap.command("EXAMINE INBOX").unwrap();
    imap.command("FETCH 1:* (INTERNALDATE)").unwrap().text()
}

const WAYS: [(&str, &str); 4] = [(MESSAGE, "8bit"), (TEXT, "8bit"), (TEXT, "quoted-printable"), (TEXT, "base64")];

#[test]
fn the_list_and_the_page_show_the_original_and_not_the_report() {
    for (media_type, encoding) in WAYS {
        let dovecot = Dovecot::start(Options::default());
        put(&dovecot, wrap(&original(), media_type, encoding));
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let list = anna.page("/spam");
        assert!(list.text().contains("Rendezvous") && !list.text().contains("*****"), "{}", list.text());
        let page = open(&anna, "spam", 1);
        let text = page.text();
        let what = format!("{media_type} {encoding}: {text}");
        assert!(text.contains("Back to Spam Rendezvous From Ben"), "{what}");
        assert!(!text.contains("*****SPAM") && !text.contains("The filter's report"), "{what}");
        assert!(text.contains("Grüße, Anna = 1.") && !text.contains("--inner"), "{what}");
        assert!(text.contains("list.csv text/csv") && text.contains("7.5 points"), "{what}");
        assert!(page.body.contains("<li data-rule=\"SUBJ_ALL_CAPS\">"), "the report tells what counted most: {what}");
        let saved = page.links_to(&format!("/spam/{}-1/part/2.2", page.hidden("uid_validity")));
        assert_eq!(saved, media_type == MESSAGE, "{what}");
        assert_eq!(text.contains("They come with the message once it is delivered"), media_type == TEXT, "{what}");
        assert!(page.body.contains("name=\"original\" value=\"yes\"") && text.contains("Move it as it is"), "{what}");
    }
}

#[test]
fn what_mail_scanner_wrapped_is_shown_and_collected_as_the_original_and_a_bounce_is_no_wrapper() {
    let dovecot = Dovecot::start(Options::default());
    let spam = wrap_by_mail_scanner(&original());
    put(&dovecot, spam.clone());
    put(&dovecot, String::from_utf8(spam).unwrap().replace("spam-notification", "delivery-status").into_bytes());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for drawn in ["anew", "from memory"] {
        let list = anna.page("/spam").text();
        assert_eq!(list.matches("{Spam?} Rendezvous").count(), 1, "the bounce alone, {drawn}: {list}");
    }
    let page = open(&anna, "spam", 1);
    let text = page.text();
    assert!(text.contains("Previous Rendezvous From Ben") && text.contains("Grüße, Anna = 1."), "{text}");
    assert!(!text.contains("Our filter believes") && text.contains("list.csv text/csv"), "{text}");
    assert!(page.body.contains("<li data-rule=\"SUBJ_ALL_CAPS\">") && text.contains("7.5 points"), "{text}");
    let bounce = open(&anna, "spam", 2);
    assert!(bounce.text().contains("Our filter believes") && !bounce.body.contains("name=\"original\""));

    let next = unwrap(&anna, &page, 1);
    assert!(next.says("flash-unwrap-done"), "{}", next.flash());
    assert_eq!((next.uids(), collect(&dovecot)), (vec![2], vec![original()]));
}

/// Anybody can write what looks like a filter's report, and hide behind another sender in it.
#[test]
fn a_message_that_only_looks_like_a_wrapper_is_shown_and_moved_as_it_is() {
    let inside = b"From: Bank <service@bank.example>\r\nSubject: Inside\r\n\r\nInner words\r\n";
    let wrapper = String::from_utf8(wrap(inside, MESSAGE, "8bit")).unwrap();
    let report = String::from_utf8(wrap_by_mail_scanner(inside)).unwrap();
    let evil = |wrapper: &str| wrapper.replacen("Bank <service@bank.example>", "E <evil@evil.example>", 1);
    let (start, end) = wrapper.rsplit_once("\r\n--").unwrap();
    let boundary = end.trim_end().trim_end_matches("--");
    let more = format!("{start}\r\n--{boundary}\r\nContent-Type: text/plain\r\n\r\nanother part\r\n--{end}");
    let forged = [
        ("of another author", evil(&wrapper)),
        ("of another author, by its type", evil(&report)),
        ("a text of another author", evil(&String::from_utf8(wrap(inside, TEXT, "8bit")).unwrap())),
        ("encoded, so that something else comes out", String::from_utf8(wrap(inside, MESSAGE, "8bit")).unwrap().replace(
            "attachment\r\nContent-Transfer-Encoding: 8bit",
            "attachment\r\nContent-Transfer-Encoding: quoted-printable",
        )),
        ("with a third part", more),
        ("of another kind", report.replace("multipart/report", "multipart/mixed")),
        ("not a multipart", "From: E <evil@evil.example>\r\nSubject: Rendezvous\r\nContent-Type: text/plain; x-spam-type=original\r\n\r\n\
            From: Bank <service@bank.example>\r\nSubject: Inside\r\n\r\nInner words\r\n".to_owned()),
    ];
    for (what, message) in forged {
        let dovecot = Dovecot::start(Options::default());
        put(&dovecot, message.clone().into_bytes());
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let list = anna.page("/spam").text();
        if what != "with a third part" {
            assert!(list.contains("Rendezvous") && !list.contains("Inside"), "{what}: {list}");
        }
        let page = open(&anna, "spam", 1);
        let text = page.text();
        assert!(text.contains("Rendezvous From") && !page.body.contains("name=\"original\""), "{what}: {text}");
        assert_eq!(text.contains("evil@evil.example"), message.contains("evil@"), "{what}: {text}");
        let frame = anna.get(&format!("/spam/{}-1/body", page.hidden("uid_validity")));
        assert_eq!(frame.status, 404, "{what}");
        let next = unwrap(&anna, &page, 1);
        assert_eq!(next.told("flash-rescue-done"), Some(1), "{what}: {}", next.flash());
        assert!(collect(&dovecot) == [message.into_bytes()], "{what}");
    }
}

#[test]
fn the_html_of_a_message_that_only_looks_like_a_wrapper_is_shown() {
    let inside = b"From: Bank <service@bank.example>\r\nSubject: Inside\r\n\r\nInner words\r\n";
    for media_type in [MESSAGE, TEXT] {
        let wrapper = String::from_utf8(wrap(inside, media_type, "8bit")).unwrap();
        let forged = wrapper
            .replacen("Bank <service@bank.example>", "E <evil@evil.example>", 1)
            .replacen("Content-Type: text/plain; charset=UTF-8", "Content-Type: text/html; charset=UTF-8", 1)
            .replacen("The filter's report", "<p>Outer words</p>", 1);
        let dovecot = Dovecot::start(Options::default());
        put(&dovecot, forged.into_bytes());
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let page = open(&anna, "spam", 1);
        assert!(page.text().contains("Rendezvous From E <evil@evil.example>"), "{}", page.text());
        let frame = anna.get(&format!("/spam/{}-1/body", page.hidden("uid_validity")));
        assert!(frame.status == 200 && frame.body.contains("Outer words"), "{media_type}: {}", frame.status);
    }
}

#[test]
fn a_wrapper_that_a_list_does_not_know_is_unwrapped_from_its_page() {
    // Another boundary; and, as spamass-milter leaves it, the encoding of the original above the parts, and no version of MIME.
    let wrapper = String::from_utf8(wrap(&original(), MESSAGE, "8bit")).unwrap();
    let milter = wrapper.replacen("MIME-Version: 1.0\r\n", "Content-Transfer-Encoding: base64\r\n", 1);
    for wrapper in [wrapper.replace("----------=_", "other_"), milter] {
        let dovecot = Dovecot::start(Options::default());
        put(&dovecot, wrapper.into_bytes());
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let page = open(&anna, "spam", 1);
        assert!(page.text().contains("Grüße, Anna = 1.") && page.text().contains("list.csv"), "{}", page.text());
        // Where the page was not drawn, what is remembered is the row of the list.
        let other = TestApp::start(&dovecot);
        let anna = other.anna();
        let next = unwrap(&anna, &anna.page("/spam"), 1);
        assert!(next.says("flash-unwrap-done"), "{}", next.flash());
        assert_eq!(collect(&dovecot), [original()]);
    }
}

#[test]
fn the_original_is_collected_as_it_was_sent_and_the_report_is_gone() {
    for hidden in [vec![], vec!["UIDPLUS", "LITERAL+"]] {
        for (media_type, encoding) in WAYS {
            let dovecot = Dovecot::start(Options { hide_capabilities: hidden.clone(), ..Options::default() });
            put(&dovecot, wrap(&original(), media_type, encoding));
            deliver(&dovecot, "Spam", &["other"]);
            mark_deleted(&dovecot, "Spam", &[2]);
            let app = TestApp::start(&dovecot);
            let anna = app.anna();
            let page = open(&anna, "spam", 1);
            let next = unwrap(&anna, &page, 1);
            let what = format!("{media_type} {encoding} without {hidden:?}: {}", next.flash());
            assert!(next.says("flash-unwrap-done"), "{what}");
            assert_eq!(next.uids(), [2], "{what}");
            assert_eq!(names(&dovecot, "Spam"), ["other"], "the mark of another program is no order to us: {what}");
            let inbox = look(&dovecot, "INBOX");
            assert_eq!(inbox.len(), 1, "{what}");
            assert!(inbox[0].has("$NotJunk") && inbox[0].has("NonJunk") && !inbox[0].has("\\Seen"), "{what} {inbox:?}");
            assert!(internal_dates(&dovecot).contains("03-Mar-2026 08:15:02 +0000"), "{what}");
            assert_eq!(collect(&dovecot), [original()], "{what}");
            assert!(names(&dovecot, "Trash").is_empty());

            let again = unwrap(&anna, &page, 1);
            assert_eq!(again.told("flash-missing"), Some(1), "{}", again.flash());
            assert_eq!(names(&dovecot, "INBOX").len(), 1, "{what}");
        }
    }
}

#[test]
fn an_original_that_an_earlier_try_has_delivered_is_not_delivered_again() {
    for hidden in [vec![], vec!["UIDPLUS"]] {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden, ..Options::default() });
        put(&dovecot, wrap(&original(), MESSAGE, "8bit"));
        // The same size and header, but another message; then the same, which another program has marked as deleted.
        let other = String::from_utf8(original()).unwrap().replace("a,b", "b,a").into_bytes();
        dovecot.deliver_many(ANNA, &[Delivery::new("INBOX", other.clone()), Delivery::new("INBOX", original())]);
        mark_deleted(&dovecot, "INBOX", &[2]);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let next = unwrap(&anna, &open(&anna, "spam", 1), 1);
        assert!(next.says("flash-unwrap-done"), "{}", next.flash());
        assert!(names(&dovecot, "Spam").is_empty());
        assert_eq!(collect(&dovecot), [other, original()]);
        assert!(!look(&dovecot, "INBOX")[1].has("\\Deleted"), "nobody's expunge takes it");
    }
    let dovecot = Dovecot::start(Options::default());
    let other = String::from_utf8(original()).unwrap().replace("a,b", "b,a").into_bytes();
    put(&dovecot, wrap(&original(), MESSAGE, "8bit"));
    dovecot.deliver(ANNA, "INBOX", other.clone());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    unwrap(&anna, &open(&anna, "spam", 1), 1);
    assert_eq!(collect(&dovecot), [other, original()], "what only looks the same is no reason to deliver nothing");
}

#[test]
fn in_a_full_mailbox_nothing_is_lost_and_it_is_said_why() {
    let dovecot = Dovecot::start(Options { quota_bytes: Some(10_240), ..Options::default() });
    dovecot.deliver(ANNA, "Trash", vec![b'x'; 20_000]);
    put(&dovecot, wrap(&original(), MESSAGE, "8bit"));
    let before = look(&dovecot, "Spam");
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = open(&anna, "spam", 1);
    let next = unwrap(&anna, &page, 1);
    assert!(next.says("flash-unwrap-over-quota"), "{}", next.flash());
    assert!(next.body.contains("name=\"original\" value=\"yes\""), "it is the message's page again");
    assert_eq!((look(&dovecot, "Spam"), names(&dovecot, "INBOX").len()), (before, 0));
    anna.submit("/trash/empty", &pairs(&emptying(&anna.page("/trash/empty"))));
    unwrap(&anna, &page, 1);
    assert_eq!((collect(&dovecot), names(&dovecot, "Spam").len()), (vec![original()], 0));
}

#[test]
fn what_has_no_original_or_one_that_cannot_be_sent_stays_and_can_be_moved_as_it_is() {
    let dovecot = Dovecot::start(Options::default());
    put(&dovecot, wrap(b"no header at all", TEXT, "8bit"));
    put(&dovecot, wrap(b"", MESSAGE, "8bit"));
    put(&dovecot, wrap(b"Subject: nul\r\n\r\n\0", TEXT, "base64"));
    let large = [b"Subject: large\r\n\r\n".to_vec(), vec![b'x'; 31 << 20]].concat();
    put(&dovecot, wrap(&large, MESSAGE, "8bit"));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for uid in 1..=4 {
        let page = open(&anna, "spam", uid);
        let next = unwrap(&anna, &page, uid);
        let said = if uid == 4 { "flash-unwrap-too-large" } else { "flash-unwrap-nothing-inside" };
        assert!(next.says(said), "{uid}: {}", next.flash());
        assert_eq!(next.flash().contains("larger than 30 MB"), uid == 4, "{uid}: {}", next.flash());
        assert!(next.flash().ends_with("Nothing was changed. You can still move it as it is."), "{}", next.flash());
    }
    assert_eq!((look(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len()), (4, 0));
    let list = anna.page("/spam");
    anna.tick("/spam/rescue", &list, &[1, 2, 3]);
    assert_eq!((look(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len()), (1, 3));
}

#[test]
fn an_original_of_many_megabytes_is_delivered_whole() {
    let dovecot = Dovecot::start(Options::default());
    let line = [vec![b'x'; 70], b" =20\r\n".to_vec()].concat();
    let large = [b"Message-ID: <large@example.com>\r\nSubject: large\r\n\r\n".to_vec(), line.repeat(200_000)].concat();
    put(&dovecot, wrap(&large, MESSAGE, "8bit"));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let next = unwrap(&anna, &open(&anna, "spam", 1), 1);
    assert!(next.says("flash-unwrap-done"), "{}", next.flash());
    assert!(collect(&dovecot) == [large], "the very octets");
}

#[test]
fn a_form_of_another_epoch_or_without_a_message_delivers_nothing() {
    let dovecot = Dovecot::start(Options::default());
    put(&dovecot, wrap(&original(), MESSAGE, "8bit"));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let wanted = ("original", "yes");
    assert_eq!(anna.post("/spam/rescue", &[("uid_validity", "1"), ("uid", "1"), wanted]).status, 409);
    assert_eq!(anna.post("/spam/rescue", &[("uid_validity", &uid_validity), wanted]).status, 422);
    assert_eq!(anna.post("/spam/rescue", &[("uid_validity", &uid_validity), ("uid", "x"), wanted]).status, 422);
    let odd = anna.post("/spam/rescue", &[("uid_validity", &uid_validity), ("uid", "1"), ("original", "perhaps")]);
    assert_eq!(odd.status, 422);
    assert_eq!((names(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len()), (1, 0));
}

#[test]
fn a_subject_is_shown_as_it_was_before_the_filter_marked_it() {
    let dovecot = Dovecot::start(Options::default());
    let mail = |subject: &str, before: &str| {
        format!("From: a@example.com\r\nSubject: {subject}\r\nX-Spam-Prev-Subject: {before}\r\n\r\nx\r\n").into_bytes()
    };
    let all = [
        mail("[SPAM] =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "=?utf-8?B?R3LDvMOfZQ==?="),
        mail("Your invoice", "You have won"),
        mail("Marked by hand", ""),
    ];
    dovecot.deliver_many(ANNA, &all.map(|raw| Delivery::new("Spam", raw)));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let text = anna.page("/spam").text();
    assert!(text.contains("Grüße") && !text.contains("[SPAM]"), "{text}");
    assert!(
        text.contains("Your invoice") && !text.contains("You have won") && text.contains("Marked by hand"),
        "{text}"
    );
    assert!(open(&anna, "spam", 1).body.contains("<h1><bdi>Grüße</bdi></h1>"));
}

#[test]
fn outside_spam_a_wrapped_message_has_the_buttons_of_its_folder() {
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Trash"] {
        dovecot.deliver(ANNA, mailbox, wrap(&original(), TEXT, "8bit"));
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for slug in ["inbox", "trash"] {
        let page = open(&anna, slug, 1);
        assert!(
            page.text().contains("Grüße, Anna = 1.") && !page.body.contains("name=\"original\""),
            "{}",
            page.text()
        );
    }
}

#[test]
fn a_list_tells_sender_and_subject_of_the_originals_and_rescues_them() {
    let dovecot = Dovecot::start(Options::default());
    let inside = |number: u32| {
        format!("From: Odd <odd@example.com>\r\nSubject: Inside {number}\r\n\r\ntext {number}\r\n").into_bytes()
    };
    let nested = wrap(&inside(4), MESSAGE, "8bit");
    put(&dovecot, wrap(&inside(1), MESSAGE, "8bit"));
    put(&dovecot, wrap(&inside(2), TEXT, "base64"));
    put(&dovecot, wrap(&inside(3), "text/html", "8bit"));
    put(&dovecot, wrap(&nested, MESSAGE, "8bit"));
    put(&dovecot, letter("ordinary"));
    put(&dovecot, letter("stays"));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for drawn in ["anew", "from memory"] {
        let list = anna.page("/spam");
        let row = |uid: u32| between(&list.body, &format!("id=\"m-{uid}\""), "</tr>").unwrap().to_owned();
        for uid in [1, 2] {
            let row = row(uid);
            assert!(row.contains(&format!("Inside {uid}")) && !row.contains("Rendezvous"), "{drawn}: {row}");
        }
        assert!(row(3).contains("Rendezvous"), "no wrapper, {drawn}: {}", row(3));
        assert!(row(4).contains("Rendezvous"), "a wrapper in a wrapper is what was sent, {drawn}: {}", row(4));
    }
    let list = anna.page("/spam");
    assert_eq!(list.hidden("original"), "yes");
    let uids = ["1", "2", "4", "5"].map(|uid| ("uid", uid));
    let fields = [("uid_validity", &*list.hidden("uid_validity")), ("original", "yes")];
    let next = anna.submit("/spam/rescue", &[&fields[..], &uids[..]].concat());
    assert_eq!(next.told("flash-rescue-done"), Some(4), "{}", next.flash());
    assert_eq!(next.uids(), [6, 3]);
    let (mut collected, mut wanted) = (collect(&dovecot), [inside(1), inside(2), nested, letter("ordinary")]);
    collected.sort();
    wanted.sort();
    assert!(collected == wanted, "the very octets of each");
}

#[test]
fn the_last_word_says_whether_the_original_or_the_report_is_wanted() {
    for (words, original_comes) in [(&["no"][..], false), (&["yes", "no"], false), (&["no", "yes"], true)] {
        let dovecot = Dovecot::start(Options::default());
        put(&dovecot, wrap(&original(), MESSAGE, "8bit"));
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let list = anna.page("/spam");
        let words: Vec<_> = words.iter().map(|word| ("original", *word)).collect();
        let fields = [("uid_validity", &*list.hidden("uid_validity")), ("uid", "1")];
        anna.submit("/spam/rescue", &[&fields[..], &words[..]].concat());
        let wanted = if original_comes { original() } else { wrap(&original(), MESSAGE, "8bit") };
        assert!(collect(&dovecot) == [wanted], "{words:?}");
        assert!(names(&dovecot, "Spam").is_empty());
    }
}

#[test]
fn awkward_originals_in_files_of_plain_line_ends_are_collected_as_they_were_sent() {
    let dovecot = Dovecot::start(Options::default());
    let crlf = |octets: &[u8]| String::from_utf8(octets.to_vec()).unwrap();
    let originals: Vec<_> =
        awkward_originals().into_iter().filter(|(_, octets)| String::from_utf8(octets.clone()).is_ok()).collect();
    let wrapped: Vec<_> = originals
        .iter()
        .map(|(_, octets)| {
            Delivery::new("Spam", crlf(&wrap(octets, MESSAGE, "8bit")).replace("\r\n", "\n").into_bytes())
        })
        .collect();
    dovecot.deliver_many(ANNA, &wrapped);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    let uids: Vec<String> = list.uids().iter().map(u32::to_string).collect();
    let mut fields = vec![("uid_validity", list.hidden("uid_validity")), ("original", "yes".to_owned())];
    fields.extend(uids.into_iter().map(|uid| ("uid", uid)));
    let next = anna.submit("/spam/rescue", &pairs(&fields));
    assert_eq!(next.told("flash-rescue-done"), Some(19), "{}", next.flash());
    let collected = collect(&dovecot);
    for (name, octets) in &originals {
        assert!(collected.contains(&as_collected(octets)), "{name}");
    }
    assert_eq!(collected.len(), originals.len());
}
