//! Thousands of messages at once, and two windows at once: nothing more goes than was chosen, and nothing is there twice.

use crate::jobs::{begin, counted, ended};
use support::client::{choice, emptying, pairs, texts};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, look, mark_deleted, names};
use support::launcher::TestApp;

#[test]
fn nine_thousand_messages_are_emptied_in_one_go_and_none_is_left() {
    let dovecot = Dovecot::start(Options::default());
    let mail: Vec<_> = (0..9000).map(|n| Delivery::new("Spam", format!("Message-ID: <m{n}@x>\r\n\r\n"))).collect();
    dovecot.deliver_many(ANNA, &mail);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let end = ended(&anna, &begin(&anna, &anna.page("/spam/empty")));
    assert_eq!(look(&dovecot, "Spam").len(), 0, "{}", end.text());
    assert_eq!(counted(&end, "flash-empty-done"), Some(9_000), "{}", end.text());
}

#[test]
fn two_thousand_scattered_messages_are_deleted_and_their_neighbours_stay() {
    for hidden in [vec![], vec!["UIDPLUS", "ESEARCH"]] {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden, ..Options::default() });
        let mail: Vec<_> = (0..4000).map(|n| Delivery::new("Spam", format!("Message-ID: <m{n}@x>\r\n\r\n"))).collect();
        let uids = dovecot.deliver_many(ANNA, &mail);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let list = anna.page("/spam");
        let odd: Vec<_> = uids.iter().copied().filter(|uid| uid % 2 == 1).collect();
        let numbers = texts(&odd);
        let job = anna.post("/spam/delete", &choice(&list.hidden("uid_validity"), &numbers));
        let end = ended(&anna, job.location());
        assert_eq!(counted(&end, "flash-delete-done"), Some(2_000), "{}", end.text());
        let left: Vec<_> = look(&dovecot, "Spam").into_iter().map(|one| one.uid).collect();
        assert!(left.iter().copied().eq(uids.into_iter().filter(|uid| uid % 2 == 0)));
        // A scattered rescue, too: servers take moves in small steps.
        let next = anna.tick("/spam/rescue", &list, &left[..300]);
        assert_eq!(next.told("flash-rescue-done"), Some(300), "{}", next.flash());
        assert_eq!((look(&dovecot, "INBOX").len(), look(&dovecot, "Spam").len()), (300, 1700));
        let end = ended(&anna, &begin(&anna, &anna.page("/spam/empty")));
        assert_eq!(counted(&end, "flash-empty-done"), Some(1_700), "{}", end.text());
    }
}

#[test]
fn the_same_form_sent_from_two_windows_at_once_harms_nothing() {
    let dovecot = Dovecot::start(Options::default());
    let all: Vec<_> = (0..400).map(|n| format!("m{n:03}")).collect();
    deliver(&dovecot, "Spam", &all.iter().map(String::as_str).collect::<Vec<_>>());
    let app = TestApp::start(&dovecot);
    let windows = [app.anna(), app.anna()];
    let list = windows[0].page("/spam");
    let [uids, validity] = [texts(&(1..=200).collect::<Vec<_>>()), vec![list.hidden("uid_validity")]];
    let rescue = choice(&validity[0], &uids);
    std::thread::scope(|scope| {
        for window in &windows {
            scope.spawn(|| assert_eq!(window.post("/spam/rescue", &rescue).status, 303));
        }
    });
    let mut inbox = names(&dovecot, "INBOX");
    inbox.sort();
    assert_eq!(inbox, all[..200], "nothing is lost, nothing is there twice");
    let question = windows[0].page("/spam/empty");
    let fields = emptying(&question);
    std::thread::scope(|scope| {
        for window in &windows {
            scope.spawn(|| assert_eq!(window.post("/spam/empty", &pairs(&fields)).status, 303));
        }
    });
    assert!(names(&dovecot, "Spam").is_empty());
    assert_eq!(names(&dovecot, "INBOX").len(), 200);
}

#[test]
fn two_windows_deleting_at_once_without_uidplus_leave_what_another_program_has_marked() {
    let dovecot = Dovecot::start(Options { hide_capabilities: vec!["UIDPLUS"], ..Options::default() });
    let all: Vec<_> = (0..300).map(|n| format!("m{n:03}")).collect();
    let uids = deliver(&dovecot, "Spam", &all.iter().map(String::as_str).collect::<Vec<_>>());
    mark_deleted(&dovecot, "Spam", &uids[..3]);
    let app = TestApp::start(&dovecot);
    let windows = [app.anna(), app.anna()];
    let validity = windows[0].page("/spam").hidden("uid_validity");
    for start in (3..300).step_by(33) {
        let halves = [texts(&uids[start..start + 16]), texts(&uids[start + 16..start + 33])];
        std::thread::scope(|scope| {
            for (window, half) in windows.iter().zip(&halves) {
                let form = choice(&validity, half);
                scope.spawn(move || assert_eq!(window.post("/spam/delete", &form).status, 303));
            }
        });
    }
    let left: Vec<_> = look(&dovecot, "Spam").into_iter().map(|one| (one.uid, one.has("\\Deleted"))).collect();
    assert_eq!(left, [(1, true), (2, true), (3, true)]);
}
