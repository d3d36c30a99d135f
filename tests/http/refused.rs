//! What is refused or not there, and how it is said: always a page with a way out.

use crate::forms::FORMS;
use crate::headers::assert_hardened;
use reqwest::Method;
use support::database::Database;
use support::dovecot::{Dovecot, Options};
use support::host::closed_port;
use support::independent_client::{deliver, look};
use support::launcher::{Launcher, Log, TestApp};

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
            assert_hardened(&answer, path);
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
    for path in
        ["/nothing", "/spam/empty/now", "/help/no-such-article", "/setup/no-such-program", "/static/0/a/none.css"]
    {
        for browser in [&anna, &visitor] {
            let answer = browser.get(path);
            assert_eq!(answer.status, 404, "{path}");
            assert!(answer.links_to("/") && answer.links_to("/help"), "{path}: {}", answer.body);
            assert_hardened(&answer, path);
        }
    }
    let file = anna.get("/static/0/none.css");
    assert_eq!((file.status, file.body.as_str()), (404, "not found\n"), "what pages are made with is no page");
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

#[test]
fn every_error_is_a_page_with_a_way_out() {
    let site = TestApp::start(closed_port());
    let big = "x".repeat(300_000);
    let big = [("address", big.as_str())];
    let answers = [
        (site.get("/no/such/page", ""), 404),
        (site.get("/logout", ""), 405),
        (site.post("/login", "", &[("address", "anna@example.org")]), 422),
        (site.post("/login", "", &big), 413),
        (site.stranger().send(Method::POST, "/login", &[], &[]), 403),
        (site.stranger().send(Method::from_bytes(b"BREW").unwrap(), "", &[], &[]), 403),
    ];
    for (response, status) in answers {
        assert_eq!(response.status, status);
        assert_eq!(response.header("content-type"), "text/html; charset=utf-8", "{status}");
        let page = response.body;
        assert!(page.contains("<h1>") && page.contains("class=\"ways\""), "{status}: {page}");
    }
}

#[test]
fn a_form_that_is_wrong_is_answered_with_the_name_of_the_field() {
    let site = TestApp::start(closed_port());
    for (path, form, field) in [
        ("/login", &[("password", "x")][..], "address"),
        ("/login", &[("address", "a@example.org")][..], "password"),
        ("/login", &[][..], "address"),
        ("/login", &[("address", "a"), ("address", "b"), ("password", "x")][..], "address"),
        ("/help/cannot-sign-in/vote", &[("useful", "perhaps")][..], "useful"),
        ("/help/cannot-sign-in/vote", &[][..], "useful"),
    ] {
        let response = site.post(path, "", form);
        assert_eq!(response.status, 422, "{path} {form:?}");
        let page = response.body;
        assert!(page.contains(&format!("“{field}”")), "{path} {form:?}: {page}");
    }
    let json = site.stranger().post_text("/login", "application/json", "{}");
    assert!(matches!(json.status, 415 | 422), "{}", json.status);
}

#[test]
fn no_visitor_is_sent_to_another_site() {
    let site = TestApp::start(closed_port());
    for path in
        ["//evil.example/spam", "/\\evil.example", "/%5cevil.example", "/spam/%0d%0aLocation:%20x", "/.//evil.example"]
    {
        let response = site.get(path, "");
        assert!(!response.location().starts_with("//"), "{path}: {}", response.location());
        let page = response.body;
        assert!(!page.contains("href=\"//"), "{path}");
    }
    for (asked, login) in [
        ("/spam", "/login?next=%2Fspam"),
        ("/spam?page=2&q=a%26b", "/login?next=%2Fspam%3Fpage%3D2%26q%3Da%2526b"),
        ("/trash/empty", "/login?next=%2Ftrash%2Fempty"),
    ] {
        assert_eq!(site.get(asked, "").location(), login);
    }
    let filled = site.get("/spam?address=anna%40example.org", "");
    let filled = site.get(filled.location(), "").body;
    assert!(filled.contains("value=\"anna@example.org\""), "{filled}");
}

#[test]
fn a_form_without_a_session_leads_to_the_sign_in_and_says_that_nothing_was_done() {
    let site = TestApp::start(closed_port());
    let response = site.post("/spam/delete", "", &[("uid_validity", "1"), ("uid", "1")]);
    assert_eq!((response.status, response.location()), (303, "/login?next=%2Fspam"));
    let flash = response.header("set-cookie").split(';').next().unwrap().to_owned();
    let login = site.get("/login", &flash);
    let cleared = login.header("set-cookie").to_owned();
    assert!(cleared.contains("Max-Age=0"), "{cleared}");
    assert!(login.body.contains("Nothing was changed"));
}

#[tokio::test]
async fn a_store_that_does_not_answer_closes_the_mailbox_and_not_the_help() {
    let log = Log::default();
    let site = Launcher::before(closed_port()).overheard(&log).start();
    Database::at(site.database()).run("DROP TABLE session; DROP TABLE vote");
    let sid = format!("sid={}", "A".repeat(43));
    assert_eq!(site.get("/help", &sid).status, 200);
    assert_eq!(site.get("/help/cannot-sign-in", &sid).status, 200);
    let asked = || log.text().matches("sessions cannot be read").count();
    let before = asked();
    assert_eq!(site.get("/spam", &sid).status, 503, "not a sign-in that would go in circles");
    assert_eq!(asked() - before, 1, "the page that fails knows who asked");
}
