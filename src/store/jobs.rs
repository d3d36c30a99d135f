//! Long work: what was asked for, and how far it has come. What the texts mean is [`crate::jobs`]'s.

use super::{Result, Store};

/// What a job is found by.
pub type JobKey = [u8; 16];

/// One job.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Its key.
    pub id: JobKey,
    /// Whose it is, as a digest.
    pub owner: [u8; 32],
    /// Whether something is left to do.
    pub is_open: bool,
    /// What is done to which mailbox.
    pub asked: String,
    /// The messages, once they are known.
    pub uids: String,
    /// How far it has come.
    pub progress: String,
    /// When it was asked for, in Unix seconds.
    pub asked_at: i64,
    /// When the row may go, in Unix seconds.
    pub expires_at: i64,
    /// Whether its owner wants it to end.
    pub is_cancelled: bool,
}

type Columns = (Vec<u8>, Vec<u8>, i64, String, String, String, i64, i64, i64);

fn row((id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled): Columns) -> Option<JobRow> {
    let (id, owner) = (id.try_into().ok()?, owner.try_into().ok()?);
    let is_cancelled = cancelled != 0;
    Some(JobRow { id, owner, is_open: is_open != 0, asked, uids, progress, asked_at, expires_at, is_cancelled })
}

/// Keeps a job that was asked for.
///
/// # Errors
/// The database's.
pub async fn insert(store: &Store, job: &JobRow) -> Result<()> {
    let sql = "INSERT INTO job (id, owner, is_open, asked, uids, progress, asked_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let JobRow { id, owner, is_open, asked, uids, progress, asked_at, expires_at, is_cancelled: _ } = job;
    let keys = [id[..].into(), owner[..].into(), i64::from(*is_open).into(), asked.as_str().into()];
    let rest = [uids.as_str().into(), progress.as_str().into(), (*asked_at).into(), (*expires_at).into()];
    store.pool.execute(sql, &[&keys[..], &rest[..]].concat()).await.map(|_| ())
}

/// Notes which messages a job is about.
///
/// # Errors
/// The database's.
pub async fn note_uids(store: &Store, id: &JobKey, uids: &str, progress: &str) -> Result<()> {
    let sql = "UPDATE job SET uids = $2, progress = $3 WHERE id = $1";
    store.pool.execute(sql, &[id[..].into(), uids.into(), progress.into()]).await.map(|_| ())
}

/// Notes that the owner of a job wants it to end.
///
/// # Errors
/// The database's.
pub async fn cancel(store: &Store, id: &JobKey) -> Result<()> {
    store.pool.execute("UPDATE job SET cancelled = 1 WHERE id = $1", &[id[..].into()]).await.map(|_| ())
}

/// Notes how far a job has come.
///
/// # Errors
/// The database's.
pub async fn note_progress(store: &Store, id: &JobKey, is_open: bool, progress: &str) -> Result<()> {
    let sql = "UPDATE job SET is_open = $2, progress = $3 WHERE id = $1";
    store.pool.execute(sql, &[id[..].into(), i64::from(is_open).into(), progress.into()]).await.map(|_| ())
}

/// Finds a job of this owner.
///
/// # Errors
/// The database's.
pub async fn find(store: &Store, owner: &[u8; 32], id: &JobKey) -> Result<Option<JobRow>> {
    let sql = "SELECT id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled FROM job \
               WHERE id = $1 AND owner = $2";
    let found = store.pool.row(sql, &[id[..].into(), owner[..].into()]).await?;
    Ok(found.and_then(row))
}

/// Returns every job that has something left to do, in the order they were asked for.
///
/// # Errors
/// The database's.
pub async fn open(store: &Store) -> Result<Vec<JobRow>> {
    let sql = "SELECT id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled FROM job \
               WHERE is_open = 1 ORDER BY asked_at, id";
    let found = store.pool.rows(sql, &[]).await?;
    Ok(found.into_iter().filter_map(row).collect())
}

/// Takes rows away that are too old, and tells how many there were; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, now: i64) -> Result<u64> {
    store.pool.execute("DELETE FROM job WHERE expires_at < $1", &[now.into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    fn job(number: u8) -> JobRow {
        JobRow {
            id: [number; 16],
            owner: [number; 32],
            is_open: true,
            asked: "asked".to_owned(),
            uids: String::new(),
            progress: "none".to_owned(),
            asked_at: i64::from(number),
            expires_at: 100,
            is_cancelled: false,
        }
    }

    #[tokio::test]
    async fn a_job_is_found_by_its_owner_alone_goes_on_until_it_ends_and_a_cancel_stays_with_it() {
        let place = Place::new();
        let store = place.store().await;
        insert(&store, &job(2)).await.unwrap();
        insert(&store, &job(1)).await.unwrap();
        let order: Vec<u8> = open(&store).await.unwrap().iter().map(|row| row.owner[0]).collect();
        assert_eq!(order, [1, 2]);
        assert!(find(&store, &[2; 32], &[1; 16]).await.unwrap().is_none());
        note_uids(&store, &[1; 16], "1:9", "planned").await.unwrap();
        note_progress(&store, &[2; 16], false, "ended").await.unwrap();
        cancel(&store, &[1; 16]).await.unwrap();
        let left = open(&store).await.unwrap();
        let [left] = left.as_slice() else { panic!("{left:?}") };
        assert_eq!((left.uids.as_str(), left.progress.as_str(), left.is_cancelled), ("1:9", "planned", true));
        assert_eq!(find(&store, &[2; 32], &[2; 16]).await.unwrap().unwrap().progress, "ended");
        assert_eq!((sweep(&store, 100).await.unwrap(), sweep(&store, 101).await.unwrap()), (0, 2));
    }
}
