//! What is half done in mailboxes, so that it is finished though the process ends. What the texts mean is [`crate::mail`]'s.

use super::{Result, Store};

/// What is half done in one mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryRow {
    /// The mailbox, as the server spells it.
    pub mailbox: Vec<u8>,
    /// Its UIDVALIDITY.
    pub uid_validity: u32,
    /// What is half done.
    pub notes: String,
}

/// Reads what is half done in the mailboxes of an owner, who is named by a digest.
///
/// # Errors
/// The database's.
pub async fn of(store: &Store, owner: &[u8; 32]) -> Result<Vec<RecoveryRow>> {
    let sql = "SELECT mailbox, uid_validity, notes FROM recovery WHERE owner = $1 AND notes <> ''";
    let found = store.pool.rows::<(Vec<u8>, i64, String)>(sql, &[owner[..].into()]).await?;
    let row = |(mailbox, uid_validity, notes)| {
        u32::try_from(uid_validity).ok().map(|uid_validity| RecoveryRow { mailbox, uid_validity, notes })
    };
    Ok(found.into_iter().filter_map(row).collect())
}

/// A turn of the owner's account, where several nodes share the database: who has it, and its number.
pub type Turn<'a> = (&'a str, i64);

/// Writes down what is half done in one mailbox, in the place of what was written before; nothing, where that is done. `now` is in
/// Unix seconds. Tells whether it is written: not, where that turn is over.
///
/// # Errors
/// The database's.
pub async fn write(
    store: &Store,
    owner: &[u8; 32],
    row: &RecoveryRow,
    now: i64,
    turn: Option<Turn<'_>>,
) -> Result<bool> {
    let RecoveryRow { mailbox, uid_validity, notes } = row;
    let key = [owner[..].into(), mailbox[..].into(), i64::from(*uid_validity).into()];
    let noted = [&key[..], &[notes.as_str().into(), now.into()]].concat();
    if let Some((holder, number)) = turn {
        // The turn is locked meanwhile, so that nobody takes it and reads before this is written. A row without notes is taken away later.
        let sql = store.pool.its(
            "INSERT INTO recovery (owner, mailbox, uid_validity, notes, noted_at) \
             SELECT $1, $2, $3, $4, $5 FROM turn WHERE account = $1 AND holder = $6 AND number = $7 \
             ON CONFLICT (owner, mailbox, uid_validity) DO UPDATE SET notes = excluded.notes, noted_at = excluded.noted_at",
            "INSERT INTO recovery (owner, mailbox, uid_validity, notes, noted_at) \
             SELECT $1, $2, $3, $4, $5 FROM turn WHERE account = $1 AND holder = $6 AND number = $7 FOR SHARE \
             ON CONFLICT (owner, mailbox, uid_validity) DO UPDATE SET notes = excluded.notes, noted_at = excluded.noted_at",
        );
        return Ok(store.pool.execute(sql, &[&noted[..], &[holder.into(), number.into()]].concat()).await? == 1);
    }
    if notes.is_empty() {
        let sql = "DELETE FROM recovery WHERE owner = $1 AND mailbox = $2 AND uid_validity = $3";
        return store.pool.execute(sql, &key).await.map(|_| true);
    }
    let sql = "INSERT INTO recovery (owner, mailbox, uid_validity, notes, noted_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (owner, mailbox, uid_validity) DO UPDATE SET notes = excluded.notes, noted_at = excluded.noted_at";
    store.pool.execute(sql, &noted).await.map(|_| true)
}

/// Forgets what was noted before that time, in Unix seconds, and what is over since an hour, and tells how much there was.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, before: i64) -> Result<u64> {
    let sql = "DELETE FROM recovery WHERE noted_at < $1 OR (notes = '' AND noted_at < $2)";
    store.pool.execute(sql, &[before.into(), (super::now() - 3600).into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::nodes;
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn a_note_stands_in_the_place_of_the_one_before_and_goes_when_nothing_is_left() {
        let place = Place::new();
        let store = place.store().await;
        let row = |mailbox: &str, notes: &str| RecoveryRow {
            mailbox: mailbox.as_bytes().to_vec(),
            uid_validity: u32::MAX,
            notes: notes.to_owned(),
        };
        assert!(write(&store, &[1; 32], &row("Spam", "one"), 5, None).await.unwrap());
        assert!(write(&store, &[1; 32], &row("Spam", "two"), 6, None).await.unwrap());
        assert!(write(&store, &[1; 32], &row("Trash", "three"), 7, None).await.unwrap());
        assert!(write(&store, &[2; 32], &row("Spam", "of another"), 8, None).await.unwrap());
        let mut found = of(&store, &[1; 32]).await.unwrap();
        found.sort_by(|a, b| a.mailbox.cmp(&b.mailbox));
        assert_eq!(found, [row("Spam", "two"), row("Trash", "three")]);
        assert!(write(&store, &[1; 32], &row("Spam", ""), 9, None).await.unwrap());
        assert_eq!(of(&store, &[1; 32]).await.unwrap(), [row("Trash", "three")]);
        assert_eq!(sweep(&store, 8).await.unwrap(), 1);
        assert_eq!(of(&store, &[2; 32]).await.unwrap().len(), 1);
    }
    #[tokio::test]
    async fn nothing_is_noted_in_a_turn_that_is_over() {
        let place = Place::new();
        let store = place.store().await;
        nodes::join(&store, "a", 60_000).await.unwrap();
        nodes::join(&store, "b", 60_000).await.unwrap();
        let row = |notes: &str| RecoveryRow { mailbox: b"Spam".to_vec(), uid_validity: 7, notes: notes.to_owned() };
        let (first, _) = nodes::take_turn(&store, &[1; 32], "a").await.unwrap().unwrap();
        let now = super::super::now();
        assert!(write(&store, &[1; 32], &row("one"), now, Some(("a", first))).await.unwrap());
        nodes::leave(&store, "a").await.unwrap();
        let (second, _) = nodes::take_turn(&store, &[1; 32], "b").await.unwrap().unwrap();
        assert!(write(&store, &[1; 32], &row("two"), now, Some(("b", second))).await.unwrap());
        for stale in ["stale", ""] {
            assert!(!write(&store, &[1; 32], &row(stale), now, Some(("a", first))).await.unwrap());
        }
        assert_eq!(of(&store, &[1; 32]).await.unwrap(), [row("two")]);
        assert!(write(&store, &[1; 32], &row(""), now, Some(("b", second))).await.unwrap());
        assert!(of(&store, &[1; 32]).await.unwrap().is_empty());
    }
}
