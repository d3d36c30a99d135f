//! A node stands still in the middle of a job of moves, for longer than a lease; another goes on with it; then the first wakes up.

use super::node::{LEASE, Nodes};
use super::owner::{Owner, PASSWORD, address};
use super::told::Told;
use reqwest::Method;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::answer::Answer;
use support::client::{Browser, pairs, taking_all, wait};
use support::dovecot::{Dovecot, Options};
use support::postgres::Postgres;

const LETTERS: u32 = 900;
/// How long the other node may take until it has done the rest, behind the end of the lease.
const THE_REST: Duration = Duration::from_secs(120);

/// When the first node wakes up.
#[derive(Clone, Copy)]
enum Wakes {
    /// When the other has ended the work.
    Behind,
    /// While the other is at it.
    Amid,
}

fn ask(browser: &Browser, method: Method, path: &str, form: &[(&'static str, String)]) -> Answer {
    let (browser, path, form) = (browser.clone(), path.to_owned(), form.to_vec());
    wait(async move { browser.try_ask(method, &path, &pairs(&form)).await }).expect("a node that is up answers")
}

fn job(browser: &Browser, path: &str) -> (String, Told) {
    let page = ask(browser, Method::GET, path, &[]);
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    Told::of_job(&page.body).unwrap_or_else(|| panic!("{path} shows no job: {}", page.text()))
}

/// How often each letter is where.
fn places(owner: &Owner) -> BTreeMap<String, Vec<String>> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    owner.everything().into_iter().for_each(|found| places.entry(found.name).or_default().push(found.mailbox));
    places
}

fn go_through(hidden: Vec<&'static str>, wakes: Wakes) {
    let users = vec![(address(0), PASSWORD.to_owned())];
    let dovecot = Arc::new(Dovecot::start(Options { users, hide_capabilities: hidden, ..Options::default() }));
    let owner = Owner::new(0, &dovecot, 2, true);
    owner.deliver("Spam", LETTERS);
    let postgres = Postgres::start();
    let mut nodes = Nodes::new(2, &*dovecot, &postgres.database());
    nodes.start(0);
    nodes.start(1);
    let first = nodes.up(0).browser_from("198.51.100.1");
    let form = [("address", address(0)), ("password", PASSWORD.to_owned())];
    let let_in = ask(&first, Method::POST, "/login", &form);
    assert_eq!(let_in.status, 303, "{}", let_in.text());
    let session = let_in.cookie("sid").expect("a session's cookie is set");
    let second = nodes.up(1).window_from("198.51.100.1", &session);
    // The other node has seen the folder as it was, too.
    assert_eq!(ask(&second, Method::GET, "/spam", &[]).status, 200);

    let form = taking_all(&ask(&first, Method::GET, "/spam?all=yes", &[]));
    let path = ask(&first, Method::POST, "/spam/rescue", &form).location().to_owned();
    assert!(path.starts_with("/jobs/"), "{path}");
    let moved = || dovecot.count_files(&address(0), "INBOX");
    while moved() < 120 {
        std::thread::sleep(Duration::from_millis(1));
    }
    nodes.pause(0, Duration::from_secs(3_600));
    let stopped = Instant::now();
    // What the mail server was sent before that is done all the same.
    std::thread::sleep(Duration::from_secs(1));
    let before = moved();
    assert!(before < LETTERS as usize, "the work was done before the node could be stopped");

    let within = LEASE + THE_REST;
    let mut is_awake = false;
    let end = loop {
        assert_eq!(ask(&second, Method::GET, "/", &[]).status, 200);
        let (state, told) = job(&second, &path);
        if state != "running" {
            assert_eq!(state, "done", "{told:?}");
            break told;
        }
        if !is_awake && matches!(wakes, Wakes::Amid) && moved() > before {
            nodes.go_on(0);
            is_awake = true;
        }
        assert!(stopped.elapsed() < within, "nobody goes on: {} of {LETTERS} are moved", moved());
        std::thread::sleep(Duration::from_millis(100));
    };
    if !is_awake {
        nodes.go_on(0);
    }
    // Whatever the first one still wants to do, it has the time for it.
    std::thread::sleep(Duration::from_secs(6));
    for browser in [&first, &second] {
        for page in ["/", "/spam", "/inbox"] {
            assert_eq!(ask(browser, Method::GET, page, &[]).status, 200, "{page}");
        }
        assert_eq!(job(browser, &path), ("done".to_owned(), end.clone()), "both nodes tell the same");
    }
    let places = places(&owner);
    let odd: Vec<_> = places.iter().filter(|(_, there)| there.as_slice() != ["INBOX"]).take(5).collect();
    assert!(odd.is_empty(), "each is in the Inbox, once: {odd:?}");
    assert_eq!(places.len(), LETTERS as usize, "none is lost");
    assert_eq!((end.done, end.sum()), (LETTERS, LETTERS), "the counts are exact: {end:?}");
    assert_eq!(nodes.lines_with("panicked"), [""; 0]);
}

#[test]
#[ignore = "waits for a lease: bin/check nodes"]
fn a_node_that_stood_still_in_the_middle_of_a_move_wakes_up_when_another_has_ended_it() {
    go_through(vec![], Wakes::Behind);
}

#[test]
#[ignore = "waits for a lease: bin/check nodes"]
fn a_node_that_stood_still_in_the_middle_of_a_move_wakes_up_while_another_is_at_it() {
    go_through(vec![], Wakes::Amid);
}

#[test]
#[ignore = "waits for a lease: bin/check nodes"]
fn a_node_that_stood_still_in_the_middle_of_a_move_by_copies_wakes_up_when_another_has_ended_it() {
    go_through(vec!["MOVE"], Wakes::Behind);
}

#[test]
#[ignore = "waits for a lease: bin/check nodes"]
fn a_node_that_stood_still_in_the_middle_of_a_move_by_copies_wakes_up_while_another_is_at_it() {
    go_through(vec!["MOVE"], Wakes::Amid);
}
