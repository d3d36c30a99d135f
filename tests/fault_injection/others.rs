//! Other programs at work in the same mailboxes, as fast as they can.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::spawn;
use support::client::{choice, emptying, pairs, texts};
use support::dovecot::{Dovecot, Options, RawImap};
use support::host::ANNA;
use support::independent_client::{deliver, expunge, letter, look, make_anew, names};
use support::launcher::TestApp;

const ROUNDS: usize = 6;
/// Messages that the owner treats in one round.
const CHOSEN: usize = 60;

/// What the other program did, by Message-ID.
#[derive(Default)]
struct Done {
    appended: Vec<String>,
    expunged: BTreeSet<String>,
    marked: BTreeSet<String>,
}

/// Appends, flags, moves to Archive and expunges its own messages in Spam until told to stop. It never takes what is not its own.
fn meddle(mut imap: RawImap, stop: &AtomicBool, uidplus: bool) -> Done {
    let mut done = Done::default();
    let mut ask = |command: String| {
        let reply = imap.command(&command).unwrap();
        assert!(reply.ok(), "{command}: {}", reply.tagged);
        reply.text()
    };
    for turn in 0.. {
        if stop.load(Ordering::SeqCst) && turn > 20 {
            break;
        }
        let id = format!("other{turn}");
        let mail = String::from_utf8(letter(&id)).unwrap();
        let told = ask(format!("APPEND Spam () {{{}+}}\r\n{mail}", mail.len()));
        done.appended.push(id.clone());
        let Some(uid) = told.split_once("[APPENDUID ").and_then(|(_, rest)| rest.split([' ', ']']).nth(1)) else {
            continue;
        };
        ask("SELECT Spam".to_owned());
        match turn % 4 {
            0 => drop(ask(format!("UID STORE {uid} +FLAGS.SILENT (\\Flagged)"))),
            // Without UIDPLUS a mark of that very moment may be expunged with ours: RFC 3501 has no way to prevent it.
            1 if uidplus => {
                ask(format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)"));
                done.marked.insert(id);
            }
            2 if uidplus => {
                ask(format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)"));
                ask(format!("UID EXPUNGE {uid}"));
                done.expunged.insert(id);
            }
            3 => {
                ask(format!("UID MOVE {uid} Drafts"));
                done.expunged.insert(id);
            }
            _ => {}
        }
    }
    done
}

fn at_work(hidden: &[&'static str]) {
    let uidplus = !hidden.contains(&"UIDPLUS");
    let dovecot = Dovecot::start(Options { hide_capabilities: hidden.to_vec(), ..Options::default() });
    let mine: Vec<String> = (0..ROUNDS * CHOSEN).map(|n| format!("mine{n}")).collect();
    deliver(&dovecot, "Spam", &mine.iter().map(String::as_str).collect::<Vec<_>>());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let stop = Arc::new(AtomicBool::new(false));
    let meddler = {
        let (imap, stop) = (dovecot.imap(ANNA), stop.clone());
        spawn(move || meddle(imap, &stop, uidplus))
    };
    let mut rescued = Vec::new();
    for round in 0..ROUNDS {
        let chosen: Vec<u32> = (0..CHOSEN).map(|n| u32::try_from(round * CHOSEN + n + 1).unwrap()).collect();
        let path = if round % 2 == 0 { "/spam/rescue" } else { "/spam/delete" };
        let next = anna.submit(path, &choice(&uid_validity, &texts(&chosen)));
        let done = if round % 2 == 0 { "flash-rescue-done" } else { "flash-delete-done" };
        let told = next.told(done).map(|count| count as usize);
        assert_eq!(told, Some(CHOSEN), "round {round}: {}", next.flash());
        if round % 2 == 0 {
            rescued.extend(mine[round * CHOSEN..(round + 1) * CHOSEN].iter().cloned());
        }
    }
    stop.store(true, Ordering::SeqCst);
    let done = meddler.join().unwrap();
    assert!(done.appended.len() > 20);

    let mut inbox = names(&dovecot, "INBOX");
    inbox.sort();
    rescued.sort();
    assert_eq!(inbox, rescued, "each rescued message is in the Inbox once, and nothing else");
    let spam: BTreeSet<String> = names(&dovecot, "Spam").into_iter().collect();
    let kept: BTreeSet<String> = done.appended.into_iter().filter(|id| !done.expunged.contains(id)).collect();
    assert_eq!(spam, kept, "nothing of the other program's went, and nothing chosen stayed");
    let marked: BTreeSet<String> =
        look(&dovecot, "Spam").into_iter().filter(|one| one.has("\\Deleted")).map(|one| one.id).collect();
    assert_eq!(marked, done.marked, "its marks are as it left them");
}

#[test]
fn while_another_program_works_exactly_the_chosen_messages_go() {
    at_work(&[]);
}

#[test]
fn while_another_program_works_exactly_the_chosen_messages_go_on_a_server_without_move_and_uidplus() {
    at_work(&["MOVE", "UIDPLUS"]);
}

#[test]
fn while_another_program_works_exactly_the_chosen_messages_go_on_a_server_without_move() {
    at_work(&["MOVE"]);
}

#[test]
fn messages_that_the_other_program_took_first_are_not_counted_as_ours() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &["a", "b", "c", "d"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    expunge(&dovecot, "Spam", &uids[..2]);
    let next = anna.tick("/spam/delete", &list, &uids[..3]);
    assert_eq!((next.told("flash-delete-done"), next.told("flash-missing")), (Some(1), Some(2)), "{}", next.flash());
    assert_eq!(names(&dovecot, "Spam"), ["d"]);
}

#[test]
fn a_mailbox_made_anew_between_page_and_click_is_not_touched_by_any_button() {
    for (slug, mailbox, verbs) in [
        ("spam", "Spam", ["rescue", "delete", "empty"].as_slice()),
        ("trash", "Trash", &["restore", "delete", "empty"]),
    ] {
        for verb in verbs {
            let dovecot = Dovecot::start(Options::default());
            deliver(&dovecot, mailbox, &["old1", "old2"]);
            let app = TestApp::start(&dovecot);
            let anna = app.anna();
            let list = anna.page(&format!("/{slug}"));
            let question = anna.page(&format!("/{slug}/empty"));
            assert!(make_anew(&dovecot, mailbox));
            deliver(&dovecot, mailbox, &["new1", "new2"]);
            let path = format!("/{slug}/{verb}");
            let answer = match *verb {
                "empty" => anna.post(&path, &pairs(&emptying(&question))),
                _ => anna.post(&path, &choice(&list.hidden("uid_validity"), &texts(&[1, 2]))),
            };
            assert_eq!(answer.status, 409, "{path}: {}", answer.text());
            assert_eq!(names(&dovecot, mailbox), ["new1", "new2"], "{path}");
            // The page that is drawn next is of the new mailbox, although the connection still had the old one open.
            let next = anna.page(&format!("/{slug}"));
            assert!(next.text().contains("Letter new1") && !next.text().contains("Letter old1"), "{}", next.text());
        }
    }
}
