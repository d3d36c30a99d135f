//! Starts, opens and ends sessions.

use super::seal::{self, Cookie, Session};
use crate::store::sessions::{self as rows, RowKey, Since};
use crate::store::{self, Store};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long `seen_at` may lag behind, in seconds: a page view writes only now and then.
const SEEN_STEP: i64 = 60;
/// How long a session that was opened is remembered: until then another process that shares the database may have ended it.
const REMEMBERED: Duration = Duration::from_secs(5);
/// How long it is known of a session that it could be opened: whoever works in it does so again and again.
const KNOWN: Duration = Duration::from_secs(600);
/// Sessions that are remembered at most, some 300 octets each.
const MOST: usize = 10_000;

/// Bounds the life of a session.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// After so long without a page it ends.
    pub idle: Duration,
    /// After so long it ends in any case.
    pub absolute: Duration,
}

impl Limits {
    fn since(self, now: i64) -> Since {
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        // `seen_at` may lag by a step: nobody is signed out early for that.
        let seen = now.saturating_sub(seconds(self.idle) + SEEN_STEP);
        Since { seen, created: now.saturating_sub(seconds(self.absolute)) }
    }
}

/// Why a session does not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database does not keep it.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// It cannot be sealed.
    #[error(transparent)]
    Seal(anyhow::Error),
}

/// The sessions of a site. Every `now` is in Unix seconds.
pub struct Sessions {
    store: Store,
    limits: Limits,
    /// What was opened a moment ago: a page need neither ask the database nor unseal anything.
    recent: Mutex<Recent>,
}

/// Sessions that were opened here, and when; and how many have ended here.
#[derive(Default)]
struct Recent {
    opened: BTreeMap<RowKey, (Instant, Session)>,
    /// When sessions were opened last: longer, for nothing of theirs is in it.
    known: BTreeMap<RowKey, Instant>,
    ended: u64,
}

impl Recent {
    fn forget_old(&mut self) {
        self.opened.retain(|_, (when, _)| when.elapsed() <= REMEMBERED);
        self.known.retain(|_, when| when.elapsed() <= KNOWN);
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Keeps sessions in a store.
    pub fn new(store: Store, limits: Limits) -> Self {
        Self { store, limits, recent: Mutex::default() }
    }

    /// Locks what is remembered; a poisoned lock still holds it.
    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a session, and returns the cookie that opens it.
    ///
    /// # Errors
    /// The database's, and a system without random numbers.
    pub async fn start(&self, session: &Session, now: i64) -> Result<Cookie, StartError> {
        let (cookie, row) = seal::seal(session).map_err(StartError::Seal)?;
        rows::insert(&self.store, &seal::key_of(&cookie), &row, now).await?;
        Ok(cookie)
    }

    /// Opens a session; `None` when there is none, it has expired, or its row was tampered with.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(&self, cookie: &Cookie, now: i64) -> store::Result<Option<Session>> {
        let key = seal::key_of(cookie);
        let ended = {
            let recent = self.recent();
            match recent.opened.get(&key) {
                Some((when, session)) if when.elapsed() <= REMEMBERED => return Ok(Some(session.clone())),
                _ => recent.ended,
            }
        };
        let opened = self.open_row(cookie, &key, now).await?;
        if let Some(session) = &opened {
            let mut recent = self.recent();
            if recent.opened.len() >= MOST || recent.known.len() >= MOST {
                recent.forget_old();
            }
            // Whoever ended one while we asked has looked for it here before it was here.
            if recent.ended == ended {
                if recent.opened.len() < MOST {
                    recent.opened.insert(key, (Instant::now(), session.clone()));
                }
                if recent.known.len() < MOST || recent.known.contains_key(&key) {
                    recent.known.insert(key, Instant::now());
                }
            }
        }
        Ok(opened)
    }

    async fn open_row(&self, cookie: &Cookie, key: &RowKey, now: i64) -> store::Result<Option<Session>> {
        let found = rows::find(&self.store, key, self.limits.since(now)).await?;
        let Some((row, seen_at)) = found else { return Ok(None) };
        let Some(session) = seal::unseal(cookie, row) else { return Ok(None) };
        if now - seen_at >= SEEN_STEP {
            // "Last seen" is not worth a failed page.
            let _ = rows::touch(&self.store, key, now).await;
        }
        Ok(Some(session))
    }

    /// Ends a session, at once in this process; one that is not there is ended already.
    ///
    /// # Errors
    /// The database's; the row lives on then.
    pub async fn end(&self, cookie: &Cookie) -> store::Result<()> {
        let key = seal::key_of(cookie);
        // The row may be gone although nobody waits for the answer any more.
        let _forgets = Forgets { sessions: self, key };
        rows::delete(&self.store, &key).await
    }

    /// Tells whether a session was opened here in the last minutes, and has not been ended here since: what asks for it is no stranger's
    /// invention. Another process may have ended it meanwhile. Neither the database nor a secret is asked.
    pub fn is_known(&self, key: &RowKey) -> bool {
        self.recent().known.get(key).is_some_and(|when| when.elapsed() <= KNOWN)
    }

    /// Counts the sessions that were opened here in the last seconds.
    pub fn active(&self) -> usize {
        self.recent().opened.values().filter(|(when, _)| when.elapsed() <= REMEMBERED).count()
    }

    /// Deletes expired sessions, and tells how many there were.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self, now: i64) -> store::Result<u64> {
        rows::sweep(&self.store, self.limits.since(now)).await
    }

    /// Lets go of what is remembered too long, for as long as it is polled: a password stays here for seconds, not until the next page.
    pub async fn forget(&self) {
        loop {
            tokio::time::sleep(REMEMBERED).await;
            self.recent().forget_old();
        }
    }
}

/// Forgets a session when it is dropped, however that comes.
struct Forgets<'a> {
    sessions: &'a Sessions,
    key: RowKey,
}

impl Drop for Forgets<'_> {
    fn drop(&mut self) {
        let mut recent = self.sessions.recent();
        recent.ended += 1;
        recent.opened.remove(&self.key);
        recent.known.remove(&self.key);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::store::place_for_tests::Place;
    use secrecy::ExposeSecret as _;
    use std::path::PathBuf;
    use support::database::{Database, files_below, files_holding};

    const LIMITS: Limits = Limits { idle: Duration::from_secs(3600), absolute: Duration::from_secs(36_000) };
    const BEGUN: i64 = 1_000_000;

    /// Every process has a memory of its own: a new one has none.
    async fn process(place: &Place) -> Sessions {
        Sessions::new(place.store().await, LIMITS)
    }

    async fn started(sessions: &Sessions) -> Cookie {
        let session = Session { owner: "anna@example.org".into(), password: "geheim \u{1f511}".into() };
        sessions.start(&session, BEGUN).await.unwrap()
    }

    async fn opens(place: &Place, cookie: &Cookie, now: i64) -> bool {
        process(place).await.open(cookie, now).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn only_cookie_and_row_together_give_the_password_back() {
        let place = Place::new();
        let sessions = process(&place).await;
        let cookie = started(&sessions).await;
        for _ in 0..2 {
            let session = sessions.open(&cookie, BEGUN + 1).await.unwrap().unwrap();
            let opened = (session.owner.as_str(), session.password.expose_secret());
            assert_eq!(opened, ("anna@example.org", "geheim \u{1f511}"), "also when it is remembered");
        }
        assert!(sessions.open(&Cookie::default(), BEGUN + 1).await.unwrap().is_none());
        Database::at(place.url()).run("UPDATE session SET owner = 'ben@example.org'");
        assert!(!opens(&place, &cookie, BEGUN + 1).await, "a row given to another owner opens nothing");
    }

    #[tokio::test]
    async fn the_files_of_the_database_hold_neither_cookie_nor_password() {
        let place = Place::new();
        let sessions = process(&place).await;
        let cookie = started(&sessions).await;
        sessions.store.close().await;
        let folder = place.files();
        let holding = |secret: &[u8]| files_holding(&folder, secret);
        assert!(!holding(b"anna@example.org").is_empty(), "the search finds what is there");
        assert_eq!([holding(b"geheim"), holding(&cookie[..])].concat(), Vec::<PathBuf>::new());
        let mode = |file: &PathBuf| std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert!(files_below(&folder).iter().all(|file| mode(file) & 0o077 == 0), "nobody else may read them");
    }

    #[tokio::test]
    async fn a_session_ends_when_it_idles_and_when_it_is_old() {
        let place = Place::new();
        let cookie = started(&process(&place).await).await;
        for step in 1..=10 {
            assert!(opens(&place, &cookie, BEGUN + 3600 * step).await, "used every hour");
        }
        assert!(!opens(&place, &cookie, BEGUN + 36_001).await, "ten hours are enough");
        let place = Place::new();
        let sessions = process(&place).await;
        let cookie = started(&sessions).await;
        assert!(!opens(&place, &cookie, BEGUN + 3600 + 61).await, "idle for an hour");
        assert_eq!(sessions.sweep(BEGUN + 3600 + 61).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_session_ends_at_once_where_it_is_ended_and_within_seconds_elsewhere() {
        let place = Place::new();
        let (here, elsewhere) = (process(&place).await, process(&place).await);
        let cookie = started(&here).await;
        let key = seal::key_of(&cookie);
        for sessions in [&here, &elsewhere] {
            assert!(!sessions.is_known(&key), "nobody has opened it");
            assert!(sessions.open(&cookie, BEGUN).await.unwrap().is_some() && sessions.is_known(&key));
        }
        here.end(&cookie).await.unwrap();
        assert!(!here.is_known(&key));
        assert!(here.open(&cookie, BEGUN).await.unwrap().is_none());
        assert_eq!(Database::at(place.url()).count("SELECT COUNT(*) FROM session"), 0);
        let start = std::time::Instant::now();
        while elsewhere.open(&cookie, BEGUN).await.unwrap().is_some() {
            assert!(start.elapsed() < 4 * REMEMBERED, "it goes on elsewhere");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    #[tokio::test]
    async fn a_session_that_ends_while_it_is_being_opened_is_not_remembered() {
        let place = Place::new();
        let sessions = process(&place).await;
        for _ in 0..100 {
            let cookie = started(&sessions).await;
            let (_, ended) = tokio::join!(sessions.open(&cookie, BEGUN), sessions.end(&cookie));
            ended.unwrap();
            assert!(sessions.open(&cookie, BEGUN).await.unwrap().is_none());
        }
    }

    #[tokio::test]
    async fn a_session_ends_at_once_although_nobody_waits_for_it() {
        let place = Place::new();
        let sessions = process(&place).await;
        let cookie = started(&sessions).await;
        assert!(sessions.open(&cookie, BEGUN).await.unwrap().is_some());
        // The browser leaves as soon as the form is sent.
        let mut end = Box::pin(sessions.end(&cookie));
        let _ = futures_util::poll!(&mut end);
        drop(end);
        assert!(sessions.recent().opened.is_empty());
    }

    #[tokio::test]
    async fn a_tampered_row_signs_out() {
        let place = Place::new();
        let cookie = started(&process(&place).await).await;
        for change in ["nonce = salt", "sealed = salt", "salt = nonce"] {
            let change = format!("UPDATE session SET {change}");
            Database::at(place.url()).run(&change);
            assert!(!opens(&place, &cookie, BEGUN + 1).await, "{change}");
        }
    }
}
