//! The database: one SQLite file.

use anyhow::Context as _;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

/// The database. Cheap to clone; only this room knows what is behind it.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: SqlitePool,
    /// A connection for votes alone: however many come, sessions never wait for one.
    pub(super) votes: SqlitePool,
}

impl Store {
    /// Opens the database, makes it if it is not there (readable by us only), and brings it up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or made, or a migration fails.
    pub async fn open(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        keep_private(path).with_context(|| format!("cannot create {shown}"))?;
        let pool = connect(path, 4).await.with_context(|| format!("cannot open {shown}"))?;
        sqlx::migrate!("migrations/sqlite").run(&pool).await.with_context(|| format!("cannot update {shown}"))?;
        let votes = connect(path, 1).await.with_context(|| format!("cannot open {shown}"))?;
        Ok(Self { pool, votes })
    }

    /// Tells whether the database answers.
    ///
    /// # Errors
    /// The database's.
    pub async fn ping(&self) -> sqlx::Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map(|_| ())
    }

    /// Closes every connection, for the end of the process.
    pub async fn close(&self) {
        self.votes.close().await;
        self.pool.close().await;
    }
}

async fn connect(path: &Path, connections: u32) -> sqlx::Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    let pool = SqlitePoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(5));
    pool.connect_with(options).await
}

/// Returns Unix seconds, as rows hold them.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// Makes the file before SQLite does, for SQLite would let the group and others read it.
fn keep_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}
