//! A text as people read it: lines that flow, quotes, links; and what is said about who sent it.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::spawn;
use std::time::{Duration, Instant};

use support::client::{Answer, between};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::letter;
use support::launcher::{Launcher, TestApp};

const LINK: &str = "dir=\"ltr\" rel=\"noopener noreferrer nofollow\" target=\"_blank\"";

/// Writes a message of a sender, with more header fields.
fn mail(from: &str, more: &str, body: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: {ANNA}\r\nSubject: Hello\r\nDate: Fri, 10 Jan 2025 10:00:00 +0900\r\n{more}\r\n{}",
        body.replace('\n', "\r\n")
    )
    .into_bytes()
}

/// Returns the text of a message as it is drawn.
fn drawn(page: &Answer) -> &str {
    between(&page.body, "<div class=\"text\" dir=\"auto\">", "</div>").unwrap_or_else(|| panic!("{}", page.text()))
}

/// Signs in and opens the first message of a list.
fn first(dovecot: &Dovecot, slug: &str, how: &str) -> Answer {
    let app = TestApp::start(dovecot);
    let anna = app.anna();
    let uid_validity = anna.page(&format!("/{slug}")).hidden("uid_validity");
    anna.page(&format!("/{slug}/{uid_validity}-1{how}"))
}

#[test]
fn lines_flow_as_their_writer_meant_and_quotes_are_set_apart() {
    let dovecot = Dovecot::start(Options::default());
    let quote: String = (1..=12).map(|n| format!("> line {n}\n")).collect();
    let flowed = format!(
        "See you=20\non Sunday=20\nat noon.\n\n> Shall we=20\n> go?\n>> deeper\n\n{quote}\n--=20\nBen=20\nof the club\n"
    );
    let kind = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n";
    dovecot.deliver(ANNA, "INBOX", mail("Ben <ben@example.com>", kind, &flowed));
    let page = first(&dovecot, "inbox", "");
    let text: String = drawn(&page).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
    for wanted in [
        "<p>See you on Sunday at noon.\n</p>",
        "<blockquote><p>Shall we go?</p><blockquote><p>deeper</p></blockquote></blockquote>",
        "line 3</p></blockquote><details><summary>Show 9 more lines of the quote</summary><blockquote><p>line 4\n",
        "<p class=\"signature\">Ben of the club</p>",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    let delsp = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; FORMAT=Flowed; DelSp=Yes\r\n";
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver(ANNA, "Trash", mail("Ben <ben@example.com>", delsp, "won \nder \nful\n"));
    assert_eq!(drawn(&first(&dovecot, "trash", "")), "<p>wonderful</p>");
}

#[test]
fn addresses_are_links_but_in_spam_only_when_the_reader_asks() {
    let body = "https://example.com/a?b=1&c=2 and mailto:ben@example.com but\nhttps://bank.example@evil.example/ javascript:alert(1)\n";
    let html = "MIME-Version: 1.0\r\nContent-Type: text/html\r\n";
    for (slug, mailbox, links) in [("inbox", "INBOX", 2), ("trash", "Trash", 2), ("spam", "Spam", 0)] {
        for (kind, body) in [("", body.to_owned()), (html, body.replace('&', "&amp;").replace('\n', "<br>"))] {
            let dovecot = Dovecot::start(Options::default());
            dovecot.deliver(ANNA, mailbox, mail("Ben <ben@example.com>", kind, &body));
            let page = first(&dovecot, slug, "?view=text");
            let text = drawn(&page);
            assert_eq!(text.matches("<a ").count(), links, "{slug}: {text}");
            assert_eq!(page.body.contains("In Spam, links cannot be clicked on."), links == 0, "{slug}");
            assert!(text.contains("https://bank.example@evil.example/"), "{slug}: {text}");
            if links > 0 {
                let href = "https://example.com/a?b=1&#38;c=2";
                assert!(text.contains(&format!("<a href=\"{href}\" {LINK}>{href}</a>")), "{slug}: {text}");
            } else {
                let woken = first(&dovecot, slug, "?view=text&links=live");
                assert_eq!(drawn(&woken).matches("<a ").count(), 2, "{slug}: {}", woken.body);
            }
        }
    }
}

#[test]
fn what_only_claims_its_sender_is_told_where_a_server_of_the_host_found_it_out() {
    let dovecot = Dovecot::start(Options::default());
    let results = [
        ("mx.example.org; dmarc=pass header.from=bank.example", "It really comes from bank.example"),
        ("mx.example.org; dmarc=fail header.from=bank.example", "It only claims to come from bank.example"),
        ("mx.strange.example; dmarc=fail header.from=bank.example", ""),
    ];
    for mailbox in ["INBOX", "Spam"] {
        let all = results.map(|(result, _)| {
            Delivery::new(mailbox, mail("a@bank.example", &format!("Authentication-Results: {result}\r\n"), "Hi\n"))
        });
        dovecot.deliver_many(ANNA, &all);
    }
    let app = Launcher::before(&dovecot).configured("[spam]\nauthserv_ids = [\"mx.example.org\"]\n").start();
    let anna = app.anna();
    for slug in ["inbox", "spam"] {
        let uid_validity = anna.page(&format!("/{slug}")).hidden("uid_validity");
        for (uid, (result, wanted)) in (1..).zip(results) {
            let text = anna.page(&format!("/{slug}/{uid_validity}-{uid}")).text();
            let claims = text.contains("only claims");
            let is_told = if slug == "spam" { text.contains("bank.example: your provider") } else { claims };
            // In the Inbox nothing is said of what is in order.
            let is_wanted = !wanted.is_empty() && (slug == "spam" || wanted.contains("only claims"));
            assert_eq!(is_told, is_wanted, "{slug}, {result}: {text}");
            assert!(!is_wanted || text.contains(wanted), "{slug}, {result}: {text}");
            assert_eq!(text.contains("Look closely at the sender"), slug == "inbox" && claims, "{slug}: {text}");
        }
    }
}

#[test]
fn who_poses_as_somebody_else_is_named_in_every_folder() {
    let senders = [
        (
            "\"anna@bank.example\" <x@evil.example>",
            "The name says “anna@bank.example”, but the address is x@evil.example.",
        ),
        ("Anna <anna@examp1e.org>", "The internet address looks like example.org, but it is examp1e.org."),
        ("P <a@xn--pypal-4ve.example>", "ordinary ones: p\u{430}ypal.example is really xn--pypal-4ve.example."),
        ("a@example.com, B <b@example.net>", "More than one sender is named: also b@example.net."),
        ("a@example.com\r\nReply-To: x@gmail.com", "your reply goes to x@gmail.com, and that is not the sender."),
    ];
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Spam", "Trash"] {
        let all = senders.map(|(from, _)| Delivery::new(mailbox, mail(from, "", "Hi\n")));
        dovecot.deliver_many(ANNA, &all);
        dovecot.deliver_many(ANNA, &[Delivery::new(mailbox, mail("Müller <a@xn--mller-kva.example>", "", "Hi\n"))]);
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for slug in ["inbox", "spam", "trash"] {
        let uid_validity = anna.page(&format!("/{slug}")).hidden("uid_validity");
        for (uid, (from, wanted)) in (1..).zip(senders) {
            let page = anna.page(&format!("/{slug}/{uid_validity}-{uid}"));
            let text = page.text();
            assert!(text.contains(wanted) && text.contains("Look closely at the sender"), "{from} in {slug}: {text}");
            assert_eq!(
                page.body
                    .split("id=\"caution\"")
                    .nth(1)
                    .unwrap()
                    .split("</section>")
                    .next()
                    .unwrap()
                    .matches("<li>")
                    .count(),
                1,
                "{from}"
            );
        }
        let text = anna.page(&format!("/{slug}/{uid_validity}-6")).text();
        assert!(!text.contains("Look closely"), "{text}");
        assert!(text.contains("<a@xn--mller-kva.example> (a@müller.example)"), "both spellings: {text}");
    }
}

#[test]
fn a_message_tells_when_it_arrived_and_what_its_sender_wrote() {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver(ANNA, "INBOX", mail("Ben <ben@example.com>", "", "Hi\n"));
    let page = first(&dovecot, "inbox", "");
    let text = page.text();
    assert!(text.contains("Arrived ") && page.body.contains("<time datetime=\""), "{text}");
    assert!(text.contains("Sent (according to the sender’s computer) Fri, 10 Jan 2025 10:00:00 +0900"), "{text}");
}

/// Fills the Inbox with letters of Ben and of many others.
fn with_inbox(letters: u32) -> Dovecot {
    let dovecot = Dovecot::start(Options::default());
    let others = (0..letters).map(|n| Delivery::new("INBOX", mail(&format!("P <p{n}@example.net>"), "", "Hi\n")));
    let ben = (0..7).map(|n| Delivery::new("INBOX", letter(&format!("ben{n}"))));
    dovecot.deliver_many(ANNA, &ben.chain(others).collect::<Vec<_>>());
    dovecot
}

#[test]
fn a_message_of_the_inbox_tells_how_well_its_sender_is_known() {
    let dovecot = with_inbox(20);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/inbox").hidden("uid_validity");
    let text = anna.page(&format!("/inbox/{uid_validity}-1")).text();
    assert!(text.contains("Writes to you often: 6 other messages in your Inbox come from this address."), "{text}");
    let text = anna.page(&format!("/inbox/{uid_validity}-10")).text();
    assert!(text.contains("New here: no other message in your Inbox comes from this address."), "{text}");
    let dovecot = with_inbox(1);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let text = anna.page(&format!("/inbox/{}-8", anna.page("/inbox").hidden("uid_validity"))).text();
    assert!(!text.contains("New here"), "a mail program may have taken the others away: {text}");
}

#[test]
fn a_message_of_spam_tells_it_only_where_a_second_connection_waits() {
    let dovecot = with_inbox(20);
    dovecot.deliver_many(ANNA, &["one", "two", "three"].map(|name| Delivery::new("Spam", letter(name))));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    let path = format!("/spam/{}-1", list.hidden("uid_validity"));
    let words = "Writes to you often: ";
    assert!(!anna.page(&path).text().contains(words), "Spam stays open on the only connection");
    anna.tick("/spam/rescue", &list, &[3]);
    for _ in 0..2 {
        let text = anna.page(&path).text();
        assert!(text.contains(words) && text.contains("8 other messages"), "{text}");
    }
    anna.tick("/spam/rescue", &anna.page("/spam"), &[2]);
    assert!(anna.page(&path).text().contains("9 other messages"), "news are counted");
}

/// Passes everything on to a server, but for searches by sender: those it counts and keeps to itself.
fn deaf_to_searches(server: u16) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, kept) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counter = kept.clone();
    spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", server)).unwrap());
            let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            spawn(move || {
                let _ = io::copy(&mut answers, &mut back);
                let _ = back.shutdown(Shutdown::Both);
            });
            let (mut client, mut server, kept) = (client, server, counter.clone());
            spawn(move || {
                let mut octets = [0; 4096];
                while let Ok(count @ 1..) = client.read(&mut octets) {
                    if String::from_utf8_lossy(&octets[..count]).contains(" FROM \"") {
                        kept.fetch_add(1, Ordering::SeqCst);
                    } else if server.write_all(&octets[..count]).is_err() {
                        break;
                    }
                }
                let _ = server.shutdown(Shutdown::Both);
            });
        }
    });
    (port, kept)
}

#[test]
fn a_server_that_searches_slowly_delays_one_page_by_a_second_and_is_not_asked_again() {
    let dovecot = with_inbox(20);
    let (port, kept) = deaf_to_searches(dovecot.imap_port());
    let app = Launcher::before(&dovecot).through(port).configured("").start();
    let anna = app.anna();
    let uid_validity = anna.page("/inbox").hidden("uid_validity");
    for uid in 1..=3 {
        let start = Instant::now();
        let page = anna.page(&format!("/inbox/{uid_validity}-{uid}"));
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
        assert!(
            page.text().contains("Hello Anna, this is ben") && !page.text().contains("Writes to you"),
            "{}",
            page.text()
        );
    }
    assert_eq!(kept.load(Ordering::SeqCst), 1, "asked once");
}
