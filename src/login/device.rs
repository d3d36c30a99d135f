//! Knows a browser again that was signed in to a mailbox before: strangers who guess cannot keep its owner out there (OWASP,
//! "Slow Down Online Guessing Attacks with Device Cookies").
//!
//! The cookie holds random names, each with a signature that ties it to one mailbox. It opens nothing, and nobody can tell from
//! it whose mailbox it is.

use crate::state::{AppState, SigningKey};
use crate::web::{RandomName, SiteCookie};
use axum::http::{HeaderMap, HeaderValue};

/// Mailboxes that one browser is known to; the one that was not used for longest is forgotten first.
const MOST: usize = 4;
/// What signatures of this kind are for.
const PURPOSE: &str = "device";

/// What a browser's cookie says, believed only once the signature fits.
#[derive(Debug)]
pub struct Devices<'a> {
    key: &'a SigningKey,
    cookie: SiteCookie,
    /// Names and signatures, the newest first.
    claims: Vec<(String, String)>,
}

/// Reads what a browser sent to this site.
pub fn devices<'a>(state: &'a AppState, headers: &HeaderMap) -> Devices<'a> {
    Devices::arrived(state.signing_key(), state.is_https(), headers)
}

impl<'a> Devices<'a> {
    /// Reads what a browser sent.
    pub fn arrived(key: &'a SigningKey, https: bool, headers: &HeaderMap) -> Self {
        let cookie = SiteCookie::new("device", https);
        let value = cookie.arrived(headers).unwrap_or_default();
        let claims = value.split('~').filter_map(|claim| claim.split_once('.')).take(MOST);
        Self { key, cookie, claims: claims.map(|(name, signature)| (name.to_owned(), signature.to_owned())).collect() }
    }

    /// Returns the name of this browser, if it was signed in to this owner's mailbox before.
    pub fn of(&self, owner: &str) -> Option<String> {
        self.claims.iter().find(|claim| self.fits(claim, owner)).map(|(name, _)| name.clone())
    }

    /// Returns the `Set-Cookie` that lets the browser be known as this owner's.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn remember(mut self, owner: &str) -> anyhow::Result<HeaderValue> {
        // The name stays: a new one each time would leave the old ones behind, good for more guesses.
        let at = self.claims.iter().position(|claim| self.fits(claim, owner));
        let claim = match at {
            Some(at) => self.claims.remove(at),
            None => {
                let name = RandomName::new()?.to_string();
                let signature = self.key.sign(PURPOSE, &[name.as_bytes(), owner.as_bytes()]);
                (name, signature)
            }
        };
        self.claims.insert(0, claim);
        let claims = self.claims.iter().take(MOST).map(|(name, signature)| format!("{name}.{signature}"));
        let value = claims.collect::<Vec<_>>().join("~");
        Ok(self.cookie.set_for_a_year(&value)?)
    }

    fn fits(&self, (name, signature): &(String, String), owner: &str) -> bool {
        self.key.verify(PURPOSE, &[name.as_bytes(), owner.as_bytes()], signature)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;
    use zeroize::Zeroizing;

    const ANNA: &str = "mail.example.net:993 anna@example.net";

    fn key() -> SigningKey {
        SigningKey::new(Zeroizing::new([7; 32]))
    }

    fn sent(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())])
    }

    /// Returns what the browser sends after a sign-in.
    fn after(key: &SigningKey, before: &str, owner: &str) -> String {
        let set = Devices::arrived(key, false, &sent(before)).remember(owner).unwrap();
        set.to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_to_other_sites_and_lasts_a_year() {
        let key = key();
        let set = |https| Devices::arrived(&key, https, &HeaderMap::new()).remember(ANNA).unwrap();
        let (plain, secure) = (set(false), set(true));
        let (plain, secure) = (plain.to_str().unwrap(), secure.to_str().unwrap());
        assert!(plain.starts_with("device="), "{plain}");
        assert!(plain.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000"), "{plain}");
        assert!(
            secure.starts_with("__Host-device=") && secure.ends_with("; Secure; Path=/; Max-Age=31536000"),
            "{secure}"
        );
        assert_eq!(plain.split(';').next().unwrap().len(), "device=".len() + 22 + 1 + 22, "no room for an address");
    }

    #[test]
    fn a_browser_is_known_to_the_mailboxes_it_was_signed_in_to_and_to_no_other() {
        let key = key();
        let cookie = after(&key, "", ANNA);
        let devices = |cookie: &str, owner: &str| Devices::arrived(&key, false, &sent(cookie)).of(owner);
        let anna = devices(&cookie, ANNA);
        assert!(anna.is_some());
        assert_eq!(devices(&cookie, "mail.example.net:993 ben@example.net"), None);
        assert_eq!(devices(&after(&key, &cookie, ANNA), ANNA), anna, "the same name after the next sign-in");
        let stranger = SigningKey::new(Zeroizing::new([8; 32]));
        assert_eq!(devices(&after(&stranger, "", ANNA), ANNA), None, "signed by somebody else");
        for odd in ["x=y", "device=", "device=.", "device=~~.~", "device=AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA"]
        {
            assert_eq!(devices(odd, ANNA), None, "{odd}");
        }
    }

    #[test]
    fn the_mailboxes_used_last_are_remembered() {
        let key = key();
        let owners = ["a", "b", "c", "d", "a", "e"];
        let cookie = owners.iter().fold(String::new(), |cookie, owner| after(&key, &cookie, owner));
        let known = |owner: &&str| Devices::arrived(&key, false, &sent(&cookie)).of(owner).is_some();
        let known: Vec<&str> = ["a", "b", "c", "d", "e"].into_iter().filter(known).collect();
        assert_eq!(known, ["a", "c", "d", "e"]);
    }
}
