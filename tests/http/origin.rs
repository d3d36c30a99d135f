//! Forms of other sites are not taken, whoever is signed in.

use crate::forms::FORMS;
use crate::headers::assert_hardened;
use reqwest::Method;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, look};
use support::launcher::TestApp;

#[test]
fn a_form_that_is_not_known_to_be_ours_changes_nothing() {
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Spam", "Trash"] {
        deliver(&dovecot, mailbox, &["one", "two"]);
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let before = ["INBOX", "Spam", "Trash"].map(|mailbox| look(&dovecot, mailbox));
    let own = app.origin();
    let longer = format!("{own}.evil.example");
    let foreign: [&[(&str, &str)]; 10] = [
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", &longer)],
        &[("origin", &own), ("sec-fetch-site", "cross-site")],
        &[("origin", &own), ("sec-fetch-site", "same-site")],
        &[("referer", &own)],
    ];
    for (slug, path) in FORMS.map(|path| (path.split('/').nth(1).unwrap(), path)) {
        let list = if ["spam", "trash", "inbox"].contains(&slug) { slug } else { "spam" };
        let validity = anna.page(&format!("/{list}")).hidden("uid_validity");
        let fields = [
            ("uid_validity", validity.as_str()),
            ("uid", "1"),
            ("last_uid", "2"),
            ("count", "2"),
            ("address", ANNA),
            ("password", "correct horse"),
            ("useful", "yes"),
        ];
        let methods = [Method::POST, Method::PUT, Method::DELETE];
        for (method, headers) in methods.iter().flat_map(|method| foreign.map(|headers| (method, headers))) {
            let answer = anna.send(method.clone(), path, headers, &fields);
            assert_eq!(answer.status, 403, "{method} {path} {headers:?}");
            assert!(answer.text().contains("For your safety nothing was changed"), "{}", answer.text());
            assert!(answer.set_cookie("sid").is_none(), "{path} {headers:?}");
            assert_hardened(&answer, path);
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
        let known = app.post(path, "", &[]).status;
        assert!(![403, 404].contains(&known), "{path}: {known}");
        let by_metadata = [("sec-fetch-site", "same-origin")];
        assert_ne!(app.stranger().send(Method::POST, path, &by_metadata, &[("x", "y")]).status, 403, "{path}");
    }
    assert_eq!(["INBOX", "Spam", "Trash"].map(|mailbox| look(&dovecot, mailbox)), before);
    assert!(anna.page("/").links_to("/spam"), "Anna is still signed in");
    assert!(!anna.page("/help/pop-and-imap").text().contains("found this useful"));
    let by_metadata = anna.send(Method::POST, "/logout", &[("sec-fetch-site", "same-origin")], &[]);
    assert_eq!(by_metadata.status, 303, "a browser that sends no Origin with its own forms may say so otherwise");
}
