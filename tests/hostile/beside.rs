//! A question beside the page: on a connection that waits and has nothing better to do, in one round trip, or not at all.

use crate::server::*;
use postern::imap::{Error, Limits, MailboxName, Pool, PooledConnection, SearchCriteria};
use std::time::{Duration, Instant};
use support::scripted_server::ScriptServer;

fn ben() -> SearchCriteria {
    SearchCriteria { from: Some("ben\"@example.com".to_owned()), ..SearchCriteria::default() }
}

/// Asks how many messages of Ben the Inbox has, and how many in all.
async fn asked(connection: &PooledConnection, limit: Duration) -> Result<(u64, u32), Error> {
    let work = connection.run(move |session| {
        Box::pin(async move {
            let (found, messages) = session.search_soon(&MailboxName::inbox(), &ben(), limit).await?;
            Ok((found.len(), messages))
        })
    });
    work.await
}

const SEARCH: &str = "UID SEARCH RETURN (ALL) ALL FROM \"ben\\\"@example.com\"";

fn found() -> String {
    takes(SEARCH, &["* ESEARCH (TAG \"x\") UID ALL 2,5:6"])
}

fn pool(server: &ScriptServer) -> Pool {
    Pool::new(endpoint(server.port()), Limits::default())
}

/// Leaves a mailbox open on a connection that waits.
async fn look_at(connection: PooledConnection, name: &'static str) {
    let work = connection.run(move |session| {
        Box::pin(async move {
            let window = |_| postern::imap::Window { skip: 0, count: 0 };
            session.fetch_window(&MailboxName::encode(name), None, window, postern::imap::FetchItems::Flags).await?;
            Ok(())
        })
    });
    work.await.unwrap();
    drop(connection);
    // What is open is noted behind the answer.
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn the_one_that_keeps_another_mailbox_open_is_left_alone_and_none_is_made() {
    let server = ScriptServer::play(&[signed_in(GOOD) + &opened("EXAMINE", "Spam"), signed_in(GOOD)]);
    let pool = pool(&server);
    assert!(pool.try_acquire_idle(&credentials(), &MailboxName::inbox()).is_none(), "there is none");
    look_at(pool.acquire(&credentials()).await.unwrap(), "Spam").await;
    assert!(pool.try_acquire_idle(&credentials(), &MailboxName::inbox()).is_none(), "it has Spam open");
    let (one, two) = (pool.acquire(&credentials()).await.unwrap(), pool.acquire(&credentials()).await.unwrap());
    assert!(pool.try_acquire_idle(&credentials(), &MailboxName::inbox()).is_none(), "both are at work");
    drop((one, two));
    assert!(pool.try_acquire_idle(&credentials(), &MailboxName::inbox()).is_some(), "the second has nothing open");
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn it_opens_the_mailbox_and_asks_at_once_and_then_goes_on_with_it() {
    let script = signed_in(GOOD)
        + &opened("EXAMINE", "INBOX")
        + &found()
        + &again("INBOX", Some(SEARCH), &["* ESEARCH (TAG \"x\") UID ALL 2"]);
    let server = ScriptServer::play(&[script]);
    let pool = pool(&server);
    drop(pool.acquire(&credentials()).await.unwrap());
    for wanted in [3, 1] {
        let connection = pool.try_acquire_idle(&credentials(), &MailboxName::inbox()).unwrap();
        let (count, _) = asked(&connection, Duration::from_secs(5)).await.unwrap();
        assert_eq!(count, wanted);
        drop(connection);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn a_server_that_takes_its_time_loses_the_connection() {
    let server =
        ScriptServer::play(&[signed_in(GOOD) + &opened("EXAMINE", "INBOX") + "C: {t} UID SEARCH {*}\nS! stall\n"]);
    let pool = pool(&server);
    let connection = pool.acquire(&credentials()).await.unwrap();
    let start = Instant::now();
    let answer = asked(&connection, Duration::from_millis(200)).await;
    assert!(matches!(answer, Err(Error::Timeout(_))), "{answer:?}");
    assert!(start.elapsed() < Duration::from_secs(2));
    drop(connection);
    assert!(pool.try_acquire_idle(&credentials(), &MailboxName::inbox()).is_none(), "nobody reads on there");
    drop(pool);
    server.finish().await;
}
