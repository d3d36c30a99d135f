//! Telling the server who asks (ID, RFC 2971): before the sign-in, where it can be told; whatever it says, the sign-in goes on.

use crate::server::*;
use postern::imap::{Credentials, Error, Limits, Pool};
use support::scripted_server::ScriptServer;

async fn opens(script: String, client: Option<&str>) -> Result<(), Error> {
    let server = ScriptServer::play(&[script]);
    let pool = Pool::new(endpoint(server.port()), Limits::default());
    let client = client.map(|client| client.parse().unwrap());
    let opened = pool.acquire(&Credentials { client, ..credentials() }).await.map(drop);
    pool.shut_down().await;
    server.finish().await;
    opened
}

const GREETING: &str = "S: * OK [CAPABILITY IMAP4rev1 ID] ready\n";
const IN: &str = "C: {tag} LOGIN \"anna@example.org\" \"secret\"\nS: {tag} OK [CAPABILITY IMAP4rev1 ID] in\n";
const CLIENT: &str = "203.0.113.9";

fn told(client: &str, answer: &str) -> String {
    format!("{GREETING}C: {{tag}} ID (\"name\" \"Postern\" \"x-originating-ip\" \"{client}\")\n{answer}")
}

#[tokio::test]
async fn a_server_that_can_be_told_is_told_before_the_sign_in() {
    for (client, written) in [(CLIENT, CLIENT), ("2001:db8::7", "2001:db8::7"), ("::ffff:203.0.113.9", "203.0.113.9")] {
        let answer = "S: * ID (\"name\" \"Dovecot\")\nS: {tag} OK ID completed.\n";
        opens(format!("{}{IN}", told(written, answer)), Some(client)).await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_refuses_or_answers_oddly_is_signed_in_to_all_the_same() {
    for answer in [
        "S: {tag} NO not you\n",
        "S: {tag} BAD Please login first\n",
        "S: * ID NIL\nS: {tag} OK\n",
        "S: * ID (((\nS: {tag} OK\n",
        "S: * ID (\"name\" {4}\nS: evil)\nS: {tag} OK\n",
        "S: {tag} OK [ALERT]é\n",
    ] {
        opens(format!("{}{IN}", told(CLIENT, answer)), Some(CLIENT))
            .await
            .unwrap_or_else(|why| panic!("{answer}: {why}"));
    }
}

#[tokio::test]
async fn a_server_that_does_not_offer_it_or_whose_host_does_not_want_it_hears_nothing() {
    let plain = format!("S: * OK [CAPABILITY IMAP4rev1] ready\n{IN}");
    opens(plain, Some(CLIENT)).await.unwrap();
    opens(format!("{GREETING}{IN}"), None).await.unwrap();
}

#[tokio::test]
async fn a_server_that_hangs_up_instead_gets_no_password() {
    let opened = opens(told(CLIENT, "S: * BYE no\nS! close"), Some(CLIENT)).await;
    assert!(matches!(opened, Err(Error::Bye(_))), "{opened:?}");
}
