#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

mod admin;
mod database;
mod environment;
mod servers;
mod setup;
mod telling;
mod warnings;

use super::load::load;
use super::*;
use crate::imap::Security;
use crate::mail::{LoginName, Role};
use crate::store::Location;
use secrecy::ExposeSecret as _;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The smallest configuration, in five lines.
const SMALL: &str = r#"[web]
public_url = "https://webmail.example.net"
[[server]]
domains = ["*"]
imap = { host = "mail.example.net" }
"#;

/// Loads a file of this text with these variables.
fn load_with(text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    load_in(folder.path(), text, variables)
}

fn load_in(folder: &Path, text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let file = folder.join("postern.toml");
    fs::write(&file, text).unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let strip = format!("{}/", folder.display());
    Config::load(Some(&file), variables)
        .map_err(|mistakes| mistakes.to_string().lines().map(|line| line.replace(&strip, "")).collect())
}

fn config_of(text: &str) -> Config {
    load_with(text, &[]).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// Returns the only mistake in `SMALL` with `more` below it (line 6 on), without a server of its own.
fn mistake_of(more: &str) -> String {
    match load_with(&format!("{SMALL}{more}"), &[]) {
        Ok(_) => panic!("{more}: no mistake"),
        Err(mistakes) => {
            assert_eq!(mistakes.len(), 1, "{more}: {mistakes:#?}");
            mistakes[0].clone()
        }
    }
}

/// Returns the only mistake in a file that is this server.
fn server_mistake(server: &str) -> String {
    match load_with(&format!("[[server]]\n{server}\n"), &[]) {
        Ok(_) => panic!("{server}: no mistake"),
        Err(mistakes) => {
            assert_eq!(mistakes.len(), 1, "{server}: {mistakes:#?}");
            mistakes[0].clone()
        }
    }
}

fn variables(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>().into_iter()
}

#[test]
fn five_lines_are_enough() {
    let config = config_of(SMALL);
    assert_eq!(config.web.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.web.public_url.origin(), "https://webmail.example.net");
    assert_eq!(config.web.admin_listen.unwrap().to_string(), "127.0.0.1:9090");
    assert_eq!((config.web.trusted_proxies, config.web.timezone, config.web.drain_seconds), (None, None, 0));
    assert!(matches!(&config.store.location, Location::File(path) if path == Path::new("postern.db")));
    assert_eq!((config.brand.name.as_str(), config.brand.support_url), ("Webmail", None));
    assert_eq!(config.help.folder, None);
    assert!(config.setup.signing.is_none());
    assert_eq!((config.spam.rules_dir, config.spam.authserv_ids.len()), (None, 0));
    assert_eq!((config.imap.connections_per_account, config.imap.connections, config.imap.idle_seconds), (2, 500, 120));
    assert_eq!((config.imap.proof_seconds, config.imap.wait_seconds, config.imap.answer_seconds), (900, 20, 30));
    assert_eq!((config.session.idle_minutes, config.session.absolute_hours), (60, 12));
    assert_eq!(
        (config.login.tries_per_address, config.login.tries_per_client, config.login.refill_seconds),
        (8, 40, 60)
    );
    let limits = config.limits;
    assert_eq!((limits.per_client, limits.per_client_at_once), (3000, 250));
    assert_eq!((limits.per_session, limits.per_session_at_once), (600, 100));
    assert!(config.log.client_addresses && config.log.format == LogFormat::Text);
    assert!(config.admin.password_hash.is_none() && config.admin.totp.is_none() && !config.admin.public);
    let server = &config.servers[0];
    assert_eq!(server.imap, ServerAddress { host: "mail.example.net".into(), port: 993, security: Security::Tls });
    assert_eq!((&server.pop, &server.smtp, server.login), (&None, &None, LoginName::Address));
    assert_eq!((server.roles.len(), &server.ca_file), (0, &None));
}

#[test]
fn every_key_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let key = rcgen::generate_simple_self_signed(["mail.example.net".to_owned()]).unwrap();
    fs::write(folder.path().join("ca.pem"), key.cert.pem()).unwrap();
    fs::write(folder.path().join("key.pem"), key.signing_key.serialize_pem()).unwrap();
    fs::write(folder.path().join("master.password"), "a b\n").unwrap();
    fs::write(folder.path().join("totp.secret"), "gezd gnbv gy3t qojq gezd gnbv gy3t qojq\n").unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    let text = r#"
        [web]
        listen = "[::1]:80"
        trusted_proxies = ["10.0.0.0/8", "::1"]
        admin_listen = ""
        timezone = "Europe/Berlin"
        drain_seconds = 15
        [store]
        url = "sqlite:///var/lib/postern.db"
        [[server]]
        domains = ["Example.NET", "example.org"]
        imap = { host = "127.0.0.1", port = 143, security = "plain" }
        public_imap = { host = "imap.example.net" }
        pop = { host = "pop.example.net", security = "plain", port = 110, allow_plaintext = true }
        smtp = { host = "smtp.example.net", security = "starttls" }
        login = "local-part"
        roles = { spam = "INBOX.Spam", trash = "Bin", sent = "S", drafts = "D", archive = "A" }
        expires = { spam = 30 }
        tells_client = true
        master = { user = "postern", password_file = "master.password", separator = "%" }
        [server.tls]
        ca_file = "ca.pem"
        [server.spam]
        panel = "https://panel.example.net/mail"
        text = " Ask <us>.\nWe help. "
        sieve = { host = "::1", port = 2000, security = "plain" }
        [[server]]
        domains = ["example.com"]
        imap = { host = "::1", security = "starttls" }
        spam = { sieve = {} }
        [brand]
        name = " Example Mail "
        support_url = "mailto:help@example.net"
        [help]
        folder = "articles"
        [setup]
        certificate = "ca.pem"
        key = "key.pem"
        [spam]
        rules_dir = "rules"
        authserv_ids = ["MX.example.net", "mx2.example.net"]
        [quota]
        names = { "User quota" = " Your mailbox " }
        [imap]
        connections_per_account = 3
        connections = 30
        idle_seconds = 60
        proof_seconds = 0
        wait_seconds = 5
        answer_seconds = 10
        [session]
        idle_minutes = 30
        absolute_hours = 1
        [login]
        tries_per_address = 1
        tries_per_client = 2
        refill_seconds = 3
        [limits]
        per_client = 4
        per_client_at_once = 3
        per_session = 2
        per_session_at_once = 0
        [log]
        format = "json"
        client_addresses = false
        [admin]
        password_hash = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        totp_file = "totp.secret"
        public = true
    "#;
    let config = load_in(folder.path(), text, &[]).unwrap();
    assert_eq!(config.web.public_url.origin(), "http://[::1]");
    assert_eq!(config.web.trusted_proxies(), ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
    assert_eq!((config.web.admin_listen, config.web.timezone.as_deref()), (None, Some("Europe/Berlin")));
    assert_eq!(config.web.drain_seconds, 15);
    assert!(matches!(&config.store.location, Location::File(path) if path == Path::new("/var/lib/postern.db")));
    let server = &config.servers[0];
    assert_eq!(server.domains, ["example.net", "example.org"]);
    assert_eq!(server.imap, ServerAddress { host: "127.0.0.1".into(), port: 143, security: Security::Plain });
    let told = ServerAddress { host: "imap.example.net".into(), port: 993, security: Security::Tls };
    assert_eq!((&server.public_imap, server.public_imap()), (&Some(told.clone()), &told));
    assert_eq!(config.servers[1].public_imap(), &config.servers[1].imap, "what is not said otherwise");
    assert_eq!(server.pop.as_ref().unwrap().port, 110);
    let smtp = ServerAddress { host: "smtp.example.net".into(), port: 465, security: Security::StartTls };
    assert_eq!(server.smtp, Some(smtp));
    assert_eq!(server.login, LoginName::LocalPart);
    assert_eq!((server.roles.len(), server.roles[&Role::Spam].as_str()), (5, "INBOX.Spam"));
    assert_eq!(server.ca_file, Some(folder.path().join("ca.pem")));
    let master = server.master.as_ref().unwrap();
    assert_eq!(
        (master.user.as_str(), master.password.expose_secret(), master.separator.as_str()),
        ("postern", "a b", "%")
    );
    assert_eq!(server.expires, BTreeMap::from([(Role::Spam, 30)]));
    assert!(server.tells_client && !config.servers[1].tells_client);
    let sieve = ServerAddress { host: "::1".into(), port: 2000, security: Security::Plain };
    let panel = Some("https://panel.example.net/mail".to_owned());
    assert_eq!(server.spam, ServerSpam { panel, text: Some("Ask <us>.\nWe help.".to_owned()), sieve: Some(sieve) });
    let sieve = ServerAddress { host: "::1".into(), port: 4190, security: Security::StartTls };
    assert_eq!(config.servers[1].spam, ServerSpam { sieve: Some(sieve), ..ServerSpam::default() });
    assert_eq!(config.quota.names["User quota"], "Your mailbox");
    assert_eq!(config.servers[1].imap.security, Security::StartTls);
    assert_eq!(config.brand.name, "Example Mail");
    assert_eq!(config.brand.support_url.as_deref(), Some("mailto:help@example.net"));
    assert_eq!(config.help.folder, Some(folder.path().join("articles")));
    assert_eq!(config.setup.signing.unwrap().read().unwrap().cert.len(), 1);
    assert_eq!(config.spam.rules_dir, Some(folder.path().join("rules")));
    assert_eq!(config.spam.authserv_ids, ["mx.example.net", "mx2.example.net"]);
    assert_eq!((config.imap.connections_per_account, config.imap.connections, config.imap.idle_seconds), (3, 30, 60));
    assert_eq!((config.imap.proof_seconds, config.imap.wait_seconds, config.imap.answer_seconds), (0, 5, 10));
    assert_eq!((config.session.idle_minutes, config.session.absolute_hours), (30, 1));
    assert_eq!((config.login.tries_per_address, config.login.tries_per_client, config.login.refill_seconds), (1, 2, 3));
    assert_eq!((config.limits.per_client, config.limits.per_client_at_once), (4, 3));
    assert_eq!((config.limits.per_session, config.limits.per_session_at_once), (2, 0));
    assert!(!config.log.client_addresses && config.log.format == LogFormat::Json);
    assert!(config.admin.public && config.admin.password_hash.is_some());
    assert_eq!(config.admin.totp.unwrap().secret(), b"12345678901234567890");
}

#[test]
fn a_mistake_says_place_key_what_was_found_and_what_is_allowed() {
    let cases = [
        (
            "[store]\nurl = \"postern.db\"",
            "postern.toml:7: store.url: found \"postern.db\"; allowed: \"sqlite://relative.db\", \"sqlite:///absolute.db\" or \"postgres://user@host/database\"",
        ),
        (
            "[store]\nurl = \"sqlite://\"",
            "postern.toml:7: store.url: found \"sqlite://\"; allowed: \"sqlite://relative.db\", \"sqlite:///absolute.db\" or \"postgres://user@host/database\"",
        ),
        (
            "[brand]\nsupport_url = \"javascript:alert(1)\"",
            "postern.toml:7: brand.support_url: found \"javascript:alert(1)\"; allowed: an address that begins with https://, http:// or mailto:",
        ),
        ("[brand]\nname = \"\"", "postern.toml:7: brand.name: found \"\"; allowed: a name of 1 to 80 letters"),
        ("[brand]\nname = 7", "postern.toml:7: brand.name: found 7; allowed: a name of 1 to 80 letters"),
        (
            "[brand]\nnmae = \"x\"",
            "postern.toml:7: brand.nmae: found an unknown key (did you mean name?); allowed: name, support_url",
        ),
        ("[brand]\nzzzzzz = \"x\"", "postern.toml:7: brand.zzzzzz: found an unknown key; allowed: name, support_url"),
        (
            "[barnd]\nname = \"x\"",
            "postern.toml:6: barnd: found an unknown key (did you mean brand?); allowed: web, store, server, brand, help, setup, spam, quota, imap, session, jobs, login, limits, log, admin",
        ),
        (
            "[spam]\nrules_dir = \"/no/such/rules\"",
            "postern.toml:7: spam.rules_dir: found \"/no/such/rules\": No such file or directory (os error 2); allowed: a folder of SpamAssassin's *.cf files",
        ),
        (
            "[spam]\nauthserv_ids = \"mx.example.net\"",
            "postern.toml:7: spam.authserv_ids: found \"mx.example.net\"; allowed: a list of names, such as [\"mx.example.net\"]",
        ),
        (
            "[spam]\nauthserv_ids = [\"mx; dmarc=pass\"]",
            "postern.toml:7: spam.authserv_ids[0]: found \"mx; dmarc=pass\"; allowed: the name of one of your mail servers, such as \"mx.example.net\"",
        ),
        ("[imap]\nconnections = 0", "postern.toml:7: imap.connections: found 0; allowed: a number from 1 to 100000"),
        (
            "[imap]\nconnections = 1",
            "postern.toml:7: imap.connections: found 1; allowed: at least connections_per_account, 2",
        ),
        (
            "[imap]\nconnections-per-account = 1",
            "postern.toml:7: imap.connections-per-account: found an unknown key (did you mean connections_per_account?); allowed: connections_per_account, connections, idle_seconds, proof_seconds, wait_seconds, answer_seconds",
        ),
        (
            "[session]\nidle_minutes = -1",
            "postern.toml:7: session.idle_minutes: found -1; allowed: a number from 1 to 43200",
        ),
        (
            "[session]\nabsolute_hours = 1.5",
            "postern.toml:7: session.absolute_hours: found 1.5; allowed: a number from 1 to 720",
        ),
        (
            "[login]\nrefill_seconds = 99999999999999999999",
            "postern.toml:7: login.refill_seconds: found 99999999999999999999; allowed: a number from 1 to 86400",
        ),
        (
            "[login]\ntries_per_client = true",
            "postern.toml:7: login.tries_per_client: found true; allowed: a number from 1 to 100000",
        ),
        (
            "[log]\notlp_endpoint = \"https://collector.example.net\"",
            "postern.toml:7: log.otlp_endpoint: found \"https://collector.example.net\"; allowed: http:// and a place on this machine, such as \"http://127.0.0.1:4318\"",
        ),
        ("[log]\nformat = \"xml\"", "postern.toml:7: log.format: found \"xml\"; allowed: text, json"),
        (
            "[log]\nclient_addresses = \"no\"",
            "postern.toml:7: log.client_addresses: found \"no\"; allowed: true, false",
        ),
    ];
    for (more, expected) in cases {
        assert_eq!(mistake_of(more), expected);
    }
}

#[test]
fn a_wrong_web_section_is_told() {
    let socket = "allowed: an IP address and a port, such as \"127.0.0.1:8080\"";
    let url = "allowed: http:// or https:// and a host, perhaps with a port, such as \"https://webmail.example.net\"";
    let network = "allowed: an IP address or a network, such as \"10.0.0.0/8\"";
    let cases = [
        ("listen = \"localhost:8080\"", format!("listen: found \"localhost:8080\"; {socket}")),
        ("listen = 8080", format!("listen: found 8080; {socket}")),
        ("admin_listen = \"9090\"", format!("admin_listen: found \"9090\"; {socket}, or \"\" for none")),
        (
            "admin_listen = \"127.0.0.1:8080\"",
            "admin_listen: found 127.0.0.1:8080, where web.listen is; allowed: another address or port, or \"\" for none"
                .into(),
        ),
        ("public_url = \"webmail.example.net\"", format!("public_url: found \"webmail.example.net\"; {url}")),
        ("public_url = \"https://h/mail\"", format!("public_url: found \"https://h/mail\"; {url}")),
        (
            "trusted_proxies = \"10.0.0.0/8\"",
            "trusted_proxies: found \"10.0.0.0/8\"; allowed: a list of networks, such as [\"10.0.0.0/8\"]".into(),
        ),
        ("trusted_proxies = [\"10.0.0.0/99\"]", format!("trusted_proxies[0]: found \"10.0.0.0/99\"; {network}")),
        (
            "timezone = \"Europe/Springfield\"",
            "timezone: found \"Europe/Springfield\"; allowed: an IANA time zone, such as \"Europe/Berlin\"".into(),
        ),
    ];
    for (line, expected) in cases {
        let text = format!("[web]\n{line}\n[[server]]\ndomains = [\"*\"]\nimap.host = \"h\"\n");
        assert_eq!(load_with(&text, &[]).unwrap_err(), [format!("postern.toml:2: web.{expected}")]);
    }
}

#[test]
fn a_help_folder_must_be_there() {
    let mistake = mistake_of("[help]\nfolder = \"nowhere\"");
    assert!(mistake.starts_with("postern.toml:7: help.folder: found \"nowhere\": No such file"), "{mistake}");
}
