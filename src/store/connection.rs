//! One connection of a pool, to either database: the one place that knows which.

use super::{Error, Result};
use crate::figures::{self, Statement, StoreTrouble};
use sqlx::pool::PoolConnection;
use sqlx::{Arguments, Database, Encode, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Type};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a page waits for a connection to the database while nobody gets one.
pub(super) const CONNECTION: Duration = Duration::from_secs(2);
/// How long at most while others are served before it.
const MOVING: Duration = Duration::from_secs(8);
/// Callers that wait for a connection at once: more than these it would not serve in that time.
const WAITING: usize = 2000;
/// How long one question may take. A page waits for it; SQLite waits for a lock in less.
const ANSWER: Duration = Duration::from_secs(3);

/// The connections to a database.
#[derive(Debug, Clone)]
pub(super) enum Pool {
    Sqlite(SqlitePool, Queue),
    Postgres(PgPool, Queue),
}

/// Where those wait who want a connection.
type Queue = Arc<Line>;

#[derive(Debug)]
pub(super) struct Line {
    places: Semaphore,
    /// How often a connection came back well.
    served: AtomicU64,
}

impl Line {
    fn new() -> Arc<Self> {
        Arc::new(Self { places: Semaphore::new(WAITING), served: AtomicU64::new(0) })
    }
}

impl From<SqlitePool> for Pool {
    fn from(pool: SqlitePool) -> Self {
        Self::Sqlite(pool, Line::new())
    }
}

impl From<PgPool> for Pool {
    fn from(pool: PgPool) -> Self {
        Self::Postgres(pool, Line::new())
    }
}

/// A value that goes with a question, for `$1`, `$2`, ...
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Number(i64),
    Text(&'a str),
    Octets(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(octets: &'a [u8]) -> Self {
        Self::Octets(octets)
    }
}

/// What a row is read into: a tuple of numbers (`i64`), texts and octets.
pub(super) trait Record:
    for<'r> FromRow<'r, <Sqlite as Database>::Row> + for<'r> FromRow<'r, <Postgres as Database>::Row> + Send + Unpin
{
}

impl<T> Record for T where
    T: for<'r> FromRow<'r, <Sqlite as Database>::Row> + for<'r> FromRow<'r, <Postgres as Database>::Row> + Send + Unpin
{
}

impl Pool {
    /// Chooses the text for the database that it is, for the little that the two do not say alike.
    pub(super) fn its(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite(..) => sqlite,
            Self::Postgres(..) => postgres,
        }
    }

    /// Borrows a connection.
    pub(super) async fn lend(&self) -> Result<Lent> {
        let (Self::Sqlite(_, queue) | Self::Postgres(_, queue)) = self;
        let _place = queue.places.try_acquire().map_err(|_| Error::Crowded)?;
        let begun = Instant::now();
        let acquired = async {
            Ok::<_, sqlx::Error>(match self {
                Self::Sqlite(pool, _) => Either::Sqlite(pool.acquire().await?),
                Self::Postgres(pool, _) => Either::Postgres(pool.acquire().await?),
            })
        };
        tokio::pin!(acquired);
        let lent = loop {
            let served = queue.served.load(Ordering::Relaxed);
            match timeout(CONNECTION, &mut acquired).await {
                Ok(lent) => break lent.map_err(Error::from),
                // A long line that moves is worth waiting in: a thousand people have come in the same moment.
                Err(_) if queue.served.load(Ordering::Relaxed) != served && begun.elapsed() < MOVING => {}
                Err(_) => break Err(Error::Late(CONNECTION)),
            }
        };
        let connection = lent.inspect_err(|error| figures::no_answer(trouble(error)))?;
        Ok(Lent { connection, line: queue.clone(), asking: false, in_transaction: false })
    }

    pub(super) async fn execute(&self, sql: &'static str, values: &[Value<'_>]) -> Result<u64> {
        self.lend().await?.execute(sql, values).await
    }

    pub(super) async fn row<R: Record>(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<R>> {
        self.lend().await?.row(sql, values).await
    }

    pub(super) async fn rows<R: Record>(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<R>> {
        self.lend().await?.rows(sql, values).await
    }

    /// Counts the connections.
    pub(super) fn count(&self) -> figures::Connections {
        let (size, idle, most) = match self {
            Self::Sqlite(pool, _) => (pool.size(), pool.num_idle(), pool.options().get_max_connections()),
            Self::Postgres(pool, _) => (pool.size(), pool.num_idle(), pool.options().get_max_connections()),
        };
        figures::Connections { in_use: (size as usize).saturating_sub(idle), idle, most: most as usize }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool, _) => pool.close().await,
            Self::Postgres(pool, _) => pool.close().await,
        }
    }
}

/// A borrowed connection. It goes back to the pool when dropped; one that was left in the middle of something is closed instead,
/// so that nobody finds half an answer or an open transaction on it.
pub(super) struct Lent {
    connection: Either,
    line: Queue,
    asking: bool,
    in_transaction: bool,
}

enum Either {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// Asks the connection, whichever it is: `$ask` is a function of a statement, its arguments and a connection.
macro_rules! ask {
    ($lent:expr, $sql:expr, $values:expr, $ask:ident) => {{
        $lent.asking = true;
        let began = Instant::now();
        let answer = match &mut $lent.connection {
            Either::Sqlite(connection) => match arguments::<Sqlite>($values) {
                Ok(values) => in_time($ask!($sql, values, &mut **connection)).await,
                Err(error) => Err(error),
            },
            Either::Postgres(connection) => match arguments::<Postgres>($values) {
                Ok(values) => in_time($ask!($sql, values, &mut **connection)).await,
                Err(error) => Err(error),
            },
        };
        // Refused is answered.
        $lent.asking = !matches!(answer, Ok(_) | Err(Error::Sql(sqlx::Error::Database(_))));
        figures::statement(kind($sql), answer.as_ref().err().map(trouble), began.elapsed());
        answer
    }};
}

macro_rules! execute {
    ($sql:expr, $values:expr, $connection:expr) => {
        async { sqlx::query_with($sql, $values).execute($connection).await.map(|done| done.rows_affected()) }
    };
}

macro_rules! row {
    ($sql:expr, $values:expr, $connection:expr) => {
        sqlx::query_as_with($sql, $values).fetch_optional($connection)
    };
}

macro_rules! rows {
    ($sql:expr, $values:expr, $connection:expr) => {
        sqlx::query_as_with($sql, $values).fetch_all($connection)
    };
}

impl Lent {
    /// Changes rows, and tells how many.
    pub(super) async fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64> {
        ask!(self, sql, values, execute)
    }

    /// Reads the first row, if there is one.
    pub(super) async fn row<R: Record>(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<R>> {
        ask!(self, sql, values, row)
    }

    /// Reads every row.
    pub(super) async fn rows<R: Record>(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<R>> {
        ask!(self, sql, values, rows)
    }

    /// Begins a transaction; without [`Lent::commit`] nothing of it stays. Its first statement is one that writes: SQLite lets nobody
    /// write who began by reading while somebody else wrote.
    pub(super) async fn begin(&mut self) -> Result<()> {
        self.in_transaction = true;
        self.execute("BEGIN", &[]).await.map(|_| ())
    }

    /// Ends a transaction.
    pub(super) async fn commit(&mut self) -> Result<()> {
        self.execute("COMMIT", &[]).await?;
        self.in_transaction = false;
        Ok(())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let unclean = self.asking || self.in_transaction;
        if !unclean {
            self.line.served.fetch_add(1, Ordering::Relaxed);
        }
        match &mut self.connection {
            Either::Sqlite(connection) => give_back(connection, unclean),
            Either::Postgres(connection) => give_back(connection, unclean),
        }
    }
}

/// Lets a connection go back to its pool, or closes it. The pool asks it first whether it is well, and would wait for the answer for as
/// long as TCP does, a quarter of an hour, with one connection less.
fn give_back<DB: Database>(connection: &mut PoolConnection<DB>, unclean: bool) {
    if unclean {
        connection.close_on_drop();
    } else {
        let back = connection.return_to_pool();
        tokio::spawn(async move { timeout(ANSWER, back).await });
    }
}

fn kind(sql: &str) -> Statement {
    if sql.starts_with("SELECT") { Statement::Read } else { Statement::Write }
}

fn trouble(error: &Error) -> StoreTrouble {
    match error {
        Error::Late(_) | Error::Sql(sqlx::Error::PoolTimedOut) => StoreTrouble::Late,
        Error::Sql(sqlx::Error::Database(_)) => StoreTrouble::Refused,
        Error::Crowded => StoreTrouble::Late,
        Error::Sql(_) => StoreTrouble::Away,
    }
}

async fn in_time<T, E: Into<Error>>(answer: impl Future<Output = std::result::Result<T, E>>) -> Result<T> {
    timeout(ANSWER, answer).await.map_err(|_| Error::Late(ANSWER))?.map_err(Into::into)
}

fn arguments<DB>(values: &[Value<'_>]) -> Result<<DB as Database>::Arguments>
where
    DB: Database,
    for<'q> i64: Encode<'q, DB> + Type<DB>,
    for<'q> &'q str: Encode<'q, DB> + Type<DB>,
    for<'q> &'q [u8]: Encode<'q, DB> + Type<DB>,
{
    let mut arguments = <DB as Database>::Arguments::default();
    for value in values {
        let added = match value {
            Value::Number(number) => arguments.add(*number),
            Value::Text(text) => arguments.add(*text),
            Value::Octets(octets) => arguments.add(*octets),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;
    use futures_util::future::join_all;

    #[tokio::test(flavor = "multi_thread")]
    async fn those_who_wait_for_a_connection_are_bounded_and_one_more_is_told_at_once() {
        let place = Place::new();
        let store = place.store().await;
        let (Pool::Sqlite(_, queue) | Pool::Postgres(_, queue)) = &store.pool;
        // As if all but ten of them waited already.
        let _others = queue.places.acquire_many(u32::try_from(WAITING - 10).unwrap()).await.unwrap();
        let mut held = Vec::new();
        while let Ok(Ok(lent)) = timeout(CONNECTION / 4, store.pool.lend()).await {
            held.push(lent);
        }
        let waiting: Vec<_> = (0..10)
            .map(|_| {
                tokio::spawn({
                    let pool = store.pool.clone();
                    async move { pool.lend().await.map(drop) }
                })
            })
            .collect();
        while queue.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(store.pool.lend().await.map(drop), Err(Error::Crowded)));
        drop(held);
        assert!(join_all(waiting).await.into_iter().all(|lent| lent.unwrap().is_ok()));
        assert!(store.pool.lend().await.is_ok());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_line_that_moves_is_waited_in_and_one_that_stands_is_not() {
        let place = Place::new();
        let store = place.store().await;
        let mut held = Vec::new();
        while let Ok(Ok(lent)) = timeout(CONNECTION / 4, store.pool.lend()).await {
            held.push(lent);
        }
        let waiting = tokio::spawn({
            let pool = store.pool.clone();
            async move { pool.lend().await.map(drop) }
        });
        let (Pool::Sqlite(_, queue) | Pool::Postgres(_, queue)) = &store.pool;
        // As if others, who came before, were served one after the other.
        for _ in 0..3 {
            tokio::time::sleep(CONNECTION / 2).await;
            queue.served.fetch_add(1, Ordering::Relaxed);
        }
        drop(held.pop());
        assert!(waiting.await.unwrap().is_ok(), "it is lent one after more than the time of a line that stands");
        held.push(store.pool.lend().await.unwrap());
        assert!(matches!(store.pool.lend().await.map(drop), Err(Error::Late(CONNECTION))));
    }
}
