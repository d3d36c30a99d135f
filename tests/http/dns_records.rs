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
    pop = { host = \"pop.example.org\", security = \"plain\", port = 110 }\n";

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
fn each_domain_has_a_record_for_what_it_offers_and_one_for_what_it_does_not() {
    let (code, zone, said) = run(&format!("{WEB}{SERVERS}"), &["example.net"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let wanted = [
        ("_imaps._tcp.example.net.", "SRV 0 1 993 imap.example.net."),
        ("_imap._tcp.example.net.", "SRV 0 0 0 ."),
        ("_pop3._tcp.example.net.", "SRV 10 1 110 pop.example.net."),
        ("_pop3s._tcp.example.net.", "SRV 0 0 0 ."),
        ("_submissions._tcp.example.net.", "SRV 0 1 465 smtp.example.net."),
        ("_submission._tcp.example.net.", "SRV 0 0 0 ."),
        ("autoconfig.example.net.", "CNAME webmail.example.net."),
        ("_autodiscover._tcp.example.net.", "SRV 0 0 443 webmail.example.net."),
    ];
    assert_eq!(records(&zone), set(&wanted), "{zone}");
    for words in
        ["; reading mail by IMAP, preferred: imap.example.net, port 993, SSL/TLS", "; Thunderbird", "; Outlook"]
    {
        assert!(zone.contains(words), "{words}: {zone}");
    }
}

#[test]
fn what_cannot_or_must_not_be_told_is_a_comment_that_says_why() {
    let http = "[web]\npublic_url = \"http://192.0.2.1:8080\"\n";
    let (_, zone, _) = run(&format!("{http}{SERVERS}"), &["elsewhere.example"]);
    let wanted = [
        ("_pop3s._tcp.elsewhere.example.", "SRV 0 0 0 ."),
        ("_pop3._tcp.elsewhere.example.", "SRV 0 0 0 ."),
        ("autoconfig.elsewhere.example.", "A 192.0.2.1"),
    ];
    assert_eq!(records(&zone), set(&wanted), "{zone}");
    for words in [
        "; No record: it needs the name of a server",
        "server.pop is not protected",
        "; sending mail: server.smtp is not configured. If you do not offer it, say so:",
        "; _submissions._tcp.elsewhere.example. 3600 IN SRV 0 0 0 .",
        "; It needs a name, and web.public_url is an address.",
    ] {
        assert!(zone.contains(words), "{words}: {zone}");
    }
    let (_, zone, _) = run(&format!("[web]\npublic_url = \"http://webmail.example.net\"\n{SERVERS}"), &["example.net"]);
    assert!(zone.contains("; It asks by https alone, and web.public_url is http."), "{zone}");
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
