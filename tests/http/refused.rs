//! What does not get through the door, and how it is said.

use crate::forms::FORMS;
use reqwest::{Method, Response, StatusCode};
use support::site::{Site, closed_port, location};

const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:";

fn assert_hardened(response: &Response, what: &str) {
    let header = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
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
        assert_eq!(response.headers().get_all(name).iter().count(), 1, "{what}: {name} once");
    }
    assert!(header("permissions-policy").contains("camera=()"), "{what}");
}

#[tokio::test]
async fn every_answer_is_hardened_and_only_static_files_are_kept() {
    let site = Site::start(closed_port(), &[]).await;
    let login = site.get("/login", "").await.text().await.unwrap();
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
        let response = site.get(path, "").await;
        assert_eq!(response.status(), status, "{path}");
        assert_hardened(&response, path);
        assert_eq!(response.headers()["cache-control"], "no-store", "{path}");
        assert!(!response.headers().contains_key("strict-transport-security"), "{path}: said over http");
    }
    let file = site.get(css, "").await;
    assert_eq!(file.status(), 200);
    assert_hardened(&file, css);
    assert_eq!(file.headers()["cache-control"], "public, max-age=31536000, immutable");
    site.stop().await;
}

#[tokio::test]
async fn a_file_asked_for_by_another_hash_is_not_kept_under_it() {
    let site = Site::start(closed_port(), &[]).await;
    let response = site.get("/static/000000000000/app.css", "").await;
    let cache = response.headers()["cache-control"].to_str().unwrap().to_owned();
    assert!(!cache.contains("immutable"), "{}: {cache}", response.status());
    site.stop().await;
}

#[tokio::test]
async fn no_form_of_another_site_is_taken_whatever_it_holds() {
    let site = Site::start(closed_port(), &[]).await;
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
                let mut request = site.client.request(method.clone(), format!("{own}{path}")).form(&[("uid", "1")]);
                for (name, value) in *headers {
                    request = request.header(*name, *value);
                }
                let response = request.send().await.unwrap();
                assert_eq!(response.status(), 403, "{method} {path} {headers:?}");
                assert_hardened(&response, path);
            }
        }
        let known = site.post(path, "", &[]).await;
        assert_ne!(known.status(), 403, "{path}");
        assert_ne!(known.status(), 404, "{path}");
        let browser = site.client.post(format!("{own}{path}")).header("sec-fetch-site", "same-origin");
        assert_ne!(browser.form(&[("x", "y")]).send().await.unwrap().status(), 403, "{path}");
    }
    site.stop().await;
}

#[tokio::test]
async fn a_form_is_never_taken_by_a_link() {
    let site = Site::start(closed_port(), &[]).await;
    for path in FORMS.iter().filter(|path| !path.ends_with("/empty") && **path != "/login") {
        let response = site.get(path, "").await;
        assert_eq!(response.status(), 405, "{path}");
        assert_eq!(response.headers()["allow"], "POST", "{path}");
    }
    site.stop().await;
}

#[tokio::test]
async fn every_error_is_a_page_with_a_way_out() {
    let site = Site::start(closed_port(), &[]).await;
    let big = "x".repeat(300_000);
    let big = [("address", big.as_str())];
    let answers = [
        (site.get("/no/such/page", "").await, 404),
        (site.get("/logout", "").await, 405),
        (site.post("/login", "", &[("address", "anna@example.org")]).await, 422),
        (site.post("/login", "", &big).await, 413),
        (site.client.post(format!("{}/login", site.origin())).send().await.unwrap(), 403),
        (site.client.request(Method::from_bytes(b"BREW").unwrap(), site.origin()).send().await.unwrap(), 403),
    ];
    for (response, status) in answers {
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8", "{status}");
        let page = response.text().await.unwrap();
        assert!(page.contains("<h1>") && page.contains("class=\"ways\""), "{status}: {page}");
    }
    site.stop().await;
}

#[tokio::test]
async fn a_form_that_is_wrong_is_answered_with_the_name_of_the_field() {
    let site = Site::start(closed_port(), &[]).await;
    for (path, form, field) in [
        ("/login", &[("password", "x")][..], "address"),
        ("/login", &[("address", "a@example.org")][..], "password"),
        ("/login", &[("address", "a"), ("address", "b"), ("password", "x")][..], "address"),
        ("/help/cannot-sign-in/vote", &[("useful", "perhaps")][..], "useful"),
        ("/help/cannot-sign-in/vote", &[][..], "useful"),
    ] {
        let response = site.post(path, "", form).await;
        assert_eq!(response.status(), 422, "{path} {form:?}");
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("“{field}”")), "{path} {form:?}: {page}");
    }
    let json = site.client.post(format!("{}/login", site.origin())).header("origin", site.origin());
    let json = json.header("content-type", "application/json").body("{}").send().await.unwrap();
    assert!(matches!(json.status(), StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE));
    site.stop().await;
}

#[tokio::test]
async fn no_visitor_is_sent_to_another_site() {
    let site = Site::start(closed_port(), &[]).await;
    for path in
        ["//evil.example/spam", "/\\evil.example", "/%5cevil.example", "/spam/%0d%0aLocation:%20x", "/.//evil.example"]
    {
        let response = site.get(path, "").await;
        assert!(!location(&response).starts_with("//"), "{path}: {}", location(&response));
        let page = response.text().await.unwrap();
        assert!(!page.contains("href=\"//"), "{path}");
    }
    for (asked, login) in [
        ("/spam", "/login?next=%2Fspam"),
        ("/spam?page=2&q=a%26b", "/login?next=%2Fspam%3Fpage%3D2%26q%3Da%2526b"),
        ("/trash/empty", "/login?next=%2Ftrash%2Fempty"),
    ] {
        assert_eq!(location(&site.get(asked, "").await), login);
    }
    let filled = site.get("/spam?address=anna%40example.org", "").await;
    let filled = site.get(location(&filled), "").await.text().await.unwrap();
    assert!(filled.contains("value=\"anna@example.org\""), "{filled}");
    site.stop().await;
}

#[tokio::test]
async fn a_form_without_a_session_leads_to_the_sign_in_and_says_that_nothing_was_done() {
    let site = Site::start(closed_port(), &[]).await;
    let response = site.post("/spam/delete", "", &[("uid_validity", "1"), ("uid", "1")]).await;
    assert_eq!((response.status().as_u16(), location(&response)), (303, "/login?next=%2Fspam"));
    let flash = response.headers().get("set-cookie").unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
    let login = site.get("/login", &flash).await;
    let cleared = login.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cleared.contains("Max-Age=0"), "{cleared}");
    assert!(login.text().await.unwrap().contains("Nothing was changed"));
    site.stop().await;
}

#[tokio::test]
async fn over_https_cookies_and_headers_hold_the_browser_to_it() {
    let site = Site::start(closed_port(), &[("WEB__PUBLIC_URL", "https://mail.example.org")]).await;
    let response = site.client.post(format!("{}/logout", site.origin())).header("origin", "https://mail.example.org");
    let response = response.send().await.unwrap();
    assert_eq!(response.headers()["strict-transport-security"], "max-age=31536000");
    assert!(response.headers().contains_key("clear-site-data"));
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-sid=;")), "{cookies:?}");
    for cookie in &cookies {
        for part in ["__Host-", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
    }
    let plain = site.client.post(format!("{}/logout", site.origin())).header("origin", site.origin());
    assert_eq!(plain.send().await.unwrap().status(), 403, "a page on plain http is not ours");
    site.stop().await;
}

#[tokio::test]
async fn a_store_that_does_not_answer_closes_the_mailbox_and_not_the_help() {
    let site = Site::start(closed_port(), &[]).await;
    let database = sqlx::SqlitePool::connect_lazy(&format!("sqlite://{}/postern.db", site.folder.path().display()));
    sqlx::raw_sql("DROP TABLE session; DROP TABLE vote").execute(&database.unwrap()).await.unwrap();
    let sid = format!("sid={}", "A".repeat(43));
    assert_eq!(site.get("/help", &sid).await.status(), 200);
    assert_eq!(site.get("/help/cannot-sign-in", &sid).await.status(), 200);
    assert_eq!(site.get("/spam", &sid).await.status(), 500, "not a sign-in that would go in circles");
    site.stop().await;
}
