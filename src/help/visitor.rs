//! Who votes: an owner by the mailbox, anybody else by a random cookie. Only a digest of either is stored, under the site's key.

use crate::state::SigningKey;
use crate::web::Visit;
use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const BYTES: usize = 16;
const YEAR_SECONDS: u32 = 365 * 24 * 60 * 60;

/// Whether the site is reached over https; a cookie says `Secure` then, and its name `__Host-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// `public_url` is https.
    Https,
    /// `public_url` is http.
    Http,
}

impl Transport {
    /// Tells how this visitor's browser reaches the site.
    pub fn of(visit: &Visit) -> Self {
        if visit.state.is_https() { Self::Https } else { Self::Http }
    }

    fn cookie_name(self) -> &'static str {
        match self {
            Self::Https => "__Host-postern_visitor",
            Self::Http => "postern_visitor",
        }
    }
}

/// Somebody who may vote once an article. Prints nothing of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visitor([u8; 32]);

impl Visitor {
    /// Recognises who asks; `None` is a visitor without a cookie so far.
    ///
    /// `owner` is the mailbox of who is signed in, one name for it whatever address led there.
    pub fn known(owner: Option<&str>, headers: &HeaderMap, transport: Transport, key: &SigningKey) -> Option<Self> {
        if let Some(owner) = owner {
            return Some(Self(key.digest("vote of an owner", &[owner.as_bytes()])));
        }
        let jar = CookieJar::from_headers(headers);
        let random = URL_SAFE_NO_PAD.decode(jar.get(transport.cookie_name())?.value()).ok()?;
        (random.len() == BYTES).then(|| Self::with_cookie(&random, key))
    }

    /// Makes a new visitor and the `Set-Cookie` that makes the browser remember.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new(transport: Transport, key: &SigningKey) -> anyhow::Result<(Self, HeaderValue)> {
        let mut random = [0; BYTES];
        getrandom::fill(&mut random)?;
        let (name, value) = (transport.cookie_name(), URL_SAFE_NO_PAD.encode(random));
        let secure = if transport == Transport::Https { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; HttpOnly; SameSite=Lax{secure}");
        Ok((Self::with_cookie(&random, key), HeaderValue::try_from(cookie)?))
    }

    /// Returns what is stored of the visitor.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn with_cookie(random: &[u8], key: &SigningKey) -> Self {
        Self(key.digest("vote of a visitor", &[random]))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    fn key() -> SigningKey {
        SigningKey::new([7; 32].into())
    }

    fn sent_back(set_cookie: &HeaderValue) -> HeaderMap {
        let pair = set_cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        HeaderMap::from_iter([(COOKIE, pair.parse().unwrap())])
    }

    #[test]
    fn a_visitor_is_recognised_by_the_cookie() {
        for transport in [Transport::Http, Transport::Https] {
            let (visitor, set_cookie) = Visitor::new(transport, &key()).unwrap();
            assert_eq!(Visitor::known(None, &sent_back(&set_cookie), transport, &key()), Some(visitor));
            assert_ne!(Visitor::new(transport, &key()).unwrap().0, visitor);
        }
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_to_other_sites_and_lasts_a_year() {
        let plain = Visitor::new(Transport::Http, &key()).unwrap().1;
        let plain = plain.to_str().unwrap();
        assert!(plain.starts_with("postern_visitor="), "{plain}");
        assert!(plain.ends_with("; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"), "{plain}");
        let secure = Visitor::new(Transport::Https, &key()).unwrap().1;
        let secure = secure.to_str().unwrap();
        assert!(secure.starts_with("__Host-postern_visitor=") && secure.ends_with("; Secure"), "{secure}");
    }

    #[test]
    fn what_is_stored_is_not_what_the_browser_holds() {
        let (visitor, set_cookie) = Visitor::new(Transport::Http, &key()).unwrap();
        assert!(!set_cookie.to_str().unwrap().contains(&URL_SAFE_NO_PAD.encode(&visitor.as_bytes()[..BYTES])));
    }

    #[test]
    fn an_owner_is_the_same_visitor_in_every_browser() {
        let (anna, ben) = ("imap.example.net:993 anna", "imap.example.net:993 ben");
        let (_, cookie) = Visitor::new(Transport::Http, &key()).unwrap();
        let here = Visitor::known(Some(anna), &HeaderMap::new(), Transport::Http, &key());
        assert!(here.is_some());
        assert_eq!(here, Visitor::known(Some(anna), &sent_back(&cookie), Transport::Https, &key()));
        let elsewhere = SigningKey::new([8; 32].into());
        assert_ne!(here, Visitor::known(Some(anna), &HeaderMap::new(), Transport::Http, &elsewhere));
        assert_ne!(here, Visitor::known(Some(ben), &HeaderMap::new(), Transport::Http, &key()));
    }

    #[test]
    fn a_cookie_we_did_not_make_is_nobody() {
        for cookie in ["", "postern_visitor=", "postern_visitor=short", "postern_visitor=!!!!!!!!!!!!!!!!!!!!!!"] {
            let headers = HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]);
            assert_eq!(Visitor::known(None, &headers, Transport::Http, &key()), None, "{cookie}");
        }
    }
}
