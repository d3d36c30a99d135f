//! What a server says unasked, at every place of every dialogue: news change nothing, and after a goodbye nothing is claimed.

use crate::dialogues::*;
use crate::server::*;
use postern::mail::Error;
use support::scripted_server::ScriptServer;

/// What is no answer to anything here, and must not look like one.
const NEWS: [&str; 16] = [
    "* 3 EXISTS",
    "* 0 RECENT",
    "* 2 FETCH (FLAGS (\\Seen))",
    "* 99 FETCH (UID 999 FLAGS (\\Deleted) MODSEQ (12))",
    "* 99 FETCH (BODY[] {5}\\r\\nhello UID 998)",
    "* VANISHED 7:8",
    "* VANISHED (EARLIER) 1:2,998",
    "* OK still here",
    "* NO [ALERT] the disk is nearly full {9}",
    "* BAD you confuse me",
    "* LIST (\\Noselect) \"/\" Elsewhere",
    "* STATUS Elsewhere (MESSAGES 5 UIDVALIDITY 9 SIZE 1)",
    "* QUOTAROOT Elsewhere",
    "* X-NEW (((\\x00\\xff\"",
    "* 5 X-NEWER {3}\\r\\n)\\r\\n",
    "*",
];

#[tokio::test]
async fn news_between_any_two_lines_change_nothing() {
    for Dialogue { name, verb, script } in dialogues() {
        let wanted = format!("{:?}", play(verb, std::slice::from_ref(&script)).await.0);
        let at_each = places(&script).into_iter().flat_map(|at| NEWS.map(|news| (at, news)));
        // A LIST in a LIST is an answer.
        let at_each = at_each.filter(|(_, news)| verb != Verb::Overview || !news.starts_with("* LIST"));
        let plays = at_each.map(|(at, news)| {
            let script = disturbed(&script, at, &format!("S: {news}"), false);
            async move { (at, news, play(verb, &[script]).await) }
        });
        for (at, news, (ended, heard)) in all(plays).await {
            assert_eq!(format!("{ended:?}"), wanted, "{name}, {news} before line {at}:\n{}", heard.join("\n"));
            only_the_chosen(&heard, name);
        }
    }
}

#[tokio::test]
async fn mail_that_comes_or_goes_between_any_two_lines_harms_nothing() {
    for Dialogue { name, verb, script } in dialogues() {
        let wanted = format!("{:?}", play(verb, std::slice::from_ref(&script)).await.0);
        let changes = [
            "* 4 EXISTS",
            "* 1 EXPUNGE",
            "* 1 EXPUNGE\\r\\n* 1 EXPUNGE\\r\\n* 1 EXPUNGE\\r\\n* 1 EXPUNGE",
            "* 0 EXISTS",
        ];
        let at_each = places(&script).into_iter().flat_map(|at| changes.map(|change| (at, change)));
        let plays = at_each.map(|(at, change)| {
            let script = disturbed(&script, at, &format!("S: {change}"), false);
            async move { (at, change, play(verb, &[script]).await) }
        });
        for (at, change, (ended, heard)) in all(plays).await {
            no_panic(&ended, name);
            only_the_chosen(&heard, name);
            match &ended {
                // A list is asked for again when places have shifted; this script has no words for that.
                Ended::Failed(Error::Unreachable(_)) if verb == Verb::List => {}
                // How many there are may have changed, the rows have not.
                Ended::Shown(page) if verb == Verb::List || verb == Verb::Search => {
                    assert!(
                        page.contains("number 5") || page.contains("rows: []"),
                        "{name}, {change} before {at}: {page}"
                    );
                }
                ended => assert_eq!(format!("{ended:?}"), wanted, "{name}, {change} before line {at}"),
            }
        }
    }
}

#[tokio::test]
async fn after_a_goodbye_at_any_place_nothing_is_claimed_that_was_not_answered() {
    for Dialogue { name, verb, script } in dialogues() {
        let all_places = places(&script);
        let plays = all_places.into_iter().map(|at| {
            let script = disturbed(&script, at, "S: * BYE going down\nS! close", true);
            let away = "S: * BYE still down\nS! close\n".to_owned();
            async move { (at, play(verb, &[script, away.clone(), away]).await) }
        });
        for (at, (ended, heard)) in all(plays).await {
            no_panic(&ended, name);
            only_the_chosen(&heard, name);
            match &ended {
                Ended::Failed(Error::Unreachable(_)) => {}
                Ended::Done(outcome) => {
                    assert_eq!((outcome.done, outcome.left, outcome.unknown), (0, 0, 2), "{name} at {at}: {outcome:?}");
                    assert!(matches!(outcome.trouble, Some(Error::Unknown(_))), "{name} at {at}: {outcome:?}");
                }
                other => panic!("{name}, a goodbye before line {at}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_in_the_middle_of_pipelined_commands_is_that_commands_own() {
    // Of the six changes of keywords each may be refused, in any way; the move goes on.
    let dialogue = dialogues().into_iter().find(|dialogue| dialogue.name == "rescue by MOVE").unwrap();
    for tag in ["a", "b", "c", "d", "e", "f"] {
        for refusal in ["NO [CANNOT] no keywords", "BAD what?", "NO [SERVERBUG] oh"] {
            let script = dialogue.script.replace(&format!("S: {{{tag}}} OK"), &format!("S: {{{tag}}} {refusal}"));
            let Ended::Done(outcome) = play(Verb::Rescue, &[script]).await.0 else { panic!("{tag}: {refusal}") };
            assert_eq!((outcome.done, outcome.left), (2, 0), "{tag}: {refusal}");
        }
    }
}

#[tokio::test]
async fn an_answer_to_a_command_that_nobody_sent_ends_the_connection_and_nothing_is_claimed() {
    for Dialogue { name, verb, script } in dialogues() {
        // Behind the sign-in, whose answers async-imap hears first.
        let plays = places(&script).into_iter().skip(1).map(|at| {
            let script = disturbed(&script, at, "S: P999 OK done", false);
            let away = "S: * BYE down\nS! close\n".to_owned();
            async move { (at, play(verb, &[script, away.clone(), away]).await) }
        });
        for (at, (ended, _)) in all(plays).await {
            match &ended {
                Ended::Failed(Error::Unreachable(_)) => {}
                Ended::Done(outcome) => assert_eq!((outcome.done, outcome.unknown), (0, 2), "{name} at {at}"),
                other => panic!("{name}, a strange tag before line {at}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn an_untagged_no_while_a_mailbox_opens_is_only_a_warning() {
    let warned = selected("Spam").replace("S: * FLAGS", "S: * NO [ALERT] this mailbox is 90% full\nS: * FLAGS");
    let script = signed_in(GOOD) + &warned + &finds("UID 3", "");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    drop(account);
    server.finish().await;
}
