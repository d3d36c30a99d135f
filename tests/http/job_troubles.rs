//! Long work on bad days: each ends, or waits, with a true sentence, and nothing is lost or counted twice.

use crate::jobs::{begin, counted, ended};
use std::time::{Duration, Instant};
use support::client::{Answer, Browser, pairs, taking_all};
use support::database::Database;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{IndependentClient, clear, deliver, expunge, letter, make_anew, names};
use support::launcher::{Launcher, TestApp};
use support::wait::until;

fn many(mailbox: &str, name: &str, count: usize) -> Vec<Delivery> {
    (0..count).map(|n| Delivery::new(mailbox, letter(&format!("{name}{n}")))).collect()
}

fn with_grace(dovecot: &Dovecot, seconds: &str) -> TestApp {
    TestApp::with(dovecot, &[("JOBS__FROM", "0"), ("JOBS__GRACE_SECONDS", seconds)])
}

/// Looks at the page of a job until it says this.
fn says(browser: &Browser, job: &str, text: &str) -> Answer {
    let start = Instant::now();
    loop {
        let page = browser.page(job);
        if page.text().contains(text) {
            return page;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "not {text:?}: {}", page.text());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_mailbox_that_is_made_anew_under_the_job_is_left_alone() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let app = with_grace(&dovecot, "4");
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    assert!(make_anew(&dovecot, "Spam"));
    deliver(&dovecot, "Spam", &["new a", "new b"]);
    let end = ended(&anna, &job);
    assert!(end.body.contains("data-job=\"failed\""), "{}", end.text());
    assert!(end.text().contains("not what it was"), "{}", end.text());
    assert_eq!(counted(&end, "job-not-reached"), Some(2), "{}", end.text());
    assert_eq!(names(&dovecot, "Spam").len(), 2);
}

#[test]
fn a_mail_server_that_is_away_for_a_while_is_waited_for() {
    let mut dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &many("Spam", "a", 700));
    let app = with_grace(&dovecot, "1");
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    dovecot.stop_now();
    says(&anna, &job, "The mail server does not answer. We keep trying");
    std::thread::sleep(Duration::from_secs(2));
    dovecot.restart();
    let end = ended(&anna, &job);
    assert!(end.body.contains("data-job=\"done\""), "{}", end.text());
    assert_eq!(counted(&end, "flash-empty-done"), Some(700), "{}", end.text());
    assert!(!end.text().contains("does not answer"), "what has passed is not told: {}", end.text());
}

#[test]
fn a_full_mailbox_in_the_middle_of_a_restore_ends_it_and_what_is_left_stays_in_trash() {
    let hidden = vec!["MOVE"];
    let quota = Some(1_000_000);
    let dovecot = Dovecot::start(Options { quota_bytes: quota, hide_capabilities: hidden, ..Options::default() });
    let large = |n| Delivery::new("Trash", [letter(&format!("l{n}")), vec![b'x'; 24_000]].concat());
    dovecot.deliver_many(ANNA, &many("Trash", "small", 50));
    dovecot.deliver_many(ANNA, &(0..30).map(large).collect::<Vec<_>>());
    let app = with_grace(&dovecot, "0");
    let anna = app.anna();
    let answer = anna.post("/trash/restore", &pairs(&taking_all(&anna.page("/trash?all=yes"))));
    let end = ended(&anna, answer.location());
    assert!(end.body.contains("data-job=\"failed\""), "{}", end.text());
    assert!(end.text().contains("Your mailbox is full"), "{}", end.text());
    let (inbox, trash) = (names(&dovecot, "INBOX").len(), names(&dovecot, "Trash").len());
    assert_eq!(inbox + trash, 80, "nothing is lost or there twice");
    assert!((50..80).contains(&inbox), "{inbox}");
    let told = [counted(&end, "flash-restore-done"), counted(&end, "job-not-reached")];
    assert_eq!(told, [inbox, trash].map(|count| u32::try_from(count).ok()), "{}", end.text());
}

#[test]
fn what_another_program_has_emptied_meanwhile_is_told_apart() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &["a", "b", "c", "d"]);
    let app = with_grace(&dovecot, "4");
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    expunge(&dovecot, "Spam", &uids[1..3]);
    let end = ended(&anna, &job);
    let told = ["flash-empty-done", "flash-missing"].map(|key| counted(&end, key));
    assert_eq!(told, [Some(2), Some(2)], "{}", end.text());
    assert!(names(&dovecot, "Spam").is_empty());
}

#[test]
fn a_database_that_takes_no_notes_is_waited_for_and_nothing_is_deleted_meanwhile() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let settings = [("JOBS__FROM", "0"), ("JOBS__GRACE_SECONDS", "4")];
    let app = Launcher::before(&dovecot).on_a_file().with(&settings).start();
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    let database = Database::at(app.database());
    database.hold("job");
    says(&anna, &job, "We cannot note how far we are");
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"]);
    database.let_go();
    let end = ended(&anna, &job);
    assert_eq!(counted(&end, "flash-empty-done"), Some(2), "{}", end.text());
    assert!(end.body.contains("data-job=\"done\""), "{}", end.text());
}

#[test]
fn two_browsers_and_two_jobs_on_one_mailbox_do_one_after_the_other_and_count_exactly() {
    let dovecot = Dovecot::start(Options::default());
    for name in ["red", "blue"] {
        dovecot.deliver_many(ANNA, &many("Spam", name, 300));
    }
    let app = with_grace(&dovecot, "0");
    let (one, other) = (app.anna(), app.anna());
    let red = taking_all(&one.page("/spam?all=yes&q=red"));
    let all = taking_all(&other.page("/spam?all=yes"));
    let (first, second) = std::thread::scope(|scope| {
        let first = scope.spawn(|| one.post("/spam/rescue", &pairs(&red)).location().to_owned());
        let first = first.join().unwrap();
        (first, other.post("/spam/delete", &pairs(&all)).location().to_owned())
    });
    let (first, second) = (ended(&one, &first), ended(&other, &second));
    assert_eq!(counted(&first, "flash-rescue-done"), Some(300), "{}", first.text());
    // The second looked for what it is about when it was its turn.
    assert_eq!(counted(&second, "flash-delete-done"), Some(300), "{}", second.text());
    let inbox = names(&dovecot, "INBOX");
    let blue = inbox.iter().filter(|name| name.starts_with("blue")).count();
    assert_eq!((inbox.len(), blue, names(&dovecot, "Spam").len()), (300, 0, 0), "{inbox:?}");
}

#[test]
fn a_job_that_is_stopped_at_any_moment_says_exactly_what_went() {
    let dovecot = Dovecot::start(Options::default());
    let app = with_grace(&dovecot, "0");
    let anna = app.anna();
    let (mut moment, mut amid) = (0, 0);
    for round in 0..20 {
        let (from, verb, key) = match round % 2 {
            0 => ("Spam", "/spam/delete", "flash-delete-done"),
            _ => ("Trash", "/trash/restore", "flash-restore-done"),
        };
        dovecot.deliver_many(ANNA, &many(from, "a", 1200));
        let list = anna.page(&format!("/{}?all=yes", from.to_lowercase()));
        let job = anna.post(verb, &pairs(&taking_all(&list))).location().to_owned();
        moment = (moment * 5 + 37) % 101;
        std::thread::sleep(Duration::from_millis(moment));
        let seal = anna.page(&job).find_hidden("seal").map(str::to_owned);
        anna.post(&format!("{job}/cancel"), &[("seal", &seal.unwrap_or_default())]);
        let end = ended(&anna, &job);
        let (went, left) = (counted(&end, key).unwrap_or(0), counted(&end, "job-not-reached").unwrap_or(0));
        let there = u32::try_from(names(&dovecot, from).len()).unwrap();
        assert_eq!((went + left, left), (1200, there), "after {moment} ms: {}", end.text());
        amid += usize::from(left > 0 && went > 0);
        clear(&dovecot, from);
        clear(&dovecot, "INBOX");
    }
    assert!(amid > 0, "none of 20 was stopped in the middle");
}

#[test]
fn who_meddles_in_the_middle_of_a_job_changes_nothing_of_what_it_is_about() {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &many("Spam", "a", 2000));
    let app = with_grace(&dovecot, "0");
    let anna = app.anna();
    let job = anna.post("/spam/rescue", &pairs(&taking_all(&anna.page("/spam?all=yes")))).location().to_owned();
    until("some are gone", || names(&dovecot, "INBOX").len() > 50);
    let mut other = IndependentClient::open(&dovecot);
    other.select("Spam");
    other.ask("UID STORE 1900:1950 +FLAGS.SILENT (\\Deleted)");
    other.ask("EXPUNGE");
    deliver(&dovecot, "Spam", &["new"]);
    let end = ended(&anna, &job);
    let (done, missing) = (counted(&end, "flash-rescue-done"), counted(&end, "flash-missing").unwrap_or(0));
    assert_eq!(done.unwrap_or(0) + missing, 2000, "{}", end.text());
    assert_eq!(names(&dovecot, "Spam"), ["new"]);
    assert_eq!(names(&dovecot, "INBOX").len(), done.unwrap_or(0) as usize);
}
