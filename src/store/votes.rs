//! What visitors thought of help articles: one vote a visitor and article, the last one counts.

use sqlx::SqlitePool;
use std::collections::BTreeMap;

/// Stores a vote, or changes the one this visitor gave before; `voted_at` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn vote(
    pool: &SqlitePool,
    article: &str,
    visitor: &[u8; 32],
    useful: bool,
    voted_at: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO vote (article, visitor, useful, voted_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (article, visitor) DO UPDATE SET useful = excluded.useful, voted_at = excluded.voted_at",
    )
    .bind(article)
    .bind(visitor.as_slice())
    .bind(i64::from(useful))
    .bind(voted_at)
    .execute(pool)
    .await?;
    Ok(())
}

/// Counts the visitors who found an article useful.
///
/// # Errors
/// The database's.
pub async fn useful_count(pool: &SqlitePool, article: &str) -> sqlx::Result<u32> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM vote WHERE article = $1 AND useful = 1")
        .bind(article)
        .fetch_one(pool)
        .await?;
    Ok(people(count))
}

/// Counts the same for every article that has a useful vote.
///
/// # Errors
/// The database's.
pub async fn useful_counts(pool: &SqlitePool) -> sqlx::Result<BTreeMap<String, u32>> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT article, COUNT(*) FROM vote WHERE useful = 1 GROUP BY article").fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(article, count)| (article, people(count))).collect())
}

/// Returns what a visitor voted; `None` when there is no vote.
///
/// # Errors
/// The database's.
pub async fn vote_of(pool: &SqlitePool, article: &str, visitor: &[u8; 32]) -> sqlx::Result<Option<bool>> {
    let useful: Option<i64> = sqlx::query_scalar("SELECT useful FROM vote WHERE article = $1 AND visitor = $2")
        .bind(article)
        .bind(visitor.as_slice())
        .fetch_optional(pool)
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
    use sqlx::sqlite::SqlitePoolOptions;

    const ANNA: [u8; 32] = [1; 32];
    const BEN: [u8; 32] = [2; 32];

    async fn pool() -> SqlitePool {
        // One connection: each in-memory connection is a database of its own.
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        sqlx::raw_sql(include_str!("../../migrations/sqlite/0002_votes.sql")).execute(&pool).await.unwrap();
        pool
    }

    #[tokio::test]
    async fn an_article_nobody_voted_on_counts_nothing() {
        let pool = pool().await;
        assert_eq!(useful_count(&pool, "spam").await.unwrap(), 0);
        assert_eq!(vote_of(&pool, "spam", &ANNA).await.unwrap(), None);
        assert!(useful_counts(&pool).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_visitor_who_votes_again_changes_the_vote_and_does_not_count_twice() {
        let pool = pool().await;
        vote(&pool, "spam", &ANNA, true, 1_000).await.unwrap();
        vote(&pool, "spam", &ANNA, true, 1_001).await.unwrap();
        assert_eq!(useful_count(&pool, "spam").await.unwrap(), 1);
        vote(&pool, "spam", &ANNA, false, 1_002).await.unwrap();
        assert_eq!(useful_count(&pool, "spam").await.unwrap(), 0);
        assert_eq!(vote_of(&pool, "spam", &ANNA).await.unwrap(), Some(false));
    }

    #[tokio::test]
    async fn votes_are_kept_apart_by_article_and_visitor() {
        let pool = pool().await;
        vote(&pool, "spam", &ANNA, true, 1).await.unwrap();
        vote(&pool, "spam", &BEN, true, 1).await.unwrap();
        vote(&pool, "full", &BEN, true, 1).await.unwrap();
        vote(&pool, "full", &ANNA, false, 1).await.unwrap();
        let counts = useful_counts(&pool).await.unwrap();
        assert_eq!(counts, BTreeMap::from([("full".to_owned(), 1), ("spam".to_owned(), 2)]));
        assert_eq!(vote_of(&pool, "full", &BEN).await.unwrap(), Some(true));
    }
}
