//! Help articles as they were written in the browser: every version, up to two hundred an article. What they say is [`crate::articles`]'.

use super::{Result, Store};
use std::collections::BTreeMap;

/// Versions of an article that are kept; the oldest go first.
const MOST: i64 = 200;

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Counted from 1.
    pub number: i64,
    /// When it was written, in Unix seconds.
    pub saved_at: i64,
    /// Letters of its text; none where the article went back to the file.
    pub letters: i64,
}

/// Keeps a new version, unless another one came after the one that its writer had seen (0: none); tells its number, or that there is
/// another. `saved_at` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn add(store: &Store, article: &str, seen: i64, text: &str, saved_at: i64) -> Result<Option<i64>> {
    // Two who write at once, in two processes, want the same number: one gets it.
    let sql = "INSERT INTO article_version (article, version, text, saved_at) \
               SELECT $1, $2, $3, $4 WHERE (SELECT COALESCE(MAX(version), 0) FROM article_version WHERE article = $1) = $5 \
               ON CONFLICT (article, version) DO NOTHING";
    let Some(number) = seen.checked_add(1) else { return Ok(None) };
    let values = [article.into(), number.into(), text.into(), saved_at.into(), seen.into()];
    if store.pool.execute(sql, &values).await? == 0 {
        return Ok(None);
    }
    let oldest = "DELETE FROM article_version WHERE article = $1 AND version <= $2";
    store.pool.execute(oldest, &[article.into(), (number - MOST).into()]).await?;
    Ok(Some(number))
}

/// Returns the number of the last version of each article.
///
/// # Errors
/// The database's.
pub async fn last(store: &Store) -> Result<BTreeMap<String, i64>> {
    let sql = "SELECT article, MAX(version) FROM article_version GROUP BY article";
    let rows: Vec<(String, i64)> = store.pool.rows(sql, &[]).await?;
    Ok(rows.into_iter().collect())
}

/// Returns the text of a version; `None` where there is none, or none any more.
///
/// # Errors
/// The database's.
pub async fn text(store: &Store, article: &str, version: i64) -> Result<Option<String>> {
    let sql = "SELECT text FROM article_version WHERE article = $1 AND version = $2";
    let row: Option<(String,)> = store.pool.row(sql, &[article.into(), version.into()]).await?;
    Ok(row.map(|(text,)| text))
}

/// Returns the versions of an article, the last one first.
///
/// # Errors
/// The database's.
pub async fn versions(store: &Store, article: &str) -> Result<Vec<Version>> {
    let sql = "SELECT version, saved_at, CAST(LENGTH(text) AS BIGINT) FROM article_version WHERE article = $1 ORDER BY version DESC";
    let rows: Vec<(i64, i64, i64)> = store.pool.rows(sql, &[article.into()]).await?;
    Ok(rows.into_iter().map(|(number, saved_at, letters)| Version { number, saved_at, letters }).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn of_two_who_write_at_once_one_is_told_of_the_other() {
        let place = Place::new();
        let (here, there) = (place.store().await, place.store().await);
        for seen in 0..10 {
            let both = tokio::join!(add(&here, "spam", seen, "one", 1), add(&there, "spam", seen, "two", 1));
            let both = [both.0.unwrap(), both.1.unwrap()];
            assert!(both.contains(&None) && both.contains(&Some(seen + 1)), "{both:?}");
        }
        assert_eq!(add(&here, "spam", 3, "late", 1).await.unwrap(), None);
        assert_eq!(add(&here, "full", 7, "of nothing", 1).await.unwrap(), None);
        assert_eq!(last(&there).await.unwrap(), BTreeMap::from([("spam".to_owned(), 10)]));
    }

    #[tokio::test]
    async fn every_version_is_kept_until_there_are_too_many() {
        let place = Place::new();
        let store = place.store().await;
        for seen in 0..203 {
            add(&store, "spam", seen, &format!("text {seen}"), 1000 + seen).await.unwrap().unwrap();
        }
        let kept = versions(&store, "spam").await.unwrap();
        assert_eq!(kept.len(), 200);
        assert_eq!(kept.first(), Some(&Version { number: 203, saved_at: 1202, letters: 8 }));
        assert_eq!(kept.last().unwrap().number, 4);
        assert_eq!(text(&store, "spam", 4).await.unwrap().as_deref(), Some("text 3"));
        assert_eq!(text(&store, "spam", 3).await.unwrap(), None);
        assert!(versions(&store, "full").await.unwrap().is_empty());
    }
}
