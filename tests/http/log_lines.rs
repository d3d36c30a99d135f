//! How lines of the log look, and that those of one request are found by the number that its page shows.

use serde_json::Value;
use support::answer::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::deliver;
use support::launcher::{Launcher, Program};

/// Returns the number that the page of a failure shows.
fn number(page: &Answer) -> String {
    let behind = page.body.split("tell them this number:").nth(1).unwrap_or_else(|| panic!("{}", page.text()));
    behind.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap().to_owned()
}

/// Starts a site before a mail server, with everything of Postern's in its log.
fn start(dovecot: &Dovecot, settings: &[(&str, &str)]) -> Program {
    Launcher::before(dovecot).with(settings).logging("info,postern=trace").program()
}

/// Lists the lines of the log that are objects; nothing else may stand there, but for what is said to whoever started it.
fn objects(log: &str) -> Vec<Value> {
    let lines = log.lines().filter(|line| !line.starts_with("listening on "));
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{line}: {why}"))).collect()
}

/// Returns the number of the request that a line belongs to.
fn number_of(line: &Value) -> Option<&str> {
    line["spans"].as_array()?.iter().find(|span| span["name"] == "request")?["number"].as_str()
}

#[test]
fn as_json_each_line_is_an_object_with_the_number_of_its_request_also_what_the_mail_server_was_asked_for() {
    let mut dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["a", "b"]);
    let app = start(&dovecot, &[("LOG__FORMAT", "json")]);
    assert_eq!(app.try_login(ANNA, "wrong").status, 401);
    let anna = app.anna();
    let list = anna.page("/spam");
    anna.tick("/spam/rescue", &list, &[1]);
    anna.page(&format!("/spam/{}-2/raw", list.hidden("uid_validity")));
    dovecot.stop_now();
    let failed = anna.get("/spam");
    assert_eq!(failed.status, 502, "{}", failed.text());
    let shown = number(&failed);
    let lines = objects(&app.end());
    let said = |message: &str| -> Vec<&Value> { lines.iter().filter(|line| line["message"] == message).collect() };
    for line in &lines {
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["target"].is_string(), "{line}");
    }
    let of_the_failure: Vec<_> = lines.iter().filter(|line| number_of(line) == Some(shown.as_str())).collect();
    assert!(of_the_failure.iter().any(|line| line["level"] == "WARN" && line["status"] == 502), "{of_the_failure:#?}");
    assert!(said("sign-in refused").iter().all(|line| line["kind"] == "wrong-password" && number_of(line).is_some()));
    assert_eq!(said("sign-in refused").len(), 1);
    // Each request, and what was asked of the mail server for it, go by one number.
    let request = |route: &str| {
        let answered = said("answered").into_iter().find(|line| line["route"] == route);
        number_of(answered.unwrap_or_else(|| panic!("{route} in {lines:#?}"))).unwrap().to_owned()
    };
    for (route, command) in [
        ("/login", "sign-in"),
        ("/spam", "EXAMINE"),
        ("/spam/rescue", "UID MOVE"),
        ("/spam/{message}/raw", "UID FETCH"),
    ] {
        let asked: Vec<&Value> =
            said("asked the mail server").into_iter().filter(|line| line["command"] == command).collect();
        assert!(!asked.is_empty(), "{command} in {lines:#?}");
        let numbers: Vec<_> = asked.iter().map(|line| number_of(line)).collect();
        assert!(numbers.contains(&Some(&request(route))), "{route} {command}: {numbers:?}");
        assert!(numbers.iter().all(Option::is_some), "{command}: {numbers:?}");
    }
}

#[test]
fn the_number_of_a_trusted_proxy_is_taken_over_if_it_is_plain_and_a_strangers_is_not() {
    let mut dovecot = Dovecot::start(Options::default());
    let apps = [start(&dovecot, &[]), start(&dovecot, &[("WEB__TRUSTED_PROXIES", "[]")])];
    let browsers = apps.each_ref().map(|app| app.anna());
    dovecot.stop_now();
    let ask = |at: usize, given: &str| {
        let answer = browsers[at].send(reqwest::Method::GET, "/spam", &[("x-request-id", given)], &[]);
        assert_eq!(answer.status, 502, "{}", answer.text());
        number(&answer)
    };
    let is_ours = |number: &str| number.len() == 8 && number.chars().all(|c| c.is_ascii_hexdigit());
    assert_eq!(ask(0, "7a-B.c_9"), "7a-B.c_9");
    for odd in ["", "two words", "x\"}: forged=\"y", "<b>bold</b>", &"x".repeat(65)] {
        assert!(is_ours(&ask(0, odd)), "{odd}");
    }
    assert!(is_ours(&ask(1, "7a-B.c_9")), "nobody is trusted");
    let [trusting, other] = apps.map(Program::end);
    assert!(trusting.contains("request{number=\"7a-B.c_9\"}"), "{trusting}");
    assert!(!trusting.contains("forged") && !trusting.contains("bold"), "{trusting}");
    assert!(!other.contains("7a-B.c_9"), "{other}");
}
