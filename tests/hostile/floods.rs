//! Servers that never stop, or announce what nobody can hold: each ends in an error, soon, and without the memory for it.

use crate::dialogues::*;
use crate::server::*;
use postern::imap::Error as ImapError;
use postern::mail::{Error, Role};
use std::time::{Duration, Instant};
use support::scripted_server::{ScriptServer, literal};

fn too_large(ended: &Ended, what: &str) {
    assert!(matches!(ended, Ended::Failed(Error::Unreachable(ImapError::TooLarge(_)))), "{what}: {ended:?}");
}

/// Opens message 3 where the server says this instead of an answer.
async fn open(instead: &str) -> Ended {
    let script = signed_in(GOOD) + &opened("EXAMINE", "Spam") + "C: {tag} UID FETCH 3 {*}\n" + instead + "\nS! stall";
    play(Verb::Open, &[script]).await.0
}

#[tokio::test]
async fn an_endless_list_ends() {
    let script = signed_in("") + "C: {tag} LIST \"\" \"*\"\nS! repeat 100000000 * LIST () \"/\" again\nS! stall";
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let found = account.mail().find(Role::Spam).await;
    assert!(matches!(found, Err(Error::Unreachable(ImapError::TooLarge(_)))), "{found:?}");
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_literal_beyond_every_limit_is_refused_when_it_is_announced() {
    for size in [
        "4294967295",
        "4294967296",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999",
        "4294967296+",
    ] {
        for line in
            ["* 1 FETCH (UID 3 BODY[HEADER] ", "* LIST () \"/\" ", "* X-NEW ", "* 1 FETCH (UID 3 BODY[HEADER] ~"]
        {
            let start = Instant::now();
            too_large(&open(&format!("S: {line}{{{size}}}")).await, size);
            assert!(start.elapsed() < Duration::from_secs(20), "{line}{size} was waited for");
        }
    }
}

#[tokio::test]
async fn a_size_that_is_no_number_announces_no_literal() {
    let answer =
        takes("UID FETCH 3 {*}", &["* X-NEW {-1}", "* X-NEW {}", "* X-NEW {1.5}", "* X-NEW {+}", "* X-NEW {0x5}"]);
    let (ended, _) = play(Verb::Open, &[signed_in(GOOD) + &opened("EXAMINE", "Spam") + &answer]).await;
    assert!(matches!(ended, Ended::Failed(Error::Gone)), "{ended:?}");
}

#[tokio::test]
async fn a_line_without_end_ends() {
    for piece in ["* SEARCH 1 2 3", "* 1 FETCH (UID 3 FLAGS (\\\\Seen", "P1 OK [", "+ go"] {
        too_large(&open(&format!("S> {piece}{}", " x".repeat(5 * 1024 * 1024))).await, piece);
    }
}

#[tokio::test]
async fn a_million_short_lines_are_no_answer() {
    too_large(&open("S! repeat 1000000 * OK").await, "known lines");
    too_large(&open("S! repeat 1000000 * 1 FETCH (UID 3)").await, "rows");
}

#[tokio::test]
async fn many_lines_nobody_knows_are_read_and_not_kept() {
    let flood = "C: {tag} UID FETCH 3 {*}\nS! repeat 250000 * X\nS: {tag} OK done\n";
    let (ended, _) = play(Verb::Open, &[signed_in(GOOD) + &opened("EXAMINE", "Spam") + flood]).await;
    assert!(matches!(ended, Ended::Failed(Error::Gone)), "{ended:?}");
}

#[tokio::test]
async fn an_answer_of_many_lines_each_within_its_limit_is_still_bounded_as_a_whole() {
    let row = format!("* 1 FETCH (UID 3 BODY[HEADER] {})", literal(&"x".repeat(60_000)));
    too_large(&open(&format!("S! repeat 100000 {row}")).await, "literals");
    let line = format!("* OK {}", "x".repeat(200_000));
    too_large(&open(&format!("S! repeat 10000 {line}")).await, "lines");
}

#[tokio::test]
async fn a_response_code_that_is_never_closed_is_only_text() {
    // The uid_validity was not said, so nothing is deleted.
    let unsaid = selected("Spam").replace("[UIDVALIDITY 7]", "[UIDVALIDITY 7");
    let (ended, _) = play(Verb::Delete, &[signed_in(GOOD) + &unsaid]).await;
    assert!(matches!(ended, Ended::Failed(Error::MailboxChanged)), "{ended:?}");
    let long = format!("C: {{tag}} SELECT \"Spam\"\nS: {{tag}} NO [NONEXISTENT {}\n", "x".repeat(100_000));
    let (ended, _) = play(Verb::Delete, &[signed_in(GOOD) + &long]).await;
    let Ended::Failed(Error::Refused(text)) = ended else { panic!("not refused: {ended:?}") };
    assert!(text.len() < 1000, "{}", text.len());
}

#[tokio::test]
async fn a_structure_of_ten_thousand_levels_and_one_of_brackets_and_quotes_are_read_from_the_source() {
    let deep = format!("{}{}", "(".repeat(10_000), ")".repeat(10_000));
    let messages =
        format!("{}NIL{}", "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1 (NIL) ".repeat(10_000), ")".repeat(10_000));
    let multi = format!("{}NIL{}", "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)".repeat(10_000), ")".repeat(10_000));
    let quotes = "\"".repeat(500_001);
    let commas = format!("({})", ",".repeat(1_000_000));
    for structure in [deep, messages, multi, quotes, commas] {
        let header = literal("Subject: outer\r\n\r\n");
        let script = format!(
            "{}{}C: {{tag}} UID FETCH 3 {{*}}\nS: * 1 FETCH (UID 3 FLAGS () RFC822.SIZE 400 BODY[HEADER] {header} BODYSTRUCTURE {structure})\nS: {{tag}} OK\n\
             C: {{tag}} UID FETCH 3 (UID BODY.PEEK[]<0.{{*}}>)\nS: * 1 FETCH (UID 3 BODY[]<0> {})\nS: {{tag}} OK\n",
            signed_in(GOOD),
            opened("EXAMINE", "Spam"),
            literal("Subject: outer\r\n\r\nthe text")
        );
        let (ended, _) = play(Verb::Open, &[script]).await;
        let Ended::Shown(page) = ended else { panic!("{structure:.60}: {ended:?}") };
        assert!(page.contains("the text"), "{structure:.60}");
    }
}
