//! Sentences that the sign-in and its doctor share.

use crate::i18n::Locale;
use crate::mail::Pulse;
use jiff::Timestamp;
use std::time::Duration;

/// Says since when a mail server does not answer, and when it was asked last.
pub fn since(l: &Locale, pulse: &Pulse) -> String {
    let moment = |time| Timestamp::try_from(time).map(|time| l.moment(&time)).unwrap_or_default();
    l.with("login-away-since", &[("since", moment(pulse.since).into()), ("asked", moment(pulse.asked).into())])
}

/// Returns how many minutes somebody is told to wait: one at least.
pub fn minutes(wait: Duration) -> i64 {
    i64::try_from(wait.as_secs().div_ceil(60).max(1)).unwrap_or(i64::MAX)
}
