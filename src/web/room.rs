//! The warning on every page that the mailbox is nearly full, or full.

use super::SiteCookie;
use super::quota::quota_args;
use crate::i18n::Locale;
use crate::mail::{Account, Storage};
use crate::state::{AppState, SigningKey};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;

/// The name of the cookie that says that it was put away.
const NAME: &str = "postern_room";
/// How long it stays away.
const DAY: i64 = 24 * 3600;

/// What every page says of a mailbox that is nearly full.
#[derive(Debug, Clone)]
pub struct RoomNotice {
    /// How full it is.
    pub text: String,
    /// Whether nothing more goes in: then the warning cannot be put away.
    pub is_full: bool,
}

impl RoomNotice {
    /// Says it from 90 per cent on; `is_away` where somebody has put it away.
    pub(super) fn of(storage: Storage, is_away: bool, l: &Locale) -> Option<Self> {
        let is_full = storage.is_full();
        let is_said = is_full || (storage.is_nearly_full() && !is_away);
        let key = if is_full { "room-full" } else { "room-nearly-full" };
        is_said.then(|| Self { text: l.with(key, &quota_args(l, &storage)), is_full })
    }
}

/// Returns whose warning was put away in this browser.
pub(super) fn put_away(headers: &HeaderMap, https: bool) -> Option<String> {
    SiteCookie::new(NAME, https).arrived(headers)
}

/// Names an owner in the cookie: on a computer that several people use each has a warning.
pub(super) fn owner_of(key: &SigningKey, account: &Account) -> String {
    key.sign("room", &[account.mailbox_key().as_bytes()])
}

/// Puts an owner's warning away in this browser, for a day.
pub fn put_warning_away(response: &mut Response, state: &AppState, account: &Account) {
    let owner = owner_of(state.signing_key(), account);
    if let Ok(value) = SiteCookie::new(NAME, state.is_https()).set(&owner, Some(DAY)) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn from_ninety_per_cent_on_it_is_said_and_at_a_hundred_it_cannot_be_put_away() {
        let l = crate::i18n::Locales::load().unwrap().choose("en");
        let said =
            |used, is_away| RoomNotice::of(Storage { used, limit: 1000 }, is_away, &l).map(|notice| notice.is_full);
        assert_eq!([said(899, false), said(900, false), said(900, true)], [None, Some(false), None]);
        assert_eq!([said(1000, true), said(1030, true)], [Some(true), Some(true)]);
    }
}
