//! How servers open the conversation.

use crate::server::*;
use postern::imap::{Error, Limits, Pool};
use support::scripted_server::ScriptServer;

async fn opens(script: String) -> Result<(), Error> {
    let server = ScriptServer::play(&[script]);
    let pool = Pool::new(endpoint(server.port()), Limits::default());
    let connection = pool.acquire(&credentials()).await.map(drop);
    pool.shut_down().await;
    server.finish().await;
    connection
}

const IN: &str = "C: {tag} LOGIN \"anna@example.org\" \"secret\"\nS: {tag} OK [CAPABILITY IMAP4rev1] in\n";
const ASKED: &str = "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1  ID\nS: {tag} OK\n";

#[tokio::test]
async fn a_greeting_without_capabilities_is_followed_by_the_question() {
    for greeting in ["* OK", "* OK ready", "* OK [ALERT]é", "* OK [CAPABILITY", "* OK [X-ODD (] \"{5}", "* ok Hi {12}"]
    {
        opens(format!("S: {greeting}\n{ASKED}{IN}")).await.unwrap();
    }
}

#[tokio::test]
async fn a_greeting_in_odd_letters_is_understood() {
    for greeting in
        ["* ok [capability imap4rev1] hi", "* OK  [CAPABILITY  IMAP4rev1 ] hi", "* Ok [Capability Imap4Rev1]"]
    {
        opens(format!("S: {greeting}\n{IN}")).await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_says_goodbye_is_believed() {
    assert!(matches!(opens("S: * BYE too busy\n".into()).await, Err(Error::Bye(text)) if text == "too busy"));
}

#[tokio::test]
async fn somebody_elses_session_is_refused() {
    assert!(matches!(opens("S: * PREAUTH [CAPABILITY IMAP4rev1] hello root\n".into()).await, Err(Error::Protocol(_))));
}

#[tokio::test]
async fn what_is_not_imap_is_refused() {
    for line in
        ["220 mail ESMTP", "+OK POP3 ready", "HTTP/1.1 400 Bad Request", "SSH-2.0-x", "(", "A1 OK", "* 5 EXISTS"]
    {
        let opened = opens(format!("S: {line}\n")).await;
        assert!(matches!(opened, Err(Error::Protocol(_))), "{line}: {opened:?}");
    }
}

#[tokio::test]
async fn a_server_that_closes_at_once_is_called_closed() {
    assert!(matches!(opens("S! close".into()).await, Err(Error::Closed | Error::Io(_))));
}

#[tokio::test]
async fn where_login_is_disabled_no_password_is_sent() {
    let opened = opens("S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\n".into()).await;
    assert!(matches!(opened, Err(Error::Tls(_))), "{opened:?}");
}

#[tokio::test]
async fn nobody_there_is_a_connection_error() {
    let pool = Pool::new(endpoint(1), Limits::default());
    assert!(matches!(pool.acquire(&credentials()).await, Err(Error::Connect { port: 1, .. })));
}

#[tokio::test]
async fn a_greeting_without_end_is_too_large() {
    let script = format!("S> * OK {}\nS! stall", "x".repeat(9 * 1024 * 1024));
    let opened = opens(script).await;
    assert!(matches!(opened, Err(Error::TooLarge(_))), "{opened:?}");
}
