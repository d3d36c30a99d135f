//! Sign-ins that failed, counted by day, domain and kind. Nobody is in it.

use super::{Result, Store};

/// How long a day is remembered, in days.
const LASTS: i64 = 90;

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failed {
    /// Days since 1 January 1970.
    pub day: i64,
    /// A mail domain of this site; empty for everything else.
    pub domain: String,
    /// Why, by its name in keys of `locales/`.
    pub kind: String,
}

/// Adds to what was counted so far, here or by another process.
///
/// # Errors
/// The database's.
pub async fn add(store: &Store, failed: &Failed, count: i64) -> Result<()> {
    let sql = "INSERT INTO sign_in_failure (day, domain, kind, count) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (day, domain, kind) DO UPDATE SET count = sign_in_failure.count + excluded.count";
    let Failed { day, domain, kind } = failed;
    store.pool.execute(sql, &[(*day).into(), domain.as_str().into(), kind.as_str().into(), count.into()]).await?;
    Ok(())
}

/// Returns what was counted since a day, the newest first and of a day the most frequent; five hundred rows at most.
///
/// # Errors
/// The database's.
pub async fn since(store: &Store, day: i64) -> Result<Vec<(Failed, i64)>> {
    let sql = "SELECT day, domain, kind, count FROM sign_in_failure WHERE day >= $1 \
               ORDER BY day DESC, count DESC, domain, kind LIMIT 500";
    let rows: Vec<(i64, String, String, i64)> = store.pool.rows(sql, &[day.into()]).await?;
    Ok(rows.into_iter().map(|(day, domain, kind, count)| (Failed { day, domain, kind }, count)).collect())
}

/// Forgets what is older than ninety days, and tells how many rows there were; `today` in days since 1 January 1970.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, today: i64) -> Result<u64> {
    store.pool.execute("DELETE FROM sign_in_failure WHERE day < $1", &[(today - LASTS).into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn what_two_processes_count_is_added_and_old_days_are_forgotten() {
        let place = Place::new();
        let (here, there) = (place.store().await, place.store().await);
        let failed = |day, kind: &str| Failed { day, domain: "example.org".to_owned(), kind: kind.to_owned() };
        add(&here, &failed(200, "wrong-password"), 3).await.unwrap();
        add(&there, &failed(200, "wrong-password"), 4).await.unwrap();
        add(&there, &failed(200, "locked"), 1).await.unwrap();
        add(&here, &failed(109, "locked"), 9).await.unwrap();
        let all = [(failed(200, "wrong-password"), 7), (failed(200, "locked"), 1), (failed(109, "locked"), 9)];
        assert_eq!(since(&here, 0).await.unwrap(), all);
        assert_eq!(since(&here, 110).await.unwrap(), all[..2]);
        assert_eq!((sweep(&here, 199).await.unwrap(), sweep(&here, 200).await.unwrap()), (0, 1));
        assert_eq!(since(&there, 0).await.unwrap(), all[..2]);
    }
}
