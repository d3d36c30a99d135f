//! People behind one proxy: one stranger among them locks nobody out.

use support::program::{Program, check_config};
use support::site::{Site, dovecot};

/// Tries a wrong password for somebody, as a proxy with these headers passes it on.
async fn try_through(client: &reqwest::Client, origin: &str, somebody: &str, headers: &[(&str, &str)]) -> u16 {
    let form = [("address", somebody), ("password", "x"), ("next", "")];
    let mut request = client.post(format!("{origin}/login")).header("sec-fetch-site", "same-origin").form(&form);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap().status().as_u16()
}

async fn statuses(site: &Site, tries: &[&[(&str, &str)]]) -> Vec<u16> {
    let mut statuses = Vec::new();
    for (n, headers) in tries.iter().enumerate() {
        let somebody = format!("somebody{n}@example.org");
        statuses.push(try_through(&site.client, &site.origin(), &somebody, headers).await);
    }
    statuses
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_on_this_machine_is_believed_without_being_named() {
    let dovecot = dovecot();
    let site = Site::start(dovecot.imap_port(), &[("LOGIN__TRIES_PER_CLIENT", "1")]).await;
    let one: &[(&str, &str)] = &[("x-forwarded-for", "198.51.100.1")];
    let other: &[(&str, &str)] = &[("x-forwarded-for", "198.51.100.2")];
    assert_eq!(statuses(&site, &[one, one, other]).await, [401, 429, 401]);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_behind_a_proxy_that_is_not_believed_or_names_nobody_do_not_pay_for_each_other() {
    let dovecot = dovecot();
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
        let site = Site::start(dovecot.imap_port(), &more).await;
        assert_eq!(statuses(&site, &[headers, headers]).await, [401, expected], "{url} {trusted} {headers:?}");
        site.stop().await;
    }
}

#[test]
fn a_proxy_that_is_not_believed_is_told_of_once_with_the_setting_that_helps() {
    let mail = dovecot();
    let postern = Program::start(&mail, &[("POSTERN__WEB__TRUSTED_PROXIES", "[]")]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for address in ["a@example.org", "b@example.org"] {
        let headers = [("x-forwarded-for", "198.51.100.1")];
        runtime.block_on(try_through(&reqwest::Client::new(), &postern.origin, address, &headers));
    }
    let log = postern.end();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("trusted_proxies")).collect();
    assert!(told.len() == 1 && told[0].contains("127.0.0.1") && told[0].contains(" WARN "), "{log}");
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
    let mail = dovecot();
    let https = ("POSTERN__WEB__PUBLIC_URL", "https://mail.example.org");
    let log = Program::start(&mail, &[https, ("POSTERN__WEB__TRUSTED_PROXIES", "[]")]).end();
    assert!(log.lines().any(|line| line.contains(" WARN ") && line.contains("web.trusted_proxies")), "{log}");
}
