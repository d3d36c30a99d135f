//! Who comes in.

use std::time::{Duration, Instant};
use support::site::{ANNA, PASSWORD, Site, closed_port, cookie, dovecot, location};

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_opens_a_new_session_each_time_and_signing_out_ends_it() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[]).await;
    let form = [("address", " Anna@Example.ORG "), ("password", PASSWORD), ("next", "/spam?page=2")];
    // Dovecot lowers user names itself.
    let first = site.post("/login", "", &form).await;
    assert_eq!((first.status().as_u16(), location(&first)), (303, "/spam?page=2"));
    let set = first.headers()["set-cookie"].to_str().unwrap();
    assert!(set.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{set}");
    let first = cookie(&first, "sid").unwrap();
    assert_eq!(first.len(), "sid=".len() + 43, "32 octets");

    let again = site.get("/login?next=/trash", &first).await;
    assert_eq!((again.status().as_u16(), location(&again)), (303, "/trash"), "signed in already");

    let form = [("address", ANNA), ("password", PASSWORD), ("next", "")];
    let second = site.post("/login", &first, &form).await;
    assert_eq!(location(&second), "/");
    let second = cookie(&second, "sid").unwrap();
    assert_ne!(first, second);
    assert_eq!(location(&site.get("/spam", &first).await), "/login?next=%2Fspam", "the old session is dead");

    let out = site.post("/logout", &second, &[]).await;
    assert_eq!((out.status().as_u16(), location(&out)), (303, "/login"));
    assert_eq!(cookie(&out, "sid").as_deref(), Some("sid="));
    assert_eq!(location(&site.get("/spam", &second).await), "/login?next=%2Fspam", "even for who kept the cookie");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site_by_signing_in() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[]).await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: sid=x",
        "%2F%2Fevil.example",
        " //evil.example",
        "evil.example",
        "/login?next=/login",
    ] {
        let form = [("address", ANNA), ("password", PASSWORD), ("next", next)];
        let response = site.post("/login", "", &form).await;
        assert_eq!((response.status().as_u16(), location(&response)), (303, "/"), "{next:?}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_try_says_what_to_do_and_keeps_the_address() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[]).await;
    let long = format!("{}@example.org", "a".repeat(300));
    for (address, password, status) in [
        ("anna", PASSWORD, 422),
        ("anna@", PASSWORD, 422),
        ("", PASSWORD, 422),
        ("an na@example.org", PASSWORD, 422),
        ("anna@exa<mple.org", PASSWORD, 422),
        ("anna@example.org\r\nA1 LOGOUT", PASSWORD, 422),
        (&long, PASSWORD, 422),
        (ANNA, "", 422),
        ("anna@elsewhere.example", PASSWORD, 422),
    ] {
        let response = site.try_login(address, password).await;
        assert_eq!(response.status(), status, "{address:?}");
        assert_eq!(cookie(&response, "sid"), None);
        let page = response.text().await.unwrap();
        assert!(page.contains("role=\"alert\"") && page.contains("<form"), "{address:?}: {page}");
        assert!(!page.contains(PASSWORD), "{address:?}");
        if address.len() < 200 && !address.contains(['<', '\r']) {
            assert!(page.contains(&format!("value=\"{address}\"")), "{address:?} is kept");
        }
    }
    let elsewhere = site.try_login("anna@elsewhere.example", PASSWORD).await.text().await.unwrap();
    assert!(elsewhere.contains("https://example.org/support") && elsewhere.contains("elsewhere.example"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_and_a_wrong_password_look_the_same() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[]).await;
    let mut pages = Vec::new();
    for (address, password) in [(ANNA, "wrong"), ("nobody@example.org", PASSWORD)] {
        let response = site.try_login(address, password).await;
        assert_eq!(response.status(), 401, "{address}");
        pages.push(response.text().await.unwrap().replace(address, "ADDRESS"));
    }
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].contains("/help/cannot-sign-in"));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_signing_in_is_not() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[("LOGIN__TRIES_PER_ADDRESS", "2")]).await;
    for _ in 0..6 {
        site.login().await;
    }
    for _ in 0..2 {
        assert_eq!(site.try_login(ANNA, "wrong").await.status(), 401);
    }
    // Another case is no other address, and a claim in X-Forwarded-For is no other client.
    for address in [ANNA, "ANNA@example.org"] {
        let started = Instant::now();
        let response = site.try_login(address, PASSWORD).await;
        assert_eq!(response.status(), 429, "{address}");
        let seconds: u64 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((30..=61).contains(&seconds), "{seconds}");
        assert!(started.elapsed() < Duration::from_secs(1), "the mail server was not asked");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_who_our_proxy_says() {
    let dovecot = dovecot();
    let more = [("LOGIN__TRIES_PER_CLIENT", "1"), ("WEB__TRUSTED_PROXIES", "[\"127.0.0.0/8\"]")];
    let site = Site::start(dovecot.imap_port(), &more).await;
    let try_from = async |client: &str| {
        let form = [("address", "nobody@example.org"), ("password", "x"), ("next", "")];
        let request = site.client.post(format!("{}/login", site.origin())).header("origin", site.origin());
        request.header("x-forwarded-for", client).form(&form).send().await.unwrap().status().as_u16()
    };
    assert_eq!(try_from("198.51.100.1:4711").await, 401);
    assert_eq!(try_from("198.51.100.1:4712").await, 429, "the same client from another port");
    assert_eq!(try_from("203.0.113.9, 198.51.100.1").await, 429, "who claims to be another");
    assert_eq!(try_from("198.51.100.2:4711").await, 401);
    site.stop().await;
}

#[tokio::test]
async fn a_server_that_is_away_costs_no_try() {
    let site = Site::start(closed_port(), &[("LOGIN__TRIES_PER_ADDRESS", "1")]).await;
    for _ in 0..4 {
        let response = site.try_login(ANNA, PASSWORD).await;
        assert_eq!(response.status(), 502);
        assert!(response.text().await.unwrap().contains("value=\"anna@example.org\""));
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_no_person_types_is_not_sent_to_the_server() {
    let site = Site::start(closed_port(), &[]).await;
    for password in ["x".repeat(2000), "a\0b".to_owned()] {
        let response = site.try_login(ANNA, &password).await;
        assert_eq!(response.status(), 401, "{}", password.len());
    }
    site.stop().await;
}
