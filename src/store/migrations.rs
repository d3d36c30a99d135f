//! The tables, as `migrations/` makes them.

use anyhow::Context as _;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Acquire, AssertSqlSafe, SqlSafeStr as _};
use std::ops::Deref;

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations/"]
struct Files;

/// Names the folder of a database.
#[derive(Debug, Clone, Copy)]
pub(super) enum Folder {
    Sqlite,
    Postgres,
}

impl Folder {
    fn prefix(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite/",
            Self::Postgres => "postgres/",
        }
    }
}

/// Brings a database up to date. Several processes may start at once: with PostgreSQL one does it, and the others wait; with SQLite the
/// one that comes too late looks again.
///
/// # Errors
/// What is wrong with the tables that are there.
pub(super) async fn run<'a, A>(folder: Folder, database: A) -> anyhow::Result<()>
where
    A: Acquire<'a> + Copy,
    <A::Connection as Deref>::Target: Migrate,
{
    let mut migrator = Migrator::with_migrations(migrations(folder)?);
    // Those of a newer release add to what is there; whether it can be gone without them is `fits`'s.
    migrator.set_ignore_missing(true);
    let mut done = migrator.run(database).await;
    if matches!(folder, Folder::Sqlite) {
        // It may come too late for each of them.
        for _ in migrator.iter() {
            if let Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) = done {
                done = migrator.run(database).await;
            }
        }
    }
    match done {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMismatch(version)) => {
            anyhow::bail!("migration {version} was another one when this database was made")
        }
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => Err(error.into()),
        Err(error) => Err(error.into()),
    }
}

/// The newest migration that a release has to know to work with a database.
pub(super) const NEEDED: &str = "SELECT coalesce(max(migration), 0) FROM needed";

/// Tells whether this release can work with a database that needs this migration: a newer release may have been there.
///
/// # Errors
/// That it cannot.
pub(super) fn fits(needed: i64, folder: Folder) -> anyhow::Result<()> {
    let newest = migrations(folder)?.iter().map(|one| one.version).max().unwrap_or(0);
    anyhow::ensure!(needed <= newest, "it was made by a newer Postern (migration {needed} is not known here)");
    Ok(())
}

/// Reads `NNNN_what.sql`.
fn migrations(folder: Folder) -> anyhow::Result<Vec<Migration>> {
    let files = Files::iter().filter_map(|path| Some((path.strip_prefix(folder.prefix())?.to_owned(), path)));
    files
        .map(|(name, path)| {
            let named = name.strip_suffix(".sql").and_then(|name| name.split_once('_'));
            let (number, what) = named.with_context(|| format!("migration {path} has no number"))?;
            let sql = Files::get(&path).with_context(|| format!("migration {path} is gone"))?.data.into_owned();
            let sql = AssertSqlSafe(String::from_utf8(sql)?).into_sql_str();
            let what = what.replace('_', " ").into();
            Ok(Migration::new(number.parse()?, what, MigrationType::Simple, sql, false))
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::connection::Pool;
    use super::super::place_for_tests::Place;
    use super::super::recovery;
    use super::super::sessions::{self, Since};
    use super::*;
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{PgPool, SqlitePool};

    #[test]
    fn both_databases_have_the_same_migrations() {
        let named = |folder| {
            let migrations = migrations(folder).unwrap().into_iter();
            migrations.map(|one| (one.version, one.description.into_owned())).collect::<Vec<_>>()
        };
        let of_sqlite = named(Folder::Sqlite);
        assert!(of_sqlite.len() >= 5 && of_sqlite.is_sorted());
        assert_eq!(of_sqlite, named(Folder::Postgres));
    }
    /// The last migration of the release before this one, which knew no other nodes.
    const BEFORE: i64 = 16;

    /// What that release writes, in its own words.
    const WRITES: [&str; 4] = [
        "INSERT INTO session (key, owner, salt, nonce, sealed, created_at, seen_at) VALUES ($1, 'anna', $1, $1, $1, 5, 5)",
        "INSERT INTO job (id, owner, is_open, asked, uids, progress, asked_at, expires_at) VALUES ($1, $1, 1, 'a', '', 'b', 7, 100)",
        "UPDATE job SET is_open = 1, progress = 'further' WHERE id = $1",
        "INSERT INTO recovery (owner, mailbox, uid_validity, notes, noted_at) VALUES ($1, $1, 7, 'half done', 9)",
    ];

    async fn as_the_release_before(place: &Place) -> Pool {
        let known = |folder| {
            let before = migrations(folder).unwrap().into_iter().filter(|one| one.version <= BEFORE).collect();
            Migrator::with_migrations(before)
        };
        match place.url().strip_prefix("sqlite://") {
            Some(path) => {
                let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
                let pool = SqlitePool::connect_with(options).await.unwrap();
                known(Folder::Sqlite).run(&pool).await.unwrap();
                pool.into()
            }
            None => {
                let pool = PgPool::connect(place.url()).await.unwrap();
                known(Folder::Postgres).run(&pool).await.unwrap();
                pool.into()
            }
        }
    }

    #[tokio::test]
    async fn what_the_release_before_has_written_is_read_and_it_goes_on_beside_this_one() {
        let place = Place::new();
        let old = as_the_release_before(&place).await;
        for sql in WRITES {
            assert_eq!(old.execute(sql, &[[1; 32][..].into()]).await.unwrap(), 1, "{sql}");
        }
        let store = place.store().await;
        for owner in [1, 2] {
            if owner == 2 {
                for sql in WRITES {
                    assert_eq!(old.execute(sql, &[[2; 32][..].into()]).await.unwrap(), 1, "{sql}");
                }
            }
            let since = Since { seen: 0, created: 0 };
            assert!(sessions::find(&store, &[owner; 32], since).await.unwrap().is_some(), "nobody signs in anew");
            assert_eq!(recovery::of(&store, &[owner; 32]).await.unwrap().len(), 1);
        }
        let open = store.pool.rows::<(String,)>("SELECT progress FROM job WHERE is_open = 1", &[]).await.unwrap();
        assert_eq!(open, [("further".to_owned(),), ("further".to_owned(),)]);
    }

    #[tokio::test]
    async fn a_release_starts_where_a_newer_one_was_unless_that_has_taken_something_away() {
        let place = Place::new();
        let store = place.store().await;
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     VALUES (9000, 'more', TRUE, $1, 0)";
        store.pool.execute(newer, &[[1; 8][..].into()]).await.unwrap();
        place.store().await.ping().await.unwrap();
        store.pool.execute("INSERT INTO needed (migration) VALUES (9000)", &[]).await.unwrap();
        let refused = place.try_store().await.unwrap_err();
        assert!(format!("{refused:#}").contains("made by a newer Postern (migration 9000"), "{refused:#}");
    }
}
