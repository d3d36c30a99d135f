//! Sessions: what a cookie opens and for how long, and where signing in leads.

use support::client::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::launcher::TestApp;
use support::wait::until;

/// Returns the session cookie's value.
pub fn session(answer: &Answer) -> String {
    let cookie = answer.set_cookie("sid").expect("a session cookie is set");
    cookie.split(['=', ';']).nth(1).unwrap().to_owned()
}

#[test]
fn each_sign_in_makes_a_new_session_and_ends_the_one_before() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    // Dovecot lowers user names itself.
    let first = session(&browser.sign_in(" Anna@Example.ORG ", PASSWORD));
    assert_eq!(first.len(), 43, "32 octets");
    assert_eq!(browser.with_cookie("/spam", &format!("sid={first}")).status, 200);
    let second = session(&browser.sign_in(ANNA, PASSWORD));
    assert_ne!(first, second);
    assert_eq!(browser.with_cookie("/spam", &format!("sid={first}")).location(), "/login?next=%2Fspam");
    assert_eq!(browser.with_cookie("/spam", &format!("sid={second}")).status, 200);
    let fixed = "A".repeat(43);
    assert_eq!(browser.with_cookie("/spam", &format!("sid={fixed}")).location(), "/login?next=%2Fspam");
}

#[test]
fn signing_out_ends_the_session_and_its_connections_to_the_mail_server() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let cookie = session(&browser.sign_in(ANNA, PASSWORD));
    browser.page("/spam");
    let connections = || dovecot.doveadm(&["who", "-1"]).matches(ANNA).count();
    until("Anna is connected", || connections() > 0);
    let answer = browser.post("/logout", &[]);
    assert_eq!((answer.status, answer.location()), (303, "/login"));
    assert!(answer.set_cookie("sid").unwrap().contains("Max-Age=0"));
    assert_eq!(answer.cookie("sid").as_deref(), Some("sid="));
    until("Anna is no longer connected", || connections() == 0);
    assert_eq!(
        browser.with_cookie("/spam", &format!("sid={cookie}")).location(),
        "/login?next=%2Fspam",
        "even for who kept the cookie"
    );
    let next = browser.page("/login");
    assert!(next.flash().contains("You are signed out."), "{}", next.text());
    assert!(browser.page("/login").flash().is_empty(), "it is said once");
    assert_eq!(browser.post("/logout", &[]).status, 303, "who is signed out already may press again");
}

#[test]
fn the_session_cookie_is_closed_to_scripts_and_other_sites() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let cookie = app.browser().sign_in(ANNA, PASSWORD).set_cookie("sid").unwrap();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain") && !cookie.contains("Max-Age"), "{cookie}");
}

#[test]
fn next_leads_to_pages_of_our_own_only() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    for (next, goes) in [
        ("/spam?page=2", "/spam?page=2"),
        ("/trash/empty", "/trash/empty"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("//evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https:evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/\r\nSet-Cookie: sid=x", "/"),
        ("%2F%2Fevil.example", "/"),
        (" //evil.example", "/"),
        ("evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/login?next=/login", "/"),
        ("/logout", "/"),
        ("", "/"),
    ] {
        let browser = app.browser();
        let answer = browser.post("/login", &[("address", ANNA), ("password", PASSWORD), ("next", next)]);
        assert_eq!((answer.status, answer.location()), (303, goes), "{next:?}");
        let mut login = reqwest::Url::parse("http://host/login").unwrap();
        login.query_pairs_mut().append_pair("next", next);
        let path = format!("/login?{}", login.query().unwrap());
        assert_eq!(browser.get(&path).location(), goes, "who is signed in goes on: {next:?}");
        let form = app.browser().page(&path);
        assert_eq!(form.hidden("next"), goes, "{next:?}");
    }
}

#[test]
fn a_visitor_is_sent_to_the_sign_in_and_lands_on_the_page_asked_for() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    for path in ["/", "/spam", "/trash", "/inbox", "/spam/empty", "/trash/empty", "/spam?page=2&q=a%20b", "/spam/1-2"] {
        let browser = app.browser();
        let answer = browser.get(path);
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/login?next="), "{}", answer.location());
        let form = browser.page(answer.location());
        let fields = [("address", ANNA), ("password", PASSWORD), ("next", &form.hidden("next").replace("&#38;", "&"))];
        assert_eq!(browser.post("/login", &fields).location(), path);
    }
    for verb in ["/spam/rescue", "/spam/delete", "/spam/empty"] {
        let answer = app.browser().post(verb, &[("uid_validity", "1"), ("uid", "1")]);
        assert_eq!(answer.location(), "/login?next=%2Fspam", "a form cannot be sent again: back to its list");
    }
}

#[test]
fn a_password_changed_elsewhere_asks_to_sign_in_again() {
    let mut dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let anna = app.browser();
    let sid = anna.sign_in(ANNA, PASSWORD).cookie("sid").unwrap();
    anna.page("/spam");
    dovecot.change_password(ANNA, "quite another horse");
    dovecot.restart();
    let answer = anna.get("/spam");
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert!(answer.text().contains("Please sign in again") && answer.links_to("/login"), "{}", answer.text());
    assert_eq!(answer.cookie("sid").as_deref(), Some("sid="));
    assert_eq!(anna.get("/spam").location(), "/login?next=%2Fspam");
    assert_eq!(app.get("/spam", &sid).location(), "/login?next=%2Fspam", "for who kept the cookie too");
    assert_eq!(anna.sign_in(ANNA, "quite another horse").status, 303);
}

#[test]
fn a_changed_password_ends_a_session_even_while_its_connections_stay_open() {
    let mut dovecot = Dovecot::start(Options::default());
    let app = TestApp::configured(&dovecot, "[imap]\nproof_seconds = 0\n");
    let (anna, thief) = (app.anna(), app.anna());
    for _ in 0..3 {
        assert_eq!((anna.page("/spam").status, thief.page("/trash").status), (200, 200));
    }
    dovecot.change_password(ANNA, "quite another horse");
    // Dovecot reads its list once a second.
    until("the old password opens nothing", || anna.get("/spam").status != 200);
    let answer = thief.get("/spam");
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert!(answer.text().contains("Please sign in again") && answer.links_to("/login"), "{}", answer.text());
    for browser in [anna, thief] {
        assert_eq!(browser.get("/spam").location(), "/login?next=%2Fspam");
    }
    let anna = app.browser();
    assert_eq!(anna.sign_in(ANNA, "quite another horse").status, 303);
    anna.page("/spam");
}
