//! What a password and a cookie leave behind: nothing.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use support::dovecot::{Dovecot, Options};
use support::program::Program;
use support::site::{ANNA, Site, cookie, dovecot, files_with, location};

#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_neither_the_password_nor_the_cookie() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[]).await;
    let sid = site.login().await;
    let cookie = sid.strip_prefix("sid=").unwrap();
    for secret in [b"correct horse".as_slice(), cookie.as_bytes(), &URL_SAFE_NO_PAD.decode(cookie).unwrap()] {
        assert_eq!(files_with(site.folder.path(), secret), Vec::<String>::new());
    }
    assert_ne!(
        files_with(site.folder.path(), b"anna@example.org"),
        Vec::<String>::new(),
        "the search finds what is there"
    );
    for file in std::fs::read_dir(site.folder.path()).unwrap() {
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.unwrap().metadata().unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_password_was_changed_is_over() {
    let mut mail = dovecot();
    let site = Site::start(mail.imap_port(), &[]).await;
    let sid = site.login().await;
    mail.change_password(ANNA, "another");
    mail.restart();
    let response = site.get("/spam", &sid).await;
    assert_eq!(response.status(), 401);
    assert_eq!(cookie(&response, "sid").as_deref(), Some("sid="));
    assert!(response.text().await.unwrap().contains("href=\"/login\""));
    assert_eq!(location(&site.get("/spam", &sid).await), "/login?next=%2Fspam", "for who kept the cookie too");
    site.stop().await;
}

/// The program itself, for its logs: whatever is asked of them, no secret is in them.
#[test]
fn a_log_as_loud_as_can_be_holds_no_secret() {
    let secret = "pass word 7 ü";
    let users = vec![(ANNA.to_owned(), secret.to_owned()), ("ben@example.org".to_owned(), "plain-password".to_owned())];
    let mail = Dovecot::start(Options { users, ..Options::default() });
    let loud = "trace,async_imap=trace,async_imap::client=trace,async_imap::imap_stream=trace,imap_proto::parser=trace";
    let postern = Program::start(&mail, &[("RUST_LOG", loud)]);
    let origin = postern.origin.clone();

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cookies: Vec<String> = runtime.block_on(async {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut cookies = Vec::new();
        for (address, password) in
            [(ANNA, secret), ("ben@example.org", "plain-password"), ("Anna.Secret@example.org", "wrong\nFAKE LINE")]
        {
            let form = [("address", address), ("password", password)];
            let login =
                client.post(format!("{origin}/login")).header("origin", &origin).form(&form).send().await.unwrap();
            let sid = cookie(&login, "sid").unwrap_or_default();
            for path in
                ["/spam?q=anna.secret%40example.org", "/anna.secret@example.org", "/help/anna.secret@example.org", "/"]
            {
                client.get(format!("{origin}{path}")).header("cookie", &sid).send().await.unwrap();
            }
            cookies.push(sid.trim_start_matches("sid=").to_owned());
            let known = cookie(&login, "device").unwrap_or_default();
            cookies.extend(known.trim_start_matches("device=").split('.').map(str::to_owned));
        }
        cookies
    });
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
