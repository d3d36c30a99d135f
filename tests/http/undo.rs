//! Taking back: what was moved goes where it was, with the flags and keywords it had, as long as it can be found.

use crate::jobs::{counted, ended};
use std::collections::BTreeSet;
use support::client::{Answer, Browser, between, pairs, taking_all};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{IndependentClient, deliver, expunge, letter, look, make_anew, names};
use support::launcher::TestApp;
use support::pop3::Pop3;

/// Returns the form that a page offers for taking back what was done before it.
pub fn offered(page: &Answer) -> Option<[(&'static str, String); 2]> {
    let form = between(&page.body, "method=\"post\" action=\"/undo\">", "</form>")?;
    let field = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").map(str::to_owned);
    Some([("action", field("action")?), ("seal", field("seal")?)])
}

/// Presses Undo, and returns the page it leads to.
pub fn undo(browser: &Browser, page: &Answer) -> Answer {
    let form = offered(page).unwrap_or_else(|| panic!("no way back on {}", page.text()));
    browser.submit("/undo", &pairs(&form))
}

const KEYWORDS: &str = "(\\Flagged \\Seen $Junk Junk work)";

fn flags(dovecot: &Dovecot, mailbox: &str) -> BTreeSet<(String, BTreeSet<String>)> {
    look(dovecot, mailbox).into_iter().map(|letter| (letter.id, letter.flags)).collect()
}

#[test]
fn each_move_is_taken_back_with_flags_and_keywords_as_they_were() {
    for hidden in [vec![], vec!["MOVE"], vec!["UIDPLUS"], vec!["MOVE", "UIDPLUS"]] {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden.clone(), ..Options::default() });
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        for (from, to, verb) in [
            ("Spam", "INBOX", "/spam/rescue"),
            ("Trash", "INBOX", "/trash/restore"),
            ("INBOX", "Trash", "/inbox/delete"),
            ("INBOX", "Spam", "/inbox/spam"),
        ] {
            let uids = deliver(&dovecot, from, &["a", "b", "stays"]);
            deliver(&dovecot, to, &["other"]);
            let mut session = IndependentClient::open(&dovecot);
            session.select(from);
            session.ask(&format!("UID STORE {} +FLAGS.SILENT {KEYWORDS}", uids[0]));
            let before = flags(&dovecot, from);
            let list = anna.page(&format!("/{}", verb.split('/').nth(1).unwrap()));
            let page = anna.tick(verb, &list, &uids[..2]);
            deliver(&dovecot, to, &["later"]);
            assert_eq!(names(&dovecot, from), ["stays"], "{verb}");
            let back = undo(&anna, &page);
            assert_eq!(back.told("flash-undo-done"), Some(2), "{verb} without {hidden:?}: {}", back.text());
            assert_eq!(offered(&back), None, "{}", back.text());
            assert_eq!(flags(&dovecot, from), before, "{verb} without {hidden:?}");
            assert_eq!(names(&dovecot, to), ["other", "later"], "{verb}");
            for mailbox in [from, to] {
                support::independent_client::clear(&dovecot, mailbox);
            }
        }
    }
}

#[test]
fn what_the_mail_program_has_collected_is_told_and_the_rest_goes_back() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &["a", "b", "c"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = anna.tick("/spam/rescue", &anna.page("/spam"), &uids);
    let collected = look(&dovecot, "INBOX").into_iter().find(|letter| letter.id == "b").unwrap();
    expunge(&dovecot, "INBOX", &[collected.uid]);
    let back = undo(&anna, &page);
    assert_eq!(back.told("flash-undo-done"), Some(2), "{}", back.text());
    assert_eq!(back.told("flash-undo-missing"), Some(1), "{}", back.text());
    let mut there = names(&dovecot, "Spam");
    there.sort();
    assert_eq!(there, ["a", "c"]);
    let again = undo(&anna, &page);
    assert!(again.says("flash-undo-already"), "{}", again.text());
}

#[test]
fn nothing_goes_back_out_of_a_mailbox_that_was_made_anew() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "INBOX", &["a"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = anna.tick("/inbox/delete", &anna.page("/inbox"), &uids);
    assert!(make_anew(&dovecot, "Trash"));
    deliver(&dovecot, "Trash", &["a"]);
    let end = undo(&anna, &page);
    assert!(end.text().contains("is new by now"), "{}", end.text());
    assert_eq!(names(&dovecot, "Trash"), ["a"]);
    assert!(names(&dovecot, "INBOX").is_empty());
}

#[test]
fn an_action_of_three_thousand_messages_is_taken_back_by_a_job() {
    let dovecot = Dovecot::start(Options::default());
    let letters: Vec<Delivery> = (0..3000).map(|n| Delivery::new("Spam", letter(&format!("s{n}")))).collect();
    dovecot.deliver_many(ANNA, &letters);
    let mut session = IndependentClient::open(&dovecot);
    session.select("Spam");
    session.ask("UID STORE 1:1500 +FLAGS.SILENT (\\Flagged $Junk)");
    session.ask("UID STORE 1000:2000 +FLAGS.SILENT (\\Answered)");
    let before = flags(&dovecot, "Spam");
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let answer = anna.post("/spam/rescue", &pairs(&taking_all(&anna.page("/spam?all=yes"))));
    let end = ended(&anna, answer.location());
    assert_eq!(counted(&end, "flash-rescue-done"), Some(3000), "{}", end.text());
    assert_eq!(names(&dovecot, "INBOX").len(), 3000);
    let back = anna.post("/undo", &pairs(&offered(&end).unwrap()));
    let end = ended(&anna, back.location());
    assert_eq!(counted(&end, "flash-undo-done"), Some(3000), "{}", end.text());
    assert!(names(&dovecot, "INBOX").is_empty());
    assert!(flags(&dovecot, "Spam") == before, "flags and keywords are as they were");
}

#[test]
fn nobody_takes_back_what_somebody_else_has_done() {
    let ben = "ben@example.org";
    let users = [ANNA, ben].map(|user| (user.to_owned(), format!("the password of {user}"))).into();
    let dovecot = Dovecot::start(Options { users, ..Options::default() });
    let uids = deliver(&dovecot, "Spam", &["a"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = anna.tick("/spam/rescue", &anna.page("/spam"), &uids);
    let [(_, action), (_, seal)] = offered(&page).unwrap();
    let other = app.browser();
    assert_eq!(other.sign_in(ben, dovecot.password(ben)).status, 303);
    assert_eq!(other.post_as_it_is("/undo", &[("action", &action), ("seal", &seal)]).status, 404);
    assert_eq!(anna.post_as_it_is("/undo", &[("action", &action), ("seal", "x")]).status, 409);
    assert_eq!(anna.post_as_it_is("/undo", &[("action", "x"), ("seal", &seal)]).status, 404);
    assert_eq!(names(&dovecot, "INBOX"), ["a"]);
}

#[test]
fn after_a_mail_program_has_collected_one_by_pop_the_others_go_back() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &["a", "b"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let page = anna.tick("/spam/rescue", &anna.page("/spam"), &uids);
    let mut pop = Pop3::login(dovecot.pop3_port(), ANNA, dovecot.password(ANNA)).unwrap();
    assert_eq!(pop.retr(1).unwrap(), letter("a"));
    pop.dele(1).unwrap();
    pop.quit().unwrap();
    let back = undo(&anna, &page);
    let told = ["flash-undo-done", "flash-undo-missing"].map(|key| back.told(key));
    assert_eq!(told, [Some(1), Some(1)], "{}", back.text());
    assert_eq!((names(&dovecot, "Spam"), names(&dovecot, "INBOX")), (vec!["b".to_owned()], Vec::new()));
}
