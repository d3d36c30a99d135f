//! Octets where none may be, and servers that say little or strange things of what they can.

use crate::dialogues::*;
use crate::server::*;
use postern::imap::Error as ImapError;
use postern::mail::{Error, Role};
use support::scripted_server::ScriptServer;

#[tokio::test]
async fn mailboxes_with_odd_octets_in_their_names_are_listed_and_the_others_are_found() {
    let list = takes(
        "LIST \"\" \"*\"",
        &[
            "* LIST () \"/\" \"M\\xfcll\"",
            "* LIST () \"/\" \"Entw\u{fc}rfe\"",
            "* LIST () \"/\" 8bit\\xff\\xfe",
            "* LIST () \"/\" {5}\\r\\na\\x00b\\r\\n",
            "* LIST () \"/\" \"nul\\x00\"",
            "* LIST () \"\\xff\" \"unfinished",
            "* LIST (\\\\Junk \\xff\\x00) \"/\" Spam",
            "* LIST () \"/\" \"line\\x0bfeed\"",
        ],
    );
    let server = ScriptServer::play(&[signed_in("LITERAL+") + &list]);
    let account = account(&server);
    let mail = account.mail();
    assert_eq!(mail.find(Role::Spam).await.unwrap().display_name(), "Spam");
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn a_name_with_nul_is_left_out_and_costs_the_others_nothing() {
    let listed = takes(
        "LIST \"\" \"*\"",
        &["* LIST () \"/\" INBOX", "* LIST () \"/\" \"nul\\x00\"", "* LIST () \"/\" {2}\\r\\n\\x00x"],
    );
    let status = takes("STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)", &["* STATUS INBOX (MESSAGES 12)"]);
    let (ended, _) = play(Verb::Overview, &[signed_in("") + &listed + &status]).await;
    assert!(matches!(&ended, Ended::Shown(page) if page.contains("messages: Some(12)")), "{ended:?}");
}

#[tokio::test]
async fn a_tag_of_odd_octets_is_nobodys_answer() {
    for tag in ["\\xff1", "\\x00", "P\u{e9}", "P2\\x00", "\"P2\"", "p2", "P02", "(P2)"] {
        let script =
            signed_in(GOOD) + &format!("C: {{tag}} EXAMINE \"Spam\"\nC: {{more}} {{*}}\nS: {tag} OK done\nS! stall");
        let (ended, _) = play(Verb::Open, &[script]).await;
        assert!(matches!(ended, Ended::Failed(Error::Unreachable(ImapError::Protocol(_)))), "{tag}: {ended:?}");
    }
}

#[tokio::test]
async fn odd_octets_in_texts_flags_and_quoted_strings_do_no_harm() {
    let Some(dialogue) = dialogues().into_iter().find(|dialogue| dialogue.name == "delete") else { panic!() };
    let script = dialogue
        .script
        .replace("] open", "] \\x00\\xff\u{202e}open\\x07")
        .replace("* FLAGS (\\Seen", "* FLAGS (\\xff\\x00 \\Seen")
        .replace("RFC822.SIZE 100)", "X-NAME \"\\xff\\x00\\xc3\" RFC822.SIZE 100)");
    assert!(script.contains("X-NAME") && script.contains('\u{202e}') && script.contains("* FLAGS (\\xff"));
    let (ended, _) = play(Verb::Delete, &[script]).await;
    assert!(matches!(&ended, Ended::Done(outcome) if outcome.done == 2 && outcome.bytes == 200), "{ended:?}");
}

#[tokio::test]
async fn the_words_of_a_refusal_are_shown_without_what_could_break_a_line() {
    let script = signed_in(GOOD) + "C: {tag} SELECT \"Spam\"\nS: {tag} NO [NOPERM] \\x00\\x07\\xffno\\x1b[31m\n";
    let (ended, _) = play(Verb::Delete, &[script]).await;
    let Ended::Failed(Error::Refused(text)) = &ended else { panic!("{ended:?}") };
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

#[tokio::test]
async fn a_server_that_does_not_name_imap4rev1_or_only_its_successor_is_asked_all_the_same() {
    for capabilities in ["IMAP4rev2", "STARTTLS", "IMAP4", "X-ODD {5}", ""] {
        // Of an IMAP4rev2 server it is known what it can (RFC 9051, appendix E), of the others nothing.
        let new = capabilities == "IMAP4rev2";
        let said = if capabilities.is_empty() { String::new() } else { format!("[CAPABILITY {capabilities}] ") };
        let asked = if capabilities.is_empty() { takes("CAPABILITY", &["* CAPABILITY"]) } else { String::new() };
        let begin = format!("S: * OK {said}ready\n{asked}")
            + &takes("LOGIN \"anna@example.org\" \"secret\"", &[]).replace("OK done", &format!("OK {said}in"))
            + &asked;
        let search = if new { finds("UID 3,5", "3,5") } else { takes("UID SEARCH UID 3,5", &["* SEARCH 3 5"]) };
        let script = begin + &selected("Spam") + &search + &takes("UID STORE 3,5 +FLAGS.SILENT (\\Seen)", &[]);
        let (ended, heard) = play(Verb::MarkRead, &[script]).await;
        assert!(matches!(&ended, Ended::Done(outcome) if outcome.done == 2), "{capabilities}: {ended:?} {heard:#?}");
    }
}
