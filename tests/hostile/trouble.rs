//! A server that refuses, breaks off or falls silent in the middle: the outcome says what is true.

use crate::server::*;
use postern::mail::{Error, MailboxSnapshot, Outcome, UidSet};
use support::scripted_server::ScriptServer;

fn up_to_expunge() -> String {
    [signed_in(GOOD), selected("Spam"), finds("UID 3,5", "3,5"), sizes("3,5", &[3, 5])].concat()
}

fn ends(mark: &str, go: &str) -> String {
    let marked = format!("C: {{mark}} UID STORE 3,5 +FLAGS.SILENT (\\Deleted)\n{mark}\n");
    if go.is_empty() { marked } else { format!("{marked}C: {{go}} UID EXPUNGE 3,5\n{go}\n") }
}

/// Goes on with a deletion on a new connection.
fn goes_on() -> String {
    [
        signed_in(GOOD),
        opened("SELECT", "Spam"),
        finds("UID 3,5", "5"),
        sizes("5", &[5]),
        expunges("5"),
        finds("UID 5", ""),
    ]
    .concat()
}

async fn delete(scripts: &[String]) -> Outcome {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3, 5])).await.unwrap();
    drop(account);
    server.finish().await;
    outcome
}

fn is(outcome: &Outcome, wanted: [u32; 5]) {
    let Outcome { asked, done, missing, left, unknown, .. } = *outcome;
    assert_eq!([asked, done, missing, left, unknown], wanted, "asked, done, missing, left, unknown: {outcome:?}");
}

#[tokio::test]
async fn a_refused_mark_leaves_everything_and_says_so() {
    for refusal in ["S: {mark} NO [NOPERM] no", "S: {mark} BAD what?"] {
        let script = up_to_expunge() + &ends(refusal, "S: {go} OK none was marked") + &finds("UID 3,5", "3,5");
        let outcome = delete(&[script]).await;
        is(&outcome, [2, 0, 0, 2, 0]);
        assert!(matches!(outcome.trouble, Some(Error::Refused(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_refused_expunge_is_not_called_done() {
    for refusal in ["S: {go} NO [CANNOT] no", "S: {go} BAD what?"] {
        let script = up_to_expunge() + &ends("S: {mark} OK", refusal) + &finds("UID 3,5", "3,5");
        let outcome = delete(&[script]).await;
        is(&outcome, [2, 0, 0, 2, 0]);
        assert_eq!(outcome.bytes, 0);
        assert!(matches!(outcome.trouble, Some(Error::Refused(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_full_mailbox_is_called_full() {
    let refusal = "S: {go} NO [OVERQUOTA] no room for the log";
    let outcome = delete(&[up_to_expunge() + &ends("S: {mark} OK", refusal) + &finds("UID 3,5", "3,5")]).await;
    assert!(matches!(outcome.trouble, Some(Error::OverQuota(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_refusal_behind_the_first_chunk_tells_what_was_done_before() {
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 1:4200", "1:4200"),
        sizes("1:4000", &[1, 2]),
        expunges("1:4000"),
        finds("UID 1:4000", ""),
        sizes("4001:4200", &[4001]),
        expunges("4001:4200").replace("{go} OK", "{go} NO"),
        finds("UID 1:4200", "4001:4200"),
    ];
    let server = ScriptServer::play(&[script.concat()]);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids(1..=4200)).await.unwrap();
    is(&outcome, [4200, 4000, 0, 200, 0]);
    assert_eq!(outcome.bytes, 200);
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn after_a_cut_a_deletion_goes_on_on_a_new_connection() {
    for cut in ["S! close", "S: * BYE going down\nS! close", "S> {go} OK do\nS! close"] {
        let outcome = delete(&[up_to_expunge() + &ends("S: {mark} OK", cut), goes_on()]).await;
        is(&outcome, [2, 2, 0, 0, 0]);
        assert!(outcome.trouble.is_none(), "{outcome:?}");
        assert_eq!(outcome.bytes, 100, "what the new connection deleted; of the first nothing is known");
    }
}

#[tokio::test]
async fn an_action_goes_on_to_its_end_when_the_browser_goes_away_even_over_a_cut() {
    let cut = "S! pause 200\nS! close";
    let server = ScriptServer::play(&[up_to_expunge() + &ends("", cut), goes_on()]);
    let account = account(&server);
    let mail = account.mail();
    let asked = async {
        while !server.heard().iter().any(|line| line.contains("UID EXPUNGE")) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let spam = spam();
    tokio::select! {
        outcome = mail.delete_for_good(&spam, uid_validity(), uids([3, 5])) => panic!("not gone yet: {outcome:?}"),
        () = asked => {}
    }
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn after_a_cut_emptying_still_tells_of_newer_mail() {
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 1:5", "3,5"),
        finds("UID 1:5 DELETED", ""),
        sizes("3,5", &[3, 5]),
        ends("S! close", ""),
    ];
    let on = goes_on() + &finds("UID 6:4294967295", "7:9");
    let server = ScriptServer::play(&[script.concat(), on]);
    let account = account(&server);
    let seen =
        MailboxSnapshot { uid_validity: uid_validity(), last_uid: Some(uid(5)), count: 2, left_out: UidSet::default() };
    let outcome = account.mail().empty(&spam(), seen).await.unwrap();
    is(&outcome, [2, 2, 0, 0, 0]);
    assert_eq!(outcome.newer_kept, 3);
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn when_the_server_stays_away_nothing_is_claimed() {
    let down = "S: * BYE down for today\nS! close\n".to_owned();
    let outcome = delete(&[up_to_expunge() + &ends("S! close", ""), down]).await;
    is(&outcome, [2, 0, 0, 0, 2]);
    assert!(matches!(outcome.trouble, Some(Error::Unknown(_))), "{outcome:?}");
}

#[tokio::test]
async fn after_a_cut_a_mailbox_made_anew_is_left_alone() {
    let anew = signed_in(GOOD) + &opened("SELECT", "Spam").replace("UIDVALIDITY 7", "UIDVALIDITY 8");
    let outcome = delete(&[up_to_expunge() + &ends("S! close", ""), anew]).await;
    is(&outcome, [2, 0, 0, 0, 2]);
}

#[tokio::test]
async fn an_answer_that_is_not_imap_ends_the_connection_and_the_deletion_goes_on() {
    let outcome = delete(&[up_to_expunge() + &ends("S: (what?\nS! stall", ""), goes_on()]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
}

#[tokio::test]
#[ignore = "waits for a real deadline: 90 seconds"]
async fn a_server_that_falls_silent_is_left_and_the_deletion_goes_on() {
    let outcome = delete(&[up_to_expunge() + &ends("S: {mark} OK", "S! stall"), goes_on()]).await;
    is(&outcome, [2, 2, 0, 0, 0]);
}
