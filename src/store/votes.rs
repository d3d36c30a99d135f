//! What visitors thought of help articles: one vote a visitor and article, the last one counts.

use super::Store;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;

/// Rows an article may have; the oldest are forgotten first.
const MOST: i64 = 10_000;
/// Rows that are forgotten at once where there are more: what came from a flood goes bit by bit.
const FORGOTTEN: i64 = 1000;
/// How long a vote is remembered, in seconds: two years.
const LASTS: i64 = 2 * 365 * 24 * 3600;

/// Stores a vote, or changes the one this visitor gave before, and returns how many found the article useful.
///
/// Votes that are forgotten stay in the count. `voted_at` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn vote(store: &Store, article: &str, visitor: &[u8; 32], useful: bool, voted_at: i64) -> sqlx::Result<u32> {
    // Written from the start: a transaction that begins by reading may not be able to write later.
    let mut all = store.votes.begin_with("BEGIN IMMEDIATE").await?;
    let before = own_vote(&mut all, article, visitor).await?;
    sqlx::query(
        "INSERT INTO vote (article, visitor, useful, voted_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (article, visitor) DO UPDATE SET useful = excluded.useful, voted_at = excluded.voted_at",
    )
    .bind(article)
    .bind(visitor.as_slice())
    .bind(i64::from(useful))
    .bind(voted_at)
    .execute(&mut *all)
    .await?;
    let more = |counts: bool| i64::from(useful == counts) - i64::from(before == Some(counts));
    let count = sqlx::query_scalar(
        "INSERT INTO vote_count (article, useful, not_useful) VALUES ($1, $2, $3) \
         ON CONFLICT (article) DO UPDATE SET useful = vote_count.useful + excluded.useful, \
         not_useful = vote_count.not_useful + excluded.not_useful RETURNING useful",
    )
    .bind(article)
    .bind(more(true))
    .bind(more(false))
    .fetch_one(&mut *all)
    .await?;
    if before.is_none() {
        forget_oldest(&mut all, article).await?;
    }
    all.commit().await?;
    Ok(people(count))
}

async fn forget_oldest(connection: &mut SqliteConnection, article: &str) -> sqlx::Result<()> {
    let oldest = "DELETE FROM vote WHERE article = $1 AND visitor IN (SELECT visitor FROM vote WHERE article = $1 \
                  ORDER BY voted_at DESC, visitor DESC LIMIT $2 OFFSET $3)";
    sqlx::query(oldest).bind(article).bind(FORGOTTEN).bind(MOST).execute(connection).await.map(|_| ())
}

/// Forgets votes that are older than two years, and tells how many there were; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, now: i64) -> sqlx::Result<u64> {
    // By article, as the index is; each that has a vote has a count.
    let old = "DELETE FROM vote WHERE article IN (SELECT article FROM vote_count) AND voted_at < $1";
    Ok(sqlx::query(old).bind(now - LASTS).execute(&store.votes).await?.rows_affected())
}

/// Tells how many found each article useful, where anybody has voted.
///
/// # Errors
/// The database's.
pub async fn useful_counts(store: &Store) -> sqlx::Result<BTreeMap<String, u32>> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT article, useful FROM vote_count").fetch_all(&store.votes).await?;
    Ok(rows.into_iter().map(|(article, count)| (article, people(count))).collect())
}

/// Returns what a visitor voted; `None` when there is no vote.
///
/// # Errors
/// The database's.
pub async fn vote_of(store: &Store, article: &str, visitor: &[u8; 32]) -> sqlx::Result<Option<bool>> {
    own_vote(&mut *store.votes.acquire().await?, article, visitor).await
}

async fn own_vote(connection: &mut SqliteConnection, article: &str, visitor: &[u8; 32]) -> sqlx::Result<Option<bool>> {
    let useful: Option<i64> = sqlx::query_scalar("SELECT useful FROM vote WHERE article = $1 AND visitor = $2")
        .bind(article)
        .bind(visitor.as_slice())
        .fetch_optional(connection)
        .await?;
    Ok(useful.map(|useful| useful != 0))
}

fn people(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    const ANNA: [u8; 32] = [1; 32];
    const BEN: [u8; 32] = [2; 32];

    async fn opened() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("p.db")).await.unwrap();
        (folder, store)
    }

    async fn rows(store: &Store) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM vote").fetch_one(&store.votes).await.unwrap()
    }

    #[tokio::test]
    async fn an_article_nobody_voted_on_counts_nothing() {
        let (_folder, store) = opened().await;
        assert_eq!(vote_of(&store, "spam", &ANNA).await.unwrap(), None);
        assert!(useful_counts(&store).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_visitor_who_votes_again_changes_the_vote_and_does_not_count_twice() {
        let (_folder, store) = opened().await;
        for (useful, count) in [(true, 1), (true, 1), (false, 0), (true, 1), (false, 0)] {
            assert_eq!(vote(&store, "spam", &ANNA, useful, 1_000).await.unwrap(), count);
        }
        assert_eq!(vote_of(&store, "spam", &ANNA).await.unwrap(), Some(false));
        let counts: (i64, i64) =
            sqlx::query_as("SELECT useful, not_useful FROM vote_count").fetch_one(&store.votes).await.unwrap();
        assert_eq!(counts, (0, 1));
    }

    #[tokio::test]
    async fn votes_are_kept_apart_by_article_and_visitor() {
        let (_folder, store) = opened().await;
        vote(&store, "spam", &ANNA, true, 1).await.unwrap();
        vote(&store, "spam", &BEN, true, 1).await.unwrap();
        vote(&store, "full", &BEN, true, 1).await.unwrap();
        vote(&store, "full", &ANNA, false, 1).await.unwrap();
        let counts = useful_counts(&store).await.unwrap();
        assert_eq!(counts, BTreeMap::from([("full".to_owned(), 1), ("spam".to_owned(), 2)]));
        assert_eq!(vote_of(&store, "full", &BEN).await.unwrap(), Some(true));
    }

    #[tokio::test]
    async fn the_oldest_votes_are_forgotten_and_stay_counted() {
        let (_folder, store) = opened().await;
        vote(&store, "spam", &BEN, true, 1).await.unwrap();
        sqlx::query(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500) \
             INSERT INTO vote (article, visitor, useful, voted_at) SELECT 'spam', randomblob(32), 1, 1000 FROM n",
        )
        .execute(&store.votes)
        .await
        .unwrap();
        assert_eq!(vote(&store, "spam", &ANNA, true, 2000).await.unwrap(), 2);
        assert_eq!(rows(&store).await, MOST);
        assert_eq!(vote_of(&store, "spam", &BEN).await.unwrap(), None);
        assert_eq!(vote_of(&store, "spam", &ANNA).await.unwrap(), Some(true));
        assert_eq!(sweep(&store, 1999 + LASTS).await.unwrap(), MOST.unsigned_abs() - 1);
        assert_eq!(
            (rows(&store).await, useful_counts(&store).await.unwrap()),
            (1, BTreeMap::from([("spam".into(), 2)]))
        );
    }
}
