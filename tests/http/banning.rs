//! What the log says of refused sign-ins: enough for a host to ban who guesses, nothing of whose mailbox it was.

use reqwest::Method;
use std::io::Write as _;
use std::process::{Command, Stdio};
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::launcher::Launcher;

/// The filter that the README tells of.
const FILTER: &str = include_str!("../../docs/fail2ban.conf");
const README: &str = include_str!("../../README.md");
const CLIENTS: [&str; 2] = ["203.0.113.9", "2001:db8:1:2:3:4:5:6"];

/// Signs in wrongly in every way, through a proxy, and returns the log.
fn log_of_refusals(more: &[(&str, &str)], filter: Option<&str>) -> String {
    let mail = Dovecot::start(Options::default());
    let launcher = Launcher::before(&mail).with(&[("LOGIN__TRIES_PER_ADDRESS", "1")]).with(more);
    let postern = filter.into_iter().fold(launcher, Launcher::logging).program();
    let (stranger, origin) = (postern.stranger(), postern.origin());
    let refused = |from: (&str, &str), form: &[(&str, &str)]| {
        stranger.send(Method::POST, "/login", &[("origin", &origin), from], form).status
    };
    let tries = [
        (ANNA, "x", CLIENTS[0], 401),
        (ANNA, PASSWORD, CLIENTS[1], 429),
        ("anna", "x", CLIENTS[0], 422),
        ("an na@example.org", "x", CLIENTS[0], 422),
        ("anna@elsewhere.example", "x", CLIENTS[1], 422),
        ("kind=x client=192.0.2.1\n sign-in refused@example.org", "x", CLIENTS[0], 422),
        // A proxy that names nobody is not banned for what people behind it do.
        ("ben@example.org", "x", "", 401),
    ];
    for (address, password, from, status) in tries {
        let header = if from.is_empty() { ("forwarded", "for=203.0.113.9") } else { ("x-forwarded-for", from) };
        assert_eq!(refused(header, &[("address", address), ("password", password)]), status, "{address}");
    }
    assert_eq!(refused(("x-forwarded-for", CLIENTS[1]), &[("user", "x")]), 422);
    let log = postern.end();
    assert!(!log.contains("anna") && !log.contains("elsewhere") && !log.contains("192.0.2.1"), "{log}");
    log
}

/// Returns what each line about a refused sign-in ends with.
fn refusals(log: &str) -> Vec<&str> {
    log.lines().filter_map(|line| line.split_once("sign-in refused ")).map(|(_, end)| end).collect()
}

#[test]
fn each_refused_sign_in_is_one_line_with_its_kind_and_the_clients_whole_address() {
    let log = log_of_refusals(&[], None);
    let [v4, v6] = CLIENTS;
    let expected = [
        format!("kind=wrong-password client={v4}"),
        format!("kind=too-many client={v6}"),
        format!("kind=no-domain client={v4}"),
        format!("kind=malformed client={v4}"),
        format!("kind=not-served client={v6}"),
        format!("kind=malformed client={v4}"),
        "kind=wrong-password".to_owned(),
        format!("kind=malformed client={v6}"),
    ];
    assert_eq!(refusals(&log), expected, "{log}");
}

#[test]
fn a_host_that_wants_no_addresses_in_the_log_gets_none() {
    let log = log_of_refusals(&[("LOG__CLIENT_ADDRESSES", "false")], None);
    assert_eq!(refusals(&log).len(), 8, "{log}");
    assert!(CLIENTS.iter().all(|client| !log.contains(client)) && !log.contains("client="), "{log}");
}

#[test]
fn the_documented_filter_finds_who_guesses_in_a_real_log_however_quiet_it_is() {
    let line = FILTER.lines().find(|line| line.starts_with("failregex = ")).unwrap();
    assert!(README.lines().any(|told| told == line), "the README tells of the same");
    let failregex = line.strip_prefix("failregex = ").unwrap();
    // As grep writes what fail2ban's Python reads; here a host is an address.
    let pattern = failregex.replace("(?:", "(").replace("<HOST>", "([0-9a-f.:]+)");
    for filter in [None, Some("warn"), Some("debug")] {
        let log = log_of_refusals(&[], filter);
        let numbered = |line: &&str| line.contains("request{number=");
        assert_eq!(log.lines().filter(numbered).filter(|line| line.contains("sign-in refused")).count(), 8, "{log}");
        let mut grep = Command::new("grep");
        let mut grep = grep.args(["-E", &pattern]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        grep.stdin.take().unwrap().write_all(log.as_bytes()).unwrap();
        let found = String::from_utf8(grep.wait_with_output().unwrap().stdout).unwrap();
        let kinds: Vec<&str> = refusals(&found).iter().map(|end| end.split(' ').next().unwrap()).collect();
        let expected = ["wrong-password", "too-many", "malformed", "not-served", "malformed", "malformed"];
        assert_eq!(kinds, expected.map(|kind| format!("kind={kind}")), "{pattern}\n{log}");
    }
}
