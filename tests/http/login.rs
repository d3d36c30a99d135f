//! Signing in and out: what every failure says, and what a session is worth to somebody else.

use support::client::{Answer, between};
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::letter;
use support::launcher::{Launcher, Log, TestApp};
use support::wait::until;

const RIGHT: &str = "correct horse";

fn users(users: &[(&str, &str)]) -> Options {
    let users = users.iter().map(|(address, password)| ((*address).to_owned(), (*password).to_owned())).collect();
    Options { users, ..Options::default() }
}

/// Returns the session cookie's value.
fn session(answer: &Answer) -> String {
    let cookie = answer.set_cookie("sid").expect("a session cookie is set");
    cookie.split(['=', ';']).nth(1).unwrap().to_owned()
}

#[test]
fn a_wrong_password_shows_the_form_again_with_the_address_and_a_way_to_help() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let answer = browser.sign_in(ANNA, "wrong");
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("Address and password do not match"), "{}", answer.text());
    assert!(answer.body.contains(&format!("value=\"{ANNA}\"")) && answer.links_to("/help/cannot-sign-in"));
    assert!(!answer.body.contains("wrong\"") && answer.set_cookie("sid").is_none());
    assert_eq!(browser.get("/spam").location(), "/login?next=%2Fspam");
}

#[test]
fn an_address_that_cannot_be_one_is_explained() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    for (address, sentence) in [
        ("anna", "Please type your full e-mail address"),
        ("", "This is not an e-mail address"),
        ("anna lindner@example.org", "This is not an e-mail address"),
        ("@example.org", "This is not an e-mail address"),
        ("anna@example..org", "This is not an e-mail address"),
        ("anna@exa\r\nmple.org", "This is not an e-mail address"),
        ("anna@elsewhere.example", "We do not look after mail for elsewhere.example"),
    ] {
        let answer = browser.sign_in(address, RIGHT);
        assert_eq!(answer.status, 422, "{address:?}: {}", answer.text());
        assert!(answer.text().contains(sentence), "{address:?}: {}", answer.text());
    }
    let hostile = browser.sign_in("\"><script>alert(1)</script>", RIGHT);
    assert!(hostile.status == 422 && !hostile.body.contains("<script>alert"), "{}", hostile.body);
    let elsewhere = browser.sign_in("anna@elsewhere.example", RIGHT);
    assert!(between_main(&elsewhere).contains("href=\"https://example.org/support\""), "{}", elsewhere.body);
}

fn between_main(answer: &Answer) -> &str {
    between(&answer.body, "<main", "</main>").expect("a page has a main part")
}

#[test]
fn a_form_without_address_or_password_is_refused() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    for (fields, named) in [
        (&[("address", ANNA)][..], "password"),
        (&[("password", RIGHT)][..], "address"),
        (&[][..], "address"),
        (&[("address", ANNA), ("password", "")][..], "password"),
    ] {
        let answer = browser.post("/login", fields);
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.text().contains(named), "{fields:?}: {}", answer.text());
    }
}

#[test]
fn too_many_wrong_passwords_must_wait_and_are_told_how_long() {
    let dovecot = Dovecot::start(users(&[(ANNA, RIGHT), ("ben@example.org", RIGHT)]));
    let app = TestApp::configured(&dovecot, "[login]\ntries_per_address = 3\nrefill_seconds = 300\n");
    let browser = app.browser();
    for _ in 0..3 {
        assert_eq!(browser.sign_in(ANNA, "wrong").status, 401);
    }
    // The right password neither: that is what stops a guesser. Nor another spelling of the address.
    for (address, password) in [(ANNA, "wrong"), (ANNA, RIGHT), ("Anna@Example.ORG", RIGHT)] {
        let answer = browser.sign_in(address, password);
        assert_eq!(answer.status, 429);
        let seconds: u32 = answer.header("retry-after").parse().expect("Retry-After is a number");
        assert!((200..=301).contains(&seconds), "{seconds}");
        assert!(answer.text().contains("please wait 5 minutes"), "{}", answer.text());
    }
    assert_eq!(browser.sign_in("ben@example.org", RIGHT).status, 303, "others are not held up");
}

#[test]
fn right_passwords_use_up_no_tries() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::configured(&dovecot, "[login]\ntries_per_address = 2\ntries_per_client = 2\n");
    for _ in 0..6 {
        app.anna();
    }
}

#[test]
fn a_mail_server_that_is_away_is_not_a_wrong_password_and_uses_up_no_tries() {
    let mut dovecot = Dovecot::start(Options::default());
    let app = TestApp::configured(&dovecot, "[login]\ntries_per_address = 1\n");
    dovecot.stop_now();
    let browser = app.browser();
    for _ in 0..3 {
        let answer = browser.sign_in(ANNA, RIGHT);
        assert_eq!(answer.status, 502);
        assert!(answer.text().contains("The mail server does not answer"), "{}", answer.text());
        assert!(answer.body.contains(&format!("value=\"{ANNA}\"")), "{}", answer.body);
    }
    dovecot.restart();
    assert_eq!(browser.sign_in(ANNA, RIGHT).status, 303);
}

#[test]
fn any_password_the_mail_server_takes_signs_in() {
    let passwords = [
        " leading",
        "trailing ",
        "two  spaces",
        "quo\"te",
        "back\\slash",
        "a\\\"b%&+=;#",
        "ümlaut € ß",
        "😀 emoji",
        "{5}",
        "*",
    ];
    let addresses: Vec<_> = (0..passwords.len()).map(|number| format!("user{number}@example.org")).collect();
    let mut all: Vec<_> = addresses.iter().map(String::as_str).zip(passwords).collect();
    all.push((ANNA, RIGHT));
    let mut dovecot = Dovecot::start(users(&all));
    let app = TestApp::start(&dovecot);
    let sign_in = |(address, password): (&str, &str)| {
        let browser = app.browser();
        assert_eq!(browser.sign_in(address, &format!("{password}x")).status, 401, "{password:?}");
        assert_eq!(browser.sign_in(address, password).status, 303, "{password:?}");
        assert!(browser.page("/").body.contains(address));
        browser
    };
    let browsers: Vec<_> = all.into_iter().map(sign_in).collect();
    // Now every session must open a new connection with the password it has kept.
    dovecot.restart();
    browsers.iter().for_each(|browser| drop(browser.page("/inbox")));
}

#[test]
fn each_sign_in_makes_a_new_session_and_ends_the_one_before() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let first = session(&browser.sign_in(ANNA, RIGHT));
    assert_eq!(browser.with_cookie("/spam", &format!("sid={first}")).status, 200);
    let second = session(&browser.sign_in(ANNA, RIGHT));
    assert_ne!(first, second);
    assert_eq!(browser.with_cookie("/spam", &format!("sid={first}")).status, 303);
    assert_eq!(browser.with_cookie("/spam", &format!("sid={second}")).status, 200);
    let fixed = "A".repeat(43);
    assert_eq!(browser.with_cookie("/spam", &format!("sid={fixed}")).location(), "/login?next=%2Fspam");
}

#[test]
fn signing_out_ends_the_session_and_its_connections_to_the_mail_server() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let cookie = session(&browser.sign_in(ANNA, RIGHT));
    browser.page("/spam");
    let connections = || dovecot.doveadm(&["who", "-1"]).matches(ANNA).count();
    until("Anna is connected", || connections() > 0);
    let answer = browser.post("/logout", &[]);
    assert_eq!((answer.status, answer.location()), (303, "/login"));
    assert!(answer.set_cookie("sid").unwrap().contains("Max-Age=0"));
    until("Anna is no longer connected", || connections() == 0);
    assert_eq!(browser.with_cookie("/spam", &format!("sid={cookie}")).location(), "/login?next=%2Fspam");
    let next = browser.page("/login");
    assert!(next.flash().contains("You are signed out."), "{}", next.text());
    assert!(browser.page("/login").flash().is_empty(), "it is said once");
    assert_eq!(browser.post("/logout", &[]).status, 303, "who is signed out already may press again");
}

#[test]
fn the_session_cookie_is_closed_to_scripts_and_other_sites() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let cookie = app.browser().sign_in(ANNA, RIGHT).set_cookie("sid").unwrap();
    assert!(
        cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/"),
        "{cookie}"
    );
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
        let answer = browser.post("/login", &[("address", ANNA), ("password", RIGHT), ("next", next)]);
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
        let fields = [("address", ANNA), ("password", RIGHT), ("next", &form.hidden("next").replace("&#38;", "&"))];
        assert_eq!(browser.post("/login", &fields).location(), path);
    }
    for verb in ["/spam/rescue", "/spam/delete", "/spam/empty"] {
        let answer = app.browser().post(verb, &[("uid_validity", "1"), ("uid", "1")]);
        assert_eq!(answer.location(), "/login?next=%2Fspam", "a form cannot be sent again: back to its list");
    }
}

#[test]
fn a_link_may_fill_in_the_address() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    assert!(browser.page("/login?address=anna@example.org").body.contains("value=\"anna@example.org\""));
    let answer = browser.get("/spam?address=anna%40example.org");
    assert!(browser.page(answer.location()).body.contains("value=\"anna@example.org\""), "{}", answer.location());
    let hostile = browser.page("/login?address=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
}

#[test]
fn a_password_changed_elsewhere_asks_to_sign_in_again() {
    let mut dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let anna = app.browser();
    let sid = anna.sign_in(ANNA, RIGHT).cookie("sid").unwrap();
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

#[test]
fn the_log_holds_no_secret_and_nothing_of_anybodys_mail() {
    let secret = "Sesame-Open-4711";
    let dovecot = Dovecot::start(users(&[(ANNA, secret)]));
    dovecot.deliver(ANNA, "Spam", letter("quaint"));
    dovecot.deliver(ANNA, "Spam", letter("curious"));
    let log = Log::default();
    let mut app = Launcher::before(&dovecot).overheard(&log).start();
    let browser = app.browser();
    browser.sign_in(ANNA, "Wrong-Sesame-4711");
    browser.sign_in(&format!("{secret}@elsewhere.example"), secret);
    browser.get("/spam?address=anna%40example.org");
    let cookie = session(&browser.sign_in(ANNA, secret));
    let list = browser.page("/spam?q=quaint");
    browser.page(&format!("/spam/{}-1", list.hidden("uid_validity")));
    browser.tick("/spam/rescue", &list, &[1]);
    browser.tick("/spam/delete", &list, &[1, 2]);
    browser.post("/spam/delete", &[("uid_validity", "1"), ("uid", "1")]);
    browser.get("/no-such-page");
    browser.post("/logout", &[]);
    app.stop();
    let text = log.text();
    assert!(text.contains("signed in") && text.contains("/spam/rescue"), "{text}");
    for word in [
        secret,
        "no-such-page",
        "Wrong-Sesame",
        &cookie,
        "anna",
        "quaint",
        "curious",
        "Letter",
        "ben@example.com",
        "Hello",
    ] {
        assert!(!text.contains(word), "{word} in the log: {text}");
    }
}

#[test]
fn a_server_that_wants_the_part_before_the_at_gets_it() {
    let dovecot = Dovecot::start(users(&[(ANNA, "of the address"), ("anna", "of the bare name")]));
    let app = TestApp::configured(&dovecot, "login = \"local-part\"\n");
    assert_eq!(app.browser().sign_in(ANNA, "of the address").status, 401);
    assert_eq!(app.browser().sign_in(ANNA, "of the bare name").status, 303);
}
