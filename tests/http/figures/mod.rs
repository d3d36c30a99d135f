//! `/metrics`: what is counted, by what it is told apart, and who may ask.

mod papers;

use std::collections::BTreeMap;
use support::client::{Site, emptying, pairs};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::{ANNA, Host, closed_port};
use support::independent_client::{deliver, letter};
use support::launcher::{Launcher, Program};

/// Every series with its value.
type Figures = BTreeMap<String, f64>;

/// Starts a site as a program, whose figures are its own, and names the port on which it tells them.
fn start(host: impl Into<Host>, settings: &[(&str, &str)]) -> (Program, Site) {
    let port = closed_port();
    let listen = format!("127.0.0.1:{port}");
    let launcher = Launcher::before(host).with(&[("WEB__ADMIN_LISTEN", &listen)]).with(settings);
    (launcher.program(), Site::at(&format!("http://{listen}"), ""))
}

fn text(machines: &Site) -> String {
    let answer = machines.stranger().get("/metrics");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; version=0.0.4; charset=utf-8"));
    answer.body
}

fn read(text: &str) -> Figures {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
        .collect()
}

fn figures(machines: &Site) -> Figures {
    read(&text(machines))
}

#[test]
fn what_people_do_is_counted_once_by_jobs_and_short_actions_alike() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b", "c", "d"]);
    deliver(&dovecot, "INBOX", &["e"]);
    dovecot.deliver_many(ANNA, &["f", "g", "h"].map(|name| Delivery::new("Trash", letter(name))));
    let (app, machines) = start(&dovecot, &[("JOBS__FROM", "2")]);
    let before = figures(&machines);
    assert_eq!(app.try_login(ANNA, "wrong").status, 401);
    assert_eq!(app.try_login("nobody", "wrong").status, 422);
    let anna = app.anna();
    let list = anna.page("/spam");
    anna.tick("/spam/rescue", &list, &[1]);
    let list = anna.page("/spam");
    anna.tick("/spam/delete", &list, &[2]);
    let list = anna.page("/inbox");
    anna.tick("/inbox/delete", &list, &[1]);
    // Four messages: a job.
    let question = anna.page("/trash/empty");
    let job = anna.post("/trash/empty", &pairs(&emptying(&question)));
    assert!(job.location().starts_with("/jobs/"), "{}", job.text());
    super::jobs::ended(&anna, job.location());
    assert_eq!(anna.get("/help/no-such-article").status, 404);
    let after = figures(&machines);
    let more = |series: &str| after[series] - before[series];
    for (series, count) in [
        ("postern_sign_ins_total{result=\"ok\"}", 1.0),
        ("postern_sign_ins_total{result=\"wrong-password\"}", 1.0),
        ("postern_sign_ins_total{result=\"no-domain\"}", 1.0),
        ("postern_messages_total{action=\"rescued\"}", 1.0),
        ("postern_messages_total{action=\"to_trash\"}", 1.0),
        ("postern_messages_total{action=\"deleted\"}", 5.0),
        ("postern_messages_total{action=\"restored\"}", 0.0),
        ("postern_jobs_ended_total{result=\"done\"}", 1.0),
        ("postern_http_requests_total{route=\"/help/{slug}\",method=\"read\",status=\"4xx\"}", 1.0),
        ("postern_http_requests_total{route=\"/spam/rescue\",method=\"write\",status=\"3xx\"}", 1.0),
        ("postern_http_request_duration_seconds_count{route=\"/spam/rescue\"}", 1.0),
        ("postern_imap_commands_total{command=\"LOGIN\",result=\"no\"}", 1.0),
        ("postern_imap_connections_opened_total{result=\"refused\"}", 1.0),
        ("postern_imap_commands_total{command=\"MOVE\",result=\"bad\"}", 0.0),
        ("postern_store_errors_total{reason=\"away\"}", 0.0),
    ] {
        assert_eq!(more(series), count, "{series}");
    }
    for series in [
        "postern_imap_commands_total{command=\"MOVE\",result=\"ok\"}",
        "postern_imap_commands_total{command=\"EXPUNGE\",result=\"ok\"}",
        "postern_imap_command_duration_seconds_count{command=\"EXPUNGE\"}",
        "postern_imap_connections_opened_total{result=\"ok\"}",
        "postern_store_statement_duration_seconds_count{kind=\"write\"}",
        "postern_freed_bytes_total",
    ] {
        assert!(more(series) > 0.0, "{series}");
    }
    let octets = 5.0 * letter("a").len() as f64;
    assert!(
        (octets * 0.9..octets * 1.2).contains(&more("postern_freed_bytes_total")),
        "{}",
        more("postern_freed_bytes_total")
    );
    for (series, now) in [
        ("postern_mail_servers{state=\"up\"}", 1.0),
        ("postern_mail_servers{state=\"away\"}", 0.0),
        ("postern_store_up", 1.0),
        ("postern_sessions_active", 1.0),
        ("postern_jobs{state=\"done\"}", 1.0),
    ] {
        assert_eq!(after[series], now, "{series}");
    }
    assert!(after["postern_imap_connections{state=\"idle\"}"] >= 1.0);
    assert!(after["postern_cached_rows"] >= 1.0);
    assert!(after["process_resident_memory_bytes"] > 1e6 && after["process_open_fds"] > 3.0);
    assert!(after["postern_http_connections"] >= 1.0);
}

#[test]
fn nobody_makes_a_series_by_what_is_sent() {
    let mut users = vec![(ANNA.to_owned(), "correct horse".to_owned())];
    users.extend((0..20).map(|n| (format!("user{n}@example.org"), "correct horse".to_owned())));
    let dovecot = Dovecot::start(Options { users: users.clone(), ..Options::default() });
    let (app, machines) = start(&dovecot, &[("LOGIN__TRIES_PER_CLIENT", "10000")]);
    let before = text(&machines);
    for (user, password) in &users {
        let browser = app.browser();
        assert_eq!(browser.sign_in(user, password).status, 303);
        browser.get("/spam");
    }
    let anna = app.anna();
    for n in 0..300 {
        anna.get(&format!("/folder/Folder{n}"));
        let stranger = app.stranger();
        stranger.get(&format!("/odd{n}/path?q={n}"));
        stranger.get(&format!("/help/{n}"));
        let method = reqwest::Method::from_bytes(format!("METHOD{n}").as_bytes()).unwrap();
        stranger.send(method, "/login", &[], &[]);
        app.try_login(&format!("who{n}@elsewhere{n}.example"), "x");
    }
    let after = text(&machines);
    let names = |text: &str| read(text).into_keys().collect::<Vec<_>>();
    assert_eq!(names(&after), names(&before));
    for word in ["user1", "anna", "example.org", "elsewhere", "Folder1", "odd1", "METHOD", "127.0.0.1"] {
        assert!(!after.contains(word), "{word}");
    }
}

#[test]
fn figures_are_told_on_the_port_of_machines_alone() {
    let (app, machines) = start(closed_port(), &[]);
    assert_eq!(app.stranger().get("/metrics").status, 404);
    assert_eq!(figures(&machines)["postern_mail_servers{state=\"unasked\"}"], 1.0);
    assert_eq!(app.try_login(ANNA, "x").status, 502);
    let after = figures(&machines);
    assert_eq!(after["postern_mail_servers{state=\"away\"}"], 1.0);
    assert_eq!(after["postern_imap_connections_opened_total{result=\"away\"}"], 1.0);
    assert_eq!(after["postern_sign_ins_total{result=\"server-away\"}"], 1.0);
}
