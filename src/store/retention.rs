//! Folders that are kept clean. What the texts mean is [`crate::retention`]'s.

use super::jobs::JobKey;
use super::{Result, Store};

/// One folder of one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRow {
    /// Which folder.
    pub folder: String,
    /// After how many days in it messages go; 0 for never.
    pub days: i64,
    /// What was seen of it and when.
    pub seen: String,
    /// When it was last cleaned, in Unix seconds; 0 for never.
    pub run_at: i64,
    /// The job that did it; `None` where there was nothing to do.
    pub job: Option<JobKey>,
    /// Messages that went.
    pub taken: i64,
    /// Octets that went.
    pub octets: i64,
    /// The owner's address, sealed; empty where it is not kept.
    pub address: Vec<u8>,
}

type Columns = (String, i64, String, i64, Vec<u8>, i64, i64, Vec<u8>);

/// Reads what is kept of an owner's folders.
///
/// # Errors
/// The database's.
pub async fn of(store: &Store, owner: &[u8; 32]) -> Result<Vec<RetentionRow>> {
    let sql = "SELECT folder, days, seen, run_at, job, taken, octets, address FROM retention WHERE owner = $1 ORDER BY folder";
    let rows = store.pool.rows::<Columns>(sql, &[owner[..].into()]).await?;
    let row = |(folder, days, seen, run_at, job, taken, octets, address): Columns| {
        let job = job.try_into().ok();
        RetentionRow { folder, days, seen, run_at, job, taken, octets, address }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Notes what was seen of a folder; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn note_seen(store: &Store, owner: &[u8; 32], folder: &str, seen: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO retention (owner, folder, days, seen, seen_at, run_at, job, taken, octets, address, checked_at) \
               VALUES ($1, $2, 0, $3, $4, 0, $5, 0, 0, $5, 0) \
               ON CONFLICT (owner, folder) DO UPDATE SET seen = excluded.seen, seen_at = excluded.seen_at";
    let values = [owner[..].into(), folder.into(), seen.into(), now.into(), [][..].into()];
    store.pool.execute(sql, &values).await.map(|_| ())
}

/// Says after how many days messages of a folder go, which was seen before; 0 for never.
///
/// # Errors
/// The database's.
pub async fn set(store: &Store, owner: &[u8; 32], folder: &str, days: i64, address: &[u8]) -> Result<()> {
    let sql = "UPDATE retention SET days = $3, address = $4 WHERE owner = $1 AND folder = $2";
    let values = [owner[..].into(), folder.into(), days.into(), address.into()];
    store.pool.execute(sql, &values).await.map(|_| ())
}

/// Takes a run for oneself, if its rule is still the same and nobody has run it since that was read; tells whether it is.
///
/// # Errors
/// The database's.
pub async fn claim(store: &Store, owner: &[u8; 32], row: &RetentionRow, now: i64) -> Result<bool> {
    let sql = "UPDATE retention SET run_at = $3, job = $4, taken = 0, octets = 0 \
               WHERE owner = $1 AND folder = $2 AND days = $5 AND run_at = $6";
    let folder = row.folder.as_str().into();
    let values = [owner[..].into(), folder, now.into(), [][..].into(), row.days.into(), row.run_at.into()];
    Ok(store.pool.execute(sql, &values).await? == 1)
}

/// Notes the job of a run, and when it was begun.
///
/// # Errors
/// The database's.
pub async fn note_run(store: &Store, owner: &[u8; 32], folder: &str, now: i64, job: Option<&JobKey>) -> Result<()> {
    let sql = "UPDATE retention SET run_at = $3, job = $4, taken = 0, octets = 0 WHERE owner = $1 AND folder = $2";
    let job = job.map(|job| &job[..]).unwrap_or_default();
    let values = [owner[..].into(), folder.into(), now.into(), job.into()];
    store.pool.execute(sql, &values).await.map(|_| ())
}

/// Seals the owner's address anew, where folders are cleaned.
///
/// # Errors
/// The database's.
pub async fn note_address(store: &Store, owner: &[u8; 32], address: &[u8]) -> Result<()> {
    let sql = "UPDATE retention SET address = $2 WHERE owner = $1 AND days > 0";
    store.pool.execute(sql, &[owner[..].into(), address.into()]).await.map(|_| ())
}

/// Notes what the last run took.
///
/// # Errors
/// The database's.
pub async fn note_taken(
    store: &Store,
    owner: &[u8; 32],
    folder: &str,
    job: &JobKey,
    taken: i64,
    octets: i64,
) -> Result<()> {
    let sql = "UPDATE retention SET taken = $4, octets = $5 WHERE owner = $1 AND folder = $2 AND job = $3";
    let values = [owner[..].into(), folder.into(), job[..].into(), taken.into(), octets.into()];
    store.pool.execute(sql, &values).await.map(|_| ())
}

/// Names owners whose folders are cleaned at night and were not looked at since that moment, in the order of their digests, behind one.
///
/// # Errors
/// The database's.
pub async fn waiting(store: &Store, since: i64, behind: &[u8], most: i64) -> Result<Vec<([u8; 32], Vec<u8>)>> {
    let sql = "SELECT owner, address FROM retention WHERE days > 0 AND length(address) > 0 AND checked_at < $1 AND owner > $2 \
               ORDER BY owner, folder LIMIT $3";
    let rows = store.pool.rows::<(Vec<u8>, Vec<u8>)>(sql, &[since.into(), behind.into(), most.into()]).await?;
    let mut rows: Vec<_> =
        rows.into_iter().filter_map(|(owner, address)| Some((owner.try_into().ok()?, address))).collect();
    // Each folder has the owner's address.
    rows.dedup_by(|(one, _), (other, _): &mut ([u8; 32], Vec<u8>)| one == other);
    Ok(rows)
}

/// Counts the owners that [`waiting`] would name.
///
/// # Errors
/// The database's.
pub async fn count_waiting(store: &Store, since: i64) -> Result<i64> {
    let sql = "SELECT count(DISTINCT owner) FROM retention WHERE days > 0 AND length(address) > 0 AND checked_at < $1";
    Ok(store.pool.row::<(i64,)>(sql, &[since.into()]).await?.map_or(0, |(count,)| count))
}

/// Notes that an owner's folders were looked at.
///
/// # Errors
/// The database's.
pub async fn note_checked(store: &Store, owner: &[u8; 32], now: i64) -> Result<()> {
    let sql = "UPDATE retention SET checked_at = $2 WHERE owner = $1";
    store.pool.execute(sql, &[owner[..].into(), now.into()]).await.map(|_| ())
}

/// Takes rows away of folders that were not seen since that moment: nobody is there any more, or the mailbox is gone.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, since: i64) -> Result<u64> {
    store.pool.execute("DELETE FROM retention WHERE seen_at < $1", &[since.into()]).await
}

/// Takes a piece of work for one process until that moment, and tells whether it has it; who has it may take it again.
///
/// # Errors
/// The database's.
pub async fn lease(store: &Store, name: &str, holder: &str, now: i64, until: i64) -> Result<bool> {
    let sql = "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE \
               SET holder = excluded.holder, until = excluded.until WHERE lease.until < $4 OR lease.holder = excluded.holder";
    let values = [name.into(), holder.into(), until.into(), now.into()];
    Ok(store.pool.execute(sql, &values).await? == 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn what_is_kept_of_a_folder_is_read_back_and_goes_when_it_is_not_cleaned_and_not_seen() {
        let place = Place::new();
        let store = place.store().await;
        let (anna, ben) = ([1; 32], [2; 32]);
        for owner in [&anna, &ben] {
            note_seen(&store, owner, "spam", "{}", 100).await.unwrap();
        }
        set(&store, &anna, "spam", 30, b"sealed").await.unwrap();
        note_run(&store, &anna, "spam", 200, Some(&[7; 16])).await.unwrap();
        note_taken(&store, &anna, "spam", &[7; 16], 12, 3400).await.unwrap();
        note_taken(&store, &anna, "spam", &[8; 16], 99, 99).await.unwrap();
        let row = of(&store, &anna).await.unwrap().remove(0);
        assert_eq!((row.days, row.run_at, row.job, row.taken, row.octets), (30, 200, Some([7; 16]), 12, 3400));
        note_seen(&store, &anna, "spam", "{\"x\":1}", 300).await.unwrap();
        assert_eq!(of(&store, &anna).await.unwrap()[0].days, 30, "what was seen changes nothing else");
        assert_eq!(waiting(&store, 1000, &[], 9).await.unwrap(), [(anna, b"sealed".to_vec())]);
        assert!(waiting(&store, 1000, &anna, 9).await.unwrap().is_empty());
        note_checked(&store, &anna, 1000).await.unwrap();
        assert_eq!(count_waiting(&store, 1000).await.unwrap(), 0);
        let row = of(&store, &anna).await.unwrap().remove(0);
        assert!(claim(&store, &anna, &row, 400).await.unwrap() && !claim(&store, &anna, &row, 500).await.unwrap());
        let old = RetentionRow { days: 7, run_at: 400, ..row };
        assert!(!claim(&store, &anna, &old, 500).await.unwrap(), "another rule by now");
        note_address(&store, &anna, b"anew").await.unwrap();
        note_address(&store, &ben, b"anew").await.unwrap();
        assert_eq!(of(&store, &anna).await.unwrap()[0].address, b"anew");
        assert!(of(&store, &ben).await.unwrap()[0].address.is_empty(), "nothing of his is cleaned");
        assert_eq!(sweep(&store, 200).await.unwrap(), 1);
        assert_eq!((of(&store, &anna).await.unwrap().len(), of(&store, &ben).await.unwrap().len()), (1, 0));
    }

    #[tokio::test]
    async fn work_is_one_process_s_at_a_time_until_its_time_is_over() {
        let place = Place::new();
        let store = place.store().await;
        assert!(lease(&store, "night", "a", 10, 20).await.unwrap());
        assert!(!lease(&store, "night", "b", 15, 30).await.unwrap());
        assert!(lease(&store, "night", "a", 15, 40).await.unwrap(), "who has it keeps it");
        assert!(!lease(&store, "night", "b", 39, 60).await.unwrap());
        assert!(lease(&store, "night", "b", 41, 60).await.unwrap());
    }
}
