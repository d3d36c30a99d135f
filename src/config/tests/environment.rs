//! The environment over the file, and what the configuration answers.

use super::*;

#[test]
fn the_environment_stands_over_the_file() {
    let environment = [
        ("PATH", "/bin"),
        ("POSTERN_CONFIG", "not ours"),
        ("POSTERN__WEB__LISTEN", "0.0.0.0:8080"),
        ("POSTERN__WEB__ADMIN_LISTEN", ""),
        ("POSTERN__WEB__TRUSTED_PROXIES", "[\"10.0.0.0/8\", \"::1\"]"),
        ("POSTERN__BRAND__NAME", "2026"),
        ("POSTERN__IMAP__CONNECTIONS", "50"),
        ("POSTERN__SERVER__0__IMAP__PORT", "1993"),
        ("POSTERN__SERVER__0__DOMAINS__1", "example.org"),
        ("POSTERN__SERVER__0__ROLES__SPAM", "Junk Mail"),
        ("POSTERN__SERVER__1__DOMAINS__0", "example.com"),
        ("POSTERN__SERVER__1__IMAP", "{ host = \"two.example.com\" }"),
        ("POSTERN__SERVER__1__IMAP__PORT", "2993"),
    ];
    let config = load_with(SMALL, &environment).unwrap();
    assert_eq!(config.web.listen.to_string(), "0.0.0.0:8080");
    assert_eq!((config.web.admin_listen, config.web.trusted_proxies().len()), (None, 2));
    assert_eq!(config.brand.name, "2026");
    assert_eq!(config.imap.connections, 50);
    assert_eq!(config.servers[0].domains, ["*", "example.org"]);
    assert_eq!((config.servers[0].imap.host.as_str(), config.servers[0].imap.port), ("mail.example.net", 1993));
    assert_eq!(config.servers[0].roles[&Role::Spam], "Junk Mail");
    assert_eq!((config.servers[1].imap.host.as_str(), config.servers[1].imap.port), ("two.example.com", 2993));
    assert_eq!(config.server_for("example.com").unwrap().imap.host, "two.example.com");
}

#[test]
fn the_tenth_element_comes_after_the_second() {
    let names: Vec<String> = (0..12).map(|n| format!("POSTERN__SERVER__0__DOMAINS__{n}")).collect();
    let values: Vec<String> = (0..12).map(|n| format!("d{n}.org")).collect();
    let pairs: Vec<(&str, &str)> = names.iter().zip(&values).rev().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let config = load_with("[[server]]\nimap.host = \"h\"", &pairs).unwrap();
    assert_eq!(config.servers[0].domains, values);
}

#[test]
fn the_environment_alone_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("postern.toml");
    let environment = [("POSTERN__SERVER__0__IMAP__HOST", "mail.example.net"), ("POSTERN__SERVER__0__DOMAINS__0", "*")];
    let config = load(&missing, false, variables(&environment)).unwrap();
    assert_eq!(config.server_for("anything.example").unwrap().imap.host, "mail.example.net");

    let mistakes = load(&missing, false, variables(&[("POSTERN__BRAND__NAME", "x")])).unwrap_err();
    let place = format!("environment (there is no {})", missing.display());
    assert_eq!((mistakes.0.len(), &mistakes.0[0].location, mistakes.0[0].key.as_str()), (1, &place, "server"));
}

#[test]
fn without_anything_the_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("postern.toml");
    let expected =
        format!("{}: found no such file; an example is in README.md, \"Install and configure\"", missing.display());
    let mistakes = load(&missing, false, variables(&[("HOME", "/root")])).unwrap_err();
    assert_eq!(mistakes.to_string(), expected);
    // A file that was named must be there, whatever the environment says.
    let mistakes = Config::load(Some(&missing), variables(&[("POSTERN__BRAND__NAME", "x")])).unwrap_err();
    assert_eq!(mistakes.to_string(), expected);
}

#[test]
fn a_mistake_in_the_environment_is_named_by_its_variable() {
    let cases = [
        ("POSTERN__WEB__LISTN", "x", "web.listn: found an unknown key (did you mean listen?)"),
        ("POSTERN__SERVER__0__IMAP__PORT", "abc", "server[0].imap.port: found \"abc\""),
        ("POSTERN__SERVER__0__DOMAINS", "example.net", "server[0].domains: found \"example.net\""),
        ("POSTERN__SERVER__0__DOMAINS", "[\"a.org\", 5]", "server[0].domains[1]: found 5"),
        (
            "POSTERN__SERVER__5__DOMAINS",
            "[]",
            "server: found index 5; allowed: indexes from 0 without a gap, the next is 1",
        ),
        ("POSTERN__SERVER__DOMAINS", "x", "server: found \"domains\" after a list; allowed: a number, such as __0__"),
        (
            "POSTERN__WEB__PUBLIC_URL__X",
            "x",
            "web.public_url: found more (__X) behind a single value; allowed: POSTERN__WEB__PUBLIC_URL",
        ),
        ("POSTERN__WEB__0", "x", "web: found a number (0) where a name stands; allowed: the name of a key, such as"),
        ("POSTERN__0", "x", "found a number (0) where a name stands; allowed: the name of a key, such as"),
        ("POSTERN__WEB", "x", "web: found \"x\"; allowed: a table with the keys listen"),
    ];
    for (name, value, expected) in cases {
        let mistakes = load_with(SMALL, &[(name, value)]).unwrap_err();
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        assert!(mistakes[0].starts_with(&format!("{name}: {expected}")), "{mistakes:?}");
    }
}

#[test]
fn a_domain_finds_its_server_and_a_star_is_the_last_resort() {
    let config = config_of(
        r#"
        [[server]]
        domains = ["*"]
        imap.host = "star"
        [[server]]
        domains = ["example.net"]
        imap.host = "one"
        "#,
    );
    let host = |domain| config.server_for(domain).map(|server| server.imap.host.as_str());
    assert_eq!((host("EXAMPLE.net"), host("example.org")), (Some("one"), Some("star")));
    let config = config_of("[[server]]\ndomains = [\"a.org\"]\nimap.host = \"h\"");
    assert!(config.server_for("b.org").is_none() && config.server_for("*").is_none());
}

#[test]
fn a_public_url_is_an_origin() {
    let cases = [
        ("https://Webmail.Example.NET", Some("https://webmail.example.net")),
        ("HTTPS://h:443/", Some("https://h")),
        ("http://h:80", Some("http://h")),
        ("http://h:443", Some("http://h:443")),
        ("https://h:8443/", Some("https://h:8443")),
        ("http://[::1]:8080", Some("http://[::1]:8080")),
        ("https://[::1]", Some("https://[::1]")),
        ("h", None),
        ("ftp://h", None),
        ("https://", None),
        ("https:///", None),
        ("https://h//", None),
        ("https://h/mail", None),
        ("https://h?q", None),
        ("https://h#f", None),
        ("https://user@h", None),
        ("https://h:", None),
        ("https://h:0", None),
        ("https://h:99999", None),
        ("https://h:+1", None),
        ("https://a b", None),
        ("https://[::1", None),
        ("https://::1", None),
        ("https://a..b", None),
        ("https://bücher.example", None),
    ];
    for (text, expected) in cases {
        assert_eq!(PublicUrl::parse(text).map(|url| url.origin()).as_deref(), expected, "{text}");
    }
    assert!(PublicUrl::parse("https://h").unwrap().is_https());
}
