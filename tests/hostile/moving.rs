//! Moving: in one step where the server can, else copied, counted, and only then expunged.

use crate::server::*;
use postern::mail::{Error, Outcome};
use support::scripted_server::{ScriptServer, literal};

const COPY_ONLY: &str = "UIDPLUS ESEARCH";

/// Changes the keywords of a rescue: all six, each on its own.
fn keywords(set: &str) -> String {
    let changes = ["+FLAGS.SILENT ($NotJunk)", "+FLAGS.SILENT (NonJunk)", "-FLAGS.SILENT ($Junk)"];
    let more = ["-FLAGS.SILENT (Junk)", "-FLAGS.SILENT (\\Seen)", "-FLAGS.SILENT (\\Deleted)"];
    let tags = ["a", "b", "c", "d", "e", "f"];
    let sent =
        changes.iter().chain(&more).zip(tags).map(|(change, tag)| format!("C: {{{tag}}} UID STORE {set} {change}\n"));
    let answers =
        tags.map(|tag| if tag == "a" { "S: {a} NO no keywords\n".into() } else { format!("S: {{{tag}}} OK\n") });
    sent.chain(answers).collect()
}

fn begun(capabilities: &str) -> String {
    let search = if capabilities.contains("ESEARCH") { finds("UID 3,5", "3,5") } else { found("UID 3,5", "3 5") };
    signed_in(capabilities) + &selected("Spam") + &search + &keywords("3,5")
}

fn found(criteria: &str, uids: &str) -> String {
    takes(&format!("UID SEARCH {criteria}"), &[&format!("* SEARCH {uids}")])
}

fn counts(messages: u32) -> String {
    takes(
        "STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)",
        &[&format!("* STATUS INBOX (MESSAGES {messages} UNSEEN 0)")],
    )
}

async fn rescue(scripts: &[String]) -> (Outcome, Vec<String>) {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    let outcome = account.mail().rescue(&spam(), uid_validity(), uids([3, 5])).await.unwrap();
    drop(account);
    let heard = server.heard();
    server.finish().await;
    (outcome, heard)
}

fn is(outcome: &Outcome, wanted: [u32; 5]) {
    let Outcome { asked, done, missing, left, unknown, .. } = *outcome;
    assert_eq!([asked, done, missing, left, unknown], wanted, "asked, done, missing, left, unknown: {outcome:?}");
}

fn nothing_expunged(heard: &[String]) {
    assert!(!heard.iter().any(|line| line.contains("EXPUNGE")), "{heard:#?}");
}

#[tokio::test]
async fn a_rescue_moves_to_inbox_even_where_keywords_are_refused() {
    let moved = "C: {tag} UID MOVE 3,5 \"INBOX\"
         S: * OK [COPYUID 1 3,5 100:101] moved
         S: * 1 EXPUNGE
         S: * 1 EXPUNGE
         S: {tag} OK done
         ";
    let (outcome, heard) = rescue(&[begun(GOOD) + moved + &finds("UID 3,5", "")]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
    assert!(outcome.trouble.is_none());
    nothing_expunged(&heard.into_iter().filter(|line| line.starts_with("C:")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refused_move_leaves_everything() {
    let refused = "C: {tag} UID MOVE 3,5 \"INBOX\"\nS: {tag} NO [OVERQUOTA] full\n";
    let (outcome, _) = rescue(&[begun(GOOD) + refused + &finds("UID 3,5", "3,5")]).await;
    is(&outcome, [2, 0, 0, 2, 0]);
    assert!(matches!(outcome.trouble, Some(Error::OverQuota(_))));
}

#[tokio::test]
async fn after_a_cut_a_move_is_only_looked_at() {
    for (left, wanted) in [("5", [2, 1, 0, 0, 1]), ("", [2, 2, 0, 0, 0])] {
        let cut = "C: {tag} UID MOVE 3,5 \"INBOX\"\nS! close\n";
        let look = signed_in(GOOD) + &opened("EXAMINE", "Spam") + &finds("UID 3,5", left);
        let (outcome, _) = rescue(&[begun(GOOD) + cut, look]).await;
        is(&outcome, wanted);
        assert_eq!(outcome.trouble.is_some(), !left.is_empty());
    }
}

#[tokio::test]
async fn what_vanished_without_being_named_was_not_moved_by_us() {
    let moved = "C: {tag} UID MOVE 3,5 \"INBOX\"
         S: * OK [COPYUID 1 3 100] moved
         S: {tag} OK done
         ";
    let (outcome, _) = rescue(&[begun(GOOD) + moved + &finds("UID 3,5", "")]).await;
    is(&outcome, [2, 1, 1, 0, 0]);
}

/// Expunges the originals, looks whether they are gone, and counts.
fn expunged() -> String {
    expunges("3,5") + &finds("UID 3,5", "") + &finds("UID 3,5", "")
}

#[tokio::test]
async fn without_move_copies_that_the_server_names_are_followed_by_the_expunge() {
    let copied = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "OK [COPYUID 1 3,5 101,100] copied");
    let script = begun(COPY_ONLY) + &counts(10) + &copied + &expunged();
    let (outcome, _) = rescue(&[script]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
}

#[tokio::test]
async fn without_names_the_copies_are_counted_before_anything_is_expunged() {
    let copied = takes("UID COPY 3,5 \"INBOX\"", &[]);
    let script = begun(COPY_ONLY) + &counts(10) + &copied + &counts(12) + &expunged();
    let (outcome, _) = rescue(&[script]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
}

#[tokio::test]
async fn a_copy_that_says_ok_and_copies_fewer_expunges_nothing() {
    let named = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "OK [COPYUID 1 3 100] copied");
    let counted = takes("UID COPY 3,5 \"INBOX\"", &[]) + &counts(11);
    let limited = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "OK [MESSAGELIMIT 1 5] part") + &counts(11);
    let refused = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "NO [MESSAGELIMIT 1] too many");
    for copy in [named, counted, limited, refused] {
        let script = begun(COPY_ONLY) + &counts(10) + &copy + &finds("UID 3,5", "3,5");
        let (outcome, heard) = rescue(&[script]).await;
        is(&outcome, [2, 0, 0, 2, 0]);
        assert!(matches!(outcome.trouble, Some(Error::Refused(_) | Error::TooManyAtOnce(1))), "{outcome:?}");
        nothing_expunged(&heard);
    }
}

#[tokio::test]
async fn a_cut_in_the_copy_expunges_nothing() {
    let cut = "C: {tag} UID COPY 3,5 \"INBOX\"\nS! close\n";
    let look = signed_in(COPY_ONLY) + &opened("EXAMINE", "Spam") + &finds("UID 3,5", "3,5");
    let (outcome, heard) = rescue(&[begun(COPY_ONLY) + &counts(10) + cut, look]).await;
    is(&outcome, [2, 0, 0, 0, 2]);
    assert!(matches!(outcome.trouble, Some(Error::Unknown(_))), "{outcome:?}");
    nothing_expunged(&heard);
}

#[tokio::test]
async fn a_search_that_looks_only_at_a_part_is_asked_piece_by_piece_and_not_believed_where_that_is_not_enough() {
    let limited = "C: {tag} UID SEARCH RETURN (ALL) UID 3,5
         S: * ESEARCH (TAG \"{tag}\") UID ALL 5
         S: {tag} OK [MESSAGELIMIT 1] looked at one message
         ";
    let begun = signed_in(GOOD) + &selected("Spam") + limited;
    let again = limited.replace("UID 3,5", "UID 3");
    let server = ScriptServer::play(&[begun.clone() + &again]);
    let account = account(&server);
    let outcome = account.mail().rescue(&spam(), uid_validity(), uids([3, 5])).await;
    assert!(matches!(outcome, Err(Error::TooManyAtOnce(1))), "{outcome:?}");
    drop(account);
    server.finish().await;
    let pieces = finds("UID 3", "3") + &finds("UID 5", "5");
    let moved = takes("UID MOVE 3,5 \"INBOX\"", &["* OK [COPYUID 1 3,5 100:101] moved"]);
    let (outcome, _) = rescue(&[begun + &pieces + &keywords("3,5") + &moved + &finds("UID 3,5", "")]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
}

/// Says what INBOX is like before a COPY, so that its copies can be found.
fn before_copies() -> String {
    counts(10).replace("UNSEEN 0", "UNSEEN 0 UIDNEXT 100 UIDVALIDITY 7")
}

/// Compares the originals with what has come into INBOX; the answer names the copies that are there.
fn compares(copies: &[(u32, u32)]) -> String {
    let row = |(at, (uid, id)): (usize, &(u32, u32))| {
        let head = literal(&format!("Message-ID: <{id}@example>\r\n\r\n"));
        format!(
            "* {} FETCH (UID {uid} RFC822.SIZE 10 BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)] {head})",
            at + 1
        )
    };
    let fetches = |set: &str, rows: &[(u32, u32)]| {
        let rows: Vec<String> = rows.iter().enumerate().map(row).collect();
        let command = format!("UID FETCH {set} (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({{*}})])");
        takes(&command, &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    [
        opened("EXAMINE", "Spam"),
        fetches("3,5", &[(3, 3), (5, 5)]),
        opened("EXAMINE", "INBOX"),
        fetches("100:4294967295", copies),
        opened("SELECT", "Spam"),
    ]
    .concat()
}

/// Sends the form again when both copies are there: only the originals go.
fn finishes() -> String {
    let gone = finds("UID 3,5", "");
    [selected("Spam"), compares(&[(100, 3), (101, 5)]), expunges("3,5"), gone.clone(), selected("Spam"), gone.repeat(2)]
        .concat()
}

async fn rescue_twice(scripts: &[String], first: [u32; 5]) {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    let mail = account.mail();
    is(&mail.rescue(&spam(), uid_validity(), uids([3, 5])).await.unwrap(), first);
    is(&mail.rescue(&spam(), uid_validity(), uids([3, 5])).await.unwrap(), [2, 2, 0, 0, 0]);
    assert_eq!(server.heard().iter().filter(|line| line.contains("UID COPY")).count(), 1);
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn originals_that_stay_behind_their_copies_are_expunged_when_the_form_is_sent_again() {
    let copied = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "OK [COPYUID 1 3,5 100:101] copied");
    let stays = expunges("3,5") + &finds("UID 3,5", "3,5");
    let first = begun(COPY_ONLY) + &before_copies() + &copied + &stays.repeat(3) + &finds("UID 3,5", "3,5");
    rescue_twice(&[first + &finishes()], [2, 0, 0, 2, 0]).await;
}

#[tokio::test]
async fn copies_that_come_only_after_the_look_behind_a_cut_are_not_made_again() {
    let cut = "C: {tag} UID COPY 3,5 \"INBOX\"\nS! close\n";
    let look = compares(&[]) + &opened("EXAMINE", "Spam") + &finds("UID 3,5", "3,5");
    let first = begun(COPY_ONLY) + &before_copies() + cut;
    // The form comes on a connection of its own: the other one keeps the mailbox open for the list.
    let scripts = [first, signed_in(COPY_ONLY) + &look, signed_in(COPY_ONLY) + &finishes()];
    rescue_twice(&scripts, [2, 0, 0, 0, 2]).await;
}

#[tokio::test]
async fn a_copy_that_cannot_be_looked_for_now_stops_nothing_that_it_is_not_about() {
    let refused = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "NO not now");
    let first = begun(COPY_ONLY) + &before_copies() + &refused + &finds("UID 3,5", "3,5");
    // The look for copies ends where their mailbox is opened.
    let look = compares(&[]);
    let (until, _) = look.split_at(look.find("C: {tag} EXAMINE \"INBOX\"").unwrap());
    let away = takes("EXAMINE \"INBOX\"", &[]).replace("OK done", "NO [UNAVAILABLE] later");
    let read = selected("Spam") + &finds("UID 4", "4") + &takes("UID STORE 4 +FLAGS.SILENT (\\Seen)", &[]);
    let again = selected("Spam") + until + &away;
    let server = ScriptServer::play(&[first + &selected("Spam") + until + &away + &read + &again]);
    let account = account(&server);
    let mail = account.mail();
    is(&mail.rescue(&spam(), uid_validity(), uids([3, 5])).await.unwrap(), [2, 0, 0, 2, 0]);
    is(&mail.mark_read(&spam(), uid_validity(), uids([4])).await.unwrap(), [1, 1, 0, 0, 0]);
    // What it is about waits, or it would be there twice.
    let outcome = mail.rescue(&spam(), uid_validity(), uids([3])).await;
    assert!(matches!(outcome, Err(Error::Busy)), "{outcome:?}");
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn an_old_server_without_any_extension_moves_too() {
    let script = [
        begun(""),
        counts(10),
        takes("UID COPY 3,5 \"INBOX\"", &[]),
        counts(12),
        found("ALL DELETED", ""),
        "C: {mark} UID STORE 3,5 +FLAGS.SILENT (\\Deleted)\nC: {go} EXPUNGE\nS: {mark} OK\nS: {go} OK\n".to_owned(),
        found("UID 3,5", ""),
        found("UID 3,5", ""),
    ];
    let (outcome, _) = rescue(&[script.concat()]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
}

#[tokio::test]
#[ignore = "waits for a real deadline: 120 seconds"]
async fn a_server_that_falls_silent_in_a_move_is_left_and_looked_at_again() {
    let silent = "C: {tag} UID MOVE 3,5 \"INBOX\"\nS! stall\n";
    let look = signed_in(GOOD) + &opened("EXAMINE", "Spam") + &finds("UID 3,5", "3,5");
    let (outcome, _) = rescue(&[begun(GOOD) + silent, look]).await;
    is(&outcome, [2, 0, 0, 0, 2]);
}
