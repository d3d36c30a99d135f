//! What `[[server]]` may say.

use super::*;

#[test]
fn a_wrong_server_is_told() {
    let domains = "domains = [\"*\"]";
    let imap = "imap = { host = \"h\" }";
    let host = "allowed: a host name or an IP address, such as \"mail.example.net\"";
    let plain = "found \"plain\" for \"h\", which is another machine; allowed: tls, starttls, or plain with allow_plaintext = true beside it";
    let keys = "domains, imap, public_imap, pop, smtp, login, roles, tls, allow_plaintext, tells_client, master, expires, spam";
    let list = "allowed: a list of domains, such as [\"example.net\"] or [\"*\"]";
    let cases = [
        (imap.to_owned(), 1, format!("domains: found nothing; {list}")),
        (format!("{domains}\n{imap}\nmaster = {{ user = \"m\" }}"), 4, "master.password_file: found nothing; allowed: a file with the master user's password in its first line".into()),
        (format!("{domains}\n{imap}\nspam = {{ panel = \"mailto:a@b.c\" }}"), 4, "spam.panel: found \"mailto:a@b.c\"; allowed: an address that begins with https:// or http://".into()),
        (format!("{domains}\n{imap}\nspam = {{ text = \"{}\" }}", "é".repeat(501)), 4, format!("spam.text: found {:?}...; allowed: a text of 1 to 500 letters", "é".repeat(80))),
        (format!("{domains}\n{imap}\nspam = {{ sieve = {{ security = \"plain\" }} }}"), 4, format!("spam.sieve.security: {plain}")),
        (format!("{domains}\n{imap}\nspam = {{ sieve = {{ port = 0 }} }}"), 4, "spam.sieve.port: found 0; allowed: a number from 1 to 65535".into()),
        (format!("{domains}\n{imap}\nspam = {{ sieve = \"h\" }}"), 4, "spam.sieve: found \"h\"; allowed: a table with the keys host, port, security, allow_plaintext".into()),
        (format!("{domains}\n{imap}\nexpires = {{ spam = 0 }}"), 4, "expires.spam: found 0; allowed: a number from 1 to 36500".into()),
        (format!("{imap}\ndomains = []"), 3, format!("domains: found an empty list; {list}")),
        (format!("{imap}\ndomains = \"a.org\""), 3, format!("domains: found \"a.org\"; {list}")),
        (format!("{imap}\ndomains = [\"@a.org\"]"), 3, "domains[0]: found \"@a.org\"; allowed: a domain, such as \"example.net\", or \"*\"".into()),
        (format!("{imap}\ndomains = [\n\"a.org\",\n\"A.org\"]"), 5, "domains[1]: found \"a.org\" for the second time; allowed: each domain once".into()),
        (domains.to_owned(), 1, "imap: found nothing; allowed: a place, such as { host = \"mail.example.net\", port = 993, security = \"tls\" }".into()),
        (format!("{domains}\nimap = \"h\""), 3, "imap: found \"h\"; allowed: a table with the keys host, port, security, allow_plaintext".into()),
        (format!("{domains}\nimap = {{}}"), 3, format!("imap.host: found nothing; {host}")),
        (format!("{domains}\nimap.host = \"h:993\""), 3, format!("imap.host: found \"h:993\"; {host}")),
        (format!("{domains}\nimap = {{ host = \"h\", port = \"abc\" }}"), 3, "imap.port: found \"abc\"; allowed: a number from 1 to 65535".into()),
        (format!("{domains}\nimap = {{ host = \"h\", port = 0 }}"), 3, "imap.port: found 0; allowed: a number from 1 to 65535".into()),
        (format!("{domains}\nimap = {{ host = \"h\", prot = 1 }}"), 3, "imap.prot: found an unknown key (did you mean port?); allowed: host, port, security, allow_plaintext".into()),
        (format!("{domains}\nimap = {{ host = \"h\", security = \"ssl\" }}"), 3, "imap.security: found \"ssl\"; allowed: tls, starttls, plain".into()),
        (format!("{domains}\nimap = {{ host = \"h\", security = \"plain\" }}"), 3, format!("imap.security: {plain}")),
        (format!("{domains}\nimap = {{ host = \"h\", security = \"plain\", allow_plaintext = false }}"), 3, format!("imap.security: {plain}")),
        (format!("{domains}\n{imap}\nallow_plaintext = \"yes\""), 4, "allow_plaintext: found \"yes\"; allowed: true, false".into()),
        (format!("{domains}\n{imap}\nlogin = \"user\""), 4, "login: found \"user\"; allowed: address, local-part".into()),
        (format!("{domains}\n{imap}\npop = {{ port = 995 }}"), 4, format!("pop.host: found nothing; {host}")),
        (format!("{domains}\n{imap}\npublic_imap = {{ port = 993 }}"), 4, format!("public_imap.host: found nothing; {host}")),
        (format!("{domains}\n{imap}\npublic_imap = {{ host = \"h\", security = \"plain\" }}"), 4, format!("public_imap.security: {plain}")),
        (format!("{domains}\n{imap}\npop = {{ host = \"h\", security = \"plain\" }}"), 4, format!("pop.security: {plain}")),
        (format!("{domains}\n{imap}\nsmtp = {{ host = \"h\", security = \"plain\", port = 25 }}"), 4, format!("smtp.security: {plain}")),
        (format!("{domains}\n{imap}\nroles = {{ junk = \"Spam\" }}"), 4, "roles.junk: found an unknown key; allowed: spam, trash, sent, drafts, archive".into()),
        (format!("{domains}\n{imap}\nroles = {{ spam = \"inbox\" }}"), 4, "roles.spam: found \"inbox\"; allowed: the name of a mailbox other than INBOX".into()),
        (format!("{domains}\n{imap}\ndomain = \"x\""), 4, format!("domain: found an unknown key (did you mean domains?); allowed: {keys}")),
        (format!("{domains}\n{imap}\n[server.tls]\nca = \"x\""), 5, "tls.ca: found an unknown key; allowed: ca_file".into()),
    ];
    for (server, line, expected) in cases {
        assert_eq!(server_mistake(&server), format!("postern.toml:{line}: server[0].{expected}"), "{server}");
    }
}

#[test]
fn plain_is_allowed_on_this_machine_or_where_it_is_said() {
    let allowed = [
        "imap = { host = \"localhost\", security = \"plain\" }",
        "imap = { host = \"127.9.9.9\", security = \"plain\" }",
        "imap = { host = \"::1\", security = \"plain\" }",
        "imap = { host = \"h\", security = \"plain\", allow_plaintext = true }",
        "imap = { host = \"h\", security = \"plain\" }\nallow_plaintext = true",
        "imap = { host = \"h\" }\npop = { host = \"::ffff:127.0.0.1\", security = \"plain\" }",
        "imap = { host = \"h\" }\npop = { host = \"h\", security = \"plain\", allow_plaintext = true }",
        "imap = { host = \"h\" }\nsmtp = { host = \"h\", security = \"plain\" }\nallow_plaintext = true",
    ];
    for imap in allowed {
        config_of(&format!("[[server]]\ndomains = [\"*\"]\n{imap}\n"));
    }
}

#[test]
fn a_ca_file_must_be_there_and_hold_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let text = format!("{SMALL}[server.tls]\nca_file = \"ca.pem\"\n");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (content, found) in
        [(None, "No such file"), (Some(""), "found no certificate in"), (Some(broken), "ca.pem\": ")]
    {
        if let Some(content) = content {
            fs::write(&file, content).unwrap();
        }
        let mistakes = load_in(folder.path(), &text, &[]).unwrap_err();
        assert_eq!(mistakes.len(), 1);
        assert!(mistakes[0].starts_with("postern.toml:7: server[0].tls.ca_file: found "), "{mistakes:?}");
        assert!(mistakes[0].contains(found), "{mistakes:?}");
        assert!(mistakes[0].ends_with("; allowed: a file with at least one PEM certificate"), "{mistakes:?}");
    }
}

#[test]
fn a_name_beyond_ascii_is_found_in_either_spelling() {
    let server = |domain: &str, host: &str| format!("[[server]]\ndomains = [\"{domain}\"]\nimap.host = \"{host}\"\n");
    let names = [("bücher.example", "books"), ("xn--mller-kva.example", "mills"), ("straße.example", "road")];
    let text: String = names.iter().map(|(domain, host)| server(domain, host)).collect();
    let config = config_of(&(text + &server("*", "star") + &server("xn--strae-oqa.example", "same")));
    for (asked, found) in [
        ("bücher.example", "books"),
        ("xn--bcher-kva.example", "books"),
        ("XN--BCHER-KVA.Example", "books"),
        ("müller.example", "mills"),
        ("MÜLLER.example", "mills"),
        ("xn--mller-kva.example", "mills"),
        ("straße.example", "road"),
        // Each spelling that is written down is found as it is.
        ("xn--strae-oqa.example", "same"),
        ("xn--other-kva.example", "star"),
        ("xn--.example", "star"),
        ("mueller.example", "star"),
    ] {
        assert_eq!(config.server_for(asked).map(|server| server.imap.host.as_str()), Some(found), "{asked}");
    }
}
