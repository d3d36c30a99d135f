//! Several nodes over one PostgreSQL, without stickiness: whichever answers, it is the same site, and what one of them has begun another
//! one goes on with.

use crate::jobs::{begin, counted, ended};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use support::client::{Browser, choice, pairs, taking_all, texts};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter, look, names};
use support::launcher::{Launcher, Program};
use support::postgres::Postgres;
use support::process::signal;

/// Two nodes, and Anna's browser, which talks to either.
struct Nodes {
    nodes: [Program; 2],
    browsers: [Browser; 2],
}

impl Nodes {
    fn start(dovecot: &Dovecot, database: &str, settings: &[(&str, &str)]) -> Self {
        let start = || Launcher::before(dovecot).on_database(database).with(settings).program();
        let nodes = [start(), start()];
        let cookie = nodes[0].login();
        let browsers = nodes.each_ref().map(|node| node.window_from("198.51.100.7", &cookie));
        Self { nodes, browsers }
    }
}

fn filled(count: usize) -> Dovecot {
    let dovecot = Dovecot::start(Options::default());
    let letters: Vec<_> = (0..count).map(|n| Delivery::new("Spam", letter(&format!("old{n}")))).collect();
    dovecot.deliver_many(ANNA, &letters);
    dovecot
}

/// Asks for all of Spam to be moved back, as a job.
fn rescue_all(browser: &Browser) -> String {
    let form = taking_all(&browser.page("/spam?all=yes"));
    let answer = browser.post("/spam/rescue", &pairs(&form));
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// Looks at a mailbox until something is the case there.
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never comes");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Fails where a message is twice in a mailbox, and returns how many there are.
fn distinct(dovecot: &Dovecot, mailbox: &str) -> usize {
    let there = names(dovecot, mailbox);
    let distinct: BTreeSet<_> = there.iter().collect();
    assert_eq!(distinct.len(), there.len(), "nothing is twice in {mailbox}");
    there.len()
}

#[test]
fn long_work_that_one_node_does_is_seen_and_stopped_on_another() {
    let (postgres, dovecot) = (Postgres::start(), filled(3));
    let Nodes { nodes: _nodes, browsers: [here, there] } =
        Nodes::start(&dovecot, &postgres.database(), &[("JOBS__GRACE_SECONDS", "3600")]);
    let question = here.page("/spam/empty");
    let again = there.page("/spam/empty");
    let job = begin(&here, &question);
    for path in ["/", "/spam", "/help"] {
        assert!(there.page(path).links_to(&job), "{path} tells of it on the other node");
    }
    assert_eq!(begin(&there, &again), job, "who asks for the same again gets the same");
    let page = there.page(&job);
    assert!(page.text().contains("Nothing is deleted yet"), "{}", page.text());
    let answer = there.post(&format!("{job}/cancel"), &[("seal", &page.hidden("seal"))]);
    assert_eq!((answer.status, answer.location()), (303, job.as_str()));
    for browser in [&here, &there] {
        let end = ended(browser, &job);
        assert!(end.body.contains("data-job=\"cancelled\""), "{}", end.text());
    }
    assert_eq!(distinct(&dovecot, "Spam"), 3);
}

#[test]
fn what_was_asked_of_another_node_before_is_done_before() {
    let (postgres, dovecot) = (Postgres::start(), filled(1500));
    let Nodes { nodes: _nodes, browsers: [here, there] } = Nodes::start(&dovecot, &postgres.database(), &[]);
    let question = there.page("/spam/empty");
    let rescue = rescue_all(&here);
    // At once, on the other node: without the order all of it would be deleted for good.
    let empty = begin(&there, &question);
    let end = ended(&there, &rescue);
    assert_eq!(counted(&end, "flash-rescue-done"), Some(1500), "{}", end.text());
    ended(&here, &empty);
    assert_eq!((distinct(&dovecot, "INBOX"), distinct(&dovecot, "Spam")), (1500, 0));
}

#[test]
fn a_node_that_is_killed_leaves_its_work_to_another_which_counts_exactly() {
    let (postgres, dovecot) = (Postgres::start(), filled(2500));
    let Nodes { nodes: [first, _second], browsers: [here, there] } = Nodes::start(&dovecot, &postgres.database(), &[]);
    let job = rescue_all(&here);
    wait_until(|| !look(&dovecot, "INBOX").is_empty());
    drop(first);
    let moved = distinct(&dovecot, "INBOX");
    let end = ended(&there, &job);
    assert!(moved < 2500, "it was in the middle of it");
    assert!(end.body.contains("data-job=\"done\""), "{}", end.text());
    assert_eq!(counted(&end, "flash-rescue-done"), Some(2500), "{moved} by the first: {}", end.text());
    assert_eq!((distinct(&dovecot, "INBOX"), distinct(&dovecot, "Spam")), (2500, 0));
}

#[test]
fn a_node_that_stood_still_does_not_go_on_with_what_another_has_taken_over() {
    let (postgres, dovecot) = (Postgres::start(), filled(2500));
    let Nodes { nodes: [first, second], browsers: [here, there] } = Nodes::start(&dovecot, &postgres.database(), &[]);
    let job = rescue_all(&here);
    wait_until(|| !look(&dovecot, "INBOX").is_empty());
    signal("STOP", &[first.id()]);
    let moved = distinct(&dovecot, "INBOX");
    let end = ended(&there, &job);
    assert!(moved < 2500, "it was in the middle of it");
    assert_eq!(counted(&end, "flash-rescue-done"), Some(2500), "{moved} by the first: {}", end.text());
    assert!(second.log().contains("gone without a word"), "{}", second.log());
    deliver(&dovecot, "Spam", &["new"]);
    signal("CONT", &[first.id()]);
    wait_until(|| first.log().contains("was silent too long"));
    let seen = ended(&here, &job);
    assert_eq!(counted(&seen, "flash-rescue-done"), Some(2500), "{}", seen.text());
    assert_eq!((distinct(&dovecot, "INBOX"), distinct(&dovecot, "Spam")), (2500, 1));
    // And it is a good node again.
    let list = here.page("/spam");
    let uid = look(&dovecot, "Spam")[0].uid;
    assert_eq!(here.tick("/spam/rescue", &list, &[uid]).told("flash-rescue-done"), Some(1));
    assert_eq!((distinct(&dovecot, "INBOX"), distinct(&dovecot, "Spam")), (2501, 0));
}

#[test]
fn two_nodes_that_move_the_same_messages_at_once_make_no_copies() {
    let postgres = Postgres::start();
    // Without MOVE the server would copy them twice.
    let dovecot = Dovecot::start(Options { hide_capabilities: vec!["MOVE"], ..Options::default() });
    let Nodes { nodes: _nodes, browsers } = Nodes::start(&dovecot, &postgres.database(), &[]);
    for round in 0..8 {
        let fresh: Vec<String> = (0..20).map(|n| format!("round{round}-{n}")).collect();
        let uids = deliver(&dovecot, "Spam", &fresh.iter().map(String::as_str).collect::<Vec<_>>());
        let lists = browsers.each_ref().map(|browser| browser.page("/spam").hidden("uid_validity"));
        let told: Vec<u32> = std::thread::scope(|scope| {
            let pressing: Vec<_> = browsers
                .iter()
                .zip(&lists)
                .map(|(browser, uid_validity)| {
                    let uids = texts(&uids);
                    scope.spawn(move || {
                        let page = browser.submit("/spam/rescue", &choice(uid_validity, &uids));
                        page.told("flash-rescue-done").unwrap_or(0)
                    })
                })
                .collect();
            pressing.into_iter().map(|pressing| pressing.join().unwrap()).collect()
        });
        assert_eq!(told.iter().sum::<u32>(), 20, "each is counted once: {told:?}");
    }
    assert_eq!((distinct(&dovecot, "INBOX"), distinct(&dovecot, "Spam")), (160, 0));
}

#[test]
fn a_node_that_ends_in_order_leaves_its_work_to_another_at_once() {
    let (postgres, dovecot) = (Postgres::start(), filled(2500));
    let Nodes { nodes: [first, _second], browsers: [here, there] } = Nodes::start(&dovecot, &postgres.database(), &[]);
    let job = rescue_all(&here);
    wait_until(|| !look(&dovecot, "INBOX").is_empty());
    first.end();
    let (moved, begun) = (distinct(&dovecot, "INBOX"), Instant::now());
    wait_until(|| {
        there.page(&job);
        distinct(&dovecot, "INBOX") > moved
    });
    assert!(begun.elapsed() < Duration::from_secs(9), "nobody waits for the time of a node that has said goodbye");
    let end = ended(&there, &job);
    assert_eq!(counted(&end, "flash-rescue-done"), Some(2500), "{}", end.text());
    assert_eq!((distinct(&dovecot, "INBOX"), distinct(&dovecot, "Spam")), (2500, 0));
}
