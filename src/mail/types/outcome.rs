//! What an action did, counted exactly.

use crate::mail::{Error, UidSet, UidValidity};

/// Says what became of the messages that an action was asked for.
///
/// `done + missing + left + unknown == asked` always holds.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Messages the person chose.
    pub asked: u32,
    /// Messages of which the server confirmed it.
    pub done: u32,
    /// Messages that were no longer there.
    pub missing: u32,
    /// Messages that are still where they were.
    pub left: u32,
    /// Messages of which nothing is certain, because the line was cut.
    pub unknown: u32,
    /// Octets that these messages held (RFC822.SIZE), where they were summed.
    pub bytes: u64,
    /// Messages that arrived after the page was drawn, and were kept.
    pub newer_kept: u32,
    /// Which of them are gone from there, as far as that is known.
    pub gone: UidSet,
    /// Where moved messages are now: UIDVALIDITY and UIDs, where the server has named them all.
    pub copies: Option<(UidValidity, UidSet)>,
    /// Why the action stopped before its end.
    pub trouble: Option<Error>,
}
