//! How cookies are written, and the one that opens a session.

use crate::store::sessions::Cookie;
use axum::http::HeaderMap;
use axum_extra::extract::cookie::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Names and writes the session cookie; `__Host-` ties it to this host, path `/` and https (RFC 6265bis, 4.1.3.2).
#[derive(Debug, Clone, Copy)]
pub struct SessionCookie {
    https: bool,
}

impl SessionCookie {
    /// Prepares for a site that is reached by https, or not.
    pub fn new(https: bool) -> Self {
        Self { https }
    }

    fn name(self) -> &'static str {
        if self.https { "__Host-sid" } else { "sid" }
    }

    /// Reads the secret that a browser sent.
    pub fn arrived(self, headers: &HeaderMap) -> Option<Cookie> {
        let jar = CookieJar::from_headers(headers);
        let octets = URL_SAFE_NO_PAD.decode(jar.get(self.name())?.value()).ok()?;
        Some(Cookie::new(octets.try_into().ok()?))
    }

    /// Returns the `Set-Cookie` that gives a secret to the browser, until it is closed.
    pub fn set(self, cookie: &Cookie) -> String {
        build(self.name(), &URL_SAFE_NO_PAD.encode(&cookie[..]), None, self.https)
    }

    /// Returns the `Set-Cookie` that takes it away.
    pub fn clear(self) -> String {
        build(self.name(), "", Some(0), self.https)
    }
}

/// Writes a `Set-Cookie` value: closed to scripts, and to other sites but for links.
pub fn build(name: &str, value: &str, max_age_seconds: Option<u32>, https: bool) -> String {
    let age = max_age_seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if https { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    #[test]
    fn a_cookie_is_read_back_and_nothing_else_is_one() {
        for https in [true, false] {
            let site = SessionCookie::new(https);
            let set = site.set(&Cookie::new([7; 32]));
            assert_eq!(set.contains("; Secure") && set.starts_with("__Host-sid="), https);
            assert!(set.contains("; HttpOnly; SameSite=Lax"));
            let headers = |text: &str| HeaderMap::from_iter([(COOKIE, text.parse().unwrap())]);
            assert_eq!(site.arrived(&headers(set.split(';').next().unwrap())), Some(Cookie::new([7; 32])));
            for odd in ["", "sid=", "__Host-sid=AAAA", "sid=AAAA; __Host-sid=!", "x=y"] {
                assert_eq!(site.arrived(&headers(odd)), None, "{odd}");
            }
        }
    }
}
