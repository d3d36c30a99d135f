//! Connections are few, shared, replaced when they die, and never answer the wrong caller.

use crate::server::*;
use postern::imap::{Credentials, Error, Limits, MailboxName, Pool, PooledConnection};
use std::time::Duration;
use support::scripted_server::{ScriptServer, wait_for};
use tokio::time::{sleep, timeout};

fn limits(per_account: usize, total: usize, idle_ms: u64) -> Limits {
    Limits { per_account, total, idle: Duration::from_millis(idle_ms), ..Limits::default() }
}

fn pool(server: &ScriptServer, limits: Limits) -> Pool {
    Pool::new(endpoint(server.port()), limits)
}

fn of(user: &str) -> Credentials {
    Credentials { user: user.into(), password: "secret".to_owned().into(), client: None }
}

fn in_as(user: &str) -> String {
    signed_in(GOOD).replace("anna@example.org", user)
}

fn counted(name: &str, messages: u32) -> String {
    takes(
        &format!("STATUS \"{name}\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)"),
        &[&format!("* STATUS {name} (MESSAGES {messages} UNSEEN 0)")],
    )
}

async fn count(connection: &PooledConnection, name: &'static str) -> Result<Option<u32>, Error> {
    let work = connection
        .run(move |session| Box::pin(async move { Ok(session.status(&MailboxName::encode(name)).await?.messages) }));
    work.await
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let server = ScriptServer::play(&[signed_in(GOOD) + &counted("A", 1) + &counted("B", 2)]);
    let pool = pool(&server, Limits::default());
    assert_eq!(count(&pool.acquire(&credentials()).await.unwrap(), "A").await.unwrap(), Some(1));
    let connection = pool.acquire(&credentials()).await.unwrap();
    assert!(connection.was_idle());
    assert_eq!(count(&connection, "B").await.unwrap(), Some(2));
    drop((connection, pool));
    server.finish().await;
}

/// Whoever has its answer finds the connection free for the next question: else another one is opened for nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_has_answered_is_free() {
    let questions = 500;
    let server = ScriptServer::play(&[signed_in(GOOD) + &counted("A", 1).repeat(questions)]);
    let pool = pool(&server, limits(2, 2, 60_000));
    for _ in 0..questions {
        let connection = pool.acquire(&of("anna@example.org")).await.unwrap();
        assert_eq!(count(&connection, "A").await.unwrap(), Some(1));
    }
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn an_account_holds_two_connections_and_the_third_caller_waits() {
    let server = ScriptServer::play(&[signed_in(GOOD), signed_in(GOOD)]);
    let pool = pool(&server, Limits::default());
    let (one, two) = (pool.acquire(&credentials()).await.unwrap(), pool.acquire(&credentials()).await.unwrap());
    let third = timeout(Duration::from_millis(100), pool.acquire(&credentials())).await;
    assert!(third.is_err(), "the third had to wait");
    drop(one);
    let third = timeout(Duration::from_secs(1), pool.acquire(&credentials())).await.unwrap().unwrap();
    assert!(third.was_idle());
    drop((two, third, pool));
    server.finish().await;
}

/// A page and the frame in it are asked for at the same time: the second answer comes sooner on the first one's connection than on
/// one that has yet to sign in.
#[tokio::test]
async fn a_connection_that_comes_back_in_a_moment_is_waited_for_and_no_other_is_opened() {
    let server = ScriptServer::play(&[signed_in(GOOD)]);
    let (pool, anna) = (pool(&server, Limits::default()), credentials());
    for _ in 0..20 {
        let first = pool.acquire(&anna).await.unwrap();
        let second = pool.acquire(&anna);
        let back = async {
            tokio::task::yield_now().await;
            drop(first);
        };
        let (second, ()) = tokio::join!(second, back);
        assert!(second.unwrap().was_idle());
    }
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn proving_a_password_again_and_again_keeps_no_more_connections_than_an_account_may() {
    let scripts: Vec<String> = (0..5).map(|_| signed_in(GOOD)).collect();
    let server = ScriptServer::play(&scripts);
    let pool = pool(&server, Limits::default());
    for tries in 1..=5usize {
        drop(pool.acquire_fresh(&credentials()).await.unwrap());
        server.wait_ended(tries.saturating_sub(2)).await;
    }
    assert_eq!(server.ended(), 3, "two of five are kept");
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn an_idle_connection_makes_room_for_another_account() {
    let server = ScriptServer::play(&[in_as("a"), in_as("b")]);
    let pool = pool(&server, limits(2, 1, 60_000));
    drop(pool.acquire(&of("a")).await.unwrap());
    let connection = timeout(Duration::from_secs(2), pool.acquire(&of("b"))).await.unwrap().unwrap();
    drop((connection, pool));
    server.finish().await;
}

#[tokio::test]
async fn a_connection_that_comes_back_makes_room_for_who_waits() {
    let server = ScriptServer::play(&[in_as("a"), in_as("b")]);
    let pool = pool(&server, limits(2, 1, 60_000));
    let busy = pool.acquire(&of("a")).await.unwrap();
    let waiting = async { timeout(Duration::from_secs(2), pool.acquire(&of("b"))).await };
    let back = async {
        sleep(Duration::from_millis(100)).await;
        drop(busy);
    };
    let (connection, ()) = tokio::join!(waiting, back);
    drop((connection.expect("room in time").unwrap(), pool));
    server.finish().await;
}

#[tokio::test]
async fn a_dead_idle_connection_is_not_taken_for_room() {
    let dead = in_as("a") + "S! close\n";
    let server = ScriptServer::play(&[dead, in_as("b"), in_as("c")]);
    let pool = pool(&server, limits(2, 2, 60_000));
    let first = pool.acquire(&of("a")).await.unwrap();
    server.wait_ended(1).await;
    let _ = count(&first, "A").await;
    drop(first);
    drop(pool.acquire(&of("b")).await.unwrap());
    let held = pool.acquire(&of("c")).await.unwrap();
    drop((held, pool));
    server.finish().await;
}

#[tokio::test]
async fn an_unused_connection_logs_out() {
    let server = ScriptServer::play(&[signed_in(GOOD)]);
    let pool = pool(&server, limits(2, 10, 50));
    drop(pool.acquire(&credentials()).await.unwrap());
    server.wait_ended(1).await;
    assert!(server.heard().iter().any(|line| line.ends_with(" LOGOUT")));
}

#[tokio::test]
async fn signing_out_logs_out_at_once_also_what_is_still_in_use() {
    let server = ScriptServer::play(&[signed_in(GOOD), signed_in(GOOD)]);
    let pool = pool(&server, Limits::default());
    let (idle, busy) = (pool.acquire(&credentials()).await.unwrap(), pool.acquire(&credentials()).await.unwrap());
    drop(idle);
    pool.close_account(&credentials());
    server.wait_ended(1).await;
    drop(busy);
    server.wait_ended(2).await;
    assert_eq!(server.heard().iter().filter(|line| line.ends_with(" LOGOUT")).count(), 2);
}

#[tokio::test]
async fn shutting_down_logs_out() {
    let server = ScriptServer::play(&[in_as("a"), in_as("b")]);
    let pool = pool(&server, Limits::default());
    drop((pool.acquire(&of("a")).await.unwrap(), pool.acquire(&of("b")).await.unwrap()));
    pool.shut_down().await;
    assert_eq!(server.heard().iter().filter(|line| line.ends_with(" LOGOUT")).count(), 2);
}

#[tokio::test]
async fn wrong_passwords_leave_nothing_behind() {
    let refused = |n: usize| in_as(&format!("user{n}")).replace("S: {tag} OK", "S: {tag} NO");
    let server = ScriptServer::play(&(0..3).map(refused).collect::<Vec<_>>());
    let pool = pool(&server, Limits::default());
    for n in 0..3 {
        assert!(matches!(pool.acquire(&of(&format!("user{n}"))).await, Err(Error::SignInRefused(_))));
    }
    assert_eq!(pool.accounts(), 0);
    server.finish().await;
}

#[tokio::test]
async fn accounts_whose_connections_have_ended_are_forgotten() {
    let server = ScriptServer::play(&[in_as("a"), in_as("b")]);
    let pool = pool(&server, limits(2, 10, 30));
    drop(pool.acquire(&of("a")).await.unwrap());
    server.wait_ended(1).await;
    drop(pool.acquire(&of("b")).await.unwrap());
    server.wait_ended(2).await;
    wait_for("forgetting", || pool.accounts() == 0).await;
}

#[tokio::test]
async fn a_caller_who_goes_away_leaves_the_next_one_its_own_answer() {
    let slow = counted("A", 1).replace("S: * STATUS", "S! pause 150\nS: * STATUS");
    let server = ScriptServer::play(&[signed_in(GOOD) + &slow + &counted("B", 2)]);
    let pool = pool(&server, limits(1, 10, 60_000));
    let connection = pool.acquire(&credentials()).await.unwrap();
    assert!(timeout(Duration::from_millis(50), count(&connection, "A")).await.is_err());
    drop(connection);
    assert_eq!(count(&pool.acquire(&credentials()).await.unwrap(), "B").await.unwrap(), Some(2));
    drop(pool);
    server.finish().await;
}

#[tokio::test]
async fn a_caller_who_goes_away_during_sign_in_leaks_no_room() {
    let slow = signed_in(GOOD).replace("S: {tag} OK", "S! pause 150\nS: {tag} OK");
    let server = ScriptServer::play(&[slow, signed_in(GOOD) + &counted("A", 1)]);
    let pool = pool(&server, limits(1, 1, 60_000));
    assert!(timeout(Duration::from_millis(50), pool.acquire(&credentials())).await.is_err());
    let connection = timeout(Duration::from_secs(2), pool.acquire(&credentials())).await.unwrap().unwrap();
    assert_eq!(count(&connection, "A").await.unwrap(), Some(1));
    drop((connection, pool));
    server.finish().await;
}

#[tokio::test]
async fn work_that_panics_ends_its_connection_and_leaks_no_room() {
    let server = ScriptServer::play(&[signed_in(GOOD), signed_in(GOOD) + &counted("A", 1)]);
    let pool = pool(&server, limits(1, 1, 60_000));
    let connection = pool.acquire(&credentials()).await.unwrap();
    let work = connection.run::<(), _>(|_| Box::pin(async { panic!("on purpose") }));
    assert!(matches!(work.await, Err(Error::BrokenOff)));
    drop(connection);
    let connection = timeout(Duration::from_secs(2), pool.acquire(&credentials())).await.unwrap().unwrap();
    assert_eq!(count(&connection, "A").await.unwrap(), Some(1));
    drop((connection, pool));
    server.finish().await;
}

#[tokio::test]
async fn a_connection_that_died_while_idle_is_replaced_unnoticed() {
    for last in ["S! close\n", "S: * BYE idle for too long\nS! close\n"] {
        let read = signed_in(GOOD) + &opened("EXAMINE", "Spam").replace("3 EXISTS", "0 EXISTS") + last;
        let change = signed_in(GOOD) + &selected("Spam") + &finds("UID 3", "3") + &sizes("3", &[3]);
        let change = change + &expunges("3") + &finds("UID 3", "") + last;
        let server = ScriptServer::play(&[signed_in(GOOD) + last, read, change]);
        let account = account(&server);
        account.sign_in().await.unwrap();
        server.wait_ended(1).await;
        let listing = account.mail().list(&spam(), &Default::default()).await.unwrap();
        assert_eq!(listing.total, 0);
        server.wait_ended(2).await;
        let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await.unwrap();
        assert_eq!((outcome.done, outcome.unknown), (1, 0));
        drop(account);
        server.finish().await;
    }
}

/// Dovecot 2.3 with processes that serve several connections, where another program deletes a mailbox and makes it anew: now and then a
/// connection that knew the old one is refused the new one, and one that signs in is not.
#[tokio::test]
async fn a_connection_that_still_has_a_mailbox_made_anew_in_mind_is_replaced_unnoticed() {
    for code in ["[SERVERBUG] internal error", "[NONEXISTENT] deleted under us"] {
        let refused = |verb| signed_in(GOOD) + &format!("C: {{tag}} {verb} \"Spam\"\nS: {{tag}} NO {code}\n");
        let empty = signed_in(GOOD) + &opened("EXAMINE", "Spam").replace("3 EXISTS", "0 EXISTS");
        let server = ScriptServer::play(&[refused("EXAMINE"), empty]);
        let reader = account(&server);
        reader.sign_in().await.unwrap();
        assert_eq!(reader.mail().list(&spam(), &Default::default()).await.unwrap().total, 0, "{code}");
        drop(reader);
        server.finish().await;

        let deleted =
            [signed_in(GOOD), selected("Spam"), finds("UID 3", "3"), sizes("3", &[3]), expunges("3")].concat();
        let server = ScriptServer::play(&[refused("SELECT"), deleted + &finds("UID 3", "")]);
        let account = account(&server);
        account.sign_in().await.unwrap();
        let outcome = account.mail().delete_for_good(&spam(), uid_validity(), uids([3])).await.unwrap();
        assert_eq!((outcome.done, outcome.unknown), (1, 0), "{code}");
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn what_a_new_connection_is_refused_too_is_refused() {
    let refused = signed_in(GOOD) + "C: {tag} EXAMINE \"Spam\"\nS: {tag} NO [SERVERBUG] internal error\n";
    let server = ScriptServer::play(&[refused.clone(), refused]);
    let account = account(&server);
    account.sign_in().await.unwrap();
    assert!(matches!(account.mail().list(&spam(), &Default::default()).await, Err(postern::mail::Error::Refused(_))));
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_connection_whose_sign_in_is_too_long_ago_is_lent_to_nobody() {
    let refused = signed_in(GOOD).replace("{tag} OK", "{tag} NO");
    let server = ScriptServer::play(&[signed_in(GOOD) + &counted("A", 1), signed_in(GOOD), refused]);
    let pool = pool(&server, Limits { max_age: Duration::ZERO, ..Limits::default() });
    let connection = pool.acquire(&credentials()).await.unwrap();
    assert_eq!(count(&connection, "A").await.unwrap(), Some(1), "whoever holds it goes on");
    drop(connection);
    let connection = pool.acquire(&credentials()).await.unwrap();
    assert!(!connection.was_idle());
    drop(connection);
    assert!(
        matches!(pool.acquire(&credentials()).await, Err(Error::SignInRefused(_))),
        "the password is not what it was"
    );
    drop(pool);
    server.finish().await;
}

/// Whoever comes last would wait longest, and in vain: it is told at once.
#[tokio::test]
async fn those_who_wait_for_one_account_are_bounded_and_others_are_not_held_up() {
    let server = ScriptServer::play(&[in_as("anna@example.org"), in_as("ben@example.org")]);
    let pool = std::sync::Arc::new(pool(&server, limits(1, 2, 60_000)));
    let held = pool.acquire(&of("anna@example.org")).await.unwrap();
    let waits = || {
        let pool = pool.clone();
        tokio::spawn(async move { pool.acquire(&of("anna@example.org")).await.map(drop) })
    };
    let waiting: Vec<_> = (0..300).map(|_| waits()).collect();
    let refused = async {
        while waiting.iter().filter(|waiting| waiting.is_finished()).count() < 100 {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(10), refused).await.expect("two hundred wait, and no more");
    drop(pool.acquire(&of("ben@example.org")).await.unwrap());
    drop(held);
    let mut counted = (0, 0);
    for one in waiting {
        match one.await.unwrap() {
            Ok(()) => counted.0 += 1,
            Err(Error::Busy) => counted.1 += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(counted, (200, 100));
    drop(pool);
    server.finish().await;
}
