//! The door of `/admin`.

use super::{password, totp};
use crate::config;
use crate::state::tries::Tries;
use crate::state::{RateDecision, SigningKey};
use crate::store::admin::{self as rows, Since};
use crate::store::{self, Store};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use std::net::IpAddr;
use std::time::Duration;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Failed tries of a network, and how long until it has one more.
const BY_NETWORK: (u32, Duration) = (5, Duration::from_secs(120));
/// Failed tries in all, and how long until there is one more: those who guess from many places share these.
const IN_ALL: (u32, Duration) = (20, Duration::from_secs(30));
/// After so long without a page a session ends, in seconds.
const IDLE: i64 = 2 * 3600;
/// After so long it ends in any case, in seconds.
const LONGEST: i64 = 12 * 3600;
/// How long it may lag behind when a session was seen, in seconds.
const SEEN_STEP: i64 = 60;
/// Letters of a password; longer ones are wrong.
const MAX_PASSWORD: usize = 1000;

/// Why nobody is let in.
#[derive(Debug, thiserror::Error)]
pub enum NotLetIn {
    /// The password or the code is wrong; nobody learns which.
    #[error("wrong")]
    Wrong,
    /// Too many tries have failed; after so long there is one more.
    #[error("too many tries")]
    Wait(Duration),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Our own fault.
    #[error(transparent)]
    Internal(anyhow::Error),
}

/// A session that lives. The database has only this digest of what the browser holds.
#[derive(Debug, Clone, Copy)]
pub struct AdminSession([u8; 32]);

impl AdminSession {
    /// Returns the digest, for what is sealed for this session.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Lets people in to `/admin`, and knows them again. Every `now` is in Unix seconds.
#[derive(Debug)]
pub struct AdminGate {
    hash: SecretString,
    totp: Option<config::TotpFile>,
    store: Store,
    key: SigningKey,
    by_network: Tries,
    /// By whether they came in by the port of the site: who guesses there keeps nobody out who comes through a tunnel.
    in_all: Tries,
    /// Each hash takes memory: one is made at a time, however many ask.
    one_at_a_time: Semaphore,
}

impl AdminGate {
    /// Builds the door, where the configuration has a password for it.
    pub fn new(admin: &config::Admin, store: Store, key: SigningKey) -> Option<Self> {
        Some(Self {
            hash: admin.password_hash.clone()?,
            totp: admin.totp.clone(),
            by_network: Tries::new(&store, key.clone(), "admin tries of a network", BY_NETWORK.0, BY_NETWORK.1),
            in_all: Tries::new(&store, key.clone(), "admin tries in all", IN_ALL.0, IN_ALL.1),
            store,
            key,
            one_at_a_time: Semaphore::new(1),
        })
    }

    /// Tells whether a code is asked for.
    pub fn asks_for_code(&self) -> bool {
        self.totp.is_some()
    }

    /// Lets somebody in, and returns what the browser holds from now on. `network` is the client's, where it has one of its own; `by_site`
    /// tells whether it came by the port of the site.
    ///
    /// The work is the same whichever of the two is wrong.
    ///
    /// # Errors
    /// [`NotLetIn`].
    pub async fn enter(
        &self,
        network: Option<IpAddr>,
        by_site: bool,
        password: SecretString,
        code: &str,
        now: i64,
    ) -> Result<String, NotLetIn> {
        let network = network.map(|network| self.by_network.whose(&[network.to_string().as_bytes()]));
        let in_all = self.in_all.whose(&[&[u8::from(by_site)]]);
        if let Some(network) = &network {
            allowed(self.by_network.take(network).await?)?;
        }
        if let Err(wait) = self.in_all.take(&in_all).await.map_err(NotLetIn::from).and_then(allowed) {
            // Nobody looked at the password.
            if let Some(network) = &network {
                self.by_network.give_back(network).await;
            }
            return Err(wait);
        }
        let proof = self.prove(password, code, now).await;
        // Only a wrong try costs one.
        if !matches!(proof, Err(NotLetIn::Wrong)) {
            if let Some(network) = &network {
                self.by_network.give_back(network).await;
            }
            self.in_all.give_back(&in_all).await;
        }
        proof?;
        let mut secret = Zeroizing::new([0; 32]);
        getrandom::fill(&mut secret[..]).map_err(|error| NotLetIn::Internal(error.into()))?;
        rows::insert_session(&self.store, &self.digest(&secret), now).await?;
        Ok(URL_SAFE_NO_PAD.encode(&secret[..]))
    }

    async fn prove(&self, password: SecretString, code: &str, now: i64) -> Result<(), NotLetIn> {
        let is_typed = password.expose_secret().chars().nth(MAX_PASSWORD).is_none();
        let hash = self.hash.clone();
        let is_right = {
            let internal = |error: anyhow::Error| NotLetIn::Internal(error);
            let _turn = self.one_at_a_time.acquire().await.map_err(|error| internal(error.into()))?;
            let checked = tokio::task::spawn_blocking(move || password::is_right(&hash, &password)).await;
            checked.map_err(|error| internal(error.into()))?
        };
        let step = self.totp.as_ref().map(|file| totp::step_of(file.secret(), code, now));
        if !(is_right && is_typed) {
            return Err(NotLetIn::Wrong);
        }
        match step {
            None => Ok(()),
            // No code opens twice (RFC 6238, 5.2), here or in another process.
            Some(Some(step)) if rows::use_code(&self.store, step, now).await? => Ok(()),
            Some(_) => Err(NotLetIn::Wrong),
        }
    }

    /// Finds the session of what a browser holds, and notes that it was seen.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(&self, held: &str, now: i64) -> store::Result<Option<AdminSession>> {
        let Some(key) = self.key_of(held) else { return Ok(None) };
        let Some(seen) = rows::find_session(&self.store, &key, since(now)).await? else { return Ok(None) };
        if seen + SEEN_STEP <= now {
            rows::touch_session(&self.store, &key, now).await?;
        }
        Ok(Some(AdminSession(key)))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database's.
    pub async fn leave(&self, session: AdminSession) -> store::Result<()> {
        rows::delete_session(&self.store, &session.0).await
    }

    /// Seals a form of a session for what it is about.
    pub fn seal(&self, session: &AdminSession, about: &str) -> String {
        self.key.sign("admin form", &[session.as_bytes(), about.as_bytes()])
    }

    /// Tells whether a form was drawn for this session and is about this.
    pub fn is_sealed(&self, session: &AdminSession, about: &str, seal: &str) -> bool {
        self.key.verify("admin form", &[session.as_bytes(), about.as_bytes()], seal)
    }

    /// Forgets sessions and codes that are over.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(store: &Store, now: i64) -> store::Result<()> {
        rows::sweep(store, since(now), now - LONGEST).await
    }

    fn key_of(&self, held: &str) -> Option<[u8; 32]> {
        let secret: [u8; 32] = URL_SAFE_NO_PAD.decode(held).ok()?.try_into().ok()?;
        Some(self.digest(&Zeroizing::new(secret)))
    }

    /// With another password or another secret of codes every session is over.
    fn digest(&self, secret: &[u8; 32]) -> [u8; 32] {
        let codes = self.totp.as_ref().map(config::TotpFile::secret).unwrap_or_default();
        self.key.digest("admin session", &[secret, self.hash.expose_secret().as_bytes(), codes])
    }
}

fn since(now: i64) -> Since {
    Since { seen: now - IDLE - SEEN_STEP, created: now - LONGEST }
}

fn allowed(decision: RateDecision) -> Result<(), NotLetIn> {
    match decision {
        RateDecision::Allowed => Ok(()),
        RateDecision::RetryAfter(wait) => Err(NotLetIn::Wait(wait)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::store::place_for_tests::Place;

    /// A hash that takes no time: tries that are counted come back with time.
    fn cheap_hash(password: &str) -> String {
        let params = argon2::Params::new(8, 1, 1, None).unwrap();
        let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        argon2::PasswordHasher::hash_password(&argon2, password.as_bytes()).unwrap().to_string()
    }

    async fn gate(place: &Place, password: &str) -> AdminGate {
        let hash = cheap_hash(password);
        let admin = config::Admin { password_hash: Some(hash.into()), ..config::Admin::default() };
        AdminGate::new(&admin, place.store().await, SigningKey::new([7; 32].into())).unwrap()
    }

    #[tokio::test]
    async fn a_session_ends_without_a_page_in_any_case_after_hours_and_with_another_password() {
        let place = Place::new();
        let one = gate(&place, "first").await;
        let held = one.enter(None, true, "first".into(), "", 1_000).await.unwrap();
        let is_open = async |gate: &AdminGate, now| gate.open(&held, now).await.unwrap().is_some();
        assert!(is_open(&one, 1_000).await && is_open(&one, 1_000 + IDLE).await);
        assert!(!is_open(&one, 1_000 + 2 * IDLE + SEEN_STEP + 1).await, "idle for too long");
        let mut now = 1_000 + IDLE;
        while now < 1_000 + LONGEST {
            assert!(is_open(&one, now).await, "{now}");
            now += IDLE;
        }
        assert!(!is_open(&one, 1_001 + LONGEST).await, "too long in all");
        let two = gate(&place, "second").await;
        assert!(!is_open(&two, 1_000 + IDLE).await, "the password is another one");
        for odd in ["", "x", "AAAA"] {
            assert!(one.open(odd, 1_000).await.unwrap().is_none(), "{odd}");
        }
        let session = one.open(&held, 1_000 + IDLE).await.unwrap().unwrap();
        let seal = one.seal(&session, "save a");
        assert!(one.is_sealed(&session, "save a", &seal) && !one.is_sealed(&session, "save b", &seal));
        one.leave(session).await.unwrap();
        assert!(!is_open(&one, 1_000 + IDLE).await, "signed out");
    }

    #[tokio::test]
    async fn wrong_tries_are_few_for_a_network_and_in_all_and_right_ones_cost_nothing() {
        let place = Place::new();
        let gate = gate(&place, "first").await;
        let network = |last: u8| Some(IpAddr::from([192, 0, 2, last]));
        for _ in 0..BY_NETWORK.0 + 2 {
            gate.enter(network(1), true, "first".into(), "", 1_000).await.unwrap();
        }
        for _ in 0..BY_NETWORK.0 {
            assert!(matches!(gate.enter(network(1), true, "x".into(), "", 1_000).await, Err(NotLetIn::Wrong)));
        }
        assert!(matches!(gate.enter(network(1), true, "first".into(), "", 1_000).await, Err(NotLetIn::Wait(_))));
        for last in 2..2 + u8::try_from(IN_ALL.0 - BY_NETWORK.0).unwrap() {
            assert!(
                matches!(gate.enter(network(last), true, "x".into(), "", 1_000).await, Err(NotLetIn::Wrong)),
                "{last}"
            );
        }
        for _ in 0..BY_NETWORK.0 + 1 {
            let asked = gate.enter(network(99), true, "first".into(), "", 1_000).await;
            assert!(matches!(asked, Err(NotLetIn::Wait(_))), "those of all are used up");
        }
        assert!(
            gate.enter(network(99), false, "first".into(), "", 1_000).await.is_ok(),
            "it has not paid, and comes by a tunnel"
        );
    }
}
