//! Refusals: every code of RFC 5530 to every command, servers that are full, and those that do a part (RFC 9738).

use crate::dialogues::*;
use crate::server::*;
use postern::mail::{Error, Role};
use support::scripted_server::ScriptServer;

/// Every code of RFC 5530, with its meaning for a sign-in, for opening a mailbox, and for a change in it.
const CODES: [(&str, Kind, Kind, Kind); 19] = [
    ("UNAVAILABLE", Busy, Busy, Busy),
    ("AUTHENTICATIONFAILED", WrongPassword, Refused, Refused),
    ("AUTHORIZATIONFAILED", NotLetIn, Refused, Refused),
    ("EXPIRED", NotLetIn, Refused, Refused),
    ("PRIVACYREQUIRED", NotLetIn, Refused, Refused),
    ("CONTACTADMIN", NotLetIn, Refused, Refused),
    ("NOPERM", NotLetIn, Refused, Refused),
    ("INUSE", Busy, Busy, Busy),
    ("EXPUNGEISSUED", NotLetIn, Refused, Refused),
    ("CORRUPTION", NotLetIn, Refused, Refused),
    ("SERVERBUG", Busy, Refused, Refused),
    ("CLIENTBUG", NotLetIn, Refused, Refused),
    ("CANNOT", NotLetIn, Refused, Refused),
    ("LIMIT", Busy, Busy, Busy),
    ("OVERQUOTA", NotLetIn, OverQuota, OverQuota),
    ("ALREADYEXISTS", NotLetIn, Refused, Refused),
    ("NONEXISTENT", WrongPassword, Gone, Gone),
    ("TRYCREATE", NotLetIn, Refused, Refused),
    ("X-NEW \"a ] b\"", NotLetIn, Refused, Refused),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Busy,
    WrongPassword,
    NotLetIn,
    Refused,
    OverQuota,
    Gone,
    Other,
}
use Kind::{Busy, Gone, NotLetIn, OverQuota, Refused, WrongPassword};

fn kind(error: &Error) -> Kind {
    match error {
        Error::Busy | Error::TooManyConnections => Busy,
        Error::WrongPassword => WrongPassword,
        Error::SignInRefused(..) => NotLetIn,
        Error::Refused(_) => Refused,
        Error::OverQuota(_) => OverQuota,
        Error::Gone => Gone,
        _ => Kind::Other,
    }
}

async fn sign_in(script: String) -> Error {
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let error = account.sign_in().await.unwrap_err();
    drop(account);
    server.finish().await;
    error
}

const LOGIN: &str = "S: * OK [CAPABILITY IMAP4rev1] hi\nC: {tag} LOGIN \"anna@example.org\" \"secret\"\n";

#[tokio::test]
async fn every_code_of_a_refused_sign_in_is_called_what_it_is() {
    for (code, wanted, ..) in CODES {
        let error = sign_in(format!("{LOGIN}S: {{tag}} NO [{code}] no\n")).await;
        assert_eq!(kind(&error), wanted, "{code}: {error:?}");
    }
}

#[tokio::test]
async fn every_code_of_a_refused_select_is_called_what_it_is() {
    for (code, _, wanted, _) in CODES {
        let script = format!("{}C: {{tag}} SELECT \"Spam\"\nS: {{tag}} NO [{code}] no\n", signed_in(GOOD));
        let (ended, _) = play(Verb::Delete, &[script]).await;
        let Ended::Failed(error) = &ended else { panic!("{code}: {ended:?}") };
        assert_eq!(kind(error), wanted, "{code}: {error:?}");
    }
}

#[tokio::test]
async fn every_code_of_a_refused_change_is_called_what_it_is_and_nothing_is_called_done() {
    let begun = signed_in(GOOD) + &selected("Spam") + &finds("UID 3,5", "3,5");
    let left = finds("UID 3,5", "3,5");
    for (code, _, _, wanted) in CODES {
        let no = format!("NO [{code}] no");
        let ends = |mark: &str, go: &str| expunges("3,5").replace("{mark} OK marked", mark).replace("{go} OK gone", go);
        let sized = sizes("3,5", &[3, 5]);
        for (what, verb, script) in [
            ("STORE", Verb::Delete, sized.clone() + &ends(&format!("{{mark}} {no}"), "{go} OK") + &left),
            ("EXPUNGE", Verb::Delete, sized + &ends("{mark} OK", &format!("{{go}} {no}")) + &left),
            (
                "MOVE",
                Verb::Rescue,
                keywords("3,5") + &takes("UID MOVE 3,5 \"INBOX\"", &[]).replace("OK done", &no) + &left,
            ),
            ("flags", Verb::MarkRead, takes("UID STORE 3,5 +FLAGS.SILENT (\\Seen)", &[]).replace("OK done", &no)),
        ] {
            let (ended, heard) = play(verb, &[begun.clone() + &script]).await;
            let Ended::Done(outcome) = &ended else { panic!("{what} {code}: {ended:?}") };
            assert_eq!((outcome.done, outcome.left, outcome.unknown), (0, 2, 0), "{what} {code}: {heard:#?}");
            let trouble = outcome.trouble.as_ref().unwrap_or_else(|| panic!("{what} {code}: no trouble"));
            assert_eq!(kind(trouble), wanted, "{what} {code}: {trouble:?}");
        }
    }
}

/// What servers say when they have too many connections.
const FULL: [&str; 9] = [
    "[UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
    "[LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
    "Maximum number of connections from user+IP exceeded",
    "[ALERT] Maximum number of connections exceeded.",
    "Courier-IMAP: maximum connection limit reached",
    "Error: too many connections from your address",
    "Too many open connections",
    "[ALERT] Too many simultaneous connections. (Failure)",
    "[LIMIT] LOGIN Rate limit hit.",
];

#[tokio::test]
async fn a_server_that_is_full_has_too_many_connections_whenever_it_says_so_and_the_password_is_not_wrong() {
    for full in FULL {
        for script in [
            format!("S: * BYE {full}\nS! close"),
            format!("{LOGIN}S: {{tag}} NO {full}\n"),
            format!("{LOGIN}S: * BYE {full}\nS! close"),
            format!("{LOGIN}S: * BYE {full}\nS: {{tag}} NO {full}\nS! close"),
        ] {
            let error = sign_in(script.clone()).await;
            assert!(matches!(error, Error::TooManyConnections), "{script}: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_that_is_told_with_a_limit_is_still_a_wrong_password() {
    for text in [
        "[AUTHENTICATIONFAILED] Too many connections were tried",
        "Too many failed login attempts, closing connection",
        "Authentication failed: session limit",
        "Invalid password, connection attempt limit reached",
        "Login failed.",
    ] {
        let error = sign_in(format!("{LOGIN}S: {{tag}} NO {text}\n")).await;
        assert!(matches!(error, Error::WrongPassword), "{text}: {error:?}");
    }
    for text in ["going down", "Autologout; idle for too long", "Too many bad commands", "session expired"] {
        let error = sign_in(format!("S: * BYE {text}\nS! close")).await;
        assert!(matches!(error, Error::Unreachable(_)), "{text}: {error:?}");
    }
}

fn limited(script: String) -> String {
    script.replace("OK done", "OK [MESSAGELIMIT 1 5] only a part")
}

#[tokio::test]
async fn where_the_server_treats_only_a_part_the_rest_is_not_called_done() {
    let begun = |capabilities: &str| signed_in(capabilities) + &selected("Spam") + &finds("UID 3,5", "3,5");
    let part = finds("UID 3,5", "3");
    let sized = sizes("3,5", &[3, 5]);
    let marked = expunges("3,5");
    let moved = limited(takes("UID MOVE 3,5 \"INBOX\"", &["* OK [COPYUID 1 5 100] moved", "* 2 EXPUNGE"]));
    for (what, verb, script, wanted) in [
        (
            "STORE",
            Verb::Delete,
            sized.clone() + &marked.replace("OK marked", "OK [MESSAGELIMIT 1 5] x") + &part,
            [1, 1],
        ),
        (
            "EXPUNGE",
            Verb::Delete,
            sized.clone() + &marked.replace("OK gone", "OK [MESSAGELIMIT 1 5] x") + &part,
            [1, 1],
        ),
        ("MOVE", Verb::Rescue, keywords("3,5") + &moved + &part, [1, 1]),
        ("flags", Verb::MarkRead, limited(takes("UID STORE 3,5 +FLAGS.SILENT (\\Seen)", &[])), [0, 2]),
        ("FETCH", Verb::Delete, limited(sized) + &finds("UID 3,5", "3,5"), [0, 2]),
    ] {
        let (ended, heard) = play(verb, &[begun(GOOD) + &script]).await;
        let Ended::Done(outcome) = &ended else { panic!("{what}: {ended:?}") };
        assert_eq!([outcome.done, outcome.left], wanted, "{what}: {outcome:?}\n{}", heard.join("\n"));
        assert_eq!(outcome.trouble.is_some(), what != "MOVE", "{what}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_list_of_which_the_server_gives_only_a_part_is_no_list() {
    let list = dialogues().into_iter().find(|dialogue| dialogue.name == "list").unwrap();
    let (ended, _) = play(Verb::List, &[limited(list.script)]).await;
    assert!(matches!(ended, Ended::Failed(Error::TooManyAtOnce(1))), "{ended:?}");
}

/// Rescues by COPY where the server names the copies like this, and the originals may only go when all are there.
async fn copied(copyuid: &str) -> (Ended, Vec<String>) {
    let dialogue = dialogues().into_iter().find(|dialogue| dialogue.name == "rescue by COPY").unwrap();
    play(Verb::Rescue, &[dialogue.script.replace("[COPYUID 1 3,5 100:101]", copyuid)]).await
}

#[tokio::test]
async fn copies_that_are_named_in_another_order_are_copies() {
    for good in
        ["[COPYUID 1 5,3 100:101]", "[COPYUID 1 3,5 101,100]", "[COPYUID 1 5,3 101:100]", "[copyuid 1 3:3,5 7,9]"]
    {
        let (ended, _) = copied(good).await;
        assert!(matches!(&ended, Ended::Done(outcome) if outcome.done == 2), "{good}: {ended:?}");
    }
}

#[tokio::test]
async fn originals_are_not_expunged_when_the_copies_named_are_fewer_or_of_other_messages() {
    for bad in [
        "[COPYUID 1 3,5 100]",
        "[COPYUID 1 3 100:101]",
        "[COPYUID 1 7,9 100:101]",
        "[COPYUID 1 3,9 100:101]",
        "[COPYUID 1 3,3 100,100]",
        "[COPYUID 1 3:4 100:101]",
    ] {
        let (ended, heard) = copied(bad).await;
        assert!(!heard.iter().any(|line| line.contains("UID EXPUNGE")), "{bad}: {heard:#?}");
        // The script has no words for the look behind it: the connection ends there, and what is left is looked up again.
        assert!(!matches!(&ended, Ended::Done(outcome) if outcome.done > 0), "{bad}: {ended:?}");
    }
}

#[tokio::test]
async fn a_move_that_names_others_than_were_asked_for_confirms_none_of_ours() {
    let dialogue = dialogues().into_iter().find(|dialogue| dialogue.name == "rescue by MOVE").unwrap();
    for (named, done) in [("7,9 100:101", 0), ("3,5 100", 1), ("5 100:101", 1), ("1:9 100:108", 2)] {
        let script = dialogue.script.replace("3,5 100:101", named);
        let (ended, _) = play(Verb::Rescue, &[script]).await;
        assert!(matches!(&ended, Ended::Done(outcome) if outcome.done == done), "{named}: {ended:?}");
    }
}

#[tokio::test]
async fn a_mailbox_that_nobody_may_see_does_not_hide_the_others() {
    let listed = takes("LIST \"\" \"*\"", &["* LIST () \"/\" INBOX", "* LIST () \"/\" Spam"]);
    let server = ScriptServer::play(&[signed_in(GOOD) + &listed]);
    let account = account(&server);
    assert!(account.mail().find(Role::Spam).await.is_ok());
    drop(account);
    server.finish().await;
}
