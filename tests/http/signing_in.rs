//! Who comes in.

use std::time::{Duration, Instant};
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD, closed_port};
use support::launcher::TestApp;

#[test]
fn the_right_password_opens_a_new_session_each_time_and_signing_out_ends_it() {
    let dovecot = Dovecot::start(Options::default());
    let site = TestApp::start(dovecot.imap_port());
    let form = [("address", " Anna@Example.ORG "), ("password", PASSWORD), ("next", "/spam?page=2")];
    // Dovecot lowers user names itself.
    let first = site.post("/login", "", &form);
    assert_eq!((first.status, first.location()), (303, "/spam?page=2"));
    let set = first.header("set-cookie");
    assert!(set.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{set}");
    let first = first.cookie("sid").unwrap();
    assert_eq!(first.len(), "sid=".len() + 43, "32 octets");

    let again = site.get("/login?next=/trash", &first);
    assert_eq!((again.status, again.location()), (303, "/trash"), "signed in already");

    let form = [("address", ANNA), ("password", PASSWORD), ("next", "")];
    let second = site.post("/login", &first, &form);
    assert_eq!(second.location(), "/");
    let second = second.cookie("sid").unwrap();
    assert_ne!(first, second);
    assert_eq!(site.get("/spam", &first).location(), "/login?next=%2Fspam", "the old session is dead");

    let out = site.post("/logout", &second, &[]);
    assert_eq!((out.status, out.location()), (303, "/login"));
    assert_eq!(out.cookie("sid").as_deref(), Some("sid="));
    assert_eq!(site.get("/spam", &second).location(), "/login?next=%2Fspam", "even for who kept the cookie");
}

#[test]
fn a_failed_try_says_what_to_do_and_keeps_the_address() {
    let dovecot = Dovecot::start(Options::default());
    let site = TestApp::start(dovecot.imap_port());
    let long = format!("{}@example.org", "a".repeat(300));
    for (address, password, status) in [
        ("anna", PASSWORD, 422),
        ("anna@", PASSWORD, 422),
        ("", PASSWORD, 422),
        ("an na@example.org", PASSWORD, 422),
        ("anna@exa<mple.org", PASSWORD, 422),
        ("anna@example.org\r\nA1 LOGOUT", PASSWORD, 422),
        (&long, PASSWORD, 422),
        (ANNA, "", 422),
        ("anna@elsewhere.example", PASSWORD, 422),
    ] {
        let response = site.try_login(address, password);
        assert_eq!(response.status, status, "{address:?}");
        assert_eq!(response.cookie("sid"), None);
        let page = response.body;
        assert!(page.contains("role=\"alert\"") && page.contains("<form"), "{address:?}: {page}");
        assert!(!page.contains(PASSWORD), "{address:?}");
        if address.len() < 200 && !address.contains(['<', '\r']) {
            assert!(page.contains(&format!("value=\"{address}\"")), "{address:?} is kept");
        }
    }
    let elsewhere = site.try_login("anna@elsewhere.example", PASSWORD).body;
    assert!(elsewhere.contains("https://example.org/support") && elsewhere.contains("elsewhere.example"));
}

#[test]
fn an_unknown_address_and_a_wrong_password_look_the_same() {
    let dovecot = Dovecot::start(Options::default());
    let site = TestApp::start(dovecot.imap_port());
    let mut pages = Vec::new();
    for (address, password) in [(ANNA, "wrong"), ("nobody@example.org", PASSWORD)] {
        let response = site.try_login(address, password);
        assert_eq!(response.status, 401, "{address}");
        pages.push(response.body.replace(address, "ADDRESS"));
    }
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].contains("/help/cannot-sign-in"));
}

#[test]
fn guessing_is_slowed_down_and_signing_in_is_not() {
    let dovecot = Dovecot::start(Options::default());
    let site = TestApp::with(dovecot.imap_port(), &[("LOGIN__TRIES_PER_ADDRESS", "2")]);
    for _ in 0..6 {
        site.login();
    }
    for _ in 0..2 {
        assert_eq!(site.try_login(ANNA, "wrong").status, 401);
    }
    // Another case is no other address, and a claim in X-Forwarded-For is no other client.
    for address in [ANNA, "ANNA@example.org"] {
        let started = Instant::now();
        let response = site.try_login(address, PASSWORD);
        assert_eq!(response.status, 429, "{address}");
        let seconds: u64 = response.header("retry-after").parse().unwrap();
        assert!((30..=61).contains(&seconds), "{seconds}");
        assert!(started.elapsed() < Duration::from_secs(1), "the mail server was not asked");
    }
}

#[test]
fn a_client_is_who_our_proxy_says() {
    let dovecot = Dovecot::start(Options::default());
    let more = [("LOGIN__TRIES_PER_CLIENT", "1"), ("WEB__TRUSTED_PROXIES", "[\"127.0.0.0/8\"]")];
    let site = TestApp::with(dovecot.imap_port(), &more);
    let try_from = |client: &str| site.browser_from(client).sign_in("nobody@example.org", "x").status;
    assert_eq!(try_from("198.51.100.1:4711"), 401);
    assert_eq!(try_from("198.51.100.1:4712"), 429, "the same client from another port");
    assert_eq!(try_from("203.0.113.9, 198.51.100.1"), 429, "who claims to be another");
    assert_eq!(try_from("198.51.100.2:4711"), 401);
}

#[test]
fn a_password_that_no_person_types_is_not_sent_to_the_server() {
    let site = TestApp::start(closed_port());
    for password in ["x".repeat(2000), "a\0b".to_owned()] {
        let response = site.try_login(ANNA, &password);
        assert_eq!(response.status, 401, "{}", password.len());
    }
}
