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
    /// The node that is at it; empty for none, or none that is there any more.
    pub holder: String,
    /// Its place in its owner's line.
    pub number: i64,
}

type Columns = (Vec<u8>, Vec<u8>, i64, String, String, String, i64, i64, i64, String, i64);

fn row(columns: Columns) -> Option<JobRow> {
    let (id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled, holder, number) = columns;
    let (id, owner) = (id.try_into().ok()?, owner.try_into().ok()?);
    let (is_open, is_cancelled) = (is_open != 0, cancelled != 0);
    Some(JobRow { id, owner, is_open, asked, uids, progress, asked_at, expires_at, is_cancelled, holder, number })
}

/// Keeps a job that was asked for, behind the others of its owner, and returns its place.
///
/// # Errors
/// The database's.
pub async fn insert(store: &Store, job: &JobRow) -> Result<i64> {
    let sql = "INSERT INTO job (id, owner, is_open, asked, uids, progress, asked_at, expires_at, holder, number) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
                       (SELECT coalesce(max(before.number), 0) + 1 FROM job AS before WHERE before.owner = $2)) \
               RETURNING number";
    let JobRow { id, owner, is_open, asked, uids, progress, asked_at, expires_at, holder, .. } = job;
    let keys = [id[..].into(), owner[..].into(), i64::from(*is_open).into(), asked.as_str().into()];
    let rest = [uids.as_str().into(), progress.as_str().into(), (*asked_at).into(), (*expires_at).into()];
    let values = [&keys[..], &rest[..], &[holder.as_str().into()]].concat();
    Ok(store.pool.row::<(i64,)>(sql, &values).await?.map_or(0, |(number,)| number))
}

/// Notes which messages a job is about, for the node that is at it; tells whether it still is.
///
/// # Errors
/// The database's.
pub async fn note_uids(store: &Store, id: &JobKey, holder: &str, uids: &str, progress: &str) -> Result<bool> {
    let sql = "UPDATE job SET uids = $3, progress = $4 WHERE id = $1 AND holder = $2";
    Ok(store.pool.execute(sql, &[id[..].into(), holder.into(), uids.into(), progress.into()]).await? == 1)
}

/// Notes that the owner of a job wants it to end.
///
/// # Errors
/// The database's.
pub async fn cancel(store: &Store, id: &JobKey) -> Result<()> {
    store.pool.execute("UPDATE job SET cancelled = 1 WHERE id = $1", &[id[..].into()]).await.map(|_| ())
}

/// Names the open jobs that a node is at, and whether their owners want them to end.
///
/// # Errors
/// The database's.
pub async fn held(store: &Store, holder: &str) -> Result<Vec<(JobKey, bool)>> {
    let sql = "SELECT id, cancelled FROM job WHERE is_open = 1 AND holder = $1";
    let found = store.pool.rows::<(Vec<u8>, i64)>(sql, &[holder.into()]).await?;
    Ok(found.into_iter().filter_map(|(id, cancelled)| Some((id.try_into().ok()?, cancelled != 0))).collect())
}

/// How far a job has come.
#[derive(Debug, Clone, Copy)]
pub struct Noted<'a> {
    /// Whether something is left to do.
    pub is_open: bool,
    /// In the words of [`crate::jobs`].
    pub progress: &'a str,
    /// Until when other pages tell of its end, in Unix seconds; 0 for not at all.
    pub news_until: i64,
}

/// Whether a note was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was.
    Kept,
    /// It was, and the owner wants the job to end.
    Cancelled,
    /// It was not: another node is at the job.
    Lost,
}

/// Notes how far a job has come, for the node that is at it.
///
/// # Errors
/// The database's.
pub async fn note_progress(store: &Store, id: &JobKey, holder: &str, noted: Noted<'_>) -> Result<Kept> {
    let Noted { is_open, progress, news_until } = noted;
    let sql =
        "UPDATE job SET is_open = $3, progress = $4, news_until = $5 WHERE id = $1 AND holder = $2 RETURNING cancelled";
    let values = [id[..].into(), holder.into(), i64::from(is_open).into(), progress.into(), news_until.into()];
    Ok(match store.pool.row::<(i64,)>(sql, &values).await? {
        Some((0,)) => Kept::Kept,
        Some(_) => Kept::Cancelled,
        None => Kept::Lost,
    })
}

/// Notes something more of a job that has ended.
///
/// # Errors
/// The database's.
pub async fn note_more(store: &Store, id: &JobKey, progress: &str) -> Result<()> {
    let sql = "UPDATE job SET progress = $2 WHERE id = $1 AND is_open = 0";
    store.pool.execute(sql, &[id[..].into(), progress.into()]).await.map(|_| ())
}

/// Notes that other pages need not tell of the end of a job any more.
///
/// # Errors
/// The database's.
pub async fn note_told(store: &Store, id: &JobKey) -> Result<()> {
    store.pool.execute("UPDATE job SET news_until = 0 WHERE id = $1", &[id[..].into()]).await.map(|_| ())
}

/// Takes an open job for a node, unless another one is at it, and returns it as it stands.
///
/// # Errors
/// The database's.
pub async fn claim(store: &Store, id: &JobKey, holder: &str) -> Result<Option<JobRow>> {
    let sql = "UPDATE job SET holder = $2 WHERE id = $1 AND is_open = 1 \
               AND (holder = '' OR holder = $2 OR NOT EXISTS (SELECT 1 FROM node WHERE node.id = job.holder)) \
               RETURNING id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled, holder, number";
    Ok(store.pool.row(sql, &[id[..].into(), holder.into()]).await?.and_then(row))
}

/// Lets go of a job, so that any node may go on with it.
///
/// # Errors
/// The database's.
pub async fn let_go(store: &Store, id: &JobKey, holder: &str) -> Result<()> {
    let sql = "UPDATE job SET holder = '' WHERE id = $1 AND holder = $2";
    store.pool.execute(sql, &[id[..].into(), holder.into()]).await.map(|_| ())
}

/// Adds to the messages of an open job that other actions of its owner have taken; `uids` is a set as [`note_uids`] has it.
///
/// # Errors
/// The database's.
pub async fn note_taken(store: &Store, id: &JobKey, uids: &str) -> Result<()> {
    let sql =
        "UPDATE job SET taken = CASE WHEN taken = '' THEN $2 ELSE taken || ',' || $2 END WHERE id = $1 AND is_open = 1";
    store.pool.execute(sql, &[id[..].into(), uids.into()]).await.map(|_| ())
}

/// Returns the messages of a job that other actions of its owner have taken.
///
/// # Errors
/// The database's.
pub async fn taken(store: &Store, id: &JobKey) -> Result<String> {
    let found = store.pool.row::<(String,)>("SELECT taken FROM job WHERE id = $1", &[id[..].into()]).await?;
    Ok(found.map_or_else(String::new, |(taken,)| taken))
}

/// Finds a job of this owner.
///
/// # Errors
/// The database's.
pub async fn find(store: &Store, owner: &[u8; 32], id: &JobKey) -> Result<Option<JobRow>> {
    let sql = "SELECT id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled, '', number FROM job \
               WHERE id = $1 AND owner = $2";
    let found = store.pool.row(sql, &[id[..].into(), owner[..].into()]).await?;
    Ok(found.and_then(row))
}

/// Returns every job that has something left to do, in the order they were asked for.
///
/// # Errors
/// The database's.
pub async fn open(store: &Store) -> Result<Vec<JobRow>> {
    let sql = "SELECT id, owner, is_open, asked, uids, progress, asked_at, expires_at, cancelled, '', number FROM job \
               WHERE is_open = 1 ORDER BY number, id";
    let found = store.pool.rows(sql, &[]).await?;
    Ok(found.into_iter().filter_map(row).collect())
}

/// Returns the jobs of an owner that have something left to do, and those whose end is news, without their messages; `now` is in Unix
/// seconds.
///
/// # Errors
/// The database's.
pub async fn of(store: &Store, owner: &[u8; 32], now: i64) -> Result<Vec<JobRow>> {
    let sql = "SELECT job.id, owner, is_open, asked, '', progress, asked_at, expires_at, cancelled, coalesce(node.id, ''), number \
               FROM job LEFT JOIN node ON node.id = job.holder WHERE owner = $1 AND (is_open = 1 OR news_until >= $2)";
    let found = store.pool.rows(sql, &[owner[..].into(), now.into()]).await?;
    Ok(found.into_iter().filter_map(row).collect())
}

/// Takes a job away that nobody was told of.
///
/// # Errors
/// The database's.
pub async fn remove(store: &Store, id: &JobKey) -> Result<()> {
    store.pool.execute("DELETE FROM job WHERE id = $1", &[id[..].into()]).await.map(|_| ())
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
    use super::super::nodes;
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
            holder: String::new(),
            number: 0,
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
        assert!(note_uids(&store, &[1; 16], "", "1:9", "planned").await.unwrap());
        let ended = Noted { is_open: false, progress: "ended", news_until: 0 };
        assert_eq!(note_progress(&store, &[2; 16], "", ended).await.unwrap(), Kept::Kept);
        cancel(&store, &[1; 16]).await.unwrap();
        let left = open(&store).await.unwrap();
        let [left] = left.as_slice() else { panic!("{left:?}") };
        assert_eq!((left.uids.as_str(), left.progress.as_str(), left.is_cancelled), ("1:9", "planned", true));
        assert_eq!(find(&store, &[2; 32], &[2; 16]).await.unwrap().unwrap().progress, "ended");
        assert_eq!((sweep(&store, 100).await.unwrap(), sweep(&store, 101).await.unwrap()), (0, 2));
    }
    #[tokio::test]
    async fn one_node_is_at_a_job_and_what_another_one_notes_of_it_is_not_kept() {
        let place = Place::new();
        let store = place.store().await;
        nodes::join(&store, "a", 60_000).await.unwrap();
        nodes::join(&store, "b", 60_000).await.unwrap();
        let anna = [1; 32];
        let of_anna = |number: u8, holder: &str| JobRow { owner: anna, holder: holder.to_owned(), ..job(number) };
        assert_eq!(insert(&store, &of_anna(1, "a")).await.unwrap(), 1);
        assert_eq!(insert(&store, &of_anna(2, "b")).await.unwrap(), 2, "behind the other");
        assert!(claim(&store, &[1; 16], "b").await.unwrap().is_none());
        let noted = Noted { is_open: true, progress: "wrong", news_until: 0 };
        assert_eq!(note_progress(&store, &[1; 16], "b", noted).await.unwrap(), Kept::Lost);
        assert!(!note_uids(&store, &[1; 16], "b", "1:9", "wrong").await.unwrap());
        note_taken(&store, &[1; 16], "3").await.unwrap();
        note_taken(&store, &[1; 16], "5:6").await.unwrap();
        assert_eq!(taken(&store, &[1; 16]).await.unwrap(), "3,5:6");
        cancel(&store, &[1; 16]).await.unwrap();
        assert_eq!(held(&store, "a").await.unwrap(), [([1; 16], true)]);
        assert_eq!(held(&store, "b").await.unwrap(), [([2; 16], false)]);
        let mut seen = of(&store, &anna, 50).await.unwrap();
        seen.sort_by_key(|job| job.number);
        assert_eq!(seen.iter().map(|job| job.holder.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        nodes::leave(&store, "a").await.unwrap();
        assert_eq!(of(&store, &anna, 50).await.unwrap().iter().filter(|job| job.holder.is_empty()).count(), 1);
        let taken = claim(&store, &[1; 16], "b").await.unwrap().unwrap();
        assert_eq!((taken.progress.as_str(), taken.is_cancelled), ("none", true));
        let ended = Noted { is_open: false, progress: "ended", news_until: 70 };
        let paused = note_progress(&store, &[1; 16], "a", ended).await.unwrap();
        assert_eq!(paused, Kept::Lost, "it was paused, and has lost it");
        let told = note_progress(&store, &[1; 16], "b", ended).await.unwrap();
        assert_eq!(told, Kept::Cancelled, "its owner has said so to whichever node");
        assert!(claim(&store, &[1; 16], "b").await.unwrap().is_none(), "it has ended");
        let_go(&store, &[2; 16], "b").await.unwrap();
        assert!(claim(&store, &[2; 16], "c").await.unwrap().is_some());
        let count = async |now| of(&store, &anna, now).await.unwrap().len();
        assert_eq!((count(70).await, count(71).await), (2, 1), "the end is news for a while");
        note_told(&store, &[1; 16]).await.unwrap();
        assert_eq!(count(70).await, 1);
    }
}
