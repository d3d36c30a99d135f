//! Another program at the database of a site.

use std::fs;
use std::path::{Path, PathBuf};

use sqlx::pool::PoolOptions;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

use crate::client::wait;

/// Holds one connection to a site's database. It may be used from a thread of any runtime or of none.
pub enum Database {
    /// A file.
    Sqlite(SqlitePool),
    /// A database of a PostgreSQL server.
    Postgres(PgPool),
}

impl Database {
    /// Connects to an address as the configuration has it.
    pub fn at(url: &str) -> Self {
        let (url, is_file) = (url.to_owned(), url.starts_with("sqlite:"));
        let connected = wait(async move {
            if is_file {
                PoolOptions::new().max_connections(1).connect(&url).await.map(Self::Sqlite)
            } else {
                PoolOptions::new().max_connections(1).connect(&url).await.map(Self::Postgres)
            }
        });
        connected.unwrap_or_else(|error| panic!("the database: {error}"))
    }

    /// Runs one statement or several.
    pub fn run(&self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = match self {
            Self::Sqlite(pool) => {
                let pool = pool.clone();
                wait(async move { sql.execute(&pool).await.map(|_| ()) })
            }
            Self::Postgres(pool) => {
                let pool = pool.clone();
                wait(async move { sql.execute(&pool).await.map(|_| ()) })
            }
        };
        done.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Keeps everybody else from writing to a table, until [`Database::let_go`].
    pub fn hold(&self, table: &str) {
        self.run(&match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE".to_owned(),
            Self::Postgres(_) => format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE"),
        });
    }

    /// Ends what [`Database::hold`] began.
    pub fn let_go(&self) {
        self.run("ROLLBACK");
    }

    /// Adds many votes of strangers to an article, behind the back of the site.
    pub fn add_votes(&self, article: &str, count: u32) {
        let octets = match self {
            Self::Sqlite(_) => "randomblob(32)",
            Self::Postgres(_) => "sha256(i::text::bytea)",
        };
        self.run(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
             INSERT INTO vote (article, visitor, useful, voted_at) SELECT '{article}', {octets}, 1, 1000 + i FROM n"
        ));
    }

    /// Reads one number.
    pub fn count(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        let found = match self {
            Self::Sqlite(pool) => {
                let pool = pool.clone();
                wait(async move { sqlx::query_scalar(sql).fetch_one(&pool).await })
            }
            Self::Postgres(pool) => {
                let pool = pool.clone();
                wait(async move { sqlx::query_scalar(sql).fetch_one(&pool).await })
            }
        };
        found.unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Returns the files in a folder and the folders below that hold some octets.
pub fn files_holding(folder: &Path, octets: &[u8]) -> Vec<PathBuf> {
    let finder = memchr::memmem::Finder::new(octets);
    let holds = |path: &PathBuf| fs::read(path).is_ok_and(|file| finder.find(&file).is_some());
    files_below(folder).into_iter().filter(holds).collect()
}

/// Returns the files in a folder and in the folders below.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
