//! From one message to the next, and back to the same place of the list.

use support::client::{Answer, Browser, between};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::names;
use support::independent_client::{deliver, expunge, look};
use support::launcher::TestApp;

/// Returns a link of a message's page by what it leads to.
fn link(page: &Answer, rel: &str) -> Option<String> {
    let href = between(&page.body, &format!("<a rel=\"{rel}\" href=\""), "\"");
    href.map(|href| href.replace("&#38;", "&"))
}

/// Returns the link back to the list.
fn back(page: &Answer) -> String {
    let ways = between(&page.body, "<nav class=\"back\"", "</nav>").unwrap();
    between(ways, "<a href=\"", "\"").unwrap().replace("&#38;", "&")
}

fn uid_of(path: &str) -> u32 {
    path.split('?').next().unwrap().rsplit_once('-').unwrap().1.parse().unwrap()
}

/// Returns the first message's link of a list.
fn first_message(list: &Answer) -> String {
    between(&list.body, "<a id=\"s", "</a>")
        .and_then(|link| between(link, "href=\"", "\""))
        .unwrap()
        .replace("&#38;", "&")
}

/// Deletes messages behind the product's back, and looks whether they are gone.
fn gone(dovecot: &Dovecot, uids: &[u32]) {
    expunge(dovecot, "Spam", uids);
    let left: Vec<u32> = look(dovecot, "Spam").iter().map(|letter| letter.uid).collect();
    assert!(uids.iter().all(|uid| !left.contains(uid)), "{uids:?} of {left:?}");
}

/// Presses a button of a message's page and returns the page it leads to.
fn press(anna: &Browser, page: &Answer, action: &str) -> Answer {
    let next = page.hidden("next").replace("&#38;", "&");
    let (uid_validity, uid) = (page.hidden("uid_validity"), page.hidden("uid"));
    anna.submit(action, &[("uid_validity", &uid_validity), ("uid", &uid), ("next", &next)])
}

/// Walks down from the top of a list; returns each message with the way back from it.
fn walk(anna: &Browser, list: &str, rel: &str, from: Option<String>) -> Vec<(u32, String)> {
    let mut steps = Vec::new();
    let mut next = from.or_else(|| Some(first_message(&anna.page(list))));
    while let Some(path) = next {
        let page = anna.page(&path);
        steps.push((uid_of(&path), back(&page)));
        next = link(&page, rel);
        assert!(steps.len() <= 200, "round and round from {list}");
    }
    steps
}

/// Delivers letters of which size, sender and points come in another order than they arrive.
fn with_spam(count: u32, hidden: &[&'static str]) -> Dovecot {
    let dovecot = Dovecot::start(Options { hide_capabilities: hidden.to_vec(), ..Options::default() });
    let mail: Vec<_> = (1..=count)
        .map(|n| {
            let mixed = n * 37 % 101;
            let head = format!(
                "From: b{mixed:03}@example.com\r\nTo: {ANNA}\r\nSubject: plan {mixed:03}\r\nX-Spam-Status: Yes, score={mixed}.5\r\n"
            );
            Delivery::new("Spam", format!("{head}\r\n{}\r\n", "x".repeat(mixed as usize * 10)).into_bytes())
        })
        .collect();
    dovecot.deliver_many(ANNA, &mail);
    dovecot
}

/// Walks a list of two pages down and up again, in each order, on a server without these capabilities.
fn walked_in_every_order(hidden: &[&'static str]) {
    let dovecot = with_spam(57, hidden);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for query in ["", "sort=size", "sort=from", "sort=score", "q=plan", "sort=subject&q=plan"] {
        let page = |n: u32| anna.page(&format!("/spam?page={n}&{query}"));
        let order = [page(1).uids(), page(2).uids()].concat();
        assert_eq!(order.len(), 57, "{query}");
        let down = walk(&anna, &format!("/spam?{query}"), "next", None);
        assert_eq!(down.iter().map(|(uid, _)| *uid).collect::<Vec<_>>(), order, "{query}, {hidden:?} hidden");
        for (at, (uid, back)) in down.iter().enumerate() {
            let page = if at < 50 { "" } else { "page=2" };
            let glue = if page.is_empty() || query.is_empty() { "" } else { "&" };
            let mark = if page.is_empty() && query.is_empty() { "" } else { "?" };
            assert_eq!(*back, format!("/spam{mark}{page}{glue}{query}#m-{uid}"));
        }
        let list = anna.page(down.last().unwrap().1.split('#').next().unwrap());
        assert!(list.body.contains(&format!("<tr role=\"row\" id=\"m-{}\"", down.last().unwrap().0)));
        let last = first_message(&list).replace(&format!("-{}", list.uids()[0]), &format!("-{}", order[56]));
        let up = walk(&anna, "", "prev", Some(last));
        assert_eq!(up.into_iter().rev().collect::<Vec<_>>(), down, "{query}, {hidden:?} hidden");
    }
}

#[test]
fn next_and_previous_walk_the_list_in_its_order_across_its_pages_and_back_leads_to_the_place() {
    walked_in_every_order(&[]);
}

#[test]
fn next_and_previous_walk_the_list_in_its_order_where_the_server_cannot_sort() {
    walked_in_every_order(&["SORT", "SORT=DISPLAY", "ESORT", "CONTEXT=SEARCH"]);
}

#[test]
fn the_buttons_of_a_message_lead_on_to_the_next_and_from_the_last_back_to_the_list() {
    for query in ["", "sort=size"] {
        let dovecot = with_spam(53, &[]);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let order = [1, 2].map(|page| anna.page(&format!("/spam?page={page}&{query}")).uids()).concat();
        let mut page = anna.page(&first_message(&anna.page(&format!("/spam?{query}"))));
        for (at, uid) in order.iter().enumerate() {
            assert_eq!(page.hidden("uid"), uid.to_string(), "number {at}, {query}");
            assert!(link(&page, "prev").is_none(), "those before it are gone");
            let (action, done) = match at % 2 {
                0 => ("/spam/delete", "flash-delete-done"),
                _ => ("/spam/rescue", "flash-rescue-done"),
            };
            page = press(&anna, &page, action);
            assert_eq!(page.told(done), Some(1), "{}", page.flash());
        }
        assert!(page.body.contains("Nothing in Spam"), "{}", page.text());
        assert_eq!((names(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len()), (0, 26));
    }
}

#[test]
fn inbox_and_trash_lead_on_as_well_and_a_list_stays_where_it_is() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "INBOX", &["a", "b", "c", "d"]);
    deliver(&dovecot, "Trash", &["e", "f"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/inbox");
    assert_eq!(list.hidden("next"), "/inbox");
    let deleted = press(&anna, &anna.page(&first_message(&list)), "/inbox/delete");
    assert!(deleted.text().contains("this is c") && deleted.told("flash-trash-done") == Some(1));
    let reported = press(&anna, &deleted, "/inbox/spam");
    assert!(reported.text().contains("this is b"), "{}", reported.text());
    let next = anna.tick("/inbox/delete", &list, &[2]);
    assert_eq!(next.uids(), [1], "from a list back to the list");
    let uid_validity = anna.page("/trash").hidden("uid_validity");
    let restored = press(&anna, &anna.page(&format!("/trash/{uid_validity}-2")), "/trash/restore");
    assert!(restored.text().contains("this is e"), "{}", restored.text());
    let last = press(&anna, &restored, "/trash/delete");
    assert_eq!(last.uids().len(), 2, "what was deleted from the Inbox is still in Trash: {}", last.text());
}

#[test]
fn a_way_on_that_is_not_ours_is_not_taken() {
    let dovecot = Dovecot::start(Options::default());
    let strange = [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:x",
        "/logout",
        "x",
        "",
    ];
    let uids = deliver(&dovecot, "Spam", &strange.each_ref().map(|_| "m"));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    for (next, uid) in strange.iter().zip(uids) {
        let form = [("uid_validity", uid_validity.as_str()), ("uid", &uid.to_string()), ("next", next)];
        let answer = anna.post("/spam/rescue", &form);
        assert_eq!((answer.status, answer.location()), (303, "/spam"), "{next:?}");
    }
    assert_eq!(names(&dovecot, "INBOX").len(), strange.len());
}

#[test]
fn a_next_message_that_is_gone_says_so_beside_the_news_of_what_was_done() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &["a", "b", "c"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let page = anna.page(&format!("/spam/{uid_validity}-{}", uids[2]));
    assert_eq!(link(&page, "next").unwrap(), format!("/spam/{uid_validity}-{}", uids[1]));
    gone(&dovecot, &[uids[1]]);
    let (uid, next) = (page.hidden("uid"), page.hidden("next"));
    let answer = anna.post("/spam/rescue", &[("uid_validity", &uid_validity), ("uid", &uid), ("next", &next)]);
    let gone = anna.get(answer.location());
    assert_eq!(gone.status, 404, "{}", gone.text());
    assert!(gone.told("flash-rescue-done") == Some(1) && gone.links_to("/spam"), "{}", gone.body);
    let only = anna.page(&format!("/spam/{uid_validity}-{}", uids[0]));
    assert_eq!((link(&only, "prev"), link(&only, "next")), (None, None));
    assert_eq!(back(&only), format!("/spam#m-{}", uids[0]));
}

#[test]
fn in_a_sorted_list_those_that_went_meanwhile_are_stepped_over() {
    let dovecot = with_spam(30, &[]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let order = anna.page("/spam?sort=size").uids();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let path = |uid: u32| format!("/spam/{uid_validity}-{uid}?sort=size");
    gone(&dovecot, &[order[9], order[11], order[12]]);
    let page = anna.page(&path(order[10]));
    assert_eq!((link(&page, "prev"), link(&page, "next")), (Some(path(order[8])), Some(path(order[13]))));
    gone(&dovecot, &order[14..]);
    let page = anna.page(&path(order[13]));
    assert_eq!((link(&page, "prev"), link(&page, "next")), (Some(path(order[10])), None));
    // A list this message does not stand in.
    let page = anna.page(&format!("/spam/{uid_validity}-{}?q=nothing&page=3", order[13]));
    assert_eq!((link(&page, "prev"), link(&page, "next")), (None, None));
    assert_eq!(back(&page), format!("/spam?page=3&q=nothing#m-{}", order[13]));
}

#[test]
fn a_button_that_did_not_work_leads_back_to_the_list_where_the_message_still_is() {
    let full = Options { quota_bytes: Some(10_240), hide_capabilities: vec!["MOVE"], ..Options::default() };
    let dovecot = Dovecot::start(full);
    dovecot.deliver(ANNA, "Trash", vec![b'x'; 20_000]);
    let uids = deliver(&dovecot, "Spam", &["a", "b"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let page = press(&anna, &anna.page(&format!("/spam/{uid_validity}-{}", uids[1])), "/spam/rescue");
    assert!(page.flash().contains("Your mailbox is full, and the mail server refused."), "{}", page.flash());
    assert_eq!(page.uids(), [uids[1], uids[0]]);
}
