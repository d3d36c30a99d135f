//! People behind one proxy: one stranger among them locks nobody out.

use reqwest::Method;
use support::client::Site;
use support::dovecot::{Dovecot, Options};
use support::launcher::{Launcher, TestApp, command};

/// Tries a wrong password for somebody, as a proxy with these headers passes it on.
fn try_through(site: &Site, somebody: &str, headers: &[(&str, &str)]) -> u16 {
    let form = [("address", somebody), ("password", "x"), ("next", "")];
    let headers = [&[("sec-fetch-site", "same-origin")], headers].concat();
    site.stranger().send(Method::POST, "/login", &headers, &form).status
}

fn statuses(site: &Site, tries: &[&[(&str, &str)]]) -> Vec<u16> {
    let tries = tries.iter().enumerate();
    tries.map(|(n, headers)| try_through(site, &format!("somebody{n}@example.org"), headers)).collect()
}

#[test]
fn a_proxy_on_this_machine_is_believed_without_being_named() {
    let dovecot = Dovecot::start(Options::default());
    let site = TestApp::with(dovecot.imap_port(), &[("LOGIN__TRIES_PER_CLIENT", "1")]);
    let one: &[(&str, &str)] = &[("x-forwarded-for", "198.51.100.1")];
    let other: &[(&str, &str)] = &[("x-forwarded-for", "198.51.100.2")];
    assert_eq!(statuses(&site, &[one, one, other]), [401, 429, 401]);
}

#[test]
fn people_behind_a_proxy_that_is_not_believed_or_names_nobody_do_not_pay_for_each_other() {
    let dovecot = Dovecot::start(Options::default());
    let (http, https, nobody, this_machine) =
        ("http://127.0.0.1", "https://mail.example.org", "[]", "[\"127.0.0.0/8\"]");
    for (url, trusted, headers, expected) in [
        (http, nobody, &[("x-forwarded-for", "198.51.100.1")][..], 401),
        (http, nobody, &[("forwarded", "for=198.51.100.1")][..], 401),
        (http, this_machine, &[("forwarded", "for=198.51.100.1")][..], 401),
        (https, this_machine, &[][..], 401),
        // Who says nothing of others is somebody at this machine, where nobody must be a proxy.
        (http, this_machine, &[][..], 429),
        (http, nobody, &[][..], 429),
    ] {
        let more = [("LOGIN__TRIES_PER_CLIENT", "1"), ("WEB__TRUSTED_PROXIES", trusted), ("WEB__PUBLIC_URL", url)];
        let site = TestApp::with(dovecot.imap_port(), &more);
        assert_eq!(statuses(&site, &[headers, headers]), [401, expected], "{url} {trusted} {headers:?}");
    }
}

#[test]
fn a_proxy_that_is_not_believed_is_told_of_once_with_the_setting_that_helps() {
    let mail = Dovecot::start(Options::default());
    let postern = Launcher::before(&mail).with(&[("WEB__TRUSTED_PROXIES", "[]")]).program();
    for address in ["a@example.org", "b@example.org"] {
        try_through(&postern, address, &[("x-forwarded-for", "198.51.100.1")]);
    }
    let log = postern.end();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("trusted_proxies")).collect();
    assert!(told.len() == 1 && told[0].contains("127.0.0.1") && told[0].contains(" WARN "), "{log}");
}

/// Runs `postern check-config` with these variables; returns the exit code and what it says.
fn check_config(more: &[(&str, &str)]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let server = [
        ("POSTERN__SERVER__0__DOMAINS", "[\"example.org\"]"),
        ("POSTERN__SERVER__0__IMAP", "{ host = \"mail.example.org\" }"),
    ];
    let done = command(folder.path(), &[&server, more].concat()).arg("check-config").output().unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn a_configuration_that_makes_one_client_of_everybody_or_sends_passwords_in_clear_is_warned_of() {
    let https = ("POSTERN__WEB__PUBLIC_URL", "https://mail.example.org");
    let everywhere = ("POSTERN__WEB__LISTEN", "0.0.0.0:8080");
    let none = ("POSTERN__WEB__TRUSTED_PROXIES", "[]");
    for (more, warned) in [
        (&[https][..], &[][..]),
        (&[https, none][..], &["web.trusted_proxies"][..]),
        (&[https, everywhere][..], &["web.trusted_proxies"][..]),
        (&[everywhere][..], &["web.trusted_proxies", "web.public_url"][..]),
    ] {
        let (code, told) = check_config(more);
        assert_eq!(code, Some(0), "a warning is no mistake: {told}");
        let warnings: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("warning: ")).collect();
        assert_eq!(warnings.len(), warned.len(), "{more:?}: {told}");
        assert!(warnings.iter().zip(warned).all(|(warning, key)| warning.starts_with(key)), "{more:?}: {told}");
        assert!(told.ends_with("the configuration is good\n"), "{told}");
    }
}

#[test]
fn what_is_warned_of_stands_in_the_log_at_the_start() {
    let mail = Dovecot::start(Options::default());
    let settings = [("WEB__PUBLIC_URL", "https://mail.example.org"), ("WEB__TRUSTED_PROXIES", "[]")];
    let log = Launcher::before(&mail).with(&settings).program().end();
    assert!(log.lines().any(|line| line.contains(" WARN ") && line.contains("web.trusted_proxies")), "{log}");
}
