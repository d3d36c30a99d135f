//! What a password and a cookie leave behind: nothing.

use crate::sessions::session;
use crate::sign_in::users;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::path::PathBuf;
use support::database::{files_below, files_holding};
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::letter;
use support::launcher::{Launcher, Log, TestApp};

#[test]
fn the_database_holds_neither_the_password_nor_the_cookie() {
    let secret = "Sesame-Open-4711";
    let users = vec![(ANNA.to_owned(), secret.to_owned())];
    let dovecot = Dovecot::start(Options { users, ..Options::default() });
    let mut app = TestApp::start(&dovecot);
    let browser = app.browser();
    browser.sign_in(ANNA, "Wrong-Sesame-4711");
    let sid = browser.sign_in(ANNA, secret).cookie("sid").unwrap();
    let cookie = sid.strip_prefix("sid=").unwrap();
    browser.page("/spam");
    let decoded = URL_SAFE_NO_PAD.decode(cookie).unwrap();
    let check = |app: &TestApp| {
        let folder = app.database_files();
        let holding = |what: &[u8]| files_holding(&folder, what);
        assert!(!holding(ANNA.as_bytes()).is_empty(), "the search finds what is there");
        for what in [secret.as_bytes(), b"Wrong-Sesame-4711", cookie.as_bytes(), &decoded] {
            assert_eq!(holding(what), Vec::<PathBuf>::new());
        }
        let of_the_database = |path: &PathBuf| path.file_name().is_some_and(|name| name != "postern.toml");
        for file in files_below(&folder).into_iter().filter(of_the_database) {
            let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
            assert_eq!(mode & 0o077, 0, "{}: {mode:o}", file.display());
        }
    };
    check(&app);
    app.stop();
    check(&app);
}

/// The program itself, for its logs: whatever is asked of them, no secret is in them.
#[test]
fn a_log_as_loud_as_can_be_holds_no_secret() {
    let secret = "pass word 7 ü";
    let users = vec![(ANNA.to_owned(), secret.to_owned()), ("ben@example.org".to_owned(), "plain-password".to_owned())];
    let mail = Dovecot::start(Options { users, ..Options::default() });
    let loud = "trace,async_imap=trace,async_imap::client=trace,async_imap::imap_stream=trace,imap_proto::parser=trace";
    let postern = Launcher::before(&mail).logging(loud).program();

    let mut cookies = Vec::new();
    for (address, password) in
        [(ANNA, secret), ("ben@example.org", "plain-password"), ("Anna.Secret@example.org", "wrong\nFAKE LINE")]
    {
        let login = postern.post("/login", "", &[("address", address), ("password", password)]);
        let sid = login.cookie("sid").unwrap_or_default();
        for path in
            ["/spam?q=anna.secret%40example.org", "/anna.secret@example.org", "/help/anna.secret@example.org", "/"]
        {
            postern.get(path, &sid);
        }
        cookies.push(sid.trim_start_matches("sid=").to_owned());
        let known = login.cookie("device").unwrap_or_default();
        cookies.extend(known.trim_start_matches("device=").split('.').map(str::to_owned));
    }
    let log = postern.end();
    assert!(log.lines().count() > 5, "{log}");
    let sasl = |address: &str, password: &str| STANDARD.encode(format!("\0{address}\0{password}"));
    let mut secrets = vec![secret.to_owned(), "plain-password".to_owned(), "FAKE LINE".to_owned()];
    secrets.extend([sasl(ANNA, secret), sasl("ben@example.org", "plain-password")]);
    secrets.extend(["anna@example.org", "ben@example.org", "secret@example.org", "secret%40"].map(str::to_owned));
    secrets.extend(cookies.into_iter().filter(|cookie| !cookie.is_empty()));
    for secret in secrets {
        let leaks: Vec<&str> =
            log.lines().filter(|line| line.to_lowercase().contains(&secret.to_lowercase())).collect();
        assert!(leaks.is_empty(), "{secret}: {leaks:?}");
    }
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
