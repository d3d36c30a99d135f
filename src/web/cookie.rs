//! Cookies: how each is named and written, and the one that opens a session.

use crate::sessions::Cookie as Secret;
use axum::http::header::{COOKIE, HeaderMap, HeaderValue, InvalidHeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, SameSite, time};
use std::borrow::Cow;
use std::fmt;

/// How long a browser is known again: a year.
const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;

/// A cookie of this site: closed to scripts, and to other sites but for links.
///
/// Over https it is `Secure`, and `__Host-` before its name ties it to this host and path `/` (RFC 6265bis, 4.1.3.2).
#[derive(Debug, Clone, Copy)]
pub struct SiteCookie {
    name: &'static str,
    https: bool,
    same_site: SameSite,
}

impl SiteCookie {
    /// Names a cookie of a site that is reached by https, or not.
    pub fn new(name: &'static str, https: bool) -> Self {
        Self { name, https, same_site: SameSite::Lax }
    }

    /// Closes it to links of other sites as well: whoever follows one comes as a stranger.
    pub fn strict(self) -> Self {
        Self { same_site: SameSite::Strict, ..self }
    }

    fn name(self) -> Cow<'static, str> {
        if self.https { format!("__Host-{}", self.name).into() } else { self.name.into() }
    }

    /// Reads what a browser sent.
    pub fn arrived(self, headers: &HeaderMap) -> Option<String> {
        let name = self.name();
        let lists = headers.get_all(COOKIE).iter().filter_map(|list| list.to_str().ok());
        // Of two with one name the last counts.
        let own = lists.flat_map(Cookie::split_parse).flatten().filter(|cookie| cookie.name() == name).last();
        own.map(|cookie| cookie.value().to_owned())
    }

    /// Returns the `Set-Cookie` that gives a value to the browser: for so many seconds, or until it is closed.
    ///
    /// # Errors
    /// When the value cannot stand in a header.
    pub fn set(self, value: &str, seconds: Option<i64>) -> Result<HeaderValue, InvalidHeaderValue> {
        let mut cookie = Cookie::build((self.name(), value))
            .path("/")
            .http_only(true)
            .same_site(self.same_site)
            .secure(self.https)
            .build();
        cookie.set_max_age(seconds.map(time::Duration::seconds));
        HeaderValue::try_from(cookie.to_string())
    }

    /// Returns the `Set-Cookie` that gives the browser a value by which it is known again, for a year.
    ///
    /// # Errors
    /// As [`SiteCookie::set`].
    pub fn set_for_a_year(self, value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
        self.set(value, Some(YEAR_SECONDS))
    }

    /// Returns the `Set-Cookie` that takes it away.
    ///
    /// # Errors
    /// None in practice: nothing of a stranger is in it.
    pub fn clear(self) -> Result<HeaderValue, InvalidHeaderValue> {
        self.set("", Some(0))
    }
}

/// A random name by which a browser is known again; it says nothing of anybody.
#[derive(Clone, Copy)]
pub struct RandomName([u8; 16]);

impl RandomName {
    /// Makes a new one.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut octets = [0; 16];
        getrandom::fill(&mut octets)?;
        Ok(Self(octets))
    }

    /// Reads one as it stands in a cookie.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?))
    }

    /// Returns its octets.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for RandomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// The cookie that opens a session, until the browser is closed.
#[derive(Debug, Clone, Copy)]
pub struct SessionCookie(SiteCookie);

impl SessionCookie {
    /// Prepares for a site that is reached by https, or not.
    pub fn new(https: bool) -> Self {
        Self(SiteCookie::new("sid", https))
    }

    /// Reads the secret that a browser sent.
    pub fn arrived(self, headers: &HeaderMap) -> Option<Secret> {
        let octets = URL_SAFE_NO_PAD.decode(self.0.arrived(headers)?).ok()?;
        Some(Secret::new(octets.try_into().ok()?))
    }

    /// Returns the `Set-Cookie` that gives a secret to the browser.
    ///
    /// # Errors
    /// As [`SiteCookie::set`].
    pub fn set(self, secret: &Secret) -> Result<HeaderValue, InvalidHeaderValue> {
        self.0.set(&URL_SAFE_NO_PAD.encode(&secret[..]), None)
    }

    /// Returns the `Set-Cookie` that takes it away.
    ///
    /// # Errors
    /// As [`SiteCookie::clear`].
    pub fn clear(self) -> Result<HeaderValue, InvalidHeaderValue> {
        self.0.clear()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn sent(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, text.parse().unwrap())])
    }

    #[test]
    fn a_cookie_is_closed_to_scripts_and_to_other_sites() {
        let set = |https, seconds| SiteCookie::new("x", https).set("a~b.c", seconds).unwrap();
        assert_eq!(set(false, None), "x=a~b.c; HttpOnly; SameSite=Lax; Path=/");
        assert_eq!(set(true, Some(300)), "__Host-x=a~b.c; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=300");
        let strict = SiteCookie::new("x", true).strict().set("a", None).unwrap();
        assert_eq!(strict, "__Host-x=a; HttpOnly; SameSite=Strict; Secure; Path=/");
        let clear = SiteCookie::new("x", true).clear().unwrap();
        assert_eq!(clear, "__Host-x=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
    }

    #[test]
    fn a_cookie_is_read_back_and_nothing_else_is_one() {
        for https in [true, false] {
            let site = SessionCookie::new(https);
            let set = site.set(&Secret::new([7; 32])).unwrap();
            let set = set.to_str().unwrap();
            assert_eq!(set.contains("; Secure") && set.starts_with("__Host-sid="), https);
            assert!(set.contains("; HttpOnly; SameSite=Lax"));
            assert_eq!(site.arrived(&sent(set.split(';').next().unwrap())), Some(Secret::new([7; 32])));
            for odd in ["", "sid=", "__Host-sid=AAAA", "sid=AAAA; __Host-sid=!", "x=y"] {
                assert_eq!(site.arrived(&sent(odd)), None, "{odd}");
            }
        }
    }
}
