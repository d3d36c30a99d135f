//! The headers that every answer carries, and what a browser may keep.

use reqwest::Method;
use std::io::Read as _;
use support::client::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::closed_port;
use support::independent_client::deliver;
use support::launcher::TestApp;

const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:";

/// Asserts that an answer carries every header that keeps a browser to this site.
pub fn assert_hardened(response: &Answer, what: &str) {
    let header = |name: &str| response.header(name);
    assert!(header("content-security-policy").starts_with(CSP), "{what}");
    assert!(!header("content-security-policy").contains("unsafe"), "{what}");
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
fn every_answer_is_hardened_and_none_is_kept() {
    let site = TestApp::start(closed_port());
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
        assert_hardened(&answer, path);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        let foreign = answer.body.matches("src=\"http").count() + answer.body.matches("style=\"").count();
        assert_eq!(foreign + answer.body.matches("onclick").count(), 0, "{path} needs no exception to the policy");
    }
    for path in ["/", "/login", "/healthz", "/readyz", "/spam"] {
        let answer = visitor.get(path);
        assert_hardened(&answer, path);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[test]
fn static_files_are_named_by_their_content_and_kept_for_ever() {
    let app = TestApp::start(closed_port());
    let browser = app.browser();
    let page = browser.page("/login").body;
    let files: Vec<_> = page.split('"').filter(|text| text.starts_with("/static/")).collect();
    for (end, kind) in [(".css", "text/css"), (".js", "text/javascript"), (".svg", "image/svg+xml")] {
        let path = files.iter().find(|path| path.ends_with(end)).unwrap_or_else(|| panic!("no {end} in {page}"));
        let answer = browser.page(path);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
        assert_hardened(&answer, path);
        assert!(answer.set_cookie("sid").is_none() && !answer.body.is_empty(), "{path}");
    }
}

#[test]
fn a_file_asked_for_by_another_hash_is_not_kept_under_it() {
    let site = TestApp::start(closed_port());
    let response = site.get("/static/000000000000/app.css", "");
    let cache = response.header("cache-control").to_owned();
    assert!(!cache.contains("immutable"), "{}: {cache}", response.status);
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

#[test]
fn a_page_is_compressed_for_who_takes_it_and_is_the_same_page() {
    let site = TestApp::start(closed_port());
    // Not the page to sign in: it tells the time.
    for (path, kind) in [("/help/pop-and-imap", "text/html"), ("/no-such-page", "text/html"), ("/setup", "text/html")] {
        let plain = site.get(path, "");
        assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "accept-encoding"), "{path}");
        for said in ["gzip", "br, gzip, deflate", "gzip;q=0.5, identity;q=0"] {
            let answer = site.browser().send(Method::GET, path, &[("accept-encoding", said)], &[]);
            assert!(answer.header("content-type").starts_with(kind), "{path}");
            assert_eq!(
                (answer.header("content-encoding"), answer.header_all("vary")),
                ("gzip", vec!["accept-encoding"])
            );
            let mut page = String::new();
            flate2::read::GzDecoder::new(&answer.octets[..]).read_to_string(&mut page).unwrap();
            assert_eq!(page, plain.body, "{path} {said}");
            assert!(answer.octets.len() < plain.body.len(), "{path}");
        }
    }
}
