//! ManageSieve: a cut, a refusal or nonsense is never "no scripts", and the password goes to nobody who may not have it.

use crate::server::credentials;
use crate::tls::certified;
use postern::imap::{self, Endpoint, Limits, Security};
use postern::sieve::{Client, Code, Error, ScriptName, Service};
use std::time::Duration;
use support::scripted_server::ScriptServer;

/// What Pigeonhole says before the sign-in, and the sign-in.
const SIGNED_IN: &str = "S: \"IMPLEMENTATION\" \"Dovecot Pigeonhole\"
    S: \"SASL\" \"PLAIN LOGIN\"
    S: \"XCLIENT\"
    S: OK \"ready\"
    C: AUTHENTICATE \"PLAIN\" \"AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0\"
    S: OK \"Logged in.\"
    C: CAPABILITY
    S: \"SIEVE\" \"fileinto MAILBOX include\"
    S: \"VERSION\" \"1.0\"
    S: OK
    ";

fn service(port: u16, security: Security) -> Service {
    // Some servers here never answer.
    service_that_may_take(Duration::from_secs(3), port, security)
}

fn service_that_may_take(wait: Duration, port: u16, security: Security) -> Service {
    let endpoint = Endpoint { host: "127.0.0.1".into(), port, security, ca_file: None };
    Service::new(endpoint, Limits { wait, answer: wait, ..Limits::default() })
}

fn name() -> ScriptName {
    ScriptName::parse("postern").unwrap()
}

/// Signs in to a server that goes on so.
async fn signed_in(script: &str) -> (ScriptServer, Client) {
    let server = ScriptServer::play(&[SIGNED_IN.to_owned() + script]);
    let client = service(server.port(), Security::Plain).connect(&credentials()).await.unwrap();
    (server, client)
}

/// The same, with time for what a busy machine needs.
async fn patient(script: &str) -> (ScriptServer, Client) {
    let server = ScriptServer::play(&[SIGNED_IN.to_owned() + script]);
    let service = service_that_may_take(Duration::from_secs(20), server.port(), Security::Plain);
    let client = service.connect(&credentials()).await.unwrap();
    (server, client)
}

fn said_the_password(server: &ScriptServer) -> bool {
    server.heard().iter().any(|line| line.starts_with("C: AUTH"))
}

#[tokio::test]
async fn scripts_are_listed_fetched_written_activated_and_deleted() {
    let (server, mut client) = signed_in(
        "C: LISTSCRIPTS
         S: \"mine \\\"1\\\"\" ACTIVE
         S: {7}\\r\\npostern
         S: OK
         C: GETSCRIPT \"postern\"
         S: {5}\\r\\nkeep;
         S: OK
         C: GETSCRIPT \"postern\"
         S: NO (NONEXISTENT) \"no such\"
         C: HAVESPACE \"postern\" 5
         S: OK
         C: CHECKSCRIPT {5+}
         C: keep;
         S: OK (WARNINGS) \"line 1: dull\"
         C: PUTSCRIPT \"postern\" {5+}
         C: keep;
         S: OK
         C: SETACTIVE \"postern\"
         S: OK
         C: SETACTIVE \"\"
         S: OK
         C: DELETESCRIPT \"postern\"
         S: OK
         C: LOGOUT
         S: OK",
    )
    .await;
    assert!(client.capabilities().has("mailbox") && !client.capabilities().has("vacation"));
    let scripts = client.scripts().await.unwrap();
    let told: Vec<_> = scripts.iter().map(|script| (script.name.as_str(), script.is_active)).collect();
    assert_eq!(told, [("mine \"1\"", true), ("postern", false)]);
    assert_eq!(client.script(&name()).await.unwrap().unwrap(), b"keep;");
    assert_eq!(client.script(&name()).await.unwrap(), None);
    client.have_space(&name(), 5).await.unwrap();
    assert_eq!(client.check("keep;").await.unwrap(), Some(Code::Warnings));
    client.put(&name(), "keep;").await.unwrap();
    client.activate(Some(&name())).await.unwrap();
    client.activate(None).await.unwrap();
    client.delete(&name()).await.unwrap();
    client.log_out().await;
    server.finish().await;
}

#[tokio::test]
async fn whatever_cuts_a_list_or_makes_nonsense_of_it_it_is_never_no_scripts() {
    for (answer, kind) in [
        ("S! close", "Closed"),
        ("S! stall", "Timeout"),
        ("S: \"mine\"\nS! close", "Closed"),
        ("S: \"mine\" ACTIVE\nS> OK\nS! close", "Closed"),
        ("S: {400}\\r\\nmine\nS! close", "Closed"),
        ("S: BYE \"shutting down\"", "Bye"),
        ("S: BYE (TRYLATER) \"later\"", "Busy"),
        ("S: * LIST () \"/\" mine", "Protocol"),
        ("S: \"mine\" PASSIVE\nS: OK", "Protocol"),
        ("S: \"mi\\xffne\"\nS: OK", "Protocol"),
        ("S: \"a\" ACTIVE\nS: \"b\" ACTIVE\nS: OK", "Protocol"),
        ("S! repeat 100000 \"mine\"", "TooLarge"),
        ("S: {99999999}", "TooLarge"),
        ("S: {65600}", "TooLarge"),
        (&format!("S! repeat 90 \"{}\"", "x".repeat(1000)), "TooLarge"),
        (&format!("S: \"{}\"\nS: OK", "x".repeat(513)), "Protocol"),
    ] {
        let (_server, mut client) = signed_in(&format!("C: LISTSCRIPTS\n{answer}\n")).await;
        let told = client.scripts().await;
        assert!(format!("{told:?}").starts_with(&format!("Err(Line({kind}")), "{answer}: {told:?}");
        let after = client.scripts().await;
        assert!(matches!(after, Err(Error::Line(imap::Error::Closed))), "it is broken for good: {after:?}");
    }
    let endless = format!("C: LISTSCRIPTS\nS> {}\nS! stall", "x".repeat(20_000));
    let (_server, mut client) = signed_in(&endless).await;
    let told = client.scripts().await;
    assert!(matches!(told, Err(Error::Line(imap::Error::TooLarge(_)))), "{told:?}");
}

#[tokio::test]
async fn a_flood_of_large_literals_is_cut_after_the_octets_that_one_command_may_bring() {
    const MIB: usize = 1024 * 1024;
    // A thousand literals of 64 kB each, where 64 kB or one script were asked for.
    const LARGE: usize = 64 * 1024;
    let literal = format!("{{{LARGE}}}\\r\\n{}", "x".repeat(LARGE));
    let small = format!("{{1000}}\\r\\n{}", "x".repeat(1000));
    for (asked, flood) in [
        ("C: LISTSCRIPTS", format!("S! repeat 1000 {literal}")),
        ("C: LISTSCRIPTS", format!("S! repeat 1000000 {small}")),
        ("C: GETSCRIPT {*}", format!("S! repeat 1000 {literal}")),
        ("C: GETSCRIPT {*}", format!("S! repeat 1000000 {small}")),
        ("C: GETSCRIPT {*}", format!("S: {{{}}}", 2 * MIB)),
    ] {
        let (_server, mut client) = patient(&format!("{asked}\n{flood}\n")).await;
        let told = match asked {
            "C: LISTSCRIPTS" => client.scripts().await.map(|_| ()),
            _ => client.script(&name()).await.map(|_| ()),
        };
        assert!(matches!(told, Err(Error::Line(imap::Error::TooLarge(_)))), "{asked} {flood:.40}: {told:?}");
    }
    // A script may be larger than a list.
    let size = 2 * LARGE;
    let script = format!("{{{size}}}\\r\\n{}", "x".repeat(size));
    let whole = format!("C: GETSCRIPT {{*}}\nS: {script}\nS: OK\nC: LOGOUT\n");
    let (_server, mut client) = patient(&whole).await;
    assert_eq!(client.script(&name()).await.unwrap().map(|text| text.len()), Some(size));
}

#[tokio::test]
async fn a_refusal_has_its_code_and_the_connection_goes_on() {
    let (server, mut client) = signed_in(
        "C: HAVESPACE \"postern\" 9
         S: NO (QUOTA/MAXSCRIPTS) \"Two are enough\"
         C: LISTSCRIPTS
         S: NO \"not now\"
         C: LISTSCRIPTS
         S: OK
         C: LOGOUT",
    )
    .await;
    match client.have_space(&name(), 9).await {
        Err(Error::Refused(refusal)) => {
            assert_eq!((refusal.command, refusal.code), ("HAVESPACE", Some(Code::Quota)));
            assert_eq!(refusal.to_string(), "HAVESPACE refused (QUOTA)", "the server's words are for nobody's log");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(client.scripts().await, Err(Error::Refused(_))));
    assert_eq!(client.scripts().await.unwrap(), []);
    client.log_out().await;
    server.finish().await;
}

#[tokio::test]
async fn a_greeting_that_is_none_ends_before_the_password() {
    let first = "S: \"SASL\" \"PLAIN\"\n";
    for greeting in [
        "S: * OK IMAP4rev1 ready\n".to_owned(),
        "S: BYE \"go away\"\n".to_owned(),
        "S: NO \"go away\"\n".to_owned(),
        "S: \"SASL\" \"\"\nS: \"STARTTLS\"\nS: OK\n".to_owned(),
        "S: \"SASL\" \"SCRAM-SHA-1\"\nS: OK\n".to_owned(),
        format!("{first}S! close\n"),
        format!("{first}S! stall\n"),
        format!("{first}S! repeat 100000 \"X\" \"Y\"\n"),
        format!("{first}S> {}\nS! stall\n", "x".repeat(20_000)),
    ] {
        let server = ScriptServer::play(&[greeting.as_str()]);
        let connected = service(server.port(), Security::Plain).connect(&credentials()).await;
        assert!(matches!(connected, Err(Error::Line(_) | Error::Refused(_))), "{greeting:.60}");
        assert!(!said_the_password(&server), "{greeting:.60}");
    }
}

#[tokio::test]
async fn a_refused_sign_in_is_no_refusal_of_a_command() {
    let server = ScriptServer::play(&["S: \"SASL\" \"PLAIN\"\nS: OK\nC: AUTHENTICATE {*}\nS: NO \"wrong\"\n"]);
    let connected = service(server.port(), Security::Plain).connect(&credentials()).await;
    assert!(matches!(connected, Err(Error::SignInRefused(_))), "{connected:?}");
}

const STARTTLS: &str = "S: \"SASL\" \"PLAIN\"\nS: \"STARTTLS\"\nS: OK\nC: STARTTLS\n";

#[tokio::test]
async fn after_starttls_the_capabilities_told_before_it_are_forgotten() {
    let good = certified("localhost", false);
    for (secured, fine) in [(SIGNED_IN.to_owned() + "C: LOGOUT", true), ("S: \"SASL\" \"\"\nS: OK\n".to_owned(), false)]
    {
        let script = format!("{STARTTLS}S: OK\nS! starttls\n{secured}");
        let server = ScriptServer::start(&[script], Some(good.config.clone()), false);
        let ca_file = Some(good.ca.path().to_owned());
        let (host, port, security) = ("localhost".into(), server.port(), Security::StartTls);
        let service = Service::new(Endpoint { host, port, security, ca_file }, Limits::default());
        match service.connect(&credentials()).await {
            Ok(client) => {
                assert!(fine);
                client.log_out().await;
                server.finish().await;
            }
            Err(error) => {
                assert!(!fine && matches!(error, Error::Line(imap::Error::Tls(_))), "{error:?}");
                assert!(!said_the_password(&server));
            }
        }
    }
}

#[tokio::test]
async fn without_tls_where_it_is_wanted_no_password_is_sent() {
    let stranger = certified("localhost", false);
    for script in [
        // Somebody on the way has taken STARTTLS out, refuses it, says more in clear, or has a certificate of their own.
        "S: \"SASL\" \"PLAIN\"\nS: OK\n".to_owned(),
        format!("{STARTTLS}S: NO \"no\"\n"),
        format!("{STARTTLS}S: OK\\r\\n\"SASL\" \"PLAIN\"\\r\\nOK\n"),
        format!("{STARTTLS}S: OK\nS! starttls\n{SIGNED_IN}"),
    ] {
        let server = ScriptServer::start(&[script.as_str()], Some(stranger.config.clone()), false);
        let connected = service(server.port(), Security::StartTls).connect(&credentials()).await;
        assert!(matches!(connected, Err(Error::Line(imap::Error::Tls(_)))), "{script}: {connected:?}");
        assert!(!said_the_password(&server), "{script}");
    }
}
