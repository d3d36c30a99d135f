//! Destroying only what was seen, in place, and saying what happened.

use support::client::{emptying, pairs};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, expunge, letter, look, mark_deleted, names, unmark_deleted};
use support::launcher::TestApp;

const BEN: &str = "ben@example.org";
const OLD: [&str; 7] = ["old1", "old2", "old3", "old4", "old5", "old6", "old7"];
const NEW: [&str; 5] = ["new1", "new2", "new3", "new4", "new5"];

fn without_uidplus() -> Options {
    // MOVE is of no use for deleting, so UIDPLUS is all that has to be hidden.
    Options { hide_capabilities: vec!["UIDPLUS"], ..Options::default() }
}

#[test]
fn emptying_spam_keeps_mail_that_arrived_after_the_page_was_shown() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let question = anna.page("/spam/empty");
    assert_eq!((question.hidden("count"), question.hidden("last_uid")), ("7".to_owned(), "7".to_owned()));
    deliver(&dovecot, "Spam", &NEW);
    let next = anna.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!(names(&dovecot, "Spam"), NEW);
    assert_eq!((next.told("flash-empty-done"), next.told("flash-newer-kept")), (Some(7), Some(5)), "{}", next.flash());
    assert_eq!(next.uids(), [12, 11, 10, 9, 8]);
}

#[test]
fn emptying_spam_on_a_server_without_uidplus_takes_neither_newer_mail_nor_mail_another_program_has_marked() {
    let dovecot = Dovecot::start(without_uidplus());
    let uids = deliver(&dovecot, "Spam", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let question = anna.page("/spam/empty");
    mark_deleted(&dovecot, "Spam", &uids[1..4]);
    deliver(&dovecot, "Spam", &NEW);
    let next = anna.submit("/spam/empty", &pairs(&emptying(&question)));
    let left = look(&dovecot, "Spam");
    let marked: Vec<_> = left.iter().filter(|one| one.has("\\Deleted")).map(|one| one.id.as_str()).collect();
    assert_eq!(marked, ["old2", "old3", "old4"], "the other program's mark stays as it was");
    let others: Vec<_> = left.iter().filter(|one| !one.has("\\Deleted")).map(|one| one.id.as_str()).collect();
    assert_eq!(others, NEW);
    assert_eq!((next.told("flash-empty-done"), next.told("flash-newer-kept")), (Some(4), Some(5)), "{}", next.flash());
}

#[test]
fn deleting_two_messages_on_a_server_without_uidplus_leaves_three_that_another_program_has_marked() {
    let dovecot = Dovecot::start(without_uidplus());
    let uids = deliver(&dovecot, "Spam", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    mark_deleted(&dovecot, "Spam", &uids[..3]);
    let next = anna.tick("/spam/delete", &list, &uids[5..]);
    let left = look(&dovecot, "Spam");
    let ids: Vec<_> = left.iter().map(|one| (one.id.as_str(), one.has("\\Deleted"))).collect();
    assert_eq!(ids, [("old1", true), ("old2", true), ("old3", true), ("old4", false), ("old5", false)]);
    assert_eq!(next.told("flash-delete-done"), Some(2), "{}", next.flash());
}

#[test]
fn emptying_and_deleting_in_spam_do_not_pass_through_trash() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    anna.tick("/spam/delete", &list, &[2]);
    assert_eq!(names(&dovecot, "Spam").len(), 6);
    anna.submit("/spam/empty", &pairs(&emptying(&anna.page("/spam/empty"))));
    assert!(names(&dovecot, "Spam").is_empty());
    let trash = dovecot.doveadm(&["mailbox", "status", "-u", ANNA, "uidnext", "Trash"]);
    assert!(trash.contains("uidnext=1"), "not a single message was ever in Trash: {trash}");
}

#[test]
fn trash_is_emptied_and_messages_in_it_are_deleted_for_good() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Trash", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/trash");
    anna.tick("/trash/delete", &list, &[1, 7]);
    assert_eq!(names(&dovecot, "Trash"), OLD[1..6]);
    let question = anna.page("/trash/empty");
    deliver(&dovecot, "Trash", &NEW[..1]);
    let next = anna.submit("/trash/empty", &pairs(&emptying(&question)));
    assert_eq!(names(&dovecot, "Trash"), NEW[..1]);
    assert_eq!((next.told("flash-empty-done"), next.told("flash-newer-kept")), (Some(5), Some(1)), "{}", next.flash());
}

#[test]
fn messages_that_vanished_meanwhile_are_skipped_and_counted() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let (list, question) = (anna.page("/spam"), anna.page("/spam/empty"));
    expunge(&dovecot, "Spam", &uids[..2]);
    let next = anna.tick("/spam/delete", &list, &uids[..4]);
    assert_eq!((next.told("flash-delete-done"), next.told("flash-missing")), (Some(2), Some(2)), "{}", next.flash());
    let next = anna.tick("/spam/rescue", &list, &uids[1..5]);
    assert_eq!((next.told("flash-rescue-done"), next.told("flash-missing")), (Some(1), Some(3)), "{}", next.flash());
    assert_eq!(names(&dovecot, "INBOX"), ["old5"]);
    let next = anna.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!(next.told("flash-empty-done"), Some(2), "{}", next.flash());
    assert!(names(&dovecot, "Spam").is_empty());
}

#[test]
fn no_more_go_than_the_button_said_when_another_program_takes_its_marks_back() {
    for hidden in [vec![], vec!["UIDPLUS"]] {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden, ..Options::default() });
        let uids = deliver(&dovecot, "Trash", &OLD);
        mark_deleted(&dovecot, "Trash", &uids[1..4]);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let question = anna.page("/trash/empty");
        assert!(question.text().contains("Delete 4 messages for good"), "{}", question.text());
        assert_eq!(question.hidden("count"), "4");
        unmark_deleted(&dovecot, "Trash", &uids[1..4]);
        let answer = anna.empty("/trash/empty", &question);
        assert_eq!(answer.status, 409, "{}", answer.text());
        assert_eq!(names(&dovecot, "Trash"), OLD);
        // As many go as were said, but among them one that was left out.
        mark_deleted(&dovecot, "Trash", &uids[..2]);
        let question = anna.page("/trash/empty");
        unmark_deleted(&dovecot, "Trash", &uids[..1]);
        expunge(&dovecot, "Trash", &uids[6..]);
        let before = look(&dovecot, "Trash");
        let answer = anna.empty("/trash/empty", &question);
        assert_eq!(answer.status, 409, "{}", answer.text());
        assert_eq!(look(&dovecot, "Trash"), before);
    }
}

#[test]
fn a_form_that_says_something_else_than_its_page_did_is_refused() {
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Spam", "Trash"] {
        deliver(&dovecot, mailbox, &OLD);
    }
    let all = || ["INBOX", "Spam", "Trash"].map(|mailbox| look(&dovecot, mailbox));
    let before = all();
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let (spam, trash) = (emptying(&anna.page("/spam/empty")), emptying(&anna.page("/trash/empty")));
    for (name, value) in [("count", "8"), ("last_uid", "8"), ("left_out", "1"), ("seal", "")] {
        let mut form = spam.clone();
        form.retain(|(field, _)| *field != name);
        form.push((name, value.to_owned()));
        assert_eq!(anna.post("/spam/empty", &pairs(&form)).status, 409, "{name}");
        form.retain(|(field, _)| *field != "seal");
        assert_eq!(anna.post_as_it_is("/spam/empty", &pairs(&form)).status, 409, "{name}");
    }
    let answer = anna.post("/trash/empty", &pairs(&spam));
    assert_eq!(answer.status, 409, "the form of another folder");
    assert!(answer.text().contains("nothing was touched") && answer.links_to("/trash"), "{}", answer.text());
    assert_ne!(spam.last(), trash.last());
    let list = anna.page("/spam");
    let (uid_validity, seal) = (list.hidden("uid_validity"), list.hidden("seal"));
    for path in
        ["spam/rescue", "spam/delete", "trash/restore", "trash/delete", "inbox/delete", "inbox/spam", "inbox/read"]
    {
        for seal in [None, Some(""), Some("x"), Some(seal.as_str()).filter(|_| !path.starts_with("spam"))] {
            let mut form = vec![("uid_validity", uid_validity.as_str()), ("uid", "1")];
            form.extend(seal.map(|seal| ("seal", seal)));
            assert_eq!(anna.post_as_it_is(&format!("/{path}"), &form).status, 409, "{path} {seal:?}");
        }
    }
    assert_eq!(all(), before);
}

#[test]
fn a_page_that_was_drawn_for_one_owner_takes_nothing_of_anothers_mail() {
    let users = [ANNA, BEN].map(|user| (user.to_owned(), format!("the password of {user}"))).into();
    let dovecot = Dovecot::start(Options { users, ..Options::default() });
    for user in [ANNA, BEN] {
        let mail = OLD.map(|name| Delivery::new("Spam", letter(name)));
        dovecot.deliver_many(user, &mail);
        // The same uid_validity and the same UIDs, as in mailboxes that were moved from another server.
        dovecot.doveadm(&["mailbox", "update", "-u", user, "--uid-validity", "1700000000", "Spam"]);
    }
    let app = TestApp::start(&dovecot);
    let browser = app.anna();
    let (list, question) = (browser.page("/spam"), browser.page("/spam/empty"));
    let message = browser.page("/spam/1700000000-1");
    assert_eq!(browser.post("/logout", &[]).status, 303);
    assert_eq!(browser.sign_in(BEN, dovecot.password(BEN)).status, 303);
    assert_eq!(browser.post_as_it_is("/spam/empty", &pairs(&emptying(&question))).status, 409);
    for page in [&list, &message] {
        let (uid_validity, seal) = (page.hidden("uid_validity"), page.hidden("seal"));
        assert_eq!(uid_validity, "1700000000");
        for path in ["/spam/delete", "/spam/rescue"] {
            let form = [("uid_validity", uid_validity.as_str()), ("seal", &seal), ("uid", "1")];
            assert_eq!(browser.post_as_it_is(path, &form).status, 409, "{path}");
        }
    }
    assert_eq!(browser.page("/spam").uids(), [7, 6, 5, 4, 3, 2, 1], "Ben's mail is all there");
    // Anna's own pages still work when she has signed in again.
    assert_eq!(browser.post("/logout", &[]).status, 303);
    assert_eq!(browser.sign_in(ANNA, dovecot.password(ANNA)).status, 303);
    let next = browser.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!(next.told("flash-empty-done"), Some(7), "{}", next.flash());
}

#[test]
fn the_same_form_sent_twice_harms_nothing() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &OLD);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    for (verb, done) in [("/spam/rescue", "flash-rescue-done"), ("/spam/delete", "flash-delete-done")] {
        let chosen = if verb == "/spam/rescue" { &uids[..2] } else { &uids[2..4] };
        assert_eq!(anna.tick(verb, &list, chosen).told(done), Some(2));
        let again = anna.tick(verb, &list, chosen);
        assert_eq!((again.told("flash-missing"), again.told(done)), (Some(2), None), "{}", again.flash());
    }
    assert_eq!(names(&dovecot, "INBOX"), OLD[..2]);
    assert_eq!(names(&dovecot, "Spam"), OLD[4..]);
    let question = anna.page("/spam/empty");
    anna.submit("/spam/empty", &pairs(&emptying(&question)));
    deliver(&dovecot, "Spam", &NEW);
    let again = anna.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!(again.told("flash-empty-done"), None, "{}", again.flash());
    assert_eq!(names(&dovecot, "Spam"), NEW);
    assert_eq!(names(&dovecot, "INBOX"), OLD[..2]);
}

#[test]
fn a_form_with_a_wrong_or_missing_field_names_it_and_changes_nothing() {
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Spam", "Trash"] {
        deliver(&dovecot, mailbox, &OLD);
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let validity = anna.page("/spam").hidden("uid_validity");
    let (v, all) = (validity.as_str(), ["INBOX", "Spam", "Trash"].map(|mailbox| look(&dovecot, mailbox)));
    for verb in
        ["spam/rescue", "spam/delete", "trash/restore", "trash/delete", "inbox/delete", "inbox/spam", "inbox/read"]
    {
        let forms: [(&str, &[(&str, &str)]); 7] = [
            ("uid_validity", &[("uid", "1")]),
            ("uid_validity", &[("uid_validity", "x"), ("uid", "1")]),
            ("uid_validity", &[("uid_validity", "0"), ("uid", "1")]),
            ("uid", &[("uid_validity", v), ("uid", "1:*")]),
            ("uid", &[("uid_validity", v), ("uid", "1"), ("uid", "*")]),
            ("uid", &[("uid_validity", v), ("uid", "0")]),
            ("uid", &[("uid_validity", v), ("uid", "4294967296")]),
        ];
        for (field, form) in forms {
            let answer = anna.post(&format!("/{verb}"), form);
            assert_eq!(answer.status, 422, "{verb} {form:?}: {}", answer.text());
            assert!(field == "uid" || answer.text().contains(field), "{verb} {form:?}: {}", answer.text());
        }
        let nothing_ticked = anna.post(&format!("/{verb}"), &[("uid_validity", v)]);
        assert_eq!(nothing_ticked.status, 422);
        assert!(nothing_ticked.text().contains("No message was selected"), "{}", nothing_ticked.text());
    }
    for slug in ["spam", "trash"] {
        let forms: [(&str, &[(&str, &str)]); 6] = [
            ("uid_validity", &[("last_uid", "7"), ("count", "7")]),
            ("last_uid", &[("uid_validity", v), ("count", "7")]),
            ("last_uid", &[("uid_validity", v), ("last_uid", "*"), ("count", "7")]),
            ("last_uid", &[("uid_validity", v), ("last_uid", "0"), ("count", "7")]),
            ("count", &[("uid_validity", v), ("last_uid", "7")]),
            ("count", &[("uid_validity", v), ("last_uid", "7"), ("count", "-1")]),
        ];
        for (field, form) in forms {
            let answer = anna.post(&format!("/{slug}/empty"), form);
            assert_eq!(answer.status, 422, "{slug} {form:?}: {}", answer.text());
            assert!(answer.text().contains(field), "{slug} {form:?}: {}", answer.text());
        }
    }
    assert_eq!(["INBOX", "Spam", "Trash"].map(|mailbox| look(&dovecot, mailbox)), all);
}

#[test]
fn deleting_and_emptying_work_in_a_mailbox_that_is_over_its_quota() {
    let dovecot = Dovecot::start(Options { quota_bytes: Some(10_240), ..Options::default() });
    let big = |name: &str| [letter(name), vec![b'x'; 8000]].concat();
    let mail = |mailbox: &'static str| ["a", "b", "c"].map(|name| Delivery::new(mailbox, big(name)));
    dovecot.deliver_many(ANNA, &[mail("Spam"), mail("Trash")].concat());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    assert!(anna.page("/").text().contains("Your mailbox is full"), "{}", anna.page("/").text());
    let list = anna.page("/spam");
    assert_eq!(anna.tick("/spam/delete", &list, &[1]).told("flash-delete-done"), Some(1));
    for slug in ["spam", "trash"] {
        let path = format!("/{slug}/empty");
        let said = anna.submit(&path, &pairs(&emptying(&anna.page(&path)))).flash();
        assert!(said.contains("deleted for good") && said.contains("That frees"), "{said}");
    }
    assert!(names(&dovecot, "Spam").is_empty() && names(&dovecot, "Trash").is_empty());
}
