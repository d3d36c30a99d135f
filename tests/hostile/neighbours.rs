//! Who stands beside a message is asked in the round trip that brings its text, and is never guessed.

use crate::server::*;
use postern::mail::{Neighbours, Reading, Sort, View};
use support::scripted_server::{ScriptServer, literal};

const WHOLE: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE)";

/// Answers the first question about message 5, which stands at this place.
fn whole(number: u32) -> String {
    let header = literal("From: a@b.example\r\n\r\n");
    let structure = "BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 10 1)";
    format!("* {number} FETCH (UID 5 FLAGS () RFC822.SIZE 400 BODY[HEADER] {header} {structure})")
}

/// Both questions come before either is answered.
fn at_once(beside: &str, answers: &[&str], end: &str) -> String {
    let answers: String = answers.iter().map(|line| format!("S: {line}\n")).collect();
    format!(
        "C: {{beside}} {beside}
         C: {{parts}} UID FETCH 5 (UID BODY.PEEK[1]<0.{{*}}>)
         {answers}S: {{beside}} {end}
         S: * 2 FETCH (UID 5 BODY[1]<0> {})
         S: {{parts}} OK done\n",
        literal("a text")
    )
}

fn flags(number: u32, uid: u32) -> String {
    format!("* {number} FETCH (UID {uid} FLAGS ())")
}

fn told(neighbours: Neighbours) -> (Option<u32>, Option<u32>, Option<u32>) {
    let uid = |step: Option<postern::mail::Step>| step.map(|step| step.uid.get());
    (uid(neighbours.previous), uid(neighbours.next), neighbours.page)
}

/// Opens message 5 after this script, newest first; the text must come in any case.
async fn beside(script: &str) -> (Option<u32>, Option<u32>, Option<u32>) {
    let opening = opened("EXAMINE", "Spam") + &takes(&format!("UID FETCH 5 {WHOLE}"), &[&whole(2)]);
    let server = ScriptServer::play(&[signed_in(GOOD) + &opening + script]);
    let account = account(&server);
    let message = account.mail().open(&spam(), uid_validity(), uid(5), &walking(View::default())).await.unwrap();
    assert_eq!(message.text.to_string(), "a text");
    drop(account);
    server.finish().await;
    told(message.neighbours)
}

/// Asks for the text, and for those beside the message in this list.
fn walking(list: View) -> Reading {
    Reading { list: Some(list), ..Reading::default() }
}

#[tokio::test]
async fn the_places_beside_a_message_are_asked_for_together_with_its_text() {
    let [a, b, c] = [flags(1, 3), flags(2, 5), flags(3, 9)];
    let script = at_once("FETCH 1:3 (UID FLAGS)", &[&a, &b, &c], "OK done");
    assert_eq!(beside(&script).await, (Some(9), Some(3), Some(1)));
}

#[tokio::test]
async fn where_the_messages_have_shifted_it_is_asked_again_who_stands_where() {
    // Message 3 was deleted elsewhere: what stood in place 2 stands in place 1.
    let script = at_once("FETCH 1:3 (UID FLAGS)", &[&flags(2, 9), &flags(3, 12)], "OK done")
        .replace("* 2 FETCH (UID 5 BODY", "* 1 FETCH (UID 5 BODY")
        + &takes("UID FETCH 5 (UID FLAGS)", &[&flags(1, 5)])
        + &takes("FETCH 1:2 (UID FLAGS)", &[&flags(1, 5), &flags(2, 9)]);
    assert_eq!(beside(&script).await, (Some(9), None, Some(1)));
}

#[tokio::test]
async fn a_server_that_will_not_tell_of_the_places_shows_the_message_all_the_same() {
    let script = at_once("FETCH 1:3 (UID FLAGS)", &[], "NO not now")
        + &takes("UID FETCH 5 (UID FLAGS)", &[&flags(2, 5)])
        + "C: {tag} FETCH 1:3 (UID FLAGS)\nS: {tag} BAD never\n";
    assert_eq!(beside(&script).await, (None, None, None));
}

#[tokio::test]
async fn in_a_sorted_list_that_was_shown_only_who_is_still_there_is_asked() {
    let view = View { sort: Sort::Size, ..View::default() };
    let row = |number: u32, uid: u32| {
        let header = literal("Subject: x\r\n\r\n");
        format!("* {number} FETCH (UID {uid} FLAGS () RFC822.SIZE 400 BODY[HEADER.FIELDS (SUBJECT)] {header})")
    };
    let script = signed_in(&format!("{GOOD} SORT"))
        + &opened("EXAMINE", "Spam")
        + &takes("UID SORT (REVERSE SIZE) UTF-8 ALL", &["* SORT 9 3 5"])
        + &takes("UID FETCH 3,5,9 {*}", &[&row(1, 3), &row(2, 5), &row(3, 9)])
        + &again("Spam", Some(&format!("UID FETCH 5 {WHOLE}")), &[&whole(2)])
        + &at_once("UID FETCH 3,5,9 (UID FLAGS)", &[&flags(2, 5), &flags(3, 9)], "OK done");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    account.mail().list(&spam(), &view).await.unwrap();
    let message = account.mail().open(&spam(), uid_validity(), uid(5), &walking(view)).await.unwrap();
    assert_eq!(told(message.neighbours), (Some(9), None, Some(1)), "message 3 is gone");
    drop(account);
    server.finish().await;
}
