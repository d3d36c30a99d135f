//! How full a mailbox is, as sentences tell it.

use crate::i18n::{Arg, Locale};
use crate::mail::Storage;

/// Returns what sentences about a quota are made of: `used`, `limit` and `percent`.
pub fn quota_args(l: &Locale, storage: &Storage) -> [(&'static str, Arg); 3] {
    let percent = Arg::Number(i64::try_from(storage.percent()).unwrap_or(i64::MAX));
    let (used, limit) = (l.quota_size(&storage.used).into(), l.quota_size(&storage.limit).into());
    [("used", used), ("limit", limit), ("percent", percent)]
}
