//! The processes that share a database, and whose turn it is to change an account's mail. Times are the database's own: the clocks of
//! nodes may differ.

use super::{Result, Store};

/// What an account is found by.
pub type AccountKey = [u8; 32];

/// Says that a node is there, for so many milliseconds.
///
/// # Errors
/// The database's.
pub async fn join(store: &Store, id: &str, millis: i64) -> Result<()> {
    let sql = "INSERT INTO node (id, until) VALUES ($1, (SELECT now FROM clock) + $2)";
    store.beat.execute(sql, &[id.into(), millis.into()]).await.map(|_| ())
}

/// Says that a node is still there, for so many milliseconds, and tells whether it is: a node that was taken out has lost all that it
/// held.
///
/// # Errors
/// The database's.
pub async fn renew(store: &Store, id: &str, millis: i64) -> Result<bool> {
    let sql = "UPDATE node SET until = (SELECT now FROM clock) + $2 WHERE id = $1";
    Ok(store.beat.execute(sql, &[id.into(), millis.into()]).await? == 1)
}

/// Says that a node is not there any more: all that it holds is free.
///
/// # Errors
/// The database's.
pub async fn leave(store: &Store, id: &str) -> Result<()> {
    store.beat.execute("DELETE FROM node WHERE id = $1", &[id.into()]).await.map(|_| ())
}

/// Takes out the nodes whose time is over, and tells how many there were.
///
/// A node that says at the same moment that it is there stays: its row is locked, and read anew.
///
/// # Errors
/// The database's.
pub async fn take_out(store: &Store) -> Result<u64> {
    store.beat.execute("DELETE FROM node WHERE until < (SELECT now FROM clock)", &[]).await
}

/// How a turn was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It was given back, or nobody has had it.
    InOrder,
    /// Who had it is gone: what was sent in it may still be under way.
    WithoutAWord,
}

/// Takes the turn of an account for a node, if no other node has it, and returns its number, one more than that of the turn before, and
/// how it was found.
///
/// # Errors
/// The database's.
pub async fn take_turn(store: &Store, account: &AccountKey, holder: &str) -> Result<Option<(i64, Left)>> {
    let sql = "INSERT INTO turn (account, holder, before, number) VALUES ($1, $2, '', (SELECT now FROM clock)) \
               ON CONFLICT (account) DO UPDATE SET holder = excluded.holder, before = turn.holder, number = turn.number + 1 \
               WHERE turn.holder = '' OR turn.holder = excluded.holder OR NOT EXISTS (SELECT 1 FROM node WHERE node.id = turn.holder) \
               RETURNING number, before";
    let taken = store.pool.row::<(i64, String)>(sql, &[account[..].into(), holder.into()]).await?;
    let left = |before: String| if before.is_empty() || before == holder { Left::InOrder } else { Left::WithoutAWord };
    Ok(taken.map(|(number, before)| (number, left(before))))
}

/// Gives a turn back; one that another has taken since stays as it is.
///
/// # Errors
/// The database's.
pub async fn give_turn_back(store: &Store, account: &AccountKey, holder: &str, number: i64) -> Result<()> {
    let sql = "UPDATE turn SET holder = '' WHERE account = $1 AND holder = $2 AND number = $3";
    store.pool.execute(sql, &[account[..].into(), holder.into(), number.into()]).await.map(|_| ())
}

/// Gives back any turn of an account that a node may have.
///
/// # Errors
/// The database's.
pub async fn free_turn(store: &Store, account: &AccountKey, holder: &str) -> Result<()> {
    let sql = "UPDATE turn SET holder = '' WHERE account = $1 AND holder = $2";
    store.pool.execute(sql, &[account[..].into(), holder.into()]).await.map(|_| ())
}

/// Counts the nodes.
///
/// # Errors
/// The database's.
pub async fn count(store: &Store) -> Result<i64> {
    Ok(store.beat.row::<(i64,)>("SELECT count(*) FROM node", &[]).await?.map_or(0, |(count,)| count))
}

/// Takes rows away of turns that nobody has and that began before that time, in Unix milliseconds. Where a turn is taken anew its number
/// is the time: higher than any before.
///
/// # Errors
/// The database's.
pub async fn sweep_turns(store: &Store, before: i64) -> Result<u64> {
    store.pool.execute("DELETE FROM turn WHERE holder = '' AND number < $1", &[before.into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    const ANNA: AccountKey = [1; 32];

    #[tokio::test]
    async fn a_turn_is_one_node_s_until_it_is_given_back_or_the_node_is_gone() {
        let place = Place::new();
        let store = place.store().await;
        join(&store, "a", 60_000).await.unwrap();
        join(&store, "b", 60_000).await.unwrap();
        let (first, _) = take_turn(&store, &ANNA, "a").await.unwrap().unwrap();
        assert_eq!(take_turn(&store, &ANNA, "b").await.unwrap(), None);
        assert!(take_turn(&store, &[2; 32], "b").await.unwrap().is_some(), "another account has its own");
        assert_eq!(
            take_turn(&store, &ANNA, "a").await.unwrap(),
            Some((first + 1, Left::InOrder)),
            "who has it may take it again"
        );
        give_turn_back(&store, &ANNA, "a", first).await.unwrap();
        assert_eq!(take_turn(&store, &ANNA, "b").await.unwrap(), None, "an older turn is over");
        give_turn_back(&store, &ANNA, "a", first + 1).await.unwrap();
        assert_eq!(take_turn(&store, &ANNA, "b").await.unwrap(), Some((first + 2, Left::InOrder)));
        leave(&store, "b").await.unwrap();
        assert_eq!(take_turn(&store, &ANNA, "a").await.unwrap(), Some((first + 3, Left::WithoutAWord)));
        give_turn_back(&store, &ANNA, "a", first + 3).await.unwrap();
        assert_eq!(sweep_turns(&store, first + 4).await.unwrap(), 1);
        assert!(take_turn(&store, &ANNA, "a").await.unwrap().unwrap().0 >= first, "the number is never one that was");
    }

    #[tokio::test]
    async fn a_node_that_was_silent_too_long_is_taken_out_and_stays_out() {
        let place = Place::new();
        let store = place.store().await;
        join(&store, "paused", -1).await.unwrap();
        join(&store, "well", 60_000).await.unwrap();
        let (number, _) = take_turn(&store, &ANNA, "paused").await.unwrap().unwrap();
        assert_eq!(take_turn(&store, &ANNA, "well").await.unwrap(), None, "not before it is taken out");
        assert!(renew(&store, "paused", -1).await.unwrap(), "and until then it may come back");
        assert_eq!(take_out(&store).await.unwrap(), 1);
        assert!(!renew(&store, "paused", 60_000).await.unwrap());
        assert!(renew(&store, "well", 60_000).await.unwrap());
        assert_eq!(take_turn(&store, &ANNA, "well").await.unwrap(), Some((number + 1, Left::WithoutAWord)));
    }
}
