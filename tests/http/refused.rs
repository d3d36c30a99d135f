//! What does not get through the door, and how it is said.

use crate::forms::FORMS;
use reqwest::Method;
use support::client::Answer;
use support::host::closed_port;
use support::launcher::{Launcher, Log, TestApp};

const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:";

fn assert_hardened(response: &Answer, what: &str) {
    let header = |name: &str| response.header(name);
    assert!(header("content-security-policy").starts_with(CSP), "{what}");
    for part in ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(header("content-security-policy").contains(part), "{what}: {part}");
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-dns-prefetch-control", "off"),
    ] {
        assert_eq!(header(name), value, "{what}: {name}");
        assert_eq!(response.header_all(name).len(), 1, "{what}: {name} once");
    }
    assert!(header("permissions-policy").contains("camera=()"), "{what}");
}

#[test]
fn every_answer_is_hardened_and_only_static_files_are_kept() {
    let site = TestApp::start(closed_port());
    let login = site.get("/login", "").body;
    let css = login.split('"').find(|part| part.ends_with("app.css")).unwrap();
    for (path, status) in [
        ("/", 303),
        ("/login", 200),
        ("/help", 200),
        ("/help/cannot-sign-in", 200),
        ("/help/no-such-article", 404),
        ("/setup", 200),
        ("/no/such/page", 404),
        ("/spam/delete", 405),
        ("/spam?page=%ff", 303),
        ("/static/000000000000/no.css", 404),
        ("/static/../Cargo.toml", 404),
        ("/static/000000000000/..%2f..%2fCargo.toml", 404),
        ("/healthz", 200),
        ("/readyz", 200),
    ] {
        let response = site.get(path, "");
        assert_eq!(response.status, status, "{path}");
        assert_hardened(&response, path);
        assert_eq!(response.header("cache-control"), "no-store", "{path}");
        assert!(!response.headers.contains_key("strict-transport-security"), "{path}: said over http");
    }
    let file = site.get(css, "");
    assert_eq!(file.status, 200);
    assert_hardened(&file, css);
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
}

#[test]
fn a_file_asked_for_by_another_hash_is_not_kept_under_it() {
    let site = TestApp::start(closed_port());
    let response = site.get("/static/000000000000/app.css", "");
    let cache = response.header("cache-control").to_owned();
    assert!(!cache.contains("immutable"), "{}: {cache}", response.status);
}

#[test]
fn no_form_of_another_site_is_taken_whatever_it_holds() {
    let site = TestApp::start(closed_port());
    let own = site.origin();
    let foreign: &[&[(&str, &str)]] = &[
        &[],
        &[("origin", "null")],
        &[("origin", "https://evil.example")],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
        &[("origin", &own), ("sec-fetch-site", "cross-site")],
        &[("origin", &own), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("referer", &own)],
    ];
    for path in FORMS {
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            for headers in foreign {
                let response = site.stranger().send(method.clone(), path, headers, &[("uid", "1")]);
                assert_eq!(response.status, 403, "{method} {path} {headers:?}");
                assert_hardened(&response, path);
            }
        }
        let known = site.post(path, "", &[]);
        assert_ne!(known.status, 403, "{path}");
        assert_ne!(known.status, 404, "{path}");
        let by_metadata = [("sec-fetch-site", "same-origin")];
        assert_ne!(site.stranger().send(Method::POST, path, &by_metadata, &[("x", "y")]).status, 403, "{path}");
    }
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

#[test]
fn over_https_cookies_and_headers_hold_the_browser_to_it() {
    let site = TestApp::with(closed_port(), &[("WEB__PUBLIC_URL", "https://mail.example.org")]);
    let from = |origin: &str| site.stranger().send(Method::POST, "/logout", &[("origin", origin)], &[]);
    let response = from("https://mail.example.org");
    assert_eq!(response.header("strict-transport-security"), "max-age=31536000");
    assert!(response.headers.contains_key("clear-site-data"));
    let cookies: Vec<_> = response.header_all("set-cookie");
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-sid=;")), "{cookies:?}");
    for cookie in &cookies {
        for part in ["__Host-", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
    }
    assert_eq!(from(&site.origin()).status, 403, "a page on plain http is not ours");
}

#[tokio::test]
async fn a_store_that_does_not_answer_closes_the_mailbox_and_not_the_help() {
    let log = Log::default();
    let site = Launcher::before(closed_port()).overheard(&log).start();
    let database = sqlx::SqlitePool::connect_lazy(&format!("sqlite://{}/postern.db", site.dir().display()));
    sqlx::raw_sql("DROP TABLE session; DROP TABLE vote").execute(&database.unwrap()).await.unwrap();
    let sid = format!("sid={}", "A".repeat(43));
    assert_eq!(site.get("/help", &sid).status, 200);
    assert_eq!(site.get("/help/cannot-sign-in", &sid).status, 200);
    let asked = || log.text().matches("sessions cannot be read").count();
    let before = asked();
    assert_eq!(site.get("/spam", &sid).status, 500, "not a sign-in that would go in circles");
    assert_eq!(asked() - before, 1, "the page that fails knows who asked");
}
