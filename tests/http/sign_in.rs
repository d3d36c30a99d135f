//! Signing in: what every failure says, and what guessing costs.

use support::client::between;
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD, closed_port};
use support::launcher::TestApp;

const RIGHT: &str = PASSWORD;

pub fn users(users: &[(&str, &str)]) -> Options {
    let users = users.iter().map(|(address, password)| ((*address).to_owned(), (*password).to_owned())).collect();
    Options { users, ..Options::default() }
}

#[test]
fn a_wrong_password_shows_the_form_again_and_is_not_told_from_an_unknown_address() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let pages = [(ANNA, "wrong"), ("nobody@example.org", RIGHT)].map(|(address, password)| {
        let answer = browser.sign_in(address, password);
        assert_eq!(answer.status, 401, "{address}");
        assert!(answer.text().contains("Address and password do not match"), "{}", answer.text());
        assert!(answer.body.contains(&format!("value=\"{address}\"")) && answer.body.contains("#the-password\""));
        assert!(!answer.body.contains("value=\"wrong") && !answer.body.contains(RIGHT));
        assert!(answer.set_cookie("sid").is_none());
        // The time is another one second later.
        let lines = answer.body.lines().filter(|line| !line.contains("data-now"));
        let body = lines.collect::<Vec<_>>().join("\n");
        body.replace(address, "ADDRESS").replace(&address.replace('@', "%40"), "ADDRESS")
    });
    assert_eq!(pages[0], pages[1]);
    assert_eq!(browser.get("/spam").location(), "/login?next=%2Fspam");
}

#[test]
fn an_address_that_cannot_be_one_is_explained_and_kept() {
    let site = TestApp::start(closed_port());
    let browser = site.browser();
    let long = format!("{}@example.org", "a".repeat(300));
    let impossible = "This is not an e-mail address";
    for (address, password, sentence) in [
        ("anna", RIGHT, "Please type your full e-mail address"),
        ("anna@", RIGHT, "Please type your full e-mail address"),
        ("", RIGHT, impossible),
        ("anna lindner@example.org", RIGHT, impossible),
        ("@example.org", RIGHT, impossible),
        ("anna@example..org", RIGHT, impossible),
        ("anna@exa<mple.org", RIGHT, impossible),
        ("anna@exa\r\nmple.org", RIGHT, impossible),
        ("anna@example.org\r\nA1 LOGOUT", RIGHT, impossible),
        ("\"><script>alert(1)</script>", RIGHT, "Please type your full e-mail address"),
        (&long, RIGHT, ""),
        (ANNA, "", "password"),
        ("anna@elsewhere.example", RIGHT, "We do not look after mail for elsewhere.example"),
    ] {
        let answer = browser.sign_in(address, password);
        assert_eq!(answer.status, 422, "{address:?}: {}", answer.text());
        assert!(answer.text().contains(sentence), "{address:?}: {}", answer.text());
        assert!(answer.set_cookie("sid").is_none());
        let page = answer.body;
        assert!(page.contains("role=\"alert\"") && page.contains("<form"), "{address:?}: {page}");
        assert!(!page.contains(RIGHT) && !page.contains("<script>alert"), "{address:?}");
        if address.len() < 200 && !address.contains(['<', '\r']) {
            assert!(page.contains(&format!("value=\"{address}\"")), "{address:?} is kept");
        }
    }
    let elsewhere = browser.sign_in("anna@elsewhere.example", RIGHT).body;
    let main = between(&elsewhere, "<main", "</main>").unwrap();
    assert!(main.contains("href=\"https://example.org/support\"") && main.contains("elsewhere.example"), "{main}");
}

#[test]
fn too_many_wrong_passwords_must_wait_and_are_told_how_long() {
    for (settings, tries, seconds, words) in [
        ("[login]\ntries_per_address = 3\nrefill_seconds = 300\n", 3, 200..=301, "please wait 5 minutes"),
        ("[login]\ntries_per_address = 2\n", 2, 30..=61, "please wait"),
    ] {
        let mut dovecot = Dovecot::start(users(&[(ANNA, RIGHT), ("ben@example.org", RIGHT)]));
        let app = TestApp::configured(&dovecot, settings);
        let browser = app.browser();
        for _ in 0..tries {
            assert_eq!(browser.sign_in(ANNA, "wrong").status, 401);
        }
        // Nobody asks the mail server any more, or it would be said that it is away.
        dovecot.stop_now();
        // The right password neither: that is what stops a guesser. Nor another spelling of the address.
        for (address, password) in [(ANNA, "wrong"), (ANNA, RIGHT), ("Anna@Example.ORG", RIGHT)] {
            let answer = browser.sign_in(address, password);
            assert_eq!(answer.status, 429, "{address}");
            let told: u32 = answer.header("retry-after").parse().expect("Retry-After is a number");
            assert!(seconds.contains(&told), "{told}");
            assert!(answer.text().contains(words), "{}", answer.text());
        }
        dovecot.restart();
        assert_eq!(browser.sign_in("ben@example.org", RIGHT).status, 303, "others are not held up");
    }
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
fn a_server_that_wants_the_part_before_the_at_gets_it() {
    let dovecot = Dovecot::start(users(&[(ANNA, "of the address"), ("anna", "of the bare name")]));
    let app = TestApp::configured(&dovecot, "login = \"local-part\"\n");
    assert_eq!(app.browser().sign_in(ANNA, "of the address").status, 401);
    assert_eq!(app.browser().sign_in(ANNA, "of the bare name").status, 303);
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
