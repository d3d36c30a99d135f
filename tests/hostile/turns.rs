//! The turn of an account, where several nodes share it: nothing is sent after it is over, and what another node has left is known.

use crate::server::*;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use postern::imap::MailboxName;
use postern::mail::{
    Account, AccountTurn, Address, Fence, LoginName, Mailbox, NotKept, Note, Notebook, Role, Server, TurnName,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};
use support::scripted_server::ScriptServer;

/// A notebook that other nodes read and write, too.
#[derive(Debug, Default)]
struct Shared {
    /// How long each turn lasts.
    lasts: Duration,
    number: AtomicI64,
    notes: Mutex<Vec<Note>>,
}

impl Notebook for Shared {
    fn read<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<Note>, NotKept>> {
        std::future::ready(Ok(self.notes.lock().unwrap().clone())).boxed()
    }

    fn write<'a>(&'a self, _: &'a str, note: &'a Note, _: Option<&'a TurnName>) -> BoxFuture<'a, Result<(), NotKept>> {
        let mut notes = self.notes.lock().unwrap();
        notes.retain(|other| other.mailbox != note.mailbox);
        notes.extend((!note.text.is_empty()).then(|| note.clone()));
        std::future::ready(Ok(())).boxed()
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn take_turn<'a>(
        &'a self,
        _: &'a str,
        _: tokio::time::Instant,
    ) -> BoxFuture<'a, Result<Option<AccountTurn>, NotKept>> {
        let fence = Fence::default();
        fence.extend((Instant::now(), SystemTime::now()), self.lasts);
        let name = TurnName { holder: "here".to_owned(), number: self.number.fetch_add(1, Ordering::SeqCst) };
        std::future::ready(Ok(Some(AccountTurn { name, fence, held: Box::new(()) }))).boxed()
    }
}

fn account_noting(server: &ScriptServer, notebook: &Arc<Shared>) -> Account {
    let server =
        Server::new(endpoint(server.port()), postern::imap::Limits::default(), LoginName::Address, BTreeMap::new());
    let server = Arc::new(server.noting(notebook.clone()));
    Account::new(server, Address::parse("anna@example.org").unwrap(), "secret".to_owned().into())
}

#[tokio::test]
async fn nothing_is_sent_after_the_turn_is_over_and_what_was_done_is_said_to_be_unknown() {
    let opening = signed_in(GOOD) + &selected("Spam");
    let slow = "C: {tag} UID SEARCH RETURN (ALL) UID 3,5
        S! pause 1500
        S: * ESEARCH (TAG \"{tag}\") UID ALL 3,5
        S: {tag} OK found
        S! stall\n";
    let server = ScriptServer::play(&[opening + slow, signed_in(GOOD)]);
    let notebook = Arc::new(Shared { lasts: Duration::from_secs(1), ..Shared::default() });
    let account = account_noting(&server, &notebook);
    let outcome = account.mail().rescue(&spam(), uid_validity(), uids([3, 5])).await;
    let done = outcome.map_or(0, |outcome| outcome.done);
    drop(account);
    let heard = server.heard();
    assert_eq!(done, 0);
    let changes = |line: &&String| line.starts_with("C:") && (line.contains("STORE") || line.contains("MOVE"));
    assert_eq!(heard.iter().find(changes), None, "{heard:#?}");
    server.finish().await;
}

#[tokio::test]
async fn what_another_node_has_left_half_done_is_read_when_it_has_had_the_turn_and_else_is_not() {
    let delete = |uid: u32| {
        finds(&format!("UID {uid}"), &uid.to_string())
            + &sizes(&uid.to_string(), &[uid])
            + &expunges(&uid.to_string())
            + &finds(&format!("UID {uid}"), "")
    };
    let lifted = "C: {tag} UID STORE 9 +FLAGS.SILENT (\\Deleted)\nS: {tag} OK marked\n";
    let script = signed_in(GOOD)
        + &selected("Spam")
        + &delete(3)
        + &selected("Spam")
        + &selected("Spam")
        + lifted
        + &selected("Spam")
        + &delete(5);
    let server = ScriptServer::play(&[script]);
    let notebook = Arc::new(Shared { lasts: Duration::from_secs(60), ..Shared::default() });
    let account = account_noting(&server, &notebook);
    assert_eq!(account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await.unwrap().done, 1);
    // Another node had the turn, took the mark of another program off, and ended.
    notebook.number.fetch_add(1, Ordering::SeqCst);
    let text = "{\"lifted\":\"9\"}".to_owned();
    notebook.notes.lock().unwrap().push(Note { mailbox: b"Spam".to_vec(), uid_validity: 7, text });
    assert_eq!(account.mail().delete_for_good(&spam(), uid_validity(), uids([5])).await.unwrap().done, 1);
    assert!(notebook.notes.lock().unwrap().is_empty(), "it is finished");
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_move_into_a_mailbox_is_finished_before_anything_is_done_to_its_copies() {
    let script = signed_in("UIDPLUS ESEARCH") + "C: {tag} EXAMINE \"Spam\"\nS! close\n";
    let server = ScriptServer::play(&[script]);
    let notebook = Arc::new(Shared { lasts: Duration::from_secs(60), ..Shared::default() });
    let inbox = b"INBOX".to_vec();
    let text = format!("{{\"copies\":[{{\"target\":{inbox:?},\"uid_validity\":7,\"after\":4,\"uids\":\"3,5\"}}]}}");
    notebook.notes.lock().unwrap().push(Note { mailbox: b"Spam".to_vec(), uid_validity: 7, text });
    let account = account_noting(&server, &notebook);
    let inbox = Mailbox { name: MailboxName::inbox(), role: Some(Role::Inbox), ..spam() };
    let deleted = account.mail().delete_for_good(&inbox, uid_validity(), uids([5])).await;
    drop(account);
    assert!(deleted.is_err(), "what cannot be finished now stops what would hide it: {deleted:?}");
    server.finish().await;
}
