//! A database that goes away, stands still, is locked or has no room, and comes back: nobody has to sign in again.

use std::time::{Duration, Instant};
use support::client::Browser;
use support::database::Database;
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::independent_client::deliver;
use support::launcher::{Launcher, Log, TestApp};
use support::postgres::Postgres;
use support::process;
use support::wait::until;

/// What a dozen pages may take that wait for a database in vain: no figure of merit, but far from "for ever".
const PATIENCE: Duration = Duration::from_secs(120);

fn site(postgres: &Postgres, dovecot: &Dovecot, log: &Log) -> TestApp {
    Launcher::before(dovecot).on_database(&postgres.database()).overheard(log).start()
}

/// Looks at the pages while the database is away: the help opens, the rest says in a sentence why not.
fn is_away(app: &TestApp, anna: &Browser, leaving: &Browser) {
    until("the pages say so", || anna.get("/spam").status == 503);
    let start = Instant::now();
    for path in ["/", "/trash/empty"] {
        let answer = anna.get(path);
        assert_eq!(answer.status, 503, "{path}: {}", answer.text());
        assert!(
            answer.text().contains("cannot reach its own records") && answer.links_to("/help"),
            "{}",
            answer.text()
        );
        assert!(answer.set_cookie("sid").is_none(), "the browser keeps its cookie");
        assert!(!answer.links_to("/login"), "nobody is asked to sign in who may be signed in");
        assert!(!answer.header("retry-after").is_empty());
    }
    for path in ["/help/cannot-sign-in", "/login", "/setup"] {
        assert_eq!(anna.get(path).status, 200, "{path}");
    }
    for (path, form) in [
        ("/spam/delete", vec![("uid_validity", "1"), ("uid", "1")]),
        ("/login", vec![("address", ANNA), ("password", PASSWORD)]),
        ("/help/pop-and-imap/vote", vec![("useful", "yes")]),
    ] {
        let answer = anna.post(path, &form);
        assert_eq!(answer.status, 503, "{path}: {}", answer.text());
    }
    // Who signs out leaves no way in on this device, and is told that the rest is left to time.
    let answer = leaving.post("/logout", &[]);
    assert_eq!((answer.status, answer.location()), (303, "/login"), "{}", answer.text());
    assert_eq!(answer.cookie("sid").as_deref(), Some("sid="));
    assert!(leaving.page("/login").flash().contains("forgets this session later"));
    until("/readyz says so", || app.get("/readyz", "").status == 503);
    assert_eq!(app.get("/healthz", "").status, 200);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

/// The next click works; on a machine that has much else to do a connection may take longer than a page waits, and it is a later one.
fn works_again(anna: &Browser) {
    until("the database is back", || anna.get("/spam").status == 200);
}

#[test]
fn people_stay_signed_in_while_postgresql_starts_anew() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let (mut postgres, log) = (Postgres::start(), Log::default());
    let app = site(&postgres, &dovecot, &log);
    let (anna, leaving) = (app.anna(), app.anna());
    anna.page("/spam");
    postgres.go_away();
    is_away(&app, &anna, &leaving);
    postgres.come_back();
    works_again(&anna);
    assert_eq!(anna.page("/spam").uids(), [1], "nothing was done behind the error pages");
    until("/readyz says so", || app.get("/readyz", "").status == 200);
    // Anew between two clicks, which nobody sees.
    postgres.go_away();
    postgres.come_back();
    until("somebody else signs in", || app.browser().sign_in(ANNA, PASSWORD).status == 303);
    // Votes have a connection of their own, which a busy machine may be late to make anew.
    let vote = || anna.post("/help/pop-and-imap/vote", &[("useful", "yes")]).status;
    until("a vote is kept", || vote() == 303);
    assert!(!log.text().contains(support::postgres::PASSWORD) && !log.text().contains(PASSWORD));
}

#[test]
fn people_stay_signed_in_while_postgresql_stands_still() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let postgres = Postgres::start();
    let mut app = site(&postgres, &dovecot, &Log::default());
    let (anna, leaving) = (app.anna(), app.anna());
    anna.page("/spam");
    postgres.freeze();
    is_away(&app, &anna, &leaving);
    postgres.thaw();
    works_again(&anna);
    assert_eq!(anna.page("/spam").uids(), [1]);
    postgres.freeze();
    assert_eq!(app.browser().sign_in(ANNA, PASSWORD).status, 503);
    app.stop();
    postgres.thaw();
}

#[test]
fn a_file_that_another_program_writes_to_holds_up_those_who_sign_in_and_nobody_else() {
    let dovecot = Dovecot::start(Options::default());
    let app = on_a_file(&dovecot).start();
    let anna = app.anna();
    let other = Database::at(app.database());
    other.hold("session");
    let answer = app.browser().sign_in(ANNA, PASSWORD);
    assert_eq!(answer.status, 503, "{}", answer.text());
    for _ in 0..3 {
        anna.page("/spam");
    }
    other.let_go();
    assert_eq!(app.browser().sign_in(ANNA, PASSWORD).status, 303);
}

#[test]
fn on_a_full_disk_people_read_on_and_who_signs_in_is_told_that_it_is_not_the_password() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    // Files of this one process cannot grow; the kernel's signal for that is not the matter here.
    let program = on_a_file(&dovecot).ignoring("XFSZ").program();
    let (anna, fresh, ben) = (program.anna(), program.anna(), program.browser());
    let list = anna.page("/spam");
    process::limit_files(program.id(), Some(0));
    let answer = ben.sign_in(ANNA, PASSWORD);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.text().contains("cannot reach its own records"), "{}", answer.text());
    assert_eq!(fresh.page("/spam").uids(), [1], "not opened before, and so not remembered");
    assert_eq!(
        anna.tick("/spam/rescue", &list, &[1]).told("flash-rescue-done"),
        Some(1),
        "mail is not of the database"
    );
    assert_eq!(anna.page("/help/cannot-sign-in").status, 200);
    process::limit_files(program.id(), None);
    assert_eq!(ben.sign_in(ANNA, PASSWORD).status, 303, "room is made, and the next try works");
    anna.page("/inbox");
}

/// Starts on a file also where the other tests use PostgreSQL.
fn on_a_file(dovecot: &Dovecot) -> Launcher {
    Launcher::before(dovecot).on_a_file()
}
