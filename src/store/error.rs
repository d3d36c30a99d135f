//! Why the database gave no answer.

use std::time::Duration;

/// A specialised result of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Says why the database gave no answer. Whoever reads it in a log finds no value of a row in it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It took too long: a lock, a full machine, a network that swallows.
    #[error("the database did not answer within {0:?}")]
    Late(Duration),
    /// So many wait for it already that nobody else need begin to.
    #[error("too many wait for the database")]
    Crowded,
    /// It refused, or is not there.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}
