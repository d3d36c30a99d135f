//! What is agreed for a folder, and what came of it.

use crate::mail::{FirstSeen, Role};
use crate::store::retention::RetentionRow;

/// The folders that can be kept clean.
pub(super) const FOLDERS: [(Role, &str); 2] = [(Role::Spam, "spam"), (Role::Trash, "trash")];

/// What the last run took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastRun {
    /// When it was, in Unix seconds.
    pub at: i64,
    /// Messages.
    pub taken: u64,
    /// Octets.
    pub octets: u64,
    /// Whether it is still at work.
    pub runs: bool,
    /// Whether it was stopped or could not go on.
    pub stopped: bool,
}

/// What is agreed for a folder.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Spam or Trash.
    pub role: Role,
    /// After how many days in the folder messages go; `None` for never.
    pub days: Option<u32>,
    /// The last run, if there was one.
    pub last: Option<LastRun>,
    pub(super) seen: FirstSeen,
    pub(super) row: Option<RetentionRow>,
}

impl Rule {
    /// Says what is agreed, without what the store keeps besides.
    pub fn new(role: Role, days: Option<u32>, last: Option<LastRun>) -> Self {
        Self { role, days, last, seen: FirstSeen::default(), row: None }
    }

    /// Reads what the store keeps of a folder; what is not understood of it is as if it were not there.
    pub(super) fn of(role: Role, row: Option<RetentionRow>) -> Self {
        let kept = row.as_ref();
        let days = kept.and_then(|row| u32::try_from(row.days).ok()).filter(|&days| days > 0);
        let number = |number: i64| u64::try_from(number).unwrap_or(0);
        let last = kept.filter(|row| row.run_at > 0).map(|row| LastRun {
            at: row.run_at,
            taken: number(row.taken),
            octets: number(row.octets),
            runs: false,
            stopped: false,
        });
        let seen = kept.and_then(|row| serde_json::from_str(&row.seen).ok()).unwrap_or_default();
        Self { role, days, last, seen, row }
    }
}

/// Returns the name of a folder in the store; `None` for one that is not kept clean.
pub(super) fn folder(role: Role) -> Option<&'static str> {
    FOLDERS.into_iter().find(|(known, _)| *known == role).map(|(_, name)| name)
}
