//! Forms from elsewhere, methods that do not fit, pages that are not there, and the headers that all of them carry.

use reqwest::Method;

use crate::forms::FORMS;
use support::client::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, look};
use support::launcher::TestApp;

fn is_hardened(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
}

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
    let foreign: [&[(&str, &str)]; 8] = [
        &[],
        &[("origin", "https://evil.example")],
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
        for headers in foreign {
            let answer = anna.send(Method::POST, path, headers, &fields);
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(answer.text().contains("For your safety nothing was changed"), "{}", answer.text());
            assert!(answer.set_cookie("sid").is_none(), "{path} {headers:?}");
            is_hardened(&answer, path);
        }
    }
    assert_eq!(["INBOX", "Spam", "Trash"].map(|mailbox| look(&dovecot, mailbox)), before);
    assert!(anna.page("/").links_to("/spam"), "Anna is still signed in");
    assert!(!anna.page("/help/pop-and-imap").text().contains("found this useful"));
    let by_metadata = anna.send(Method::POST, "/logout", &[("sec-fetch-site", "same-origin")], &[]);
    assert_eq!(by_metadata.status, 303, "a browser that sends no Origin with its own forms may say so otherwise");
}

#[test]
fn what_only_takes_a_form_cannot_be_opened() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let (anna, visitor) = (app.anna(), app.browser());
    for path in FORMS.iter().filter(|path| **path != "/login" && !path.ends_with("/empty")) {
        for browser in [&anna, &visitor] {
            let answer = browser.get(path);
            assert_eq!(answer.status, 405, "{path}");
            assert_eq!(answer.header("allow"), "POST", "{path}");
            assert!(answer.links_to("/") && answer.links_to("/help"), "{path}: {}", answer.body);
            is_hardened(&answer, path);
        }
    }
    let own = app.origin();
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        for path in ["/spam", "/", "/spam/empty", "/login"] {
            let answer = anna.send(method.clone(), path, &[("origin", &own)], &[]);
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
    anna.page("/spam");
}

#[test]
fn what_is_not_there_is_a_page_with_ways_out() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let app = TestApp::start(&dovecot);
    let (anna, visitor) = (app.anna(), app.browser());
    for path in ["/nothing", "/spam/empty/now", "/help/no-such-article", "/setup/no-such-program", "/static/0/none.css"]
    {
        for browser in [&anna, &visitor] {
            let answer = browser.get(path);
            assert_eq!(answer.status, 404, "{path}");
            assert!(answer.links_to("/") && answer.links_to("/help"), "{path}: {}", answer.body);
            is_hardened(&answer, path);
        }
    }
    let validity = anna.page("/spam").hidden("uid_validity");
    for path in [
        "/nothing/1-1".to_owned(),
        "/.git/config".to_owned(),
        "/spam/nonsense".to_owned(),
        "/spam/1-0".to_owned(),
        "/spam/-1--1".to_owned(),
        "/spam/99999999999-1".to_owned(),
        format!("/spam/{validity}-2"),
        format!("/spam/{validity}-4294967295"),
        format!("/drafts/{validity}-1"),
        "/spam/%00".to_owned(),
        "/%ff/1-1".to_owned(),
    ] {
        let answer = anna.get(&path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        assert!(answer.links_to("/"), "{path}: {}", answer.body);
    }
    assert_eq!(anna.post("/nothing", &[]).status, 404);
    assert_eq!(anna.post("/spam", &[]).status, 405);
}

#[test]
fn every_page_keeps_to_itself() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let app = TestApp::start(&dovecot);
    let (anna, visitor) = (app.anna(), app.browser());
    let validity = anna.page("/spam").hidden("uid_validity");
    let message = format!("/spam/{validity}-1");
    for path in ["/", "/spam", "/trash", "/inbox", "/spam/empty", &message, "/help", "/help/pop-and-imap", "/setup"] {
        let answer = anna.page(path);
        is_hardened(&answer, path);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        let foreign = answer.body.matches("src=\"http").count() + answer.body.matches("style=\"").count();
        assert_eq!(foreign + answer.body.matches("onclick").count(), 0, "{path} needs no exception to the policy");
    }
    for path in ["/", "/login", "/healthz", "/readyz", "/spam"] {
        is_hardened(&visitor.get(path), path);
    }
}

#[test]
fn static_files_are_named_by_their_content_and_kept_for_ever() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let page = browser.page("/login").body;
    let files: Vec<_> = page.split('"').filter(|text| text.starts_with("/static/")).collect();
    for (end, kind) in [(".css", "text/css"), (".js", "text/javascript"), (".svg", "image/svg+xml")] {
        let path = files.iter().find(|path| path.ends_with(end)).unwrap_or_else(|| panic!("no {end} in {page}"));
        let answer = browser.page(path);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.set_cookie("sid").is_none() && !answer.body.is_empty(), "{path}");
    }
}

#[test]
fn a_form_larger_than_any_of_ours_is_refused() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "Spam", &["one"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let validity = anna.page("/spam").hidden("uid_validity");
    let filler = "1".repeat(300 * 1024);
    let answer = anna.post("/spam/delete", &[("uid_validity", &validity), ("uid", "1"), ("filler", &filler)]);
    assert_eq!(answer.status, 413, "{}", answer.text());
    assert_eq!(look(&dovecot, "Spam").len(), 1);
}
