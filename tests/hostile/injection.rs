//! Texts from people and from mail arrive as one string of one command.

use crate::server::*;
use postern::imap::MailboxName;
use postern::mail::{Error, Mailbox, View};
use support::scripted_server::ScriptServer;

const ODD: [(&str, &str); 4] = [
    ("x\r\nA1 DELETE INBOX", "{18?}x\\r\\nA1 DELETE INBOX"),
    ("\"quoted\" \\", "\"\\\"quoted\\\" \\\\\""),
    ("{5+}", "\"{5+}\""),
    ("Müll", "{5?}Müll"),
];

/// Spells a string for a transcript: with LITERAL+ on the same line, else behind a continuation.
fn spelled(wire: &str, at_once: bool) -> String {
    match wire.strip_prefix('{').and_then(|rest| rest.split_once("?}")) {
        Some((size, octets)) if at_once => format!("{{{size}+}}\nC: {octets}"),
        Some((size, octets)) => format!("{{{size}}}\nS: + go\nC: {octets}"),
        None => wire.to_owned(),
    }
}

fn mailbox(wire: &str) -> Mailbox {
    Mailbox { name: MailboxName::from_wire(wire), role: None, messages: None, unseen: None, size: None }
}

#[tokio::test]
async fn a_mailbox_name_is_one_string_whatever_it_holds() {
    for at_once in [true, false] {
        for (name, wire) in ODD {
            let capabilities = if at_once { "LITERAL+" } else { "ESEARCH" };
            let script = format!(
                "{}C: {{tag}} EXAMINE {}\nS: {{tag}} NO [NONEXISTENT] no\n",
                signed_in(capabilities),
                spelled(wire, at_once)
            );
            let server = ScriptServer::play(&[script]);
            let account = account(&server);
            let listed = account.mail().list(&mailbox(name), &View::default()).await;
            assert!(matches!(listed, Err(Error::Gone)), "{name}: {listed:?}");
            drop(account);
            server.finish().await;
        }
    }
}

#[tokio::test]
async fn a_search_word_is_one_string_whatever_it_holds() {
    for at_once in [true, false] {
        for (word, wire) in ODD.into_iter().filter(|(word, _)| !word.contains([' ', '\r'])) {
            let capabilities = if at_once { "LITERAL+ ESEARCH" } else { "ESEARCH" };
            let charset = if word.is_ascii() { "" } else { "CHARSET UTF-8 " };
            // What a header holds beyond ASCII is looked for here, too.
            let read = if word.is_ascii() { "" } else { "C: {tag} FETCH 1:3 (UID FLAGS {*})\nS: {tag} OK\n" };
            let spelled = spelled(wire, at_once);
            let script = format!(
                "{}{}C: {{tag}} UID SEARCH RETURN (ALL) {charset}ALL OR FROM {spelled} SUBJECT {spelled}
                 S: * ESEARCH (TAG \"{{tag}}\") UID\nS: {{tag}} OK\n{read}",
                signed_in(capabilities),
                opened("EXAMINE", "Spam")
            );
            let server = ScriptServer::play(&[script]);
            let account = account(&server);
            let view = View { query: word.into(), ..View::default() };
            let listing = account.mail().list(&spam(), &view).await.unwrap();
            assert_eq!(listing.total, 0);
            drop(account);
            server.finish().await;
        }
    }
}

#[tokio::test]
async fn nul_is_refused_before_anything_is_sent() {
    let server = ScriptServer::play(&[signed_in(GOOD)]);
    let account = account(&server);
    let listed = account.mail().list(&mailbox("a\0b"), &View::default()).await;
    assert!(matches!(listed, Err(Error::Refused(_))), "{listed:?}");
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_refused_literal_is_never_sent() {
    let script = signed_in("") + "C: {tag} EXAMINE {5}\nS: {tag} NO too long\n" + &opened("EXAMINE", "Spam");
    let script = script.replace("3 EXISTS", "0 EXISTS");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let mail = account.mail();
    assert!(matches!(mail.list(&mailbox("Müll"), &View::default()).await, Err(Error::Refused(_))));
    assert_eq!(mail.list(&spam(), &View::default()).await.unwrap().total, 0);
    drop((mail, account));
    server.finish().await;
}
