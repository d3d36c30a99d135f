//! Connections to the mail server are few, seen from the server; who finds none free is told so in time.

use std::time::{Duration, Instant};

use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter};
use support::launcher::TestApp;
use support::wait::until;

const BEN: &str = "ben@example.org";

fn dovecot() -> Dovecot {
    let users = [ANNA, BEN].map(|user| (user.to_owned(), "correct horse".to_owned())).into();
    Dovecot::start(Options { users, ..Options::default() })
}

/// Counts the connections of a user that the server has now.
fn connections(dovecot: &Dovecot, user: &str) -> usize {
    dovecot.doveadm(&["who", "-1"]).lines().filter(|line| line.starts_with(user) && line.contains("imap")).count()
}

fn with_file(octets: usize) -> Vec<u8> {
    let mut mail = String::from_utf8(letter("large")).unwrap();
    mail += &"a line that is neither long nor short, of which there are many\r\n".repeat(octets / 64);
    mail.into_bytes()
}

#[test]
fn however_many_pages_are_asked_for_an_owner_has_two_connections_at_most() {
    let dovecot = dovecot();
    deliver(&dovecot, "Spam", &["a", "b", "c"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let mut most = 0;
    std::thread::scope(|scope| {
        let pages: Vec<_> = (0..8)
            .map(|n| {
                let anna = &anna;
                scope.spawn(move || {
                    for path in ["/spam", "/", "/trash", "/inbox", "/spam?sort=size", "/spam/empty"]
                        .iter()
                        .cycle()
                        .skip(n)
                        .take(12)
                    {
                        assert_eq!(anna.get(path).status, 200, "{path}");
                    }
                })
            })
            .collect();
        while !pages.iter().all(|page| page.is_finished()) {
            most = most.max(connections(&dovecot, ANNA));
        }
    });
    assert!((1..=2).contains(&most), "{most} connections");
}

#[test]
fn who_finds_no_connection_free_is_told_busy_in_time_and_others_go_on() {
    let dovecot = dovecot();
    dovecot.deliver(ANNA, "Spam", with_file(30_000_000));
    let app = TestApp::configured(&dovecot, "[imap]\nconnections_per_account = 1\nwait_seconds = 1\n");
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let held = anna.hold(&format!("/spam/{uid_validity}-1/raw"));
    let start = Instant::now();
    let answer = anna.get("/spam");
    let waited = start.elapsed();
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(!answer.header("retry-after").is_empty(), "a page that says when to come back");
    assert!(waited >= Duration::from_secs(1) && waited < Duration::from_secs(10), "{waited:?}");
    let ben = app.browser();
    assert_eq!(ben.sign_in(BEN, dovecot.password(BEN)).status, 303);
    ben.page("/spam");
    drop(held);
    assert_eq!(anna.page("/spam").uids(), [1], "the connection is free again");
}

#[test]
fn a_connection_beyond_the_cap_of_all_ends_an_idle_one_of_somebody_else() {
    let dovecot = dovecot();
    let app = TestApp::configured(&dovecot, "[imap]\nconnections = 1\nconnections_per_account = 1\n");
    let anna = app.anna();
    let ben = app.browser();
    assert_eq!(ben.sign_in(BEN, dovecot.password(BEN)).status, 303);
    for _ in 0..3 {
        anna.page("/spam");
        ben.page("/spam");
        until("one connection in all", || connections(&dovecot, ANNA) + connections(&dovecot, BEN) <= 1);
    }
}

#[test]
fn an_idle_connection_is_closed_after_the_time_the_host_chose_and_the_session_goes_on() {
    let dovecot = dovecot();
    let app = TestApp::configured(&dovecot, "[imap]\nidle_seconds = 1\n");
    let anna = app.anna();
    anna.page("/spam");
    until("the idle connection to be closed", || connections(&dovecot, ANNA) == 0);
    until("LOGOUT", || dovecot.log().contains("Logged out"));
    anna.page("/spam");
}

#[test]
fn at_its_end_postern_logs_everybody_out() {
    let dovecot = dovecot();
    let mut app = TestApp::start(&dovecot);
    app.anna().page("/spam");
    let ben = app.browser();
    assert_eq!(ben.sign_in(BEN, dovecot.password(BEN)).status, 303);
    app.stop();
    until("two LOGOUTs", || dovecot.log().matches("Logged out").count() >= 2);
}
