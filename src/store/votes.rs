//! What visitors thought of help articles: one vote a visitor and article, the last one counts.

use super::connection::Lent;
use super::{Result, Store};
use std::collections::BTreeMap;

/// Rows an article may have; the oldest are forgotten first.
const MOST: i64 = 10_000;
/// Rows that are forgotten at once where there are more: what came from a flood goes bit by bit.
const FORGOTTEN: i64 = 1000;
/// Sentences of an article that are kept.
const MOST_SAID: i64 = 100;
/// How long a vote is remembered, in seconds: two years.
const LASTS: i64 = 2 * 365 * 24 * 3600;

/// Stores a vote, or changes the one this visitor gave before, and returns how many found the article useful.
///
/// Votes that are forgotten stay in the count. `voted_at` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn vote(store: &Store, article: &str, visitor: &[u8; 32], useful: bool, voted_at: i64) -> Result<u32> {
    let mut votes = store.votes.lend().await?;
    votes.begin().await?;
    // The count is held first: whoever votes on this article at the same moment, here or elsewhere, waits until we are done.
    let hold = "INSERT INTO vote_count (article, useful, not_useful) VALUES ($1, 0, 0) \
                ON CONFLICT (article) DO UPDATE SET useful = vote_count.useful";
    votes.execute(hold, &[article.into()]).await?;
    let before = own_vote(&mut votes, article, visitor).await?;
    let own = "INSERT INTO vote (article, visitor, useful, voted_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (article, visitor) DO UPDATE SET useful = excluded.useful, voted_at = excluded.voted_at";
    let values = [article.into(), visitor[..].into(), i64::from(useful).into(), voted_at.into()];
    votes.execute(own, &values).await?;
    let more = |counts: bool| i64::from(useful == counts) - i64::from(before == Some(counts));
    let count = "UPDATE vote_count SET useful = useful + $2, not_useful = not_useful + $3 WHERE article = $1 \
                 RETURNING useful";
    let count = votes.row(count, &[article.into(), more(true).into(), more(false).into()]).await?;
    if before.is_none() {
        forget_oldest(&mut votes, article).await?;
    }
    votes.commit().await?;
    Ok(count.map_or(0, |(count,)| people(count)))
}

async fn forget_oldest(votes: &mut Lent, article: &str) -> Result<()> {
    let oldest = "DELETE FROM vote WHERE article = $1 AND visitor IN (SELECT visitor FROM vote WHERE article = $1 \
                  ORDER BY voted_at DESC, visitor DESC LIMIT $2 OFFSET $3)";
    votes.execute(oldest, &[article.into(), FORGOTTEN.into(), MOST.into()]).await.map(|_| ())
}

/// Keeps what a visitor missed in an article, in place of what the same visitor said before; `said_at` is in Unix seconds. Of an article
/// the last hundred are kept.
///
/// # Errors
/// The database's.
pub async fn say_missing(store: &Store, article: &str, visitor: &[u8; 32], said: &str, said_at: i64) -> Result<()> {
    let own = "INSERT INTO missing (article, visitor, said, said_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (article, visitor) DO UPDATE SET said = excluded.said, said_at = excluded.said_at";
    store.votes.execute(own, &[article.into(), visitor[..].into(), said.into(), said_at.into()]).await?;
    let oldest = "DELETE FROM missing WHERE article = $1 AND visitor IN (SELECT visitor FROM missing WHERE article = $1 \
                  ORDER BY said_at DESC, visitor DESC LIMIT $2 OFFSET $3)";
    store.votes.execute(oldest, &[article.into(), FORGOTTEN.into(), MOST_SAID.into()]).await.map(|_| ())
}

/// One sentence of a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The article.
    pub article: String,
    /// In the visitor's words.
    pub said: String,
    /// When, in Unix seconds.
    pub said_at: i64,
}

/// Returns what visitors missed, the newest first, at most five hundred.
///
/// # Errors
/// The database's.
pub async fn missing(store: &Store) -> Result<Vec<Missing>> {
    let sql = "SELECT article, said, said_at FROM missing ORDER BY said_at DESC, article, visitor LIMIT 500";
    let rows: Vec<(String, String, i64)> = store.votes.rows(sql, &[]).await?;
    Ok(rows.into_iter().map(|(article, said, said_at)| Missing { article, said, said_at }).collect())
}

/// Forgets votes and sentences that are older than two years, and tells how many there were; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, now: i64) -> Result<u64> {
    let said = store.votes.execute("DELETE FROM missing WHERE said_at < $1", &[(now - LASTS).into()]).await?;
    // By article, as the index is; each that has a vote has a count.
    let old = "DELETE FROM vote WHERE article IN (SELECT article FROM vote_count) AND voted_at < $1";
    Ok(said + store.votes.execute(old, &[(now - LASTS).into()]).await?)
}

/// Tells how many found each article useful, and how many did not, where anybody has voted.
///
/// # Errors
/// The database's.
pub async fn counts(store: &Store) -> Result<BTreeMap<String, (u32, u32)>> {
    let sql = "SELECT article, useful, not_useful FROM vote_count";
    let rows: Vec<(String, i64, i64)> = store.votes.rows(sql, &[]).await?;
    Ok(rows.into_iter().map(|(article, useful, not)| (article, (people(useful), people(not)))).collect())
}

/// Tells how many found each article useful, where anybody has voted.
///
/// # Errors
/// The database's.
pub async fn useful_counts(store: &Store) -> Result<BTreeMap<String, u32>> {
    let rows: Vec<(String, i64)> = store.votes.rows("SELECT article, useful FROM vote_count", &[]).await?;
    Ok(rows.into_iter().map(|(article, count)| (article, people(count))).collect())
}

/// Returns what a visitor voted; `None` when there is no vote.
///
/// # Errors
/// The database's.
pub async fn vote_of(store: &Store, article: &str, visitor: &[u8; 32]) -> Result<Option<bool>> {
    own_vote(&mut store.votes.lend().await?, article, visitor).await
}

async fn own_vote(votes: &mut Lent, article: &str, visitor: &[u8; 32]) -> Result<Option<bool>> {
    let sql = "SELECT useful FROM vote WHERE article = $1 AND visitor = $2";
    let useful: Option<(i64,)> = votes.row(sql, &[article.into(), visitor[..].into()]).await?;
    Ok(useful.map(|(useful,)| useful != 0))
}

fn people(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;
    use support::database::Database;

    const ANNA: [u8; 32] = [1; 32];
    const BEN: [u8; 32] = [2; 32];

    async fn rows(store: &Store) -> i64 {
        let (rows,) = store.votes.row("SELECT COUNT(*) FROM vote", &[]).await.unwrap().unwrap();
        rows
    }

    #[tokio::test]
    async fn an_article_nobody_voted_on_counts_nothing() {
        let place = Place::new();
        let store = place.store().await;
        assert_eq!(vote_of(&store, "spam", &ANNA).await.unwrap(), None);
        assert!(useful_counts(&store).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_visitor_who_votes_again_changes_the_vote_and_does_not_count_twice() {
        let place = Place::new();
        let store = place.store().await;
        for (useful, count) in [(true, 1), (true, 1), (false, 0), (true, 1), (false, 0)] {
            assert_eq!(vote(&store, "spam", &ANNA, useful, 1_000).await.unwrap(), count);
        }
        assert_eq!(vote_of(&store, "spam", &ANNA).await.unwrap(), Some(false));
        let counts: Vec<(i64, i64)> = store.votes.rows("SELECT useful, not_useful FROM vote_count", &[]).await.unwrap();
        assert_eq!(counts, [(0, 1)]);
    }

    #[tokio::test]
    async fn votes_are_kept_apart_by_article_and_visitor() {
        let place = Place::new();
        let store = place.store().await;
        vote(&store, "spam", &ANNA, true, 1).await.unwrap();
        vote(&store, "spam", &BEN, true, 1).await.unwrap();
        vote(&store, "full", &BEN, true, 1).await.unwrap();
        vote(&store, "full", &ANNA, false, 1).await.unwrap();
        let counts = useful_counts(&store).await.unwrap();
        assert_eq!(counts, BTreeMap::from([("full".to_owned(), 1), ("spam".to_owned(), 2)]));
        let both = super::counts(&store).await.unwrap();
        assert_eq!(both, BTreeMap::from([("full".to_owned(), (1, 1)), ("spam".to_owned(), (2, 0))]));
        assert_eq!(vote_of(&store, "full", &BEN).await.unwrap(), Some(true));
    }

    #[tokio::test]
    async fn of_what_visitors_missed_the_last_hundred_of_each_article_are_kept() {
        let place = Place::new();
        let store = place.store().await;
        for n in 0..103_u8 {
            say_missing(&store, "spam", &[n; 32], &format!("nothing about {n}"), i64::from(n)).await.unwrap();
        }
        say_missing(&store, "full", &ANNA, "first", 200).await.unwrap();
        say_missing(&store, "full", &ANNA, "how long it takes", 201).await.unwrap();
        let told = missing(&store).await.unwrap();
        assert_eq!(told.len(), 101);
        assert_eq!((told[0].article.as_str(), told[0].said.as_str()), ("full", "how long it takes"));
        assert_eq!(told.last().unwrap().said, "nothing about 3");
        assert_eq!(sweep(&store, LASTS + 201).await.unwrap(), 100);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn votes_that_come_to_two_processes_at_once_are_counted_once_each() {
        let place = Place::new();
        let (here, there) = (place.store().await, place.store().await);
        for round in 0..20_u8 {
            let visitor = |more: u8| [100 + round * 2 + more; 32];
            let (one, two) = (visitor(0), visitor(1));
            let same = tokio::join!(vote(&here, "spam", &one, true, 1), vote(&there, "spam", &one, true, 1));
            let other = tokio::join!(vote(&here, "spam", &two, true, 1), vote(&there, "spam", &ANNA, true, 1));
            assert!(same.0.is_ok() && same.1.is_ok() && other.0.is_ok() && other.1.is_ok(), "{same:?} {other:?}");
        }
        assert_eq!((rows(&here).await, useful_counts(&there).await.unwrap()["spam"]), (41, 41));
    }

    #[tokio::test]
    async fn a_vote_that_nobody_waits_for_leaves_nothing_half_done() {
        let place = Place::new();
        let store = place.store().await;
        for polls in 1..40 {
            let mut voting = Box::pin(vote(&store, "spam", &BEN, true, 1));
            for _ in 0..polls {
                if futures_util::poll!(&mut voting).is_ready() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            drop(voting);
            let counted = vote(&store, "spam", &ANNA, true, 2).await.unwrap();
            assert_eq!(i64::from(counted), rows(&store).await, "after {polls}");
        }
    }

    #[tokio::test]
    async fn the_oldest_votes_are_forgotten_and_stay_counted() {
        let place = Place::new();
        let store = place.store().await;
        vote(&store, "spam", &BEN, true, 1).await.unwrap();
        Database::at(place.url()).add_votes("spam", 10_500);
        assert_eq!(vote(&store, "spam", &ANNA, true, 20_000).await.unwrap(), 2);
        assert_eq!(rows(&store).await, MOST);
        assert_eq!(vote_of(&store, "spam", &BEN).await.unwrap(), None);
        assert_eq!(vote_of(&store, "spam", &ANNA).await.unwrap(), Some(true));
        assert_eq!(sweep(&store, 19_999 + LASTS).await.unwrap(), MOST.unsigned_abs() - 1);
        assert_eq!(
            (rows(&store).await, useful_counts(&store).await.unwrap()),
            (1, BTreeMap::from([("spam".into(), 2)]))
        );
    }
}
