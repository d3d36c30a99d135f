//! Who votes: an owner by the mailbox, anybody else by a random cookie. Only a digest of either is stored, under the site's key.

use crate::state::SigningKey;
use crate::web::{RandomName, SiteCookie, Visit};
use axum::http::{HeaderMap, HeaderValue};

/// The name of the cookie.
const NAME: &str = "postern_visitor";

/// Returns the cookie by which a browser is known again.
pub fn cookie(visit: &Visit) -> SiteCookie {
    SiteCookie::new(NAME, visit.state.is_https())
}

/// Somebody who may vote once an article. Prints nothing of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visitor([u8; 32]);

impl Visitor {
    /// Recognises who asks; `None` is a visitor without a cookie so far.
    ///
    /// `owner` is the mailbox of who is signed in, one name for it whatever address led there.
    pub fn known(owner: Option<&str>, headers: &HeaderMap, cookie: SiteCookie, key: &SigningKey) -> Option<Self> {
        if let Some(owner) = owner {
            return Some(Self(key.digest("vote of an owner", &[owner.as_bytes()])));
        }
        Some(Self::named(RandomName::parse(&cookie.arrived(headers)?)?, key))
    }

    /// Makes a new visitor and the `Set-Cookie` that makes the browser remember.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new(cookie: SiteCookie, key: &SigningKey) -> anyhow::Result<(Self, HeaderValue)> {
        let name = RandomName::new()?;
        Ok((Self::named(name, key), cookie.set_for_a_year(&name.to_string())?))
    }

    /// Returns what is stored of the visitor.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn named(name: RandomName, key: &SigningKey) -> Self {
        Self(key.digest("vote of a visitor", &[name.as_bytes()]))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    const HTTP: bool = false;
    const HTTPS: bool = true;

    fn site(https: bool) -> SiteCookie {
        SiteCookie::new(NAME, https)
    }

    fn key() -> SigningKey {
        SigningKey::new([7; 32].into())
    }

    fn sent_back(set_cookie: &HeaderValue) -> HeaderMap {
        let pair = set_cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        HeaderMap::from_iter([(COOKIE, pair.parse().unwrap())])
    }

    #[test]
    fn a_visitor_is_recognised_by_the_cookie() {
        for cookie in [site(HTTP), site(HTTPS)] {
            let (visitor, set_cookie) = Visitor::new(cookie, &key()).unwrap();
            assert_eq!(Visitor::known(None, &sent_back(&set_cookie), cookie, &key()), Some(visitor));
            assert_ne!(Visitor::new(cookie, &key()).unwrap().0, visitor);
        }
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_to_other_sites_and_lasts_a_year() {
        let plain = Visitor::new(site(HTTP), &key()).unwrap().1;
        let plain = plain.to_str().unwrap();
        assert!(plain.starts_with("postern_visitor="), "{plain}");
        assert!(plain.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000"), "{plain}");
        let secure = Visitor::new(site(HTTPS), &key()).unwrap().1;
        let secure = secure.to_str().unwrap();
        assert!(secure.starts_with("__Host-postern_visitor=") && secure.contains("; Secure; "), "{secure}");
    }

    #[test]
    fn what_is_stored_is_not_what_the_browser_holds() {
        let (visitor, set_cookie) = Visitor::new(site(HTTP), &key()).unwrap();
        let stored = URL_SAFE_NO_PAD.encode(&visitor.as_bytes()[..16]);
        assert!(!set_cookie.to_str().unwrap().contains(&stored));
    }

    #[test]
    fn an_owner_is_the_same_visitor_in_every_browser() {
        let (anna, ben) = ("imap.example.net:993 anna", "imap.example.net:993 ben");
        let (_, cookie) = Visitor::new(site(HTTP), &key()).unwrap();
        let here = Visitor::known(Some(anna), &HeaderMap::new(), site(HTTP), &key());
        assert!(here.is_some());
        assert_eq!(here, Visitor::known(Some(anna), &sent_back(&cookie), site(HTTPS), &key()));
        let elsewhere = SigningKey::new([8; 32].into());
        assert_ne!(here, Visitor::known(Some(anna), &HeaderMap::new(), site(HTTP), &elsewhere));
        assert_ne!(here, Visitor::known(Some(ben), &HeaderMap::new(), site(HTTP), &key()));
    }

    #[test]
    fn a_cookie_we_did_not_make_is_nobody() {
        for cookie in ["", "postern_visitor=", "postern_visitor=short", "postern_visitor=!!!!!!!!!!!!!!!!!!!!!!"] {
            let headers = HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]);
            assert_eq!(Visitor::known(None, &headers, site(HTTP), &key()), None, "{cookie}");
        }
    }
}
