//! What a person is told when the server is full, refuses, or says what nobody can use: status and sentence.

use crate::server::*;
use support::launcher::TestApp;
use support::scripted_server::{ScriptServer, literal};

const LOGIN: &str = "S: * OK [CAPABILITY IMAP4rev1] hi\nC: {tag} LOGIN \"anna@example.org\" \"secret\"\n";

async fn sign_in(script: &str) -> (u16, String, bool) {
    let server = ScriptServer::play(&[script]);
    let mut site = TestApp::start(server.port());
    let response = site.try_login("anna@example.org", "secret");
    let signed_in = response.cookie("sid").is_some();
    let status = response.status;
    let page = response.body;
    site.stop();
    server.finish().await;
    (status, page, signed_in)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_page_tells_a_full_server_from_a_wrong_password() {
    let full = "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)";
    let refused = |answer: &str| format!("{LOGIN}S: {{tag}} {answer}\n");
    for (script, status, sentence) in [
        (refused(&format!("NO [UNAVAILABLE] {full}")), 503, "Your password was not refused"),
        (refused(&format!("NO [LIMIT] {full}")), 503, "Your password was not refused"),
        (refused(&format!("NO {full}")), 503, "Your password was not refused"),
        (format!("S: * BYE {full}\nS! close"), 503, "Your password was not refused"),
        (format!("{LOGIN}S: * BYE {full}\nS! close"), 503, "Your password was not refused"),
        (refused("NO [SERVERBUG] oops"), 503, "Your password was not refused"),
        (refused("NO [AUTHENTICATIONFAILED] no"), 401, "password"),
        (refused("NO Login failed."), 401, "password"),
        (refused("NO [EXPIRED] old"), 403, "Your password has expired"),
        (refused("NO [OVERQUOTA] full"), 403, "does not let you in"),
        (refused("BAD what?"), 403, "does not let you in"),
        ("S: * BYE going down\nS! close".to_owned(), 502, "does not answer"),
        ("S: * PREAUTH hello root".to_owned(), 502, "does not answer"),
        ("S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi".to_owned(), 502, "no safe way"),
        ("S: 220 mail ESMTP".to_owned(), 502, "does not answer"),
        (format!("S> * OK {}\nS! stall", "x".repeat(9 * 1024 * 1024)), 502, "does not answer"),
    ] {
        let (told, page, signed_in) = sign_in(&script).await;
        assert_eq!((told, signed_in), (status, false), "{script:.200}: {page}");
        assert!(page.contains(sentence), "{script:.200}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_tells_why_a_mailbox_does_not_open() {
    let structure = "* LIST (\\Junk) \"/\" Spam";
    for (answer, status, sentence) in [
        ("NO [UNAVAILABLE] later", 503, "allows only a few connections"),
        ("NO [INUSE] locked", 503, "allows only a few connections"),
        ("NO [LIMIT] slower", 503, "allows only a few connections"),
        ("NO [NONEXISTENT] x", 404, "no longer here"),
        ("NO [NOPERM] x", 502, "did not do what was asked"),
        ("NO [SERVERBUG] x", 502, "did not do what was asked"),
        ("NO [CORRUPTION] x", 502, "did not do what was asked"),
        ("NO [OVERQUOTA] x", 507, "full"),
        ("NO <script>alert(1)</script>", 502, "did not do what was asked"),
        ("BAD x", 502, "did not do what was asked"),
    ] {
        let examined = format!("C: {{tag}} EXAMINE \"Spam\"\nS: {{tag}} {answer}\n");
        let mut scripts = vec![signed_in("") + &takes("LIST \"\" \"*\"", &[structure]) + &examined];
        if answer.contains("SERVERBUG") || answer.contains("NONEXISTENT") {
            // That may be true of a connection that was kept, and of no other: it is asked on a new one.
            scripts.push(signed_in("") + &examined);
        }
        let server = ScriptServer::play(&scripts);
        let mut site = TestApp::start(server.port());
        let response = site.try_login("anna@example.org", "secret");
        let session = response.cookie("sid").unwrap();
        let response = site.get("/spam", &session);
        let found = response.status;
        let page = response.body;
        assert_eq!(found, status, "{answer}: {page}");
        assert!(page.contains(sentence) && !page.contains("<script>alert"), "{answer}: {page}");
        site.stop();
        server.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_mailbox_leads_to_what_can_be_deleted_and_never_to_emptying_spam() {
    for (name, path) in [("Spam", "/spam"), ("Trash", "/trash"), ("INBOX", "/inbox")] {
        let list = takes("LIST \"\" \"*\"", &["* LIST (\\Junk) \"/\" Spam", "* LIST (\\Trash) \"/\" Trash"]);
        let list = if name == "INBOX" { String::new() } else { list };
        let script = signed_in("") + &list + &format!("C: {{tag}} EXAMINE \"{name}\"\nS: {{tag}} NO [OVERQUOTA] x\n");
        let server = ScriptServer::play(&[script]);
        let mut site = TestApp::start(server.port());
        let response = site.try_login("anna@example.org", "secret");
        let session = response.cookie("sid").unwrap();
        let response = site.get(path, &session);
        assert_eq!(response.status, 507, "{path}");
        let page = response.body;
        let (_, main) = page.split_once("class=\"ways\"").unwrap();
        let links: Vec<_> = main.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let mut ways = vec![path];
        ways.extend(["/trash", "/spam", "/trash/empty"].into_iter().filter(|way| *way != path));
        assert_eq!(links.get(..ways.len()), Some(&ways[..]), "{page}");
        assert!(!links.contains(&"/spam/empty"), "{page}");
        site.stop();
        server.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_hostile_octets_is_shown_as_text() {
    let header = literal("Subject: <img src=x onerror=alert(1)>\r\nFrom: \"\u{202e}\" <a@b.example>\r\n\r\n");
    let script = signed_in("")
        + &takes(
            "LIST \"\" \"*\"",
            &["* LIST (\\Junk) \"/\" Spam", "* LIST () \"/\" \"<script>\\x00\"", "* LIST () \"/\" \"<b>\""],
        )
        + &opened("EXAMINE", "Spam")
        + &takes(
            "UID FETCH 3 {*}",
            &[&format!(
                "* 1 FETCH (UID 3 FLAGS (<b> \\xff) RFC822.SIZE 9223372036854775807 BODY[HEADER] {header} BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 9223372036854775807 3))"
            )],
        )
        + &takes("FETCH 1:2 (UID FLAGS)", &["* 1 FETCH (UID 3 FLAGS ())", "* 2 FETCH (UID 4 FLAGS (<b>))"])
        + &takes(
            "UID FETCH 3 {*}",
            &["* 1 FETCH (UID 3 BODY[1]<0> {9}\\r\\n<b>\\x00\\xff\\x07x)", "* 1 FETCH (UID 3)"],
        );
    let server = ScriptServer::play(&[script]);
    let mut site = TestApp::start(server.port());
    let session = site.try_login("anna@example.org", "secret").cookie("sid").unwrap();
    let response = site.get("/spam/7-3", &session);
    let (status, page) = (response.status, response.body);
    assert_eq!(status, 200, "{page}");
    assert!(!page.contains("<img src=x") && !page.contains("<b>") && !page.contains('\0'), "{page}");
    site.stop();
    server.finish().await;
}
