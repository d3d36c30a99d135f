//! A mail server that restarts, or is away for a while.

use support::client::{between, emptying, pairs};
use support::dovecot::{Dovecot, Options};
use support::independent_client::{deliver, names};
use support::launcher::{Launcher, Log, TestApp};
use support::wait::until;

#[test]
fn a_restart_of_the_mail_server_between_two_clicks_is_not_noticed() {
    let mut dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one", "two", "three"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    dovecot.restart();
    let message = format!("/spam/{}-1", list.hidden("uid_validity"));
    anna.page(&message);
    dovecot.restart();
    assert_eq!(anna.tick("/spam/rescue", &list, &[1]).told("flash-rescue-done"), Some(1));
    dovecot.restart();
    let question = anna.page("/spam/empty");
    dovecot.restart();
    let next = anna.submit("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!(next.told("flash-empty-done"), Some(2), "{}", next.flash());
    dovecot.restart();
    assert!(anna.page("/").text().contains("1 message"));
    assert_eq!(names(&dovecot, "INBOX"), ["one"]);
}

#[test]
fn while_the_mail_server_is_away_pages_say_so_and_the_session_lives() {
    let mut dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one", "two"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let (list, question) = (anna.page("/spam"), anna.page("/spam/empty"));
    dovecot.stop_now();
    let (validity, fields) = (list.hidden("uid_validity"), emptying(&question));
    for path in ["/", "/spam", "/trash", "/spam/empty", &format!("/spam/{validity}-1")] {
        for _ in 0..2 {
            let answer = anna.get(path);
            assert_eq!(answer.status, 502, "{path}: {}", answer.text());
            assert!(answer.text().contains("The mail server does not answer"), "{path}: {}", answer.text());
            assert!(
                answer.set_cookie("sid").is_none() && answer.links_to("/help/cannot-sign-in#the-mail-server-is-away"),
                "{path}"
            );
        }
    }
    for (path, fields) in [
        ("/spam/delete", vec![("uid_validity", validity.as_str()), ("uid", "1")]),
        ("/spam/rescue", vec![("uid_validity", validity.as_str()), ("uid", "1")]),
        ("/spam/empty", pairs(&fields)),
    ] {
        assert_eq!(anna.post(path, &fields).status, 502, "{path}");
    }
    assert!(anna.page("/help/cannot-sign-in").links_to("/spam"), "help works, and Anna is signed in");
    dovecot.restart();
    assert_eq!(anna.page("/spam").uids(), [2, 1], "nothing was done behind the error page");
    let next = anna.submit("/spam/empty", &pairs(&fields));
    assert_eq!(next.told("flash-empty-done"), Some(2), "{}", next.flash());
}

#[test]
fn postern_logs_out_of_the_mail_server_when_it_stops() {
    let dovecot = Dovecot::start(Options::default());
    let mut app = TestApp::start(&dovecot);
    app.anna().page("/spam");
    app.stop();
    until("no connection is left", || !dovecot.doveadm(&["who", "-1"]).contains("anna"));
    let log = dovecot.log();
    let ends: Vec<_> = log.lines().filter(|line| line.contains("imap(anna") && line.contains("Disconnected")).collect();
    assert!(!ends.is_empty() && ends.iter().all(|line| line.contains("Logged out")), "{log}");
}

/// Returns the number that an error page asks people to tell.
fn number_to_tell(body: &str) -> Option<&str> {
    between(body, "tell them this number: <code>", "</code>")
}

#[test]
fn the_number_on_an_error_page_leads_to_its_line_of_the_log() {
    let mut dovecot = Dovecot::start(Options::default());
    let log = Log::default();
    deliver(&dovecot, "Spam", &["one"]);
    let app = Launcher::before(&dovecot).overheard(&log).start();
    let anna = app.anna();
    let list = anna.page("/spam");
    dovecot.stop_now();
    let validity = list.hidden("uid_validity");
    let form = [("uid_validity", validity.as_str()), ("uid", "1")];
    let pages = [anna.get("/spam"), anna.get("/spam"), anna.post("/spam/delete", &form)];
    let mut numbers = Vec::new();
    for page in &pages {
        let number = number_to_tell(&page.body).unwrap_or_else(|| panic!("no number: {}", page.text()));
        let (span, text) = (format!("request{{number=\"{number}\"}}"), log.text());
        let of_the_request: Vec<_> = text.lines().filter(|line| line.contains(&span)).collect();
        let told = of_the_request.iter().any(|line| line.contains("WARN") && line.contains("kind=\"unreachable\""));
        assert!(told, "{number}: {of_the_request:#?}");
        numbers.push(number);
    }
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), pages.len(), "each request has its own");
}

#[test]
fn where_the_log_knows_no_more_than_the_page_there_is_no_number() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/spam");
    let form = [("uid_validity", "1"), ("uid", "1"), ("seal", "x")];
    for (page, status) in [
        (anna.get("/no-such-page"), 404),
        (anna.get("/spam/empty/x"), 404),
        (anna.get("/logout"), 405),
        (anna.get(&format!("/spam/{}-99", list.hidden("uid_validity"))), 404),
        (anna.post("/spam/delete", &form), 409),
    ] {
        assert_eq!(page.status, status, "{}", page.text());
        assert!(!page.text().contains("number"), "{}", page.text());
    }
    // The host has set the site up under another name than browsers use: that is for whom the log is.
    let foreign = anna.send(reqwest::Method::POST, "/spam/delete", &[("origin", "https://other.example")], &form);
    assert_eq!(foreign.status, 403);
    assert!(number_to_tell(&foreign.body).is_some(), "{}", foreign.text());
}
