//! Deleting for good: exactly what was chosen, whatever the server can.

use crate::server::*;
use postern::mail::{Error, ListSnapshot, MailboxSnapshot, Outcome, Uid, UidSet, Verb, Wanted};
use support::scripted_server::ScriptServer;

/// Deletes these from Spam on a server that plays these scripts.
async fn delete(scripts: &[String], numbers: impl IntoIterator<Item = u32>) -> (Outcome, Vec<String>) {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids(numbers)).await;
    drop(account);
    let heard = server.heard();
    server.finish().await;
    (outcome.unwrap(), heard)
}

fn counts(outcome: &Outcome) -> [u32; 5] {
    let Outcome { asked, done, missing, left, unknown, .. } = *outcome;
    assert_eq!(asked, done + missing + left + unknown, "{outcome:?}");
    [asked, done, missing, left, unknown]
}

#[tokio::test]
async fn with_uidplus_exactly_the_chosen_are_marked_and_expunged() {
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 3,5:6", "3,5"),
        sizes("3,5", &[3, 5]),
        expunges("3,5"),
        finds("UID 3,5", ""),
    ];
    let (outcome, heard) = delete(&[script.concat()], [3, 5, 6]).await;
    assert_eq!((counts(&outcome), outcome.bytes), ([3, 2, 1, 0, 0], 200));
    assert!(outcome.trouble.is_none());
    let bare = |line: &&String| line.ends_with(" EXPUNGE") || line.ends_with(" CLOSE") || line.contains(":*");
    assert_eq!(heard.iter().find(bare), None);
}

#[tokio::test]
async fn without_uidplus_the_marks_of_others_are_taken_off_and_put_back() {
    let script = [
        signed_in("ESEARCH"),
        selected("Spam"),
        finds("UID 3", "3"),
        sizes("3", &[3]),
        finds("ALL DELETED", "2,8"),
        takes("UID STORE 2,8 -FLAGS.SILENT (\\Deleted)", &[]),
        finds("ALL DELETED", ""),
        "C: {mark} UID STORE 3 +FLAGS.SILENT (\\Deleted)
         C: {go} EXPUNGE
         S: {mark} OK
         S: * 3 EXPUNGE
         S: {go} OK
         "
        .to_owned(),
        takes("UID STORE 2,8 +FLAGS.SILENT (\\Deleted)", &[]),
        finds("UID 3", ""),
    ];
    let (outcome, _) = delete(&[script.concat()], [3]).await;
    assert_eq!(counts(&outcome), [1, 1, 0, 0, 0]);
    assert!(outcome.trouble.is_none());
}

#[tokio::test]
async fn without_uidplus_nothing_is_expunged_while_another_program_keeps_marking() {
    let mut script = signed_in("ESEARCH") + &selected("Spam") + &finds("UID 3", "3") + &sizes("3", &[3]);
    for marked in ["2", "8", "9"] {
        script += &finds("ALL DELETED", marked);
        script += &takes(&format!("UID STORE {marked} -FLAGS.SILENT (\\Deleted)"), &[]);
    }
    script += &takes("UID STORE 2,8:9 +FLAGS.SILENT (\\Deleted)", &[]);
    script += &finds("UID 3", "3");
    let (outcome, heard) = delete(&[script], [3]).await;
    assert_eq!(counts(&outcome), [1, 0, 0, 1, 0]);
    assert!(matches!(outcome.trouble, Some(Error::Refused(_))), "{outcome:?}");
    assert!(!heard.iter().any(|line| line.ends_with(" EXPUNGE")));
}

#[tokio::test]
async fn marks_of_others_that_cannot_be_taken_off_all_at_once_are_put_back() {
    let script = [
        signed_in("ESEARCH"),
        selected("Spam"),
        finds("UID 3", "3"),
        sizes("3", &[3]),
        finds("ALL DELETED", "2"),
        takes("UID STORE 2 -FLAGS.SILENT (\\Deleted)", &[]),
        finds("ALL DELETED", "8"),
        "C: {tag} UID STORE 8 -FLAGS.SILENT (\\Deleted)\nS: {tag} NO not yours\n".to_owned(),
        takes("UID STORE 2,8 +FLAGS.SILENT (\\Deleted)", &[]),
        finds("UID 3", "3"),
    ];
    let (outcome, _) = delete(&[script.concat()], [3]).await;
    assert_eq!(counts(&outcome), [1, 0, 0, 1, 0]);
}

#[tokio::test]
async fn a_search_that_names_more_than_was_asked_deletes_no_more() {
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 3", "1:9"),
        sizes("3", &[3]),
        expunges("3"),
        finds("UID 3", "1:2,4:9"),
    ];
    let (outcome, _) = delete(&[script.concat()], [3]).await;
    assert_eq!(counts(&outcome), [1, 1, 0, 0, 0]);
}

#[tokio::test]
async fn a_mailbox_of_another_epoch_is_not_touched() {
    let script = signed_in(GOOD) + &selected("Spam").replace("UIDVALIDITY 7", "UIDVALIDITY 8");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await;
    assert!(matches!(outcome, Err(Error::MailboxChanged)));
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_mailbox_that_opens_read_only_is_not_touched() {
    let script = signed_in(GOOD) + &selected("Spam").replace("[READ-WRITE]", "[READ-ONLY]");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await;
    assert!(matches!(outcome, Err(Error::ReadOnly)));
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_refused_select_says_gone_and_begins_nothing() {
    let script = signed_in(GOOD) + "C: {tag} SELECT \"Spam\"\nS: {tag} NO [NONEXISTENT] no such mailbox\n";
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await;
    assert!(matches!(outcome, Err(Error::Gone)));
    drop(account);
    server.finish().await;
}

fn shown(last: u32, count: u32) -> MailboxSnapshot {
    MailboxSnapshot { uid_validity: uid_validity(), last_uid: Some(uid(last)), count, left_out: UidSet::default() }
}

#[tokio::test]
async fn emptying_keeps_what_is_newer_and_what_another_program_has_marked() {
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 1:9", "3,5,9"),
        finds("UID 1:9 DELETED", "5"),
        sizes("3,9", &[3, 9]),
        expunges("3,9"),
        finds("UID {*}", ""),
        finds("UID 10:4294967295", "12:13"),
    ];
    let server = ScriptServer::play(&[script.concat()]);
    let account = account(&server);
    let outcome = account.mail().empty(&spam(), shown(9, 3)).await.unwrap();
    assert_eq!((counts(&outcome), outcome.newer_kept), ([2, 2, 0, 0, 0], 2));
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn emptying_stops_when_there_is_more_than_the_page_said() {
    let script = signed_in(GOOD) + &selected("Spam") + &finds("UID 1:9", "3,5,7,9") + &finds("UID 1:9 DELETED", "");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let outcome = account.mail().empty(&spam(), shown(9, 3)).await;
    assert!(matches!(outcome, Err(Error::MailboxChanged)));
    drop(account);
    server.finish().await;
}

/// Every second UID up to this one, as text: a set that no range makes short.
fn scattered(count: u32) -> Vec<u32> {
    (0..count).map(|n| 1_000_001 + 2 * n).collect()
}

#[tokio::test]
async fn a_large_scattered_mailbox_is_emptied_in_lines_that_servers_accept() {
    let all = scattered(3000);
    let last = *all.last().unwrap();
    let text = |part: &[u32]| part.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let mut script = signed_in(GOOD) + &selected("Spam");
    script += &finds(&format!("UID 1:{last}"), &text(&all));
    script += &finds(&format!("UID 1:{last} DELETED"), "");
    for chunk in uids(all.iter().copied()).chunks(4000, 7000) {
        script += &sizes(&chunk.to_string(), &[]);
        script += &expunges(&chunk.to_string());
        script += &finds("UID {*}", "");
    }
    script += &finds(&format!("UID {}:4294967295", last + 1), "");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let outcome = account.mail().empty(&spam(), shown(last, 3000)).await.unwrap();
    assert_eq!(counts(&outcome), [3000, 3000, 0, 0, 0]);
    let said = |line: &&String| line.starts_with("C: ") && line.len() > 8192;
    assert_eq!(server.heard().iter().find(said).map(String::len), None);
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn another_action_does_not_make_a_half_done_deletion_forgotten() {
    let refused = "C: {mark} UID STORE 3 +FLAGS.SILENT (\\Deleted)
         S: {mark} OK marked
         C: {go} UID EXPUNGE 3
         S: {go} NO not now
         ";
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 3", "3"),
        sizes("3", &[3]),
        refused.to_owned(),
        finds("UID 3", "3"),
        // Another message is marked read, and one more deleted, before Empty is pressed.
        selected("Spam"),
        finds("UID 4", "4"),
        takes("UID STORE 4 +FLAGS.SILENT (\\Seen)", &[]),
        selected("Spam"),
        finds("UID 5", "5"),
        sizes("5", &[5]),
        expunges("5"),
        finds("UID 5", ""),
        selected("Spam"),
        finds("UID 1:4", "3:4"),
        finds("UID 1:4 DELETED", "3"),
        sizes("3:4", &[3, 4]),
        expunges("3:4"),
        finds("UID {*}", ""),
        finds("UID 5:4294967295", ""),
    ];
    let server = ScriptServer::play(&[script.concat()]);
    let account = account(&server);
    let mail = account.mail();
    let outcome = mail.delete_for_good(&spam(), uid_validity(), uids([3])).await.unwrap();
    assert_eq!(counts(&outcome), [1, 0, 0, 1, 0]);
    mail.mark_read(&spam(), uid_validity(), uids([4])).await.unwrap();
    mail.delete_for_good(&spam(), uid_validity(), uids([5])).await.unwrap();
    let outcome = mail.empty(&spam(), shown(4, 2)).await.unwrap();
    assert_eq!(counts(&outcome), [2, 2, 0, 0, 0]);
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn what_an_action_leaves_half_done_is_known_to_the_one_that_waited_for_it() {
    let refused = "C: {mark} UID STORE 3 +FLAGS.SILENT (\\Deleted)
         C: {go} UID EXPUNGE 3
         S! pause 200
         S: {mark} OK marked
         S: {go} NO not now
         ";
    let script = [
        signed_in(GOOD),
        selected("Spam"),
        finds("UID 3", "3"),
        sizes("3", &[3]),
        refused.to_owned(),
        finds("UID 3", "3"),
        selected("Spam"),
        finds("UID 1:4", "3:4"),
        finds("UID 1:4 DELETED", "3"),
        sizes("3:4", &[3, 4]),
        expunges("3:4"),
        finds("UID {*}", ""),
        finds("UID 5:4294967295", ""),
    ];
    let server = ScriptServer::play(&[script.concat()]);
    let account = account(&server);
    let (one, other) = (account.mail(), account.mail());
    let spam = spam();
    let (first, then) = (one.delete_for_good(&spam, uid_validity(), uids([3])), other.empty(&spam, shown(4, 2)));
    let (refused, emptied) = tokio::join!(first, then);
    assert_eq!(counts(&refused.unwrap()), [1, 0, 0, 1, 0]);
    assert_eq!(counts(&emptied.unwrap()), [2, 2, 0, 0, 0]);
    drop((one, other, account));
    server.finish().await;
}

#[tokio::test]
async fn an_expunge_that_says_ok_and_expunges_nothing_is_asked_for_again() {
    let again = |keeps: &str| expunges("3,5") + &finds("UID 3,5", keeps);
    let begun = signed_in(GOOD) + &selected("Spam") + &finds("UID 3,5", "3,5") + &sizes("3,5", &[3, 5]);
    let part = expunges("3,5") + &finds("UID 3,5", "5") + &expunges("5") + &finds("UID 5", "");
    for (script, wanted) in [
        (again("3,5") + &again(""), [2, 2, 0, 0, 0]),
        (part, [2, 2, 0, 0, 0]),
        (again("3,5") + &again("3,5") + &again("3,5") + &finds("UID 3,5", "3,5"), [2, 0, 0, 2, 0]),
    ] {
        let server = ScriptServer::play(&[begun.clone() + &script]);
        let account = account(&server);
        let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3, 5])).await.unwrap();
        assert_eq!(counts(&outcome), wanted);
        assert_eq!(outcome.trouble.is_some(), wanted[3] > 0);
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn where_the_server_knows_the_size_of_a_mailbox_what_emptying_freed_is_told_only_when_it_is_certain() {
    let tells = |messages: u32, next: u32, size: u32| {
        let told = format!("* STATUS Spam (MESSAGES {messages} UNSEEN 0 UIDNEXT {next} UIDVALIDITY 7 SIZE {size})");
        takes("STATUS \"Spam\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)", &[&told])
    };
    let arrived = finds("UID 10:4294967295", "10") + &sizes("10", &[10]);
    let refused = tells(1, 11, 0).replace("OK done", "NO [INUSE] later");
    for (what, after, bytes) in [
        ("nothing else happened", tells(1, 10, 500), 9_500),
        ("one arrived meanwhile", tells(2, 11, 600) + &arrived, 9_500),
        ("one arrived, and another program deleted one", tells(1, 11, 550) + &arrived, 0),
        ("another program deleted one", tells(0, 10, 0), 0),
        ("the server does not say", refused, 0),
    ] {
        let script = [
            signed_in("UIDPLUS MOVE ESEARCH STATUS=SIZE"),
            selected("Spam"),
            finds("UID 1:9", "3,5,9"),
            finds("UID 1:9 DELETED", "5"),
            tells(3, 10, 10_000),
            expunges("3,9"),
            finds("UID {*}", ""),
            finds("UID 10:4294967295", ""),
            after,
        ];
        let server = ScriptServer::play(&[script.concat()]);
        let account = account(&server);
        let outcome = account.mail().empty(&spam(), shown(9, 3)).await.unwrap();
        assert_eq!((counts(&outcome), outcome.bytes), ([2, 2, 0, 0, 0], bytes), "{what}");
        assert!(outcome.trouble.is_none(), "{what}: {outcome:?}");
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn where_more_of_a_list_match_than_its_page_said_nothing_is_planned() {
    let listed = |count| {
        let last_uid = Uid::new(9).unwrap();
        Wanted::Listed(ListSnapshot { uid_validity: uid_validity(), last_uid, count, query: String::new() })
    };
    let script = || [signed_in(GOOD), selected("Spam"), finds("UID 1:9", "3,5,7")].concat();
    for (count, planned) in [(2, None), (3, Some("3,5,7")), (4, Some("3,5,7"))] {
        let server = ScriptServer::play(&[script()]);
        let account = account(&server);
        let plan = account.mail().plan(Verb::Rescue, &spam(), &listed(count)).await;
        match planned {
            Some(uids) => assert_eq!(plan.unwrap().uids.to_string(), uids),
            None => assert!(matches!(plan, Err(Error::MoreThanShown)), "{plan:?}"),
        }
    }
}
