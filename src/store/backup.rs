//! A copy of an SQLite database while it is at work, and back again while it is not.

use super::Location;
use super::migrations::{self, Folder};
use anyhow::Context as _;
use rustix::fs::{FlockOperation, flock};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Beside the database: held by every process that has it open, so that nobody puts another one in its place.
const LOCK: &str = "-lock";
/// What a database is called that another one has taken the place of, before the time of that; its journal likewise.
const BEFORE: &str = ".before-";
/// A backup on its way into the place of a database.
const COMING: &str = ".restoring";
/// What SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// Says that a process has a database open, until the last clone is dropped.
#[derive(Debug, Clone)]
pub(super) struct InUse {
    _lock: Arc<File>,
}

/// Says of a file that it is in use.
///
/// # Errors
/// The file system's, and when something is put in its place just now.
pub(super) fn note_in_use(path: &Path) -> anyhow::Result<InUse> {
    let lock = lock_file(path)?;
    flock(&lock, FlockOperation::NonBlockingLockShared).context("it is being restored just now")?;
    Ok(InUse { _lock: Arc::new(lock) })
}

fn lock_file(path: &Path) -> anyhow::Result<File> {
    let lock = beside(path, LOCK);
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true).mode(0o600);
    options.open(&lock).with_context(|| format!("cannot write {}", lock.display()))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// Returns the folder of a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a file to whoever owns the database in whose place it comes, or else its folder: root may restore it for a service that is not
/// root.
fn give_to_owner(file: &File, path: &Path) -> std::io::Result<()> {
    let database = fs::metadata(path);
    let is_there = database.is_ok();
    let owner = database.or_else(|_| fs::metadata(folder_of(path)))?;
    let is = file.metadata()?;
    if (is.uid(), is.gid()) == (owner.uid(), owner.gid()) {
        return Ok(());
    }
    match fchown(file, Some(owner.uid()), Some(owner.gid())) {
        // Only root gives files away. A group reads none of ours, and whom the folder belongs to need not be the service.
        Err(error) if error.kind() == ErrorKind::PermissionDenied && !(is_there && is.uid() != owner.uid()) => Ok(()),
        given => given,
    }
}

/// Finds a name for what was there before that neither a database nor a journal has: that of the time (UTC), and a number where that is
/// taken.
fn name_for_what_was_there(path: &Path) -> PathBuf {
    let time = jiff::Timestamp::now().strftime("%Y%m%d-%H%M%S");
    let first = beside(path, &format!("{BEFORE}{time}"));
    let is_taken = |name: &Path| COMPANIONS.iter().any(|ending| beside(name, ending).exists());
    let others = (2_u32..).map(|number| beside(&first, &format!("-{number}")));
    let free = std::iter::once(first.clone()).chain(others).find(|name| !is_taken(name));
    free.unwrap_or(first)
}

/// Copies a database into a new file, as it stands at one moment, whoever writes meanwhile; readable by us only. Returns its octets.
///
/// # Errors
/// When the database is none of SQLite's, the file is there already, or either cannot be read or written.
pub async fn backup(location: &Location, into: &Path) -> anyhow::Result<u64> {
    let path = file_of(location, "pg_dump --format=custom makes a consistent copy of that one")?;
    anyhow::ensure!(path.exists(), "there is no database {}", path.display());
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(into);
    made.with_context(|| format!("cannot make {}", into.display()))?;
    let copied = async {
        let mut database = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await?;
        // SQLite takes a file that is there, if it is empty.
        let into = into.to_str().context("its name is not UTF-8")?.replace('\'', "''");
        sqlx::query(AssertSqlSafe(format!("VACUUM INTO '{into}'"))).execute(&mut database).await?;
        database.close().await?;
        Ok::<_, anyhow::Error>(())
    };
    if let Err(error) = copied.await {
        // Half a copy is worse than none.
        let _ = fs::remove_file(into);
        return Err(error.context(format!("cannot copy {}", path.display())));
    }
    let copy = File::open(into)?;
    copy.sync_all()?;
    Ok(copy.metadata()?.len())
}

/// Puts a copy in the place of a database that nobody has open, and returns where the one lies that was there before, if there was one. The new one
/// belongs to whom the old one belonged to, or else its folder.
///
/// # Errors
/// When a process has the database open, or the copy is none of ours, is damaged, or was made by a newer release: then everything is as
/// it was.
pub async fn restore(location: &Location, from: &Path) -> anyhow::Result<Option<PathBuf>> {
    let path = file_of(location, "pg_restore --clean puts a copy of that one back")?;
    let lock = lock_file(path)?;
    flock(&lock, FlockOperation::NonBlockingLockExclusive)
        .with_context(|| format!("{} is in use: stop Postern first", path.display()))?;
    give_to_owner(&lock, path)?;
    let coming = beside(path, COMING);
    let copied = async {
        let _ = fs::remove_file(&coming);
        let mut new = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&coming)?;
        let mut copy = File::open(from).with_context(|| format!("cannot read {}", from.display()))?;
        std::io::copy(&mut copy, &mut new)?;
        give_to_owner(&new, path).context("it cannot be given to the owner of the one that is there")?;
        new.sync_all()?;
        check(&coming).await.with_context(|| format!("{} cannot be used", from.display()))
    };
    if let Err(error) = copied.await {
        COMPANIONS.iter().for_each(|ending| drop(fs::remove_file(beside(&coming, ending))));
        return Err(error);
    }
    let before = name_for_what_was_there(path);
    let was_there = path.exists();
    // With its journal: what was written last may stand only there.
    for ending in COMPANIONS.iter().rev().filter(|ending| beside(path, ending).exists()) {
        fs::rename(beside(path, ending), beside(&before, ending))?;
    }
    fs::rename(&coming, path)?;
    File::open(folder_of(path))?.sync_all()?;
    Ok(was_there.then_some(before))
}

/// Looks whether a file is a database of ours, whole, and not of a newer release.
async fn check(path: &Path) -> anyhow::Result<()> {
    // As it is: nothing beside it belongs to it.
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut database).await?;
    anyhow::ensure!(sound == "ok", "it is damaged: {sound}");
    let applied: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version").fetch_all(&mut database).await?;
    // An old one does not say.
    let needed: i64 = sqlx::query_scalar(migrations::NEEDED).fetch_one(&mut database).await.unwrap_or_default();
    database.close().await?;
    anyhow::ensure!(!applied.is_empty(), "it is no database of Postern");
    migrations::fits(needed, Folder::Sqlite)
}

fn file_of<'l>(location: &'l Location, instead: &str) -> anyhow::Result<&'l Path> {
    match location {
        Location::File(path) => Ok(path),
        Location::Server(server) => anyhow::bail!("the database is {server}: {instead}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::{Store, moves};
    use super::*;

    struct Files {
        folder: tempfile::TempDir,
        location: Location,
    }

    impl Files {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let location = Location::File(folder.path().join("p.db"));
            Self { folder, location }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Lists the files that are called so in the beginning.
        fn names(&self, begin: &str) -> Vec<String> {
            let names = fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().file_name());
            names.map(|name| name.into_string().unwrap()).filter(|name| name.starts_with(begin)).collect()
        }

        async fn has_noted(&self, action: u8) -> bool {
            let store = Store::open(&self.location).await.unwrap();
            let noted = !moves::all(&store, &[action; 16]).await.unwrap().is_empty();
            store.close().await;
            noted
        }
    }

    async fn note(store: &Store, action: u8) {
        moves::put(store, &[action; 16], 0, "noted", i64::MAX).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_copy_is_made_while_others_write_and_is_put_back_only_when_nobody_has_the_database_open() {
        let files = Files::new();
        let store = Store::open(&files.location).await.unwrap();
        note(&store, 1).await;
        let writing = {
            let store = store.clone();
            tokio::spawn(async move {
                for action in 100..=255 {
                    note(&store, action).await;
                }
            })
        };
        assert!(backup(&files.location, &files.at("copy")).await.unwrap() > 0);
        writing.await.unwrap();
        note(&store, 2).await;
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(files.at("copy")).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
        let refused = restore(&files.location, &files.at("copy")).await.unwrap_err();
        assert!(format!("{refused:#}").contains("stop Postern first"), "{refused:#}");
        store.close().await;
        drop(store);
        let before = restore(&files.location, &files.at("copy")).await.unwrap().unwrap();
        assert!(before.to_str().unwrap().contains("p.db.before-2"), "{before:?}");
        assert!(files.has_noted(1).await && !files.has_noted(2).await);
        let old = Files { location: Location::File(before), ..files };
        assert!(old.has_noted(2).await, "what was there before is kept, with its journal");
    }

    #[tokio::test]
    async fn what_is_there_already_is_not_written_over_and_what_is_no_copy_is_not_put_back() {
        let files = Files::new();
        let store = Store::open(&files.location).await.unwrap();
        note(&store, 1).await;
        for taken in ["p.db", "copy"] {
            fs::OpenOptions::new().create(true).append(true).open(files.at(taken)).unwrap();
            let error = backup(&files.location, &files.at(taken)).await.unwrap_err();
            assert!(format!("{error:#}").contains("exists"), "{error:#}");
        }
        store.close().await;
        drop(store);
        backup(&files.location, &files.at("good")).await.unwrap();
        let mut damaged = fs::read(files.at("good")).unwrap();
        let middle = damaged.len() / 2;
        damaged[middle..middle + 4096].fill(0xff);
        fs::write(files.at("damaged"), damaged).unwrap();
        fs::write(files.at("text"), "no database, but some words of it").unwrap();
        fs::write(files.at("empty"), "").unwrap();
        for name in ["damaged", "text", "empty", "missing"] {
            assert!(restore(&files.location, &files.at(name)).await.is_err(), "{name}");
            assert!(files.has_noted(1).await, "{name}: all is as it was");
            assert!(!files.at("p.db.restoring").exists() && files.names("p.db.before").is_empty(), "{name}");
        }
        let mut newer =
            SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(files.at("good"))).await.unwrap();
        sqlx::query("INSERT INTO needed VALUES (9000)").execute(&mut newer).await.unwrap();
        newer.close().await.unwrap();
        let error = restore(&files.location, &files.at("good")).await.unwrap_err();
        assert!(format!("{error:#}").contains("newer"), "{error:#}");
    }
    #[tokio::test]
    async fn what_two_restores_in_a_row_took_the_place_of_is_all_kept_each_with_its_own_journal() {
        let files = Files::new();
        let store = Store::open(&files.location).await.unwrap();
        note(&store, 1).await;
        backup(&files.location, &files.at("copy")).await.unwrap();
        note(&store, 2).await;
        // What was written last stands in the journal, as where a process was killed.
        let killed = ["p.db", "p.db-wal"].map(|name| (name, fs::read(files.at(name)).unwrap()));
        assert!(!killed[1].1.is_empty());
        store.close().await;
        drop(store);
        for (name, octets) in &killed {
            fs::write(files.at(name), octets).unwrap();
        }
        let first = restore(&files.location, &files.at("copy")).await.unwrap().unwrap();
        // At once, and without a journal.
        let second = restore(&files.location, &files.at("copy")).await.unwrap().unwrap();
        assert_ne!(first, second);
        assert!(beside(&first, "-wal").exists() && !beside(&second, "-wal").exists());
        let (first, second) = (Location::File(first), Location::File(second));
        for (location, has_second) in [(first, true), (second, false)] {
            let store = Store::open(&location).await.unwrap();
            assert_eq!(!moves::all(&store, &[2; 16]).await.unwrap().is_empty(), has_second, "{location}");
            assert!(!moves::all(&store, &[1; 16]).await.unwrap().is_empty(), "{location}");
            store.close().await;
        }
        assert!(files.has_noted(1).await && !files.has_noted(2).await);
    }

    #[tokio::test]
    async fn what_root_puts_back_belongs_to_the_owner_of_what_was_there_or_else_of_the_folder() {
        let is_root = rustix::process::geteuid().is_root();
        // Nobody else can give files away; then all of it is the test's own.
        let give = |path: &Path, user: u32| {
            if is_root {
                std::os::unix::fs::chown(path, Some(user), Some(user)).unwrap();
            }
        };
        let belongs = |files: &Files, user: u32| {
            for name in ["p.db", "p.db-lock"] {
                let is = fs::metadata(files.at(name)).unwrap();
                let wanted = if is_root { (user, user) } else { (is.uid(), is.gid()) };
                assert_eq!((is.uid(), is.gid(), is.mode() & 0o777), (wanted.0, wanted.1, 0o600), "{name}");
            }
        };
        let files = Files::new();
        Store::open(&files.location).await.unwrap().close().await;
        backup(&files.location, &files.at("copy")).await.unwrap();
        give(&files.at("p.db"), 4711);
        fs::remove_file(files.at("p.db-lock")).unwrap();
        restore(&files.location, &files.at("copy")).await.unwrap();
        belongs(&files, 4711);
        let empty = Files::new();
        give(empty.folder.path(), 4712);
        assert!(restore(&empty.location, &files.at("missing")).await.is_err());
        if is_root {
            assert_eq!(fs::metadata(empty.at("p.db-lock")).unwrap().uid(), 4712, "also when nothing was put back");
        }
        assert_eq!(restore(&empty.location, &files.at("copy")).await.unwrap(), None);
        belongs(&empty, 4712);
    }
}
