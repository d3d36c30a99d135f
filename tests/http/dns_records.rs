//! `postern dns-records`: lines for a zone file, read here as a name server reads them.

use std::collections::BTreeSet;
use std::path::Path;
use support::launcher::command;

const WEB: &str = "[web]\npublic_url = \"https://webmail.example.net\"\n";
const SERVERS: &str = "[[server]]\ndomains = [\"example.net\", \"bücher.example\"]\n\
    imap = { host = \"imap.example.net\" }\n\
    pop = { host = \"pop.example.net\", port = 110, security = \"starttls\" }\n\
    smtp = { host = \"smtp.example.net\" }\n\
    [[server]]\ndomains = [\"*\"]\nimap = { host = \"127.0.0.1\", security = \"starttls\", port = 143 }\n\
    pop = { host = \"pop.example.org\", security = \"plain\", port = 110, allow_plaintext = true }\n    smtp = { host = \"192.0.2.2\" }\n";

/// Runs the command in a folder of its own; returns the exit code, what it prints and what it says.
fn run(configuration: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(Path::new(folder.path()).join("postern.toml"), configuration).unwrap();
    let output = command(folder.path(), &[]).arg("dns-records").args(arguments).output().unwrap();
    let text = |octets| String::from_utf8(octets).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Reads a zone file: every line is empty, a comment, or `owner ttl IN type data`.
fn records(zone: &str) -> BTreeSet<(String, String)> {
    let lines = zone.lines().filter(|line| !line.is_empty() && !line.starts_with(';'));
    let read = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(words[0].ends_with('.') && words[0].is_ascii(), "{line}");
        assert!(words[1].parse::<u32>().is_ok() && words[2] == "IN", "{line}");
        if words[3] == "SRV" {
            assert!(words.len() == 8 && words[4..7].iter().all(|word| word.parse::<u16>().is_ok()), "{line}");
            assert!(words[7].ends_with('.'), "{line}");
        }
        (words[0].to_owned(), words[3..].join(" "))
    };
    lines.map(read).collect()
}

fn set(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(owner, data)| ((*owner).to_owned(), (*data).to_owned())).collect()
}

#[test]
fn each_domain_has_a_record_for_what_it_offers_and_none_against_anything() {
    let (code, zone, said) = run(&format!("{WEB}{SERVERS}"), &["example.net"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let wanted = [
        ("_imaps._tcp.example.net.", "SRV 0 1 993 imap.example.net."),
        ("_pop3._tcp.example.net.", "SRV 10 1 110 pop.example.net."),
        ("_submissions._tcp.example.net.", "SRV 0 1 465 smtp.example.net."),
        ("autoconfig.example.net.", "CNAME webmail.example.net."),
        ("autodiscover.example.net.", "CNAME webmail.example.net."),
        ("_autodiscover._tcp.example.net.", "SRV 0 0 443 webmail.example.net."),
    ];
    assert_eq!(records(&zone), set(&wanted), "{zone}");
    for words in [
        "; reading mail by IMAP, preferred: imap.example.net, port 993, SSL/TLS",
        "; Thunderbird",
        "; Outlook",
        "If you do not offer the other way, say so:\n; _imap._tcp.example.net. 3600 IN SRV 0 0 0 .\n",
        "If you do not offer the other way, say so:\n; _pop3s._tcp.example.net. 3600 IN SRV 0 0 0 .\n",
    ] {
        assert!(zone.contains(words), "{words}: {zone}");
    }
}

#[test]
fn what_cannot_or_must_not_be_told_is_a_comment_that_says_why() {
    let http = "[web]\npublic_url = \"http://192.0.2.1:8080\"\n";
    let (_, zone, _) = run(&format!("{http}{SERVERS}"), &["elsewhere.example"]);
    assert_eq!(records(&zone), set(&[("autoconfig.elsewhere.example.", "A 192.0.2.1")]), "{zone}");
    for words in [
        "127.0.0.1, port 143, STARTTLS\n; No record: only programs on this machine can come there. Others are told what \
         server.public_imap says.\n",
        "; No record: there is none for what is not protected (\"plain\").\n",
        "; No record: it needs the name of a server, and this is an address.\n",
        "; No record for Outlook: it asks by https alone",
    ] {
        assert!(zone.contains(words), "{words}: {zone}");
    }
    assert!(!zone.contains("SRV"), "nobody is told to keep away: {zone}");
    let (_, zone, _) = run(&format!("[web]\npublic_url = \"http://webmail.example.net\"\n{SERVERS}"), &["example.net"]);
    let asked: Vec<_> = records(&zone).into_iter().filter(|(owner, _)| owner.starts_with("auto")).collect();
    assert_eq!(
        asked,
        set(&[("autoconfig.example.net.", "CNAME webmail.example.net.")]).into_iter().collect::<Vec<_>>()
    );
    let https = "[web]\npublic_url = \"https://192.0.2.1\"\n";
    let (_, zone, _) = run(&format!("{https}{SERVERS}"), &["elsewhere.example"]);
    let both = [("autoconfig.elsewhere.example.", "A 192.0.2.1"), ("autodiscover.elsewhere.example.", "A 192.0.2.1")];
    assert_eq!(records(&zone), set(&both), "{zone}");
    assert!(zone.contains("It needs a name, and web.public_url is an address."), "{zone}");
    let one = "[[server]]\ndomains = [\"example.net\"]\nimap = { host = \"imap.example.net\" }\n";
    let (_, zone, _) = run(&format!("[web]\npublic_url = \"https://webmail.example.net:8443\"\n{one}"), &[]);
    let owners: Vec<_> = records(&zone).into_iter().filter(|(owner, _)| owner.contains("autodiscover")).collect();
    assert_eq!(owners.len(), 1, "only one of them can tell a port: {zone}");
    assert_eq!(owners[0].1, "SRV 0 0 8443 webmail.example.net.");
    for words in [
        "; sending mail: server.smtp is not configured. If you do not offer it, say so:",
        "; _submissions._tcp.example.net. 3600 IN SRV 0 0 0 .",
    ] {
        assert!(zone.contains(words), "{words}: {zone}");
    }
}

#[test]
fn a_server_that_only_this_machine_reaches_is_told_by_its_public_name_or_not_at_all() {
    let server =
        |more: &str| format!("[[server]]\ndomains = [\"example.net\"]\nimap = {{ host = \"localhost\" }}\n{more}");
    let (_, zone, _) = run(&server(""), &[]);
    assert!(records(&zone).is_empty(), "neither the server nor the webmail is anywhere: {zone}");
    assert!(zone.contains("; No record: it is http://127.0.0.1:8080, where only programs on this machine"), "{zone}");
    let public = server("public_imap = { host = \"imap.example.net\", port = 143, security = \"starttls\" }\n");
    let (_, zone, _) = run(&public, &[]);
    assert_eq!(records(&zone), set(&[("_imap._tcp.example.net.", "SRV 0 1 143 imap.example.net.")]), "{zone}");
}

#[test]
fn a_domain_is_found_in_either_spelling() {
    for (configured, asked) in
        [("bücher.example", "xn--bcher-kva.example"), ("xn--bcher-kva.example", "Bücher.example")]
    {
        let server =
            format!("{WEB}[[server]]\ndomains = [\"{configured}\"]\nimap = {{ host = \"imap.example.net\" }}\n");
        let (code, zone, said) = run(&server, &[asked]);
        assert_eq!(code, Some(0), "{said}");
        let owners: BTreeSet<_> = records(&zone).into_iter().map(|(owner, _)| owner).collect();
        assert!(owners.contains("_imaps._tcp.xn--bcher-kva.example."), "{zone}");
    }
}

#[test]
fn without_a_domain_all_that_are_named_are_printed() {
    let (code, zone, _) = run(&format!("{WEB}{SERVERS}"), &[]);
    assert_eq!(code, Some(0));
    let imaps: Vec<_> = records(&zone).into_iter().filter(|(owner, _)| owner.starts_with("_imaps")).collect();
    let owners: Vec<_> = imaps.iter().map(|(owner, _)| owner.as_str()).collect();
    assert_eq!(owners, ["_imaps._tcp.example.net.", "_imaps._tcp.xn--bcher-kva.example."], "{zone}");
    assert!(
        zone.ends_with("; Other domains are served as well: postern dns-records DOMAIN prints theirs.\n"),
        "{zone}"
    );
}

#[test]
fn a_domain_that_is_not_served_or_not_named_has_no_records() {
    let any = "[[server]]\ndomains = [\"*\"]\nimap = { host = \"imap.example.net\" }\n";
    let one = "[[server]]\ndomains = [\"example.net\"]\nimap = { host = \"imap.example.net\" }\n";
    for (configuration, arguments, words) in [
        (any, &[][..], "say which"),
        (one, &["elsewhere.example"], "no [[server]] for \"elsewhere.example\""),
        (any, &["a b"], "no [[server]] for \"a b\""),
        (any, &["x\ny. A 192.0.2.1"], "no [[server]]"),
        (any, &["*"], "no [[server]]"),
    ] {
        let (code, zone, said) = run(configuration, arguments);
        assert_eq!((code, zone.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(said.contains(words) && said.lines().count() == 1, "{words}: {said}");
    }
}
