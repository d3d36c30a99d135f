//! The mail server's own log and limits are about people, where the host wants that: it is told from where somebody asks.

use reqwest::Method;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::Launcher;
use support::wait::until;

const CLIENT: &str = "203.0.113.9";
const OTHER: &str = "198.51.100.7";

/// Starts a Dovecot that believes what this machine says of others.
fn dovecot() -> Dovecot {
    Dovecot::start(Options { extra: "login_trusted_networks = 127.0.0.0/8\n".to_owned(), ..Options::default() })
}

/// Lists the lines about sign-ins as Anna from an address.
fn from<'a>(log: &'a str, address: &str) -> Vec<&'a str> {
    log.lines().filter(|line| line.contains("user=<anna") && line.contains(&format!("rip={address},"))).collect()
}

#[test]
fn dovecot_logs_the_address_of_who_asks_for_good_and_for_failed_sign_ins() {
    let dovecot = dovecot();
    // Each page proves the password anew, on a connection of its own.
    let proof = [("IMAP__PROOF_SECONDS", "0"), ("LOGIN__TRIES_PER_CLIENT", "100")];
    let app = Launcher::before(&dovecot).configured("tells_client = true\n").with(&proof).start();
    let browser = app.browser_from(CLIENT);
    assert_eq!(browser.sign_in(ANNA, "wrong").status, 401);
    until("the refusal", || from(&dovecot.log(), CLIENT).iter().any(|line| line.contains("auth failed")));
    let answer = browser.sign_in(ANNA, dovecot.password(ANNA));
    assert_eq!(answer.status, 303);
    until("the sign-in", || from(&dovecot.log(), CLIENT).iter().any(|line| line.contains("Login: user=")));
    // The same session from elsewhere, as a phone that leaves the house.
    let cookie = answer.cookie("sid").unwrap();
    let phone = app.browser_from(OTHER);
    assert_eq!(phone.send(Method::GET, "/spam", &[("cookie", &cookie)], &[]).status, 200);
    until("the page", || from(&dovecot.log(), OTHER).iter().any(|line| line.contains("Login: user=")));
    let log = dovecot.log();
    assert!(from(&log, "127.0.0.1").is_empty(), "{log}");
}

#[test]
fn nothing_is_told_unless_the_host_wants_it_or_where_many_stand_behind_one_address() {
    let dovecot = dovecot();
    let silent = Launcher::before(&dovecot).start();
    assert_eq!(silent.browser_from(CLIENT).sign_in(ANNA, dovecot.password(ANNA)).status, 303);
    // A proxy that is not believed speaks for many.
    let untold = Launcher::before(&dovecot).configured("tells_client = true\n");
    let untold = untold.with(&[("WEB__TRUSTED_PROXIES", "[]")]).start();
    assert_eq!(untold.browser_from(CLIENT).sign_in(ANNA, dovecot.password(ANNA)).status, 303);
    until("two sign-ins", || from(&dovecot.log(), "127.0.0.1").len() >= 2);
    let log = dovecot.log();
    assert!(from(&log, CLIENT).is_empty(), "{log}");
}
