//! That the reckoning sees what it is there for: each thing that may not be is one here.

use super::ledger::{Asked, Deed, Found, Ledger};
use super::told::Told;
use std::time::Duration;

fn ledger(windows: usize) -> Ledger {
    let mut ledger = Ledger::of(3, windows);
    assert_eq!(ledger.put(4), 0..4);
    ledger
}

fn found(letters: &[(&str, u32)]) -> Vec<Found> {
    let found = |(mailbox, letter): &(&str, u32)| {
        let name = format!("o3-{letter}");
        Found { mailbox: (*mailbox).to_owned(), name, marked: false }
    };
    letters.iter().map(found).collect()
}

fn deed(what: &'static str, asked: Asked, letters: &[u32]) -> Deed {
    let destroys = what.starts_with("delete");
    Deed { what, asked, destroys, window: 0, at: Duration::from_secs(1), letters: letters.to_vec() }
}

fn told(done: u32, missing: u32) -> Told {
    Told { done, missing, words: vec![format!("done {done}, missing {missing}")], ..Told::default() }
}

fn one(wrong: &[String], words: &str) {
    assert!(matches!(wrong, [only] if only.contains(words)), "{words}: {wrong:#?}");
}

const ALL: [(&str, u32); 4] = [("Spam", 0), ("INBOX", 1), ("Trash", 2), ("INBOX", 3)];

#[test]
fn each_letter_once_wherever_it_is_and_nothing_told_is_right() {
    assert_eq!(ledger(1).reckon(&found(&ALL)).wrong, [""; 0]);
}

#[test]
fn a_letter_that_nobody_deleted_is_lost_where_it_is_missing_and_the_last_deeds_stand_beside() {
    let mut ledger = ledger(2);
    let number = ledger.begin(deed("rescue", Asked::Exactly(1), &[2]));
    ledger.told(number, &told(1, 0));
    let wrong = ledger.reckon(&found(&[ALL[0], ALL[1], ALL[3]])).wrong;
    one(&wrong, "<o3-2@example.com> is lost; last: [1.0 s, window 0: rescue of 1 -> done 1, missing 0]");
}

#[test]
fn a_letter_may_be_gone_where_it_was_to_be_deleted_whatever_was_answered() {
    let mut ledger = ledger(1);
    let number = ledger.begin(deed("delete", Asked::Exactly(1), &[2]));
    ledger.no_answer(number, "504");
    assert_eq!(ledger.reckon(&found(&[ALL[0], ALL[1], ALL[3]])).wrong, [""; 0]);
    assert_eq!(ledger.reckon(&found(&ALL)).wrong, [""; 0]);
}

#[test]
fn a_letter_that_is_there_twice_a_strangers_and_a_marked_one_are_seen() {
    let twice = [&ALL[..], &[("Spam", 1)]].concat();
    one(&ledger(1).reckon(&found(&twice)).wrong, "is there more than once: [\"INBOX\", \"Spam\"]");
    let strange = [&ALL[..], &[("Spam", 4)]].concat();
    one(&ledger(1).reckon(&found(&strange)).wrong, "was never put there");
    let mut marked = found(&ALL);
    marked[2].marked = true;
    one(&ledger(1).reckon(&marked).wrong, "is marked as deleted in Trash");
}

#[test]
fn what_is_told_must_add_up_to_what_was_asked_for() {
    let mut exact = ledger(2);
    let number = exact.begin(deed("rescue", Asked::Exactly(3), &[0, 1, 2]));
    exact.told(number, &told(1, 1));
    one(&exact.wrong, "3 were asked for, 2 told");
    let mut listed = ledger(2);
    let number = listed.begin(deed("rescue all", Asked::AtMost(3), &[0, 1, 2]));
    listed.told(number, &told(2, 0));
    assert_eq!(listed.wrong, [""; 0], "another window may have been quicker");
    let number = listed.begin(deed("rescue all", Asked::AtMost(3), &[0, 1, 2]));
    listed.told(number, &told(4, 0));
    one(&listed.wrong, "3 were on the page, 4 are told");
}

#[test]
fn of_a_single_window_that_had_every_answer_nothing_may_be_missing() {
    let mut calm = ledger(1);
    let number = calm.begin(deed("rescue", Asked::Exactly(2), &[0, 1]));
    calm.told(number, &told(1, 1));
    one(&calm.wrong, "nobody else was at work");
    let mut unsure = ledger(1);
    let number = unsure.begin(deed("trash", Asked::Exactly(1), &[1]));
    unsure.no_answer(number, "cut");
    let number = unsure.begin(deed("rescue", Asked::Exactly(2), &[0, 1]));
    unsure.told(number, &told(1, 1));
    assert_eq!(unsure.wrong, [""; 0]);
}

#[test]
fn what_was_told_to_be_deleted_must_be_gone_and_exactly_that_where_every_answer_came() {
    let mut two = ledger(2);
    let number = two.begin(deed("delete", Asked::Exactly(2), &[0, 1]));
    two.told(number, &told(2, 0));
    let wrong = two.reckon(&found(&ALL[1..])).wrong;
    one(&wrong[..1], "2 were told to be deleted for good, 1 are gone");
    one(&wrong[1..], "<o3-1@example.com> is still in [\"INBOX\"]; last: [1.0 s, window 0: delete of 2 -> done 2");
    let mut sure = ledger(1);
    let number = sure.begin(deed("delete", Asked::Exactly(2), &[0, 1]));
    sure.told(number, &Told { done: 1, left: 1, ..Told::default() });
    one(&sure.reckon(&found(&ALL[2..])).wrong, "1 were told to be deleted for good, 2 are gone");
}

#[test]
fn a_job_is_told_of_once_and_what_else_is_asked_for_meanwhile_makes_it_less_exact() {
    let mut ledger = ledger(1);
    let number = ledger.begin(deed("delete all", Asked::AtMost(3), &[0, 1, 2]));
    ledger.job(number, "/jobs/a");
    assert_eq!(ledger.open_jobs(), ["/jobs/a"]);
    let other = ledger.begin(deed("rescue", Asked::Exactly(1), &[2]));
    ledger.told(other, &told(1, 0));
    for _ in 0..2 {
        ledger.job_ended("/jobs/a", "done", &told(2, 0));
    }
    assert_eq!((ledger.deleted, ledger.jobs(), ledger.wrong.len()), (2, (1, 1), 0));
    assert_eq!(ledger.reckon(&found(&ALL[2..])).wrong, [""; 0]);
}
