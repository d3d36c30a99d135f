//! What is warned of.

use super::*;

fn warnings_of(web: &str) -> Vec<String> {
    config_of(&format!("[web]\n{web}\n[[server]]\ndomains = [\"*\"]\nimap.host = \"h\"\n")).warnings()
}

#[test]
fn what_is_most_likely_not_meant_is_warned_of() {
    let https = "public_url = \"https://webmail.example.net\"";
    for (web, keys) in [
        ("", &[][..]),
        (https, &[]),
        ("listen = \"[::1]:8080\"", &[]),
        ("public_url = \"http://LOCALHOST\"", &[]),
        ("trusted_proxies = []", &[]),
        (&format!("{https}\ntrusted_proxies = []"), &["web.trusted_proxies"]),
        (&format!("{https}\nlisten = \"10.0.0.2:80\""), &["web.trusted_proxies"]),
        (&format!("{https}\nlisten = \"[::]:80\"\ntrusted_proxies = [\"10.0.0.1\"]"), &[]),
        ("listen = \"0.0.0.0:8080\"", &["web.trusted_proxies", "web.public_url"]),
        ("listen = \"0.0.0.0:8080\"\npublic_url = \"http://127.0.0.1\"\ntrusted_proxies = []", &["web.public_url"]),
        ("public_url = \"http://webmail.example.net\"", &["web.public_url"]),
    ] {
        let warnings = warnings_of(web);
        let told: Vec<&str> = warnings.iter().map(|warning| warning.split(": ").next().unwrap()).collect();
        assert_eq!(told, keys, "{web}: {warnings:?}");
    }
}

#[test]
fn the_proxies_of_this_machine_are_trusted_until_others_are_named() {
    let trusted = |web: &str| {
        let config = config_of(&format!("[web]\n{web}\n[[server]]\ndomains = [\"*\"]\nimap.host = \"h\"\n"));
        config.web.trusted_proxies().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(trusted(""), ["127.0.0.0/8", "::1/128"]);
    assert_eq!(trusted("trusted_proxies = []"), [""; 0]);
    assert_eq!(trusted("trusted_proxies = [\"10.0.0.0/8\"]"), ["10.0.0.0/8"]);
}

#[test]
fn a_port_that_belongs_to_another_security_is_warned_of() {
    for (service, port, security, wanted) in [
        ("imap", 143, "tls", "starttls"),
        ("imap", 993, "starttls", "tls"),
        ("pop", 110, "tls", "starttls"),
        ("pop", 995, "starttls", "tls"),
        ("smtp", 25, "tls", "starttls"),
        ("smtp", 587, "tls", "starttls"),
        ("smtp", 465, "starttls", "tls"),
        ("smtp", 465, "plain", "tls"),
        ("imap", 143, "starttls", ""),
        ("imap", 993, "tls", ""),
        ("imap", 1993, "starttls", ""),
        ("pop", 110, "plain", ""),
        ("pop", 993, "starttls", ""),
        ("smtp", 587, "starttls", ""),
        ("spam.sieve", 4190, "tls", "starttls"),
        ("spam.sieve", 4190, "starttls", ""),
    ] {
        let place = format!("{service} = {{ host = \"localhost\", port = {port}, security = \"{security}\" }}");
        let imap = if service == "imap" { "" } else { "imap.host = \"h\"" };
        let text = format!(
            "[[server]]\ndomains = [\"example.org\"]\nimap.host = \"h\"\n[[server]]\ndomains = [\"a.org\"]\n{imap}\n{place}"
        );
        let warnings = config_of(&text).warnings();
        if wanted.is_empty() {
            assert_eq!(warnings, [""; 0], "{place}");
        } else {
            assert_eq!(warnings.len(), 1, "{place}: {warnings:?}");
            let begin = format!("server[1].{service}: found security \"{security}\" on port {port}");
            assert!(warnings[0].starts_with(&begin), "{warnings:?}");
            assert!(warnings[0].contains(&format!("\"{wanted}\"")), "{warnings:?}");
        }
    }
}

#[test]
fn a_server_that_only_this_machine_reaches_is_warned_of_where_others_are_told_of_it() {
    let warned = |url: &str, server: &str| {
        let server = format!("[[server]]\ndomains = [\"example.net\"]\nimap.host = \"{server}\n");
        let warnings = config_of(&format!("[web]\npublic_url = \"{url}\"\n{server}")).warnings();
        warnings.iter().map(|warning| warning.split(", which").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let public = "https://webmail.example.net";
    assert_eq!(warned(public, "127.0.0.1\""), ["server[0].imap: found host \"127.0.0.1\""]);
    assert_eq!(warned(public, "localhost\"\npublic_imap.host = \"h\""), [""; 0]);
    assert_eq!(warned(public, "h\"\npublic_imap.host = \"::1\""), ["server[0].public_imap: found host \"::1\""]);
    let both = warned(public, "h\"\npop.host = \"LOCALHOST.\"\nsmtp.host = \"127.0.0.1\"");
    assert_eq!(both, ["server[0].pop: found host \"LOCALHOST.\"", "server[0].smtp: found host \"127.0.0.1\""]);
    assert_eq!(warned("http://127.0.0.1:8080", "127.0.0.1\""), [""; 0], "all of it is on this machine");
}

#[test]
fn a_star_before_other_servers_is_warned_of_for_it_takes_nothing_from_them() {
    let server = |domain: &str| {
        format!("[[server]]\ndomains = [\"{domain}\"]\nimap.host = \"{}\"\n", domain.replace('*', "rest"))
    };
    let config = config_of(&(server("*") + &server("example.net")));
    let warnings = config.warnings();
    assert!(matches!(&warnings[..], [one] if one.starts_with("server[0].domains: found \"*\" before")), "{warnings:?}");
    assert_eq!(config.server_for("example.net").map(|server| server.imap.host.as_str()), Some("example.net"));
    assert!(config_of(&(server("example.net") + &server("*"))).warnings().is_empty());
}

#[test]
fn a_switch_for_a_filter_without_a_mark_is_warned_of() {
    let warned = |trust: &str| {
        let server = "[[server]]\ndomains = [\"*\"]\nimap.host = \"h\"\nspam = { sieve = {} }";
        config_of(&format!("{server}\n[spam]\ntrust = [{trust}]\n")).warnings()
    };
    assert_eq!([warned(""), warned("\"gmx\", \"rspamd\"")], [Vec::<String>::new(), Vec::new()]);
    assert!(warned("\"gmx\"")[0].starts_with("server[0].spam.sieve: of the filters in spam.trust none has a mark"));
}
