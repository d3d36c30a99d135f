//! Lists and their buttons, as a browser without script has them.

use support::client::{Answer, Browser, between};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, names};
use support::launcher::TestApp;

fn numbered(count: u32, head: impl Fn(u32) -> String) -> Vec<Delivery> {
    (1..=count).map(|n| Delivery::new("Spam", format!("{}\r\n\r\n.\r\n", head(n)).into_bytes())).collect()
}

/// Presses a button of a list's form as a browser does: with everything hidden in it, and these boxes ticked.
fn press(anna: &Browser, list: &Answer, button: &str, uids: &[u32]) -> Answer {
    let form = between(&list.body, "<form class=\"choose\"", "</form>").unwrap();
    let before = form.split(&format!("{button}</button>")).next().unwrap();
    let action = before.rsplit_once("formaction=\"").unwrap().1.split('"').next().unwrap();
    let hidden: Vec<(String, String)> = form.split("type=\"hidden\" name=\"").skip(1).map(field).collect();
    let uids: Vec<_> = uids.iter().map(|uid| ("uid".to_owned(), uid.to_string())).collect();
    let all: Vec<_> = hidden.iter().chain(&uids).map(|(name, value)| (name.as_str(), value.as_str())).collect();
    anna.post_as_it_is(action, &all)
}

fn field(rest: &str) -> (String, String) {
    let (name, rest) = rest.split_once("\" value=\"").unwrap();
    (name.to_owned(), rest.split('"').next().unwrap().replace("&#38;", "&"))
}

#[test]
fn without_script_deleting_for_good_asks_on_a_page_of_its_own_and_goes_back_to_where_it_was() {
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["Spam", "Trash"] {
        deliver(&dovecot, mailbox, &["one", "two", "three"]);
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for (slug, mailbox) in [("spam", "Spam"), ("trash", "Trash")] {
        let list = anna.page(&format!("/{slug}?sort=subject"));
        let question = press(&anna, &list, "Delete for good", &[1, 3]);
        assert_eq!(question.status, 200, "{}", question.text());
        assert!(question.text().contains("Delete these 2 messages for good?"), "{}", question.text());
        assert!(question.links_to(&format!("/{slug}?sort=subject")), "no leads back: {}", question.body);
        assert_eq!(names(&dovecot, mailbox).len(), 3, "asking deletes nothing");
        let hidden: Vec<_> = question.body.split("type=\"hidden\" name=\"").skip(1).map(field).collect();
        let hidden: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = anna.post_as_it_is(&format!("/{slug}/delete"), &hidden);
        assert_eq!((answer.status, answer.location()), (303, format!("/{slug}?sort=subject").as_str()));
        assert_eq!(names(&dovecot, mailbox), ["two"]);
        let message = anna.page(&format!("/{slug}/{}-2", list.hidden("uid_validity")));
        assert!(message.body.contains(&format!("formaction=\"/{slug}/delete/confirm\"")), "{}", message.body);
        let nothing = press(&anna, &list, "Delete for good", &[]);
        assert_eq!(nothing.status, 422);
        assert_eq!(anna.get(&format!("/{slug}/delete/confirm")).status, 405);
    }
}

#[test]
fn after_an_action_the_list_stands_as_it_did_and_shows_the_place() {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &numbered(120, |n| format!("From: b@example.com\r\nSubject: plan {n:03}")));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam?page=2&sort=subject&q=plan");
    let rows = list.uids();
    let answer = press(&anna, &list, "Not spam", &[rows[20], rows[22]]);
    let place = format!("/spam?page=2&sort=subject&q=plan#m-{}", rows[19]);
    assert_eq!((answer.status, answer.location()), (303, place.as_str()));
    let next = anna.page("/spam?page=2&sort=subject&q=plan");
    assert_eq!(next.told("flash-rescue-done"), Some(2), "{}", next.flash());
    assert!(next.body.contains(&format!("id=\"m-{}\"", rows[19])));
    // A row at the top is in sight without scrolling, and so is the news.
    let answer = press(&anna, &next, "Not spam", &next.uids()[..1]);
    assert_eq!(answer.location(), "/spam?page=2&sort=subject&q=plan");
    let plain = anna.page("/spam");
    assert_eq!(press(&anna, &plain, "Not spam", &plain.uids()[..2]).location(), "/spam");
    // Whatever the form says, it leads to a page of ours.
    let (uid_validity, uid) = (plain.hidden("uid_validity"), plain.uids()[4].to_string());
    let odd =
        [("uid_validity", uid_validity.as_str()), ("uid", &uid), ("next", "//evil.example/"), ("rows", "x,\r\n,0")];
    assert_eq!(anna.post("/spam/rescue", &odd).location(), "/spam");
}

#[test]
fn the_order_of_arrival_is_called_so_and_explained_where_dates_are_out_of_order() {
    let dovecot = Dovecot::start(Options::default());
    let at = |day: u8| format!("2025-01-{day:02}T10:00:00Z").parse().ok();
    let old = Delivery { internal_date: at(2), ..Delivery::new("Spam", b"Subject: old\r\n\r\n.\r\n".to_vec()) };
    dovecot.deliver_many(ANNA, &[old]);
    let new = Delivery { internal_date: at(20), ..Delivery::new("INBOX", b"Subject: new\r\n\r\n.\r\n".to_vec()) };
    dovecot.deliver_many(ANNA, &[new]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let explained = "in the order in which they came into this folder";
    let inbox = anna.page("/inbox");
    assert!(inbox.text().contains("Last arrived here") && !inbox.text().contains(explained), "{}", inbox.text());
    assert_eq!(press(&anna, &anna.page("/spam"), "Not spam", &[1]).status, 303);
    let inbox = anna.page("/inbox");
    assert!(inbox.text().contains(explained), "{}", inbox.text());
    assert!(!anna.page("/inbox?sort=subject").text().contains(explained));
}

#[test]
fn a_close_call_stands_at_the_limit_or_beside_it_and_nowhere_else() {
    let dovecot = Dovecot::start(Options::default());
    let status = |score: &str| format!("Subject: x\r\nX-Spam-Status: Yes, score={score} required=5.0 tests=none");
    let report = "Subject: x\r\nX-Spam-Score: 55\r\nX-Spam-Bar: +++++\r\nX-Spam-Report: Content analysis details:   (5.5 points, 5.0 required)";
    let heads = [status("-2.1"), status("4.9"), status("5.0"), status("5.9"), status("7.4"), report.to_owned()];
    dovecot.deliver_many(ANNA, &numbered(6, |n| heads[n as usize - 1].clone()));
    let app = TestApp::start(&dovecot);
    let list = app.anna().page("/spam");
    let rows = list.body.split("<tr role=\"row\" id=\"m-").skip(1).map(|row| row.split("</tr>").next().unwrap());
    let mut close: Vec<bool> = rows.map(|row| row.contains("close call")).collect();
    close.reverse();
    assert_eq!(close, [false, true, true, true, false, true]);
    assert!(list.text().contains("4 of these were close calls. Look at those first."), "{}", list.text());
    let sorted = app.anna().page("/spam?sort=score");
    assert_eq!(sorted.uids(), [1, 2, 3, 6, 4, 5], "what is least likely spam stands first");
    assert!(list.links_to("/spam?sort=score") && !sorted.body.contains("Look at those first.</a>"));
}

#[test]
fn the_buttons_come_before_the_table_in_the_order_of_the_keyboard() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let app = TestApp::start(&dovecot);
    let page = app.anna().page("/spam").body;
    assert!(page.find("formaction=\"/spam/rescue\"").unwrap() < page.find("<table class=\"mails").unwrap());
}
