//! Long work: a page that shows how far it is, an exact end, a way to stop it and a time to take it back.

use std::time::{Duration, Instant};
use support::answer::Answer;
use support::client::{Browser, emptying, pairs, taking_all};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter, names};
use support::launcher::{Launcher, TestApp};

const BEN: &str = "ben@example.org";

fn many(count: usize) -> Vec<Delivery> {
    (0..count).map(|n| Delivery::new("Spam", letter(&format!("old{n}")))).collect()
}

/// Presses the button that empties Spam, and returns the page of the job.
pub fn begin(browser: &Browser, question: &Answer) -> String {
    let answer = browser.post("/spam/empty", &pairs(&emptying(question)));
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(answer.location().starts_with("/jobs/"), "{}", answer.location());
    answer.location().to_owned()
}

/// Looks at the page of a job until it has ended.
pub fn ended(browser: &Browser, path: &str) -> Answer {
    let start = Instant::now();
    loop {
        let page = browser.page(path);
        if !page.body.contains("data-job=\"running\"") {
            assert!(!page.body.contains("http-equiv=\"refresh\""));
            return page;
        }
        assert!(page.body.contains("http-equiv=\"refresh\""), "it refreshes itself without script");
        assert!(start.elapsed() < Duration::from_secs(120), "{}", page.text());
        std::thread::sleep(Duration::from_millis(50));
    }
}

const OTHER_PASSWORD: &str = "another one of another length";

/// Begins a job, and changes the password before it may delete anything.
fn with_another_password() -> (Dovecot, TestApp, Browser, String) {
    let mut dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let app = TestApp::with(&dovecot, &[("JOBS__GRACE_SECONDS", "3"), ("IMAP__IDLE_SECONDS", "1")]);
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    dovecot.change_password(ANNA, OTHER_PASSWORD);
    (dovecot, app, anna, job)
}

/// Looks at the page of a job until it says that the password is refused.
fn refused(browser: &Browser, job: &str) -> Answer {
    let start = Instant::now();
    loop {
        let page = browser.page(job);
        if page.text().contains("does not take your password") {
            return page;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{}", page.text());
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Returns the number that a sentence of the page of a job tells.
pub fn counted(page: &Answer, key: &str) -> Option<u32> {
    let text = page.body.split(&format!("data-key=\"{key}\" data-count=\"")).nth(1)?;
    text.split('"').next()?.parse().ok()
}

#[test]
fn emptying_many_is_a_job_that_ends_in_the_exact_result() {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &many(1200));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let question = anna.page("/spam/empty");
    deliver(&dovecot, "Spam", &["new1", "new2"]);
    let job = begin(&anna, &question);
    let end = ended(&anna, &job);
    assert!(end.body.contains("data-job=\"done\""), "{}", end.text());
    let told = ["flash-empty-done", "flash-newer-kept"].map(|key| counted(&end, key));
    assert_eq!(told, [Some(1200), Some(2)], "{}", end.text());
    assert!(end.body.contains("data-key=\"flash-freed\""), "{}", end.text());
    assert_eq!(names(&dovecot, "Spam"), ["new1", "new2"]);
}

#[test]
fn the_job_of_somebody_else_is_not_there_and_neither_is_one_that_never_was() {
    let users = [ANNA, BEN].map(|user| (user.to_owned(), format!("the password of {user}"))).into();
    let dovecot = Dovecot::start(Options { users, ..Options::default() });
    deliver(&dovecot, "Spam", &["a"]);
    let app = TestApp::with(&dovecot, &[("JOBS__FROM", "0")]);
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    ended(&anna, &job);
    let ben = app.browser();
    assert_eq!(ben.sign_in(BEN, dovecot.password(BEN)).status, 303);
    for path in [job.clone(), format!("{job}/events")] {
        assert_eq!(ben.get(&path).status, 404, "{path}");
        assert_eq!(anna.get(&path).status, 200, "{path}");
    }
    assert_eq!(ben.post(&format!("{job}/cancel"), &[("seal", "x")]).status, 404);
    assert_eq!(anna.get("/jobs/AAAAAAAAAAAAAAAAAAAAAA").status, 404);
    assert_eq!(anna.get("/jobs/x").status, 404);
    assert_eq!(app.browser().get(&job).status, 303, "to the sign-in");
}

#[test]
fn deleting_waits_for_the_grace_time_in_which_it_can_be_undone_and_a_second_click_finds_the_same_job() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let app = TestApp::with(&dovecot, &[("JOBS__GRACE_SECONDS", "3600")]);
    let anna = app.anna();
    let question = anna.page("/spam/empty");
    let job = begin(&anna, &question);
    assert_eq!(begin(&anna, &question), job);
    for path in ["/", "/spam", "/inbox"] {
        assert!(anna.page(path).links_to(&job), "{path}");
    }
    let page = anna.page(&job);
    assert!(page.text().contains("Nothing is deleted yet"), "{}", page.text());
    assert_eq!(anna.post(&format!("{job}/cancel"), &[("seal", "wrong")]).status, 409);
    let answer = anna.post(&format!("{job}/cancel"), &[("seal", &page.hidden("seal"))]);
    assert_eq!((answer.status, answer.location()), (303, job.as_str()));
    let end = ended(&anna, &job);
    assert!(end.body.contains("data-job=\"cancelled\""));
    assert_eq!(counted(&end, "job-not-reached"), Some(2), "{}", end.text());
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"]);
    assert_ne!(begin(&anna, &question), job, "what was undone can be asked for again");
}

#[test]
fn a_restart_in_the_grace_time_neither_loses_the_decision_nor_hastens_it() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let place = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}/postern.db", place.path().display());
    let start = || Launcher::before(&dovecot).on_database(&database).with(&[("JOBS__GRACE_SECONDS", "4")]).start();
    let mut app = start();
    let anna = app.anna();
    let asked = Instant::now();
    let job = begin(&anna, &anna.page("/spam/empty"));
    app.stop();
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"]);
    let app = start();
    std::thread::sleep(Duration::from_secs(5).saturating_sub(asked.elapsed()));
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"], "nobody has the password");
    let anna = app.anna();
    let end = ended(&anna, &job);
    assert_eq!(counted(&end, "flash-empty-done"), Some(2), "{}", end.text());
    assert!(names(&dovecot, "Spam").is_empty());
}

#[test]
fn what_was_undone_never_goes_on_though_its_end_was_not_noted() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let place = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}/postern.db", place.path().display());
    let start = || Launcher::before(&dovecot).on_database(&database).with(&[("JOBS__GRACE_SECONDS", "2")]).start();
    let mut app = start();
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    let beside = support::database::Database::at(&database);
    beside.run("CREATE TABLE kept AS SELECT progress FROM job");
    let seal = anna.page(&job).hidden("seal");
    let page = anna.submit("/undo", &[("action", job.trim_start_matches("/jobs/")), ("seal", &seal)]);
    assert!(page.says("flash-undone-nothing-deleted"), "{}", page.text());
    app.stop();
    beside.run("UPDATE job SET is_open = 1, progress = (SELECT progress FROM kept)");
    let app = start();
    let end = ended(&app.anna(), &job);
    assert!(end.body.contains("data-job=\"cancelled\""), "{}", end.text());
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"]);
}

#[test]
fn a_stale_page_is_refused_at_once_and_nothing_is_touched() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a"]);
    let app = TestApp::with(&dovecot, &[("JOBS__FROM", "0")]);
    let anna = app.anna();
    let question = anna.page("/spam/empty");
    assert!(support::independent_client::make_anew(&dovecot, "Spam"), "UIDVALIDITY is another");
    deliver(&dovecot, "Spam", &["b"]);
    assert_eq!(anna.post("/spam/empty", &pairs(&emptying(&question))).status, 409);
    assert_eq!(names(&dovecot, "Spam"), ["b"]);
}

/// How often the server is killed in [`a_server_that_is_killed_goes_on_where_it_was_and_counts_exactly`]: how often it happens.
#[expect(clippy::disallowed_methods, reason = "bin/check says how often")]
fn kills() -> usize {
    std::env::var("POSTERN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

#[test]
#[expect(clippy::print_stdout, reason = "bin/check tells how often")]
fn a_server_that_is_killed_goes_on_where_it_was_and_counts_exactly() {
    let place = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}/postern.db", place.path().display());
    let dovecot = Dovecot::start(Options::default());
    let start = || Launcher::before(&dovecot).on_database(&database).program();
    // Beside other tests the machine has enough to do.
    let count: u32 = if kills() > 3 { 5000 } else { 1500 };
    let (mut killed, mut moment, mut amid) = (0, 0, 0);
    // A kill before the first message went or behind the last one proves little: only those in between count.
    while amid < kills() {
        assert!(killed < 40 * kills(), "only {amid} of {killed} kills were in the middle of the work");
        dovecot.deliver_many(ANNA, &many(count as usize));
        let mut app = start();
        let anna = app.anna();
        let question = anna.page("/spam/empty");
        deliver(&dovecot, "Spam", &["new"]);
        let job = begin(&anna, &question);
        // Three times in each round, at moments that are different in each.
        for _ in 0..3 {
            moment = (moment + 17) % 101;
            std::thread::sleep(Duration::from_millis(moment));
            drop(app);
            killed += 1;
            let left = names(&dovecot, "Spam").len();
            amid += usize::from(left > 1 && left <= count as usize);
            app = start();
            let anna = app.anna();
            anna.page("/");
        }
        let anna = app.anna();
        let end = ended(&anna, &job);
        assert!(end.body.contains("data-job=\"done\""), "{}", end.text());
        assert_eq!(counted(&end, "flash-empty-done"), Some(count), "after {killed} kills: {}", end.text());
        assert_eq!(counted(&end, "flash-missing"), None, "{}", end.text());
        assert_eq!(names(&dovecot, "Spam"), ["new"]);
        drop(app);
        let checked = support::database::Database::at(&database);
        let sound = "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
        assert_eq!(checked.count(sound), 1);
        support::independent_client::clear(&dovecot, "Spam");
    }
    println!("{killed} kills, {amid} of them in the middle of the work: every count was exact");
}

#[test]
#[expect(clippy::print_stdout, reason = "bin/check tells how often")]
fn a_server_that_is_killed_while_it_moves_by_copies_doubles_and_loses_nothing() {
    let place = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}/postern.db", place.path().display());
    let dovecot = Dovecot::start(Options { hide_capabilities: vec!["MOVE"], ..Options::default() });
    let start = || Launcher::before(&dovecot).on_database(&database).program();
    let count: u32 = 800;
    let (mut killed, mut moment, mut amid) = (0, 0, 0);
    while amid < kills() {
        assert!(killed < 40 * kills(), "only {amid} of {killed} kills were in the middle of the work");
        dovecot.deliver_many(ANNA, &many(count as usize));
        let mut app = start();
        let anna = app.anna();
        let form = taking_all(&anna.page("/spam?all=yes"));
        let job = anna.post("/spam/rescue", &pairs(&form)).location().to_owned();
        for _ in 0..3 {
            moment = (moment + 53) % 307;
            std::thread::sleep(Duration::from_millis(moment));
            drop(app);
            killed += 1;
            let left = names(&dovecot, "Spam").len();
            amid += usize::from(left > 0 && left < count as usize);
            app = start();
            app.anna().page("/");
        }
        let end = ended(&app.anna(), &job);
        assert!(end.body.contains("data-job=\"done\""), "{}", end.text());
        assert_eq!(counted(&end, "flash-rescue-done"), Some(count), "after {killed} kills: {}", end.text());
        let mut there = names(&dovecot, "INBOX");
        there.sort();
        there.dedup();
        assert_eq!((there.len(), names(&dovecot, "INBOX").len()), (count as usize, count as usize));
        assert!(names(&dovecot, "Spam").is_empty());
        support::independent_client::clear(&dovecot, "INBOX");
    }
    println!("{killed} kills, {amid} of them in the middle of moving by copies: nothing was there twice");
}

#[test]
fn a_job_waits_for_the_new_password_and_goes_on_with_it() {
    let (dovecot, app, anna, job) = with_another_password();
    refused(&anna, &job);
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"]);
    for _ in 0..3 {
        // Looking at it makes nobody fail at the sign-in once more.
        assert!(anna.page(&job).text().contains("does not take your password"));
    }
    let again = app.browser();
    assert_eq!(again.sign_in(ANNA, OTHER_PASSWORD).status, 303);
    let end = ended(&again, &job);
    assert_eq!(counted(&end, "flash-empty-done"), Some(2), "{}", end.text());
}

#[test]
fn events_tell_how_far_it_is_and_end_with_the_job() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let app = TestApp::with(&dovecot, &[("JOBS__GRACE_SECONDS", "2")]);
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    let told = anna.get(&format!("{job}/events"));
    assert_eq!(told.header("content-type"), "text/event-stream");
    let kinds: Vec<&str> = told.body.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert!(kinds.len() >= 3 && kinds.iter().rev().skip(1).all(|kind| *kind == "progress"), "{}", told.body);
    assert_eq!(kinds.last(), Some(&"end"), "{}", told.body);
    assert!(names(&dovecot, "Spam").is_empty());
}

#[test]
fn a_job_that_waits_for_the_password_can_be_stopped_without_it() {
    let (dovecot, _app, anna, job) = with_another_password();
    let waiting = refused(&anna, &job);
    assert_eq!(anna.post(&format!("{job}/cancel"), &[("seal", &waiting.hidden("seal"))]).status, 303);
    let end = ended(&anna, &job);
    assert!(end.body.contains("data-job=\"cancelled\""), "{}", end.text());
    assert_eq!(counted(&end, "job-not-reached"), Some(2), "{}", end.text());
    assert_eq!(names(&dovecot, "Spam"), ["a", "b"]);
}
