//! `postern probe` against each server: it tells what the table in `tests/README.md` tells.

use super::{OPTIONAL, without};
use support::dovecot::{Dovecot, Namespace};
use support::host::Host;
use support::launcher;
use support::other_servers::{courier::Courier, cyrus::Cyrus};

/// Runs the program, and returns what it printed and its exit status.
fn probe(host: &Host, password: &str) -> (String, i32) {
    let output = launcher::probe(host.imap_port, password);
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

/// Reads the table: what may be missing, what is done instead, and `yes` or `no` for Dovecot, Cyrus, Courier.
fn table() -> Vec<[String; 5]> {
    let (_, rest) = include_str!("../../README.md").split_once("## What a server may lack").unwrap();
    let (section, _) = rest.split_once("\n## ").unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = |row: &str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    rows.map(|row| cells(row).try_into().unwrap_or_else(|cells| panic!("five cells in {cells:?}"))).collect()
}

/// Compares what is missing with one column of the table.
fn agrees(host: &Host, column: usize) {
    let (told, status) = probe(host, &host.password);
    let rows = table();
    assert_eq!(rows.len(), 9, "{rows:?}");
    for row in &rows {
        assert!(["yes", "no"].contains(&row[column].as_str()), "{row:?}");
        let line = format!("missing {}: {}\n", row[0], row[1]);
        assert_eq!(told.contains(&line), row[column] == "no", "{row:?}\n{told}");
    }
    let missing = told.lines().filter(|line| line.starts_with("missing ")).count();
    assert_eq!(missing, rows.iter().filter(|row| row[column] == "no").count(), "{told}");
    assert_eq!(status, i32::from(missing > 0), "{told}");
    let name = |mailbox| host.wire_name(mailbox);
    for fact in [format!("spam: {}", name("Spam")), format!("trash: {}", name("Trash")), "inbox: INBOX".to_owned()] {
        assert!(told.lines().any(|line| line == fact), "{fact}: {told}");
    }
    let quota = told.lines().find_map(|line| line.strip_prefix("quota: ")).unwrap();
    assert!(quota.ends_with(" of 1048576 octets"), "{told}");
    let (told, status) = probe(host, "wrong horse");
    assert!(told.starts_with("sign-in: ") && status == 2, "{status}: {told}");
}

#[test]
fn probe_finds_on_dovecot_what_the_table_says() {
    agrees(&(&Dovecot::start(without(&[]))).into(), 2);
}

#[test]
fn probe_names_whatever_is_hidden() {
    let dovecot = Dovecot::start(without(&OPTIONAL));
    let (told, status) = probe(&(&dovecot).into(), "correct horse");
    for row in table() {
        assert!(told.contains(&format!("missing {}: {}\n", row[0], row[1])), "{row:?}\n{told}");
    }
    assert_eq!(status, 1);
    assert!(told.contains("quota: none\n") && told.contains("spam: Spam\n"), "{told}");
}

#[test]
#[ignore = "needs Cyrus: bin/check servers"]
fn probe_finds_on_cyrus_what_the_table_says() {
    agrees(Cyrus::start(Namespace::Plain).host(), 3);
}

#[test]
#[ignore = "needs Courier: bin/check servers"]
fn probe_finds_on_courier_what_the_table_says() {
    agrees(Courier::start().host(), 4);
}
