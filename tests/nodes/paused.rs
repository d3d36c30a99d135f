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

/// Each is stopped at another moment of the work.
const OWNERS: usize = 6;
const LETTERS: u32 = 500;
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

/// One owner at both nodes.
struct AtBoth {
    owner: Owner,
    first: Browser,
    second: Browser,
    /// The page of the job.
    job: String,
    end: Option<Told>,
}

impl AtBoth {
    /// Signs in at the first node, looks at both, and begins to rescue everything at the first.
    fn begin(owner: Owner, nodes: &Nodes) -> Self {
        let from = format!("198.51.100.{}", owner.number);
        let first = nodes.up(0).browser_from(&from);
        let form = [("address", address(owner.number)), ("password", PASSWORD.to_owned())];
        let let_in = ask(&first, Method::POST, "/login", &form);
        assert_eq!(let_in.status, 303, "{}", let_in.text());
        let session = let_in.cookie("sid").expect("a session's cookie is set");
        let second = nodes.up(1).window_from(&from, &session);
        // The other node has seen the folder as it was, too.
        assert_eq!(ask(&second, Method::GET, "/spam", &[]).status, 200);
        let form = taking_all(&ask(&first, Method::GET, "/spam?all=yes", &[]));
        let job = ask(&first, Method::POST, "/spam/rescue", &form).location().to_owned();
        assert!(job.starts_with("/jobs/"), "{job}");
        Self { owner, first, second, job, end: None }
    }

    /// Looks at the second node, and notes the end of the job if there it is.
    fn look(&mut self) {
        if self.end.is_none() {
            assert_eq!(ask(&self.second, Method::GET, "/", &[]).status, 200);
            let (state, told) = job(&self.second, &self.job);
            if state != "running" {
                assert_eq!(state, "done", "{told:?}");
                self.end = Some(told);
            }
        }
    }

    /// Makes sure that all was moved, once, and that both nodes tell so.
    fn check(&self) {
        let (owner, end) = (self.owner.number, self.end.clone().expect("it has ended"));
        for browser in [&self.first, &self.second] {
            for page in ["/", "/spam", "/inbox"] {
                assert_eq!(ask(browser, Method::GET, page, &[]).status, 200, "owner {owner}: {page}");
            }
            let told = job(browser, &self.job);
            assert_eq!(told, ("done".to_owned(), end.clone()), "owner {owner}: both nodes tell the same");
        }
        let places = places(&self.owner);
        let odd: Vec<_> = places.iter().filter(|(_, there)| there.as_slice() != ["INBOX"]).take(5).collect();
        assert!(odd.is_empty(), "owner {owner}: each is in the Inbox, once: {odd:?}");
        assert_eq!(places.len(), LETTERS as usize, "owner {owner}: none is lost");
        assert_eq!((end.done, end.sum()), (LETTERS, LETTERS), "owner {owner}: the counts are exact: {end:?}");
    }
}

fn go_through(hidden: Vec<&'static str>, wakes: Wakes) {
    let users = (0..OWNERS).map(|number| (address(number), PASSWORD.to_owned())).collect();
    let dovecot = Arc::new(Dovecot::start(Options { users, hide_capabilities: hidden, ..Options::default() }));
    let postgres = Postgres::start();
    let mut nodes = Nodes::new(2, &*dovecot, &postgres.database());
    nodes.start(0);
    nodes.start(1);
    let owner = |number| {
        let owner = Owner::new(number, &dovecot, 2, true);
        owner.deliver("Spam", LETTERS);
        owner
    };
    let owners: Vec<_> = (0..OWNERS).map(owner).collect();
    let mut owners: Vec<_> = owners.into_iter().map(|owner| AtBoth::begin(owner, &nodes)).collect();
    let moved = || (0..OWNERS).map(|number| dovecot.count_files(&address(number), "INBOX")).collect::<Vec<_>>();
    while moved().iter().sum::<usize>() < (LETTERS as usize * OWNERS) / 4 {
        std::thread::sleep(Duration::from_millis(1));
    }
    nodes.pause(0, Duration::from_secs(3_600));
    let stopped = Instant::now();
    // What the mail server was sent before that is done all the same.
    std::thread::sleep(Duration::from_secs(1));
    let before = moved();
    let amid = before.iter().filter(|&&moved| moved > 0 && moved < LETTERS as usize).count();
    assert!(amid > OWNERS / 2, "the work of most was in the middle: {before:?}");

    let mut is_awake = false;
    while owners.iter().any(|one| one.end.is_none()) {
        owners.iter_mut().for_each(AtBoth::look);
        if !is_awake && matches!(wakes, Wakes::Amid) && moved() != before {
            nodes.go_on(0);
            is_awake = true;
        }
        assert!(stopped.elapsed() < LEASE + THE_REST, "nobody goes on: of {LETTERS} are moved {:?}", moved());
        std::thread::sleep(Duration::from_millis(100));
    }
    if !is_awake {
        nodes.go_on(0);
    }
    // Whatever the first one still wants to do, it has the time for it.
    std::thread::sleep(Duration::from_secs(6));
    owners.iter().for_each(AtBoth::check);
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
