//! Signing in: which command, and what each answer means.

use crate::server::*;
use postern::imap::{Credentials, Error as ImapError, Limits, Pool};
use postern::mail::{Account, Address, Error, LoginName, NotLetIn, Result, Server};
use std::collections::BTreeMap;
use std::sync::Arc;
use support::scripted_server::ScriptServer;

const LOGIN: &str = "S: * OK [CAPABILITY IMAP4rev1] hi\nC: {tag} LOGIN \"anna@example.org\" \"secret\"\n";
const PLAIN: &str = "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\nC: {tag} AUTHENTICATE PLAIN\n";
/// NUL, address, NUL, password.
const SECRET: &str = "C: AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0\n";
const DONE: &str = "S: {tag} OK [CAPABILITY IMAP4rev1] in\n";

async fn sign_in(script: String) -> Result<()> {
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let signed_in = account.sign_in().await;
    drop(account);
    server.finish().await;
    signed_in
}

#[tokio::test]
async fn authenticate_plain_is_taken_where_offered_and_login_elsewhere() {
    sign_in(format!("{PLAIN}S: + \n{SECRET}{DONE}")).await.unwrap();
    sign_in(format!("{LOGIN}{DONE}")).await.unwrap();
}

#[tokio::test]
async fn every_kind_of_continuation_is_answered() {
    for plus in ["+", "+ ", "+ Go ahead, make my day", "+ é", "+ [ALERT] x"] {
        sign_in(format!("{PLAIN}S: {plus}\n{SECRET}{DONE}")).await.unwrap_or_else(|why| panic!("{plus:?}: {why}"));
    }
}

#[tokio::test]
async fn odd_lines_during_sign_in_do_not_fail_it() {
    for odd in [
        "* OK [ALERT]é",
        "* X-ODD (((",
        "* 5 FETCH (",
        "* CAPABILITY",
        "* STATUS x (SIZE 99999999999999999999)",
        "*",
        // async-imap understands these, and then overlooks the `+` behind them; Dovecot sends the first when it is slow.
        "* OK Waiting for authentication process to respond..",
        "* CAPABILITY IMAP4rev1 AUTH=PLAIN",
    ] {
        let late = format!("S: {odd}\nS! pause 40\n");
        sign_in(format!("{LOGIN}{late}{DONE}")).await.unwrap_or_else(|why| panic!("LOGIN, {odd}: {why}"));
        let early = format!("{PLAIN}{late}S: + \n{SECRET}{DONE}");
        sign_in(early).await.unwrap_or_else(|why| panic!("before +, {odd}: {why}"));
        let behind = format!("{PLAIN}S: + \n{SECRET}{late}{DONE}");
        sign_in(behind).await.unwrap_or_else(|why| panic!("behind +, {odd}: {why}"));
    }
}

#[tokio::test]
async fn capabilities_are_asked_for_when_the_server_does_not_tell_them() {
    let asked = "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1 MOVE\nS: {tag} OK\n";
    let server = ScriptServer::play(&[format!("{LOGIN}S: {{tag}} OK in\n{asked}")]);
    let pool = Pool::new(endpoint(server.port()), Limits::default());
    let connection = pool.acquire(&credentials()).await.unwrap();
    let can_move =
        connection.run(|session| Box::pin(async move { Ok(session.capabilities().can_move()) })).await.unwrap();
    assert!(can_move);
    drop((connection, pool));
    server.finish().await;
}

#[tokio::test]
async fn each_refusal_is_called_what_it_is() {
    type Is = fn(&Error) -> bool;
    let wrong: Is = |error| matches!(error, Error::WrongPassword);
    let busy: Is = |error| matches!(error, Error::Busy);
    let full: Is = |error| matches!(error, Error::TooManyConnections);
    let expired: Is = |error| matches!(error, Error::SignInRefused(NotLetIn::Expired, _));
    let locked: Is = |error| matches!(error, Error::SignInRefused(NotLetIn::Locked, _));
    let not_private: Is = |error| matches!(error, Error::SignInRefused(NotLetIn::NotPrivate, _));
    let ask: Is = |error| matches!(error, Error::SignInRefused(NotLetIn::AskProvider, _));
    let other: Is = |error| matches!(error, Error::SignInRefused(NotLetIn::Other, _));
    for (answer, is) in [
        ("NO [AUTHENTICATIONFAILED] no", wrong),
        ("NO Login failed.", wrong),
        ("NO", wrong),
        ("NO [UNAVAILABLE] the database is down", busy),
        ("NO [LIMIT] too many connections", full),
        ("NO Maximum number of connections from user+IP exceeded", full),
        ("NO [INUSE] locked", busy),
        ("NO [AUTHORIZATIONFAILED] not you", locked),
        ("NO [EXPIRED] old password", expired),
        ("NO [CONTACTADMIN] blocked", locked),
        ("NO [CONTACTADMIN] please call us", ask),
        ("NO [PRIVACYREQUIRED] not without TLS", not_private),
        ("NO [ALERT] Your account is suspended", locked),
        ("NO [ALERT] Please log in via your web browser", other),
        ("BAD what is this?", other),
    ] {
        let error = sign_in(format!("{LOGIN}S: {{tag}} {answer}\n")).await.unwrap_err();
        assert!(is(&error), "{answer}: {error:?}");
        let error = sign_in(format!("{PLAIN}S: + \n{SECRET}S: {{tag}} {answer}\n")).await.unwrap_err();
        assert!(is(&error), "{answer}: {error:?}");
    }
}

#[tokio::test]
async fn a_goodbye_or_a_cut_during_sign_in_says_nothing_about_the_password() {
    for end in ["S: * BYE shutting down\nS! close", "S! close", "S> {tag} NO [AUTHENTICATIONF\nS! close"] {
        let error = sign_in(format!("{LOGIN}{end}")).await.unwrap_err();
        assert!(matches!(error, Error::Unreachable(_)), "{end}: {error:?}");
    }
}

#[tokio::test]
async fn a_refusal_behind_a_goodbye_is_still_a_refusal() {
    let error = sign_in(format!("{LOGIN}S: * BYE bad password\nS: {{tag}} NO [AUTHENTICATIONFAILED] no\nS! close"));
    assert!(matches!(error.await.unwrap_err(), Error::WrongPassword));
}

#[tokio::test]
async fn what_no_string_can_hold_never_reaches_the_wire() {
    for password in ["a\rb", "a\nb", "a\0b", "x\" {5+}\r\nA1 DELETE INBOX"] {
        let server = ScriptServer::play(&["S: * OK [CAPABILITY IMAP4rev1] hi"]);
        let mail = Server::new(endpoint(server.port()), Limits::default(), LoginName::Address, BTreeMap::new());
        let address = Address::parse("anna@example.org").unwrap();
        let account = Account::new(Arc::new(mail), address, password.to_owned().into());
        assert!(matches!(account.sign_in().await, Err(Error::WrongPassword)));
        let said = server.heard().into_iter().filter(|line| line.starts_with("C:")).collect::<Vec<_>>();
        assert_eq!(said, Vec::<String>::new());
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn quotes_in_a_password_stay_in_their_string() {
    let server = ScriptServer::play(&[
        "S: * OK [CAPABILITY IMAP4rev1] hi\nC: {tag} LOGIN \"a\\\\b\" \"x\\\" {5+}\"\nS: {tag} OK [CAPABILITY IMAP4rev1]",
    ]);
    let pool = Pool::new(endpoint(server.port()), Limits::default());
    let credentials = Credentials { user: "a\\b".into(), password: "x\" {5+}".to_owned().into(), client: None };
    drop(pool.acquire(&credentials).await.unwrap());
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn an_endless_answer_to_the_sign_in_ends() {
    let flood = format!("{LOGIN}S> * OK {}\nS! stall", "x".repeat(9 * 1024 * 1024));
    let server = ScriptServer::play(&[flood]);
    let pool = Pool::new(endpoint(server.port()), Limits::default());
    let opened = pool.acquire(&credentials()).await.map(drop);
    assert!(matches!(opened, Err(ImapError::TooLarge(_))), "{opened:?}");
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn brackets_without_end_during_the_sign_in_need_no_stack() {
    for open in ["(", "(((\"a\" ", "((NIL "] {
        for line in ["* 1 FETCH (BODYSTRUCTURE ", "* 1 FETCH (ENVELOPE ", "* LIST ", "* THREAD "] {
            let odd = format!("S: {line}{}\n", open.repeat(60_000 / open.len()));
            sign_in(format!("{LOGIN}{odd}{DONE}")).await.unwrap_or_else(|why| panic!("LOGIN, {line}{open}: {why}"));
            let early = format!("{PLAIN}{odd}S: + \n{SECRET}{DONE}");
            sign_in(early).await.unwrap_or_else(|why| panic!("AUTHENTICATE, {line}{open}: {why}"));
        }
    }
}

#[tokio::test]
async fn more_talk_than_is_recorded_does_not_fail_a_sign_in() {
    let short = format!("S> {}\n", "* OK wait a moment\\r\\n".repeat(10_000));
    let line = |octets: usize| format!("S: * OK {}\n", "x".repeat(octets));
    // With the second and third, what is recorded is full just when the answer comes.
    for talk in [short, line(65_520), line(65_500), line(200_000)] {
        sign_in(format!("{LOGIN}{talk}{DONE}")).await.unwrap_or_else(|why| panic!("LOGIN, {talk:.30}: {why}"));
        let early = format!("{PLAIN}{talk}S: + \n{SECRET}{DONE}");
        sign_in(early).await.unwrap_or_else(|why| panic!("AUTHENTICATE, {talk:.30}: {why}"));
    }
}
