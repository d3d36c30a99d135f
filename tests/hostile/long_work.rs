//! Long work on a server that refuses a step, or treats only so many messages at once.

use crate::server::*;
use postern::jobs::{Asked, Jobs, OpenJob, Progress, Settings, State, Trouble};
use postern::mail::{MailboxSnapshot, UidSet, Verb, Wanted};
use postern::store::{Location, Store};
use std::sync::Arc;
use std::time::Duration;
use support::scripted_server::ScriptServer;

async fn jobs(folder: &std::path::Path) -> Jobs {
    let store = Store::open(&Location::File(folder.join("postern.db"))).await.unwrap();
    let settings = Settings { from: 0, grace: Duration::ZERO, session: Duration::from_secs(3600) };
    Jobs::read(store, settings, Arc::new(|_: &str| [7; 32])).await.unwrap()
}

async fn end(job: &OpenJob) -> Progress {
    let mut progress = job.watch();
    let ended = progress.wait_for(|progress| progress.state != State::Running);
    tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap().clone()
}

/// Empties a Spam of 700 messages on a server that plays this, and returns what came of it.
async fn emptied(script: String) -> (Progress, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let jobs = jobs(folder.path()).await;
    let left_out = UidSet::default();
    let seen = MailboxSnapshot { uid_validity: uid_validity(), last_uid: Some(uid(700)), count: 700, left_out };
    let asked = Asked::new(Verb::Empty, &spam(), &Wanted::Shown(seen));
    let progress = end(&jobs.ask(&account, asked).await.unwrap()).await;
    jobs.stop().await;
    drop(account);
    let heard = server.heard();
    server.finish().await;
    (progress, heard)
}

fn planned() -> String {
    signed_in("UIDPLUS ESEARCH") + &selected("Spam") + &finds("UID 1:700", "1:700") + &finds("UID 1:700 DELETED", "")
}

fn all_sizes(first: u32, last: u32) -> String {
    let all: Vec<u32> = (first..=last).collect();
    sizes(&format!("{first}:{last}"), &all)
}

/// One step that ends well.
fn step(first: u32, last: u32) -> String {
    let set = format!("{first}:{last}");
    let there = finds(&format!("UID {set}"), &set);
    // The first opens the mailbox, the others go on with it.
    let open = if first == 1 { selected("Spam") } else { takes("NOOP", &[]) };
    open + &there + &all_sizes(first, last) + &expunges(&set) + &finds(&format!("UID {set}"), "")
}

fn summed() -> String {
    selected("Spam") + &finds("UID 701:4294967295", "")
}

#[tokio::test]
async fn a_step_that_the_server_refuses_is_skipped_counted_and_told_in_its_words() {
    let refused = step(1, 500)
        .replace("S: {go} OK gone", "S: {go} NO the disk of this folder has a cold")
        .replace(&finds("UID 1:500", ""), &finds("UID 1:500", "1:500"));
    let (progress, heard) = emptied(planned() + &refused + &step(501, 700) + &summed()).await;
    assert_eq!(progress.state, State::Done, "{progress:?}\n{}", heard.join("\n"));
    assert_eq!((progress.done, progress.failed, progress.missing), (200, 500, 0));
    let Some(Trouble::Refused(words)) = &progress.trouble else { panic!("{progress:?}") };
    assert!(words.contains("has a cold"), "{words}");
}

#[tokio::test]
async fn where_the_server_treats_only_so_many_at_once_the_steps_are_smaller_and_the_count_is_exact() {
    // Of the first step it treats a hundred.
    let limited = step(1, 500)
        .replace("S: {go} OK gone", "S: {go} OK [MESSAGELIMIT 400 401] a part")
        .replace(&finds("UID 1:500", ""), &finds("UID 1:500", "101:500"));
    let rest = |first: u32, last: u32, there: u32| {
        let (asked, set) = (format!("{first}:{last}"), format!("{there}:{last}"));
        takes("NOOP", &[])
            + &finds(&format!("UID {asked}"), &set)
            + &all_sizes(there, last)
            + &expunges(&set)
            + &finds(&format!("UID {set}"), "")
    };
    let script = planned() + &limited + &rest(1, 400, 101) + &rest(401, 700, 401) + &summed();
    let (progress, heard) = emptied(script).await;
    assert_eq!(progress.state, State::Done, "{progress:?}\n{}", heard.join("\n"));
    assert_eq!((progress.done, progress.failed, progress.missing), (700, 0, 0), "{}", heard.join("\n"));
}
