//! Opens the database, and brings it up to date.

use super::backup::{self, InUse};
use super::connection::{CONNECTION, Pool};
use super::migrations::{self, Folder};
use super::{Location, Result};
use crate::figures;
use anyhow::Context as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgConnection, PgPool, SqliteConnection, SqlitePool};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long SQLite waits for another process that writes.
const LOCK: Duration = Duration::from_secs(2);
/// How long a database may take at the start.
const GREETING: Duration = Duration::from_secs(10);
/// Connections that pages share.
const FILE_CONNECTIONS: u32 = 4;
const SERVER_CONNECTIONS: u32 = 8;

/// The database. Cheap to clone; only this room knows what is behind it.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: Pool,
    /// A connection for votes alone: however many come, sessions never wait for one.
    pub(super) votes: Pool,
    /// What says that this process is there: it never waits for a page. With a file, which one process has, the same as `pool`.
    pub(super) beat: Pool,
    /// Held for as long as the file is open here.
    _in_use: Option<InUse>,
}

impl Store {
    /// Opens the database and brings it up to date. A file is made when it is not there, readable by us only.
    ///
    /// # Errors
    /// In one line: the file or the server, and what is wrong with it.
    pub async fn open(location: &Location) -> anyhow::Result<Self> {
        opened(location).await.map_err(in_words).with_context(|| format!("the database {location} cannot be used"))
    }

    /// Tells whether other processes may share it, each as good as any.
    pub fn is_shared(&self) -> bool {
        matches!(self.pool, Pool::Postgres(..))
    }

    /// Tells whether the database answers.
    ///
    /// # Errors
    /// The database's.
    pub async fn ping(&self) -> Result<()> {
        self.pool.execute("SELECT 1", &[]).await.map(|_| ())
    }

    /// Counts the connections.
    pub fn count(&self) -> figures::Connections {
        let mut count = self.pool.count();
        count.add(self.votes.count());
        if self.is_shared() {
            // A pool of its own.
            count.add(self.beat.count());
        }
        count
    }

    /// Closes every connection, for the end of the process; it does not wait long for one that hangs.
    pub async fn close(&self) {
        let closed = async {
            self.votes.close().await;
            self.beat.close().await;
            self.pool.close().await;
        };
        let _ = timeout(CONNECTION, closed).await;
    }
}

/// What a database is asked on.
struct Pools {
    pool: Pool,
    votes: Pool,
    beat: Pool,
}

/// Returns Unix seconds, as rows hold them.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

async fn opened(location: &Location) -> anyhow::Result<Store> {
    let (in_use, folder, pools) = match location {
        Location::File(path) => (Some(backup::note_in_use(path)?), Folder::Sqlite, open_file(path).await?),
        Location::Server(server) => (None, Folder::Postgres, open_server(&server.options).await?),
    };
    let Pools { pool, votes, beat } = pools;
    let needed = pool.row::<(i64,)>(migrations::NEEDED, &[]).await?;
    migrations::fits(needed.map_or(0, |(needed,)| needed), folder)?;
    Ok(Store { pool, votes, beat, _in_use: in_use })
}

async fn open_file(path: &Path) -> anyhow::Result<Pools> {
    keep_private(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(LOCK);
    let begun = Instant::now();
    loop {
        match prepared(&options).await {
            // SQLite waits for most locks by itself, but not for the one under which a new file gets its journal.
            Err(error) if is_locked(&error) && begun.elapsed() < LOCK => tokio::time::sleep(LOCK / 100).await,
            done => return done,
        }
    }
}

async fn prepared(options: &SqliteConnectOptions) -> anyhow::Result<Pools> {
    // A pool would try again and again, and then say only that it took too long.
    SqliteConnection::connect_with(options).await?.close().await?;
    // A file does not go away: it need not be asked first whether it is there.
    let pool = SqlitePoolOptions::new().acquire_timeout(GREETING).test_before_acquire(false);
    let connect = |connections| pool.clone().max_connections(connections).connect_with(options.clone());
    let pool: SqlitePool = connect(FILE_CONNECTIONS).await?;
    migrations::run(Folder::Sqlite, &pool).await?;
    let (votes, pool) = (connect(1).await?.into(), Pool::from(pool));
    Ok(Pools { beat: pool.clone(), pool, votes })
}

/// Tells whether another process is at work in the file (SQLITE_BUSY, and its extended codes).
fn is_locked(error: &anyhow::Error) -> bool {
    let code = error.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error).and_then(|e| e.code());
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

/// Makes the file before SQLite does, for SQLite would let the group and others read it.
fn keep_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

async fn open_server(options: &PgConnectOptions) -> anyhow::Result<Pools> {
    // As with a file.
    let first = async {
        let mut first = PgConnection::connect_with(options).await?;
        let encoding: String = sqlx::query_scalar("SHOW server_encoding").fetch_one(&mut first).await?;
        first.close().await?;
        Ok::<_, sqlx::Error>(encoding)
    };
    let encoding = timeout(GREETING, first).await.context("it does not answer")??;
    anyhow::ensure!(encoding == "UTF8", "it keeps texts as {encoding}; it has to be made with ENCODING 'UTF8'");
    // At the start there is time; how long a page waits for a connection is `Pool::lend`'s.
    let pool = PgPoolOptions::new().acquire_timeout(GREETING);
    let connect = |connections| pool.clone().max_connections(connections).connect_with(options.clone());
    let pool: PgPool = connect(SERVER_CONNECTIONS).await?;
    migrations::run(Folder::Postgres, &pool).await?;
    Ok(Pools { pool: pool.into(), votes: connect(1).await?.into(), beat: connect(1).await?.into() })
}

/// Says an error of the driver once, in the database's own words, and what a host can do about it (PostgreSQL's manual, appendix A).
fn in_words(error: anyhow::Error) -> anyhow::Error {
    let error = match error.downcast::<sqlx::Error>() {
        Ok(error) => error,
        Err(other) => return other,
    };
    let sqlx::Error::Database(refusal) = &error else { return anyhow::anyhow!("{error}") };
    let way = match refusal.code().as_deref() {
        Some("28P01") => "; the password is store.password, store.password_file or stands in store.url",
        Some("42501") => "; the user has to own the database, or may be granted CREATE on its schema",
        Some("42P07") => " and is not Postern's; give Postern a database of its own",
        _ => "",
    };
    anyhow::anyhow!("{}{way}", refusal.message())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;

    #[tokio::test(flavor = "multi_thread")]
    async fn two_processes_may_start_at_once_on_a_new_database() {
        for _ in 0..20 {
            let place = Place::new();
            let (one, two) = tokio::join!(place.store(), place.store());
            one.ping().await.unwrap();
            two.ping().await.unwrap();
        }
    }

    #[tokio::test]
    async fn every_connection_is_counted() {
        let place = Place::new();
        let store = place.store().await;
        let most = if store.is_shared() { super::SERVER_CONNECTIONS + 2 } else { super::FILE_CONNECTIONS + 1 };
        assert_eq!(store.count().most, most as usize);
    }
}
