//! What a password and a cookie leave behind: nothing.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::path::{Path, PathBuf};
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::{Launcher, TestApp};

#[test]
fn the_database_holds_neither_the_password_nor_the_cookie() {
    let dovecot = Dovecot::start(Options::default());
    let site = TestApp::start(dovecot.imap_port());
    let sid = site.login();
    let cookie = sid.strip_prefix("sid=").unwrap();
    for secret in [b"correct horse".as_slice(), cookie.as_bytes(), &URL_SAFE_NO_PAD.decode(cookie).unwrap()] {
        assert_eq!(files_with(site.dir(), secret), Vec::<String>::new());
    }
    assert_ne!(files_with(site.dir(), b"anna@example.org"), Vec::<String>::new(), "the search finds what is there");
    let files = std::fs::read_dir(site.dir()).unwrap().map(Result::unwrap);
    for file in files.filter(|file| file.file_name().to_string_lossy().starts_with("postern.db")) {
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn a_session_whose_password_was_changed_is_over() {
    let mut mail = Dovecot::start(Options::default());
    let site = TestApp::start(mail.imap_port());
    let sid = site.login();
    mail.change_password(ANNA, "another");
    mail.restart();
    let response = site.get("/spam", &sid);
    assert_eq!(response.status, 401);
    assert_eq!(response.cookie("sid").as_deref(), Some("sid="));
    assert!(response.body.contains("href=\"/login\""));
    assert_eq!(site.get("/spam", &sid).location(), "/login?next=%2Fspam", "for who kept the cookie too");
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

/// Returns the names of the files in a folder that hold some octets.
fn files_with(folder: &Path, secret: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let holds = |path: &PathBuf| std::fs::read(path).unwrap().windows(secret.len()).any(|w| w == secret);
    files.filter(holds).map(|path| path.display().to_string()).collect()
}
