//! Sentences that the sign-in and its doctor share.

use crate::i18n::Locale;
use crate::mail::Pulse;
use jiff::Timestamp;

/// Says since when a mail server does not answer, and when it was asked last.
pub fn since(l: &Locale, pulse: &Pulse) -> String {
    let moment = |time| Timestamp::try_from(time).map(|time| l.moment(&time)).unwrap_or_default();
    l.with("login-away-since", &[("since", moment(pulse.since).into()), ("asked", moment(pulse.asked).into())])
}
