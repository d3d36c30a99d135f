//! All that a list or a search tells the number of, not only what one page shows.

use crate::jobs::{counted, ended};
use support::client::{Answer, Browser, between, pairs, taking_all};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter, names};
use support::launcher::TestApp;

const FROM: &str = "60";

fn named(mailbox: &str, name: &str, count: usize) -> Vec<Delivery> {
    (0..count).map(|n| Delivery::new(mailbox, letter(&format!("{name}{n}")))).collect()
}

fn start(grace: &str) -> (Dovecot, TestApp) {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::with(&dovecot, &[("JOBS__FROM", FROM), ("JOBS__GRACE_SECONDS", grace)]);
    (dovecot, app)
}

/// Sends the form of a page that takes all, and looks at its end, on the page of a job or on the list.
fn act(browser: &Browser, path: &str, page: &Answer) -> Answer {
    let answer = browser.post(path, &pairs(&taking_all(page)));
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    let there = answer.location().to_owned();
    if there.starts_with("/jobs/") { ended(browser, &there) } else { browser.page(&there) }
}

#[test]
fn all_of_a_list_is_one_link_and_takes_what_the_page_told_the_number_of_and_nothing_newer() {
    for (from, to, verb, count, key) in [
        ("Spam", "INBOX", "/spam/rescue", 130, "flash-rescue-done"),
        ("Spam", "INBOX", "/spam/rescue", 55, "flash-rescue-done"),
        ("Trash", "INBOX", "/trash/restore", 70, "flash-restore-done"),
        ("INBOX", "Trash", "/inbox/delete", 70, "flash-trash-done"),
        ("INBOX", "Spam", "/inbox/spam", 70, "flash-spam-done"),
        ("Spam", "", "/spam/delete", 130, "flash-delete-done"),
        ("Trash", "", "/trash/delete", 55, "flash-delete-done"),
    ] {
        let (dovecot, app) = start("0");
        dovecot.deliver_many(ANNA, &named(from, "a", count));
        let anna = app.anna();
        let list = anna.page(&format!("/{}", verb.split('/').nth(1).unwrap()));
        let all = list.links().into_iter().find(|link| link.ends_with("all=yes")).expect("there is a link to all");
        let page = anna.page(&all);
        assert!(page.text().contains(&format!("All {count} messages are selected")), "{}", page.text());
        deliver(&dovecot, from, &["new"]);
        let end = act(&anna, verb, &page);
        assert_eq!(counted(&end, key), Some(u32::try_from(count).unwrap()), "{verb}: {}", end.text());
        assert_eq!(names(&dovecot, from), ["new"], "{verb}");
        for mailbox in ["INBOX", "Spam", "Trash"].into_iter().filter(|mailbox| *mailbox != from) {
            let there = if mailbox == to { count } else { 0 };
            assert_eq!(names(&dovecot, mailbox).len(), there, "{verb}: {mailbox}");
        }
    }
}

#[test]
fn all_of_the_inbox_are_marked_as_read() {
    let (dovecot, app) = start("0");
    dovecot.deliver_many(ANNA, &named("INBOX", "a", 70));
    let anna = app.anna();
    let end = act(&anna, "/inbox/read", &anna.page("/inbox?all=yes"));
    assert_eq!(counted(&end, "flash-read-done"), Some(70), "{}", end.text());
    assert!(!anna.page("/inbox").body.contains("class=\"new\""));
}

#[test]
fn all_of_a_search_takes_what_was_found_and_leaves_the_rest() {
    let (dovecot, app) = start("0");
    dovecot.deliver_many(ANNA, &named("Spam", "wanted", 61));
    dovecot.deliver_many(ANNA, &named("Spam", "other", 70));
    let anna = app.anna();
    let list = anna.page("/spam?q=wanted");
    let all = list.links().into_iter().find(|link| link.ends_with("all=yes")).expect("there is a link to all");
    let page = anna.page(&all);
    assert_eq!((page.hidden("q"), page.hidden("count")), ("wanted".to_owned(), "61".to_owned()));
    deliver(&dovecot, "Spam", &["wanted-late"]);
    let end = act(&anna, "/spam/rescue", &page);
    assert_eq!(counted(&end, "flash-rescue-done"), Some(61), "{}", end.text());
    assert_eq!(names(&dovecot, "INBOX").len(), 61);
    let left = names(&dovecot, "Spam");
    assert!(left.len() == 71 && left.contains(&"wanted-late".to_owned()), "{left:?}");
}

#[test]
fn a_form_that_says_something_else_than_its_page_is_refused_and_so_is_one_without_a_number() {
    let (dovecot, app) = start("0");
    dovecot.deliver_many(ANNA, &named("Spam", "a", 55));
    let anna = app.anna();
    let page = anna.page("/spam?all=yes");
    let fields = taking_all(&page);
    for (name, value) in [("count", "56"), ("last_uid", "4000"), ("q", "x"), ("uid_validity", "7"), ("seal", "")] {
        let mut other: Vec<_> = fields.iter().filter(|(field, _)| *field != name).cloned().collect();
        other.push((name, value.to_owned()));
        assert_eq!(anna.post_as_it_is("/spam/rescue", &pairs(&other)).status, 409, "{name}");
    }
    for name in ["count", "last_uid"] {
        let less: Vec<_> = fields.iter().filter(|(field, _)| *field != name).cloned().collect();
        assert_eq!(anna.post("/spam/delete", &pairs(&less)).status, 422, "{name}");
    }
    assert_eq!(anna.post("/trash/restore", &pairs(&fields)).status, 409, "of another folder");
    assert_eq!(names(&dovecot, "Spam").len(), 55);
}

#[test]
fn deleting_chosen_messages_waits_in_sight_and_is_taken_back_where_it_was_done() {
    let (dovecot, app) = start("3600");
    deliver(&dovecot, "Spam", &["a", "b", "c"]);
    let anna = app.anna();
    let list = anna.page("/spam");
    let page = anna.tick("/spam/delete", &list, &[1, 3]);
    assert!(page.text().contains("Deleting 2 messages in Spam for good begins in"), "{}", page.text());
    assert_eq!(page.body.matches("class=\"going\"").count(), 2, "{}", page.body);
    assert_eq!(names(&dovecot, "Spam"), ["a", "b", "c"]);
    let form = between(&page.body, "action=\"/undo\">", "</form>").unwrap();
    let field = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").unwrap();
    let (action, seal) = (field("action"), field("seal"));
    assert_eq!(anna.post_as_it_is("/undo", &[("action", action), ("seal", "x")]).status, 409);
    let back = anna.submit("/undo", &[("action", action), ("seal", seal)]);
    assert!(back.text().contains("nothing was deleted"), "{}", back.text());
    assert!(!back.body.contains("class=\"going\"") && !back.links_to(&format!("/jobs/{action}")));
    assert_eq!(names(&dovecot, "Spam"), ["a", "b", "c"]);
}

#[test]
fn chosen_messages_are_gone_after_the_grace_time() {
    let (dovecot, app) = start("2");
    deliver(&dovecot, "Trash", &["a", "b"]);
    let anna = app.anna();
    let page = anna.tick("/trash/delete", &anna.page("/trash"), &[1]);
    let job = page.links().into_iter().find(|link| link.starts_with("/jobs/")).unwrap();
    let end = ended(&anna, &job);
    assert_eq!(counted(&end, "flash-delete-done"), Some(1), "{}", end.text());
    assert_eq!(names(&dovecot, "Trash"), ["b"]);
}
