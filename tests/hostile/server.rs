//! Accounts on a scripted server, and the beginnings that transcripts share.

use postern::imap::{Credentials, Endpoint, Limits, Security};
use postern::mail::{Account, Address, LoginName, Mailbox, Role, Server, Uid, UidSet, UidValidity};
use std::collections::BTreeMap;
use std::sync::Arc;
use support::scripted_server::ScriptServer;

/// What a good server of today can.
pub const GOOD: &str = "UIDPLUS MOVE ESEARCH LITERAL+";

/// Signs in, with these capabilities besides IMAP4rev1.
pub fn signed_in(capabilities: &str) -> String {
    format!(
        "S: * OK [CAPABILITY IMAP4rev1 {capabilities}] ready
         C: {{tag}} LOGIN \"anna@example.org\" \"secret\"
         S: {{tag}} OK [CAPABILITY IMAP4rev1 {capabilities}] welcome
         "
    )
}

/// Opens a mailbox with three messages under UIDVALIDITY 7.
pub fn opened(verb: &str, name: &str) -> String {
    format!(
        "C: {{tag}} {verb} \"{name}\"
         S: * 3 EXISTS
         S: * FLAGS (\\Seen \\Deleted)
         S: * OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] kept
         S: * OK [UIDVALIDITY 7] uid_validity
         S: * OK [UIDNEXT 10] next
         S: {{tag}} OK [READ-WRITE] open
         "
    )
}

/// Opens a mailbox for a change.
pub fn selected(name: &str) -> String {
    opened("SELECT", name)
}

/// Looks again at a mailbox that is open, under UIDVALIDITY 7, and answers what is asked in the same breath.
pub fn again(name: &str, command: Option<&str>, untagged: &[&str]) -> String {
    let asked = command.map(|command| format!("C: {{asked}} {command}\n")).unwrap_or_default();
    let untagged: String = untagged.iter().map(|line| format!("S: {line}\n")).collect();
    let answered = if command.is_some() { "S: {asked} OK done\n" } else { "" };
    format!(
        "C: {{status}} STATUS \"{name}\" (UIDVALIDITY)
         C: {{noop}} NOOP
         {asked}S: * STATUS {name} (UIDVALIDITY 7)
         S: {{status}} OK told
         S: {{noop}} OK nothing
         {untagged}{answered}"
    )
}

/// Answers one search with these UIDs, on a server with ESEARCH.
pub fn finds(criteria: &str, uids: &str) -> String {
    let all = if uids.is_empty() { String::new() } else { format!(" ALL {uids}") };
    format!(
        "C: {{tag}} UID SEARCH RETURN (ALL) {criteria}
         S: * ESEARCH (TAG \"{{tag}}\") UID{all}
         S: {{tag}} OK found
         "
    )
}

/// Takes one command and answers OK, with these untagged lines before.
pub fn takes(command: &str, untagged: &[&str]) -> String {
    let untagged: String = untagged.iter().map(|line| format!("S: {line}\n")).collect();
    format!("C: {{tag}} {command}\n{untagged}S: {{tag}} OK done\n")
}

/// Tells the sizes that a deletion asks for: 100 octets each.
pub fn sizes(set: &str, uids: &[u32]) -> String {
    let sizes: Vec<String> = uids.iter().map(|uid| format!("* {uid} FETCH (UID {uid} RFC822.SIZE 100)")).collect();
    takes(&format!("UID FETCH {set} (UID RFC822.SIZE)"), &sizes.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Marks and expunges, both with OK.
pub fn expunges(set: &str) -> String {
    format!(
        "C: {{mark}} UID STORE {set} +FLAGS.SILENT (\\Deleted)
         S: {{mark}} OK marked
         C: {{go}} UID EXPUNGE {set}
         S: {{go}} OK gone
         "
    )
}

pub fn endpoint(port: u16) -> Endpoint {
    Endpoint { host: "127.0.0.1".into(), port, security: Security::Plain, ca_file: None }
}

pub fn credentials() -> Credentials {
    Credentials { user: "anna@example.org".into(), password: "secret".to_owned().into(), client: None }
}

pub fn account_with(endpoint: Endpoint, limits: Limits) -> Account {
    let server = Arc::new(Server::new(endpoint, limits, LoginName::Address, BTreeMap::new()));
    Account::new(server, Address::parse("anna@example.org").unwrap(), "secret".to_owned().into())
}

pub fn account(server: &ScriptServer) -> Account {
    account_with(endpoint(server.port()), Limits::default())
}

pub fn spam() -> Mailbox {
    let name = postern::imap::MailboxName::encode("Spam");
    Mailbox { name, role: Some(Role::Spam), messages: None, unseen: None, size: None }
}

pub fn uid_validity() -> UidValidity {
    UidValidity::new(7).unwrap()
}

pub fn uids(numbers: impl IntoIterator<Item = u32>) -> UidSet {
    numbers.into_iter().filter_map(Uid::new).collect()
}

pub fn uid(number: u32) -> Uid {
    Uid::new(number).unwrap()
}
