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
    let migrator = Migrator::with_migrations(migrations(folder)?);
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
        Err(MigrateError::VersionMissing(version)) => {
            anyhow::bail!("it was made by a newer Postern (migration {version} is not known here)")
        }
        Err(MigrateError::VersionMismatch(version)) => {
            anyhow::bail!("migration {version} was another one when this database was made")
        }
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => Err(error.into()),
        Err(error) => Err(error.into()),
    }
}

/// Returns the number of the newest migration that is known here.
///
/// # Errors
/// When they cannot be read.
pub(super) fn newest(folder: Folder) -> anyhow::Result<i64> {
    Ok(migrations(folder)?.iter().map(|one| one.version).max().unwrap_or(0))
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
    use super::*;

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
}
