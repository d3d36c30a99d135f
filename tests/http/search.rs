//! Searching: what a header holds as it is read, not only as it is written; and where else to look.

use support::client::{Answer, Browser, between};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;

/// "Félicitations" as a browser sends it: small, in capitals, and with the accent as a letter of its own.
const SPELLINGS: [&str; 3] = ["f%C3%A9licitations", "F%C3%89LICITATIONS", "Fe%CC%81licitations"];

fn letter(head: impl Into<Vec<u8>>, octets: usize) -> Delivery {
    let text = format!("\r\n\r\n{}\r\n", "x".repeat(octets));
    Delivery::new("Spam", [head.into(), text.into_bytes()].concat())
}

/// Delivers one message in each way in which a header can hold the word, and some without it. UIDs 2, 3, 4, 6 hold it.
fn dovecot(hidden: &[&'static str]) -> Dovecot {
    let dovecot = Dovecot::start(Options { hide_capabilities: hidden.to_vec(), ..Options::default() });
    let letters = [
        letter("From: a@example.com\r\nSubject: Felicitations", 100),
        letter(b"From: d@example.com\r\nSubject: F\xe9licitations !".as_slice(), 200),
        letter("From: c@example.com\r\nSubject: Un mot: Félicitations", 50),
        letter("From: b@example.com\r\nSubject: =?utf-8?Q?F=C3=A9licitations?= 2", 400),
        letter("From: e@example.com\r\nSubject: other", 10),
        letter(b"From: \"Les F\xe9licitations\" <f@example.com>\r\nSubject: A".as_slice(), 300),
    ];
    dovecot.deliver_many(ANNA, &letters);
    dovecot
}

fn found(page: &Answer) -> String {
    between(&page.body, "<h1>", "</h1>").and_then(|title| between(title, "<small>", "</small>")).unwrap().to_owned()
}

/// Walks down a list from its first message by the links to the next one.
fn walk(anna: &Browser, list: &Answer) -> Vec<u32> {
    let first = between(&list.body, "<a id=\"s", "</a>").and_then(|link| between(link, "href=\"", "\"")).unwrap();
    let (mut path, mut uids) = (Some(first.to_owned()), Vec::new());
    while let Some(here) = path {
        let page = anna.page(&here.replace("&#38;", "&"));
        uids.push(page.hidden("uid").parse().unwrap());
        assert!(uids.len() < 100, "round and round");
        path = between(&page.body, "<a rel=\"next\" href=\"", "\"").map(str::to_owned);
    }
    uids
}

#[test]
fn a_word_beyond_ascii_is_found_however_the_header_is_written() {
    for hidden in [vec![], vec!["SORT", "SORT=DISPLAY", "ESORT", "CONTEXT=SEARCH"]] {
        let dovecot = dovecot(&hidden);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        for word in SPELLINGS {
            for (sort, order) in [
                ("", [6, 4, 3, 2]),
                ("sort=size&", [4, 6, 2, 3]),
                ("sort=subject&", [6, 4, 2, 3]),
                ("sort=score&", [6, 4, 3, 2]),
            ] {
                let page = anna.page(&format!("/spam?{sort}q={word}"));
                let mut uids = page.uids();
                if sort == "sort=subject&" {
                    // Each server sorts letters beyond ASCII in its own way.
                    assert_eq!(walk(&anna, &page), uids, "{sort}{word}");
                    uids.sort_unstable_by_key(|uid| order.iter().position(|known| known == uid));
                }
                if sort == "sort=score&" {
                    uids.sort_unstable_by_key(|uid| order.iter().position(|known| known == uid));
                }
                assert_eq!(uids, order, "{sort}{word}, {hidden:?} hidden: {}", page.text());
                assert!(found(&page).starts_with("4 messages found"), "{}", found(&page));
                assert!(!page.text().contains("very large"), "{}", page.text());
            }
            let list = anna.page(&format!("/spam?sort=size&q={word}"));
            assert_eq!(walk(&anna, &list), list.uids(), "{word}, {hidden:?} hidden");
        }
        let both = anna.page("/spam?q=mot+f%C3%A9lic");
        assert_eq!(both.uids(), [3], "every word must be there: {}", both.text());
        assert_eq!(
            anna.page("/spam?q=licitations+example").uids().len(),
            anna.page("/spam?q=licitations").uids().len()
        );
    }
}

#[test]
fn what_we_read_and_what_the_server_finds_make_one_list_with_its_pages() {
    let dovecot = Dovecot::start(Options::default());
    let letters: Vec<_> = (0..120)
        .map(|n| (n, n * 40))
        .map(|(n, octets)| match n % 4 {
            0 => letter(format!("Subject: =?utf-8?Q?=C3=89t=C3=A9?= {n}"), octets),
            1 => letter([b"Subject: \xc9t\xe9 ".as_slice(), n.to_string().as_bytes()].concat(), octets),
            2 => letter(format!("Subject: été {n}"), octets),
            _ => letter("Subject: hiver", octets),
        })
        .collect();
    let uids = dovecot.deliver_many(ANNA, &letters);
    let wanted: Vec<u32> = uids.iter().enumerate().filter(|(n, _)| n % 4 != 3).map(|(_, uid)| *uid).rev().collect();
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for sort in ["", "&sort=size"] {
        let pages = [1, 2].map(|page| anna.page(&format!("/spam?page={page}&q=%C3%A9t%C3%A9{sort}")));
        assert_eq!(pages.each_ref().map(|page| page.uids().len()), [50, 40], "{sort}");
        assert!(found(&pages[0]).starts_with("90 messages found"), "{}", found(&pages[0]));
        assert_eq!([pages[0].uids(), pages[1].uids()].concat(), wanted, "{sort}");
        assert_eq!(walk(&anna, &pages[0]), wanted, "{sort}");
    }
}

#[test]
fn in_a_very_large_folder_the_page_says_what_was_searched_for_a_word_beyond_ascii() {
    let dovecot = Dovecot::start(Options::default());
    let raw = || letter(b"Subject: F\xe9licitations".as_slice(), 1);
    let coded = || letter("Subject: =?utf-8?Q?F=C3=A9licitations?=", 1);
    let many = (0..2000).map(|_| letter("Subject: plain", 1));
    let all: Vec<_> = [raw(), coded()].into_iter().chain(many).chain([raw()]).collect();
    dovecot.deliver_many(ANNA, &all);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let said = "Older messages were searched by the mail server only";
    for sort in ["", "&sort=size"] {
        let page = anna.page(&format!("/spam?q={}{sort}", SPELLINGS[0]));
        let mut uids = page.uids();
        uids.sort_unstable();
        assert_eq!(uids, [2, 2003], "the oldest is only the server's to find");
        assert!(page.text().contains(said) && page.text().contains("2,000"), "{}", page.text());
        assert!(!anna.page(&format!("/spam?q=plain{sort}")).text().contains(said));
    }
    let nothing = anna.page("/spam?q=caf%C3%A9");
    assert!(nothing.uids().is_empty() && nothing.text().contains(said), "{}", nothing.text());
}

#[test]
fn where_nothing_is_found_the_page_names_the_folder_and_leads_to_the_same_search_in_the_others() {
    let dovecot = dovecot(&[]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for (here, name, others) in [
        ("inbox", "Inbox", ["spam", "trash"]),
        ("spam", "Spam", ["inbox", "trash"]),
        ("trash", "Trash", ["inbox", "spam"]),
    ] {
        let page = anna.page(&format!("/{here}?sort=size&q=order+confirmation%26"));
        assert!(
            page.text().contains(&format!("No sender or subject in {name} has “order confirmation&” in it.")),
            "{}",
            page.text()
        );
        for other in others {
            assert!(page.links_to(&format!("/{other}?q=order+confirmation%26")), "{here} to {other}: {}", page.body);
        }
    }
    let page = anna.page("/trash?q=Felicit");
    assert_eq!(
        anna.page(&between(&page.body, "href=\"/spam?", "\"").map(|query| format!("/spam?{query}")).unwrap()).uids(),
        [1]
    );
    assert!(!anna.page("/trash").links_to("/spam?q="), "an empty folder is no search");
}
