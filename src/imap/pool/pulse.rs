//! Whether the server answers, and since when: every opening of a connection tells.

use crate::imap::types::{Capabilities, Error, Result};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::sync::{Semaphore, SemaphorePermit};

/// For so long a page believes what was heard last.
const FRESH: Duration = Duration::from_secs(5);

/// Pages that wait at once for the same greeting.
const WAITING: usize = 200;

/// What is known of a server since this process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// Whether it greeted when it was last asked; that it is full for now is an answer, too.
    pub is_up: bool,
    /// Whether it is there, but did not prove who it is.
    pub is_insecure: bool,
    /// Since when that is so.
    pub since: SystemTime,
    /// When it was last asked.
    pub asked: SystemTime,
}

/// Notes what became of each opening, up to the greeting: what one account meets behind it says nothing of the server.
#[derive(Debug)]
pub(super) struct Heart {
    pulse: Mutex<Option<Pulse>>,
    capabilities: Mutex<Option<Capabilities>>,
    asking: Semaphore,
    queue: Semaphore,
}

impl Default for Heart {
    fn default() -> Self {
        let (asking, queue) = (Semaphore::new(1), Semaphore::new(WAITING));
        Self { pulse: Mutex::default(), capabilities: Mutex::default(), asking, queue }
    }
}

impl Heart {
    /// Notes what became of an opening, and passes it on.
    pub fn note<T>(&self, opened: Result<T>) -> Result<T> {
        let (is_up, is_insecure) = match &opened {
            Ok(_) | Err(Error::SignInRefused(_)) => (true, false),
            // It is our own connections that are all in use.
            Err(Error::Busy) => return opened,
            Err(Error::Tls(_)) => (false, true),
            Err(_) => (false, false),
        };
        let now = SystemTime::now();
        let mut pulse = self.pulse.lock().unwrap_or_else(PoisonError::into_inner);
        let same = pulse.filter(|pulse| (pulse.is_up, pulse.is_insecure) == (is_up, is_insecure));
        *pulse = Some(Pulse { is_up, is_insecure, since: same.map_or(now, |pulse| pulse.since), asked: now });
        opened
    }

    pub fn pulse(&self) -> Option<Pulse> {
        *self.pulse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether something was heard in the last seconds.
    pub fn is_fresh(&self) -> bool {
        self.pulse().is_some_and(|pulse| pulse.asked.elapsed().is_ok_and(|ago| ago < FRESH))
    }

    /// Waits until nobody else asks the server; `None` where too many wait for that already.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        let _place = self.queue.try_acquire().ok()?;
        self.asking.acquire().await.ok()
    }

    /// Notes what the server can do for who is signed in.
    pub fn note_capabilities(&self, capabilities: &Capabilities) {
        let mut known = self.capabilities.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref() != Some(capabilities) {
            *known = Some(capabilities.clone());
        }
    }

    pub fn capabilities(&self) -> Option<Capabilities> {
        self.capabilities.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imap::types::Refusal;

    #[test]
    fn a_server_is_away_since_the_first_opening_that_failed() {
        let heart = Heart::default();
        assert_eq!(heart.pulse(), None);
        let _ = heart.note(Ok(()));
        assert!(heart.pulse().is_some_and(|pulse| pulse.is_up));
        let _ = heart.note::<()>(Err(Error::Closed));
        let down = heart.pulse();
        assert!(down.is_some_and(|pulse| !pulse.is_up && !pulse.is_insecure));
        std::thread::sleep(Duration::from_millis(2));
        let _ = heart.note::<()>(Err(Error::Timeout("connection")));
        let _ = heart.note::<()>(Err(Error::Busy));
        assert_eq!(heart.pulse().map(|pulse| pulse.since), down.map(|pulse| pulse.since));
        assert!(heart.pulse().map(|pulse| pulse.asked) > down.map(|pulse| pulse.asked), "it was asked again");
        let _ = heart.note::<()>(Err(Error::Tls("no trust".to_owned())));
        let insecure = heart.pulse();
        assert!(insecure.is_some_and(|pulse| pulse.is_insecure && Some(pulse.since) > down.map(|down| down.since)));
        let refusal = Refusal { command: "sign-in", bad: false, code: None, text: String::new() };
        let _ = heart.note::<()>(Err(Error::SignInRefused(refusal)));
        assert!(heart.pulse().is_some_and(|pulse| pulse.is_up), "who refuses is there");
    }
}
