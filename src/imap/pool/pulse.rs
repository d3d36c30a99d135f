//! Whether the server answers, and since when: every opening of a connection tells.

use crate::imap::types::{Capabilities, Error, Result};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// For so long a page believes what was heard last.
const FRESH: Duration = Duration::from_secs(5);

/// What is known of a server since this process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// Whether it answered when it was last asked; a refusal is an answer.
    pub is_up: bool,
    /// Since when that is so.
    pub since: SystemTime,
    /// When it was last asked.
    pub asked: SystemTime,
}

/// Notes what became of each opening.
#[derive(Debug, Default)]
pub(super) struct Heart {
    pulse: Mutex<Option<Pulse>>,
    capabilities: Mutex<Option<Capabilities>>,
    asking: AtomicBool,
}

impl Heart {
    /// Notes what became of an opening, and passes it on.
    pub fn note<T>(&self, opened: Result<T>) -> Result<T> {
        let is_up = match &opened {
            Ok(_) | Err(Error::SignInRefused(_)) => true,
            // It is our own connections that are all in use.
            Err(Error::Busy) => return opened,
            Err(_) => false,
        };
        let now = SystemTime::now();
        let mut pulse = self.pulse.lock().unwrap_or_else(PoisonError::into_inner);
        let since = pulse.filter(|pulse| pulse.is_up == is_up).map_or(now, |pulse| pulse.since);
        *pulse = Some(Pulse { is_up, since, asked: now });
        opened
    }

    pub fn pulse(&self) -> Option<Pulse> {
        *self.pulse.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Tells whether the server should be asked; `None` when it was a moment ago, or is being asked.
    pub fn begin_asking(&self) -> Option<Asking<'_>> {
        if self.asking.swap(true, Ordering::SeqCst) {
            return None;
        }
        let asking = Asking(&self.asking);
        let is_fresh = |pulse: Pulse| pulse.asked.elapsed().is_ok_and(|ago| ago < FRESH);
        (!self.pulse().is_some_and(is_fresh)).then_some(asking)
    }
}

/// Somebody asks the server; others need not meanwhile.
#[derive(Debug)]
pub(super) struct Asking<'a>(&'a AtomicBool);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
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
        let up = heart.pulse();
        assert!(up.is_some_and(|pulse| pulse.is_up));
        let _ = heart.note::<()>(Err(Error::Closed));
        let down = heart.pulse();
        assert!(down.is_some_and(|pulse| !pulse.is_up));
        std::thread::sleep(std::time::Duration::from_millis(2));
        let _ = heart.note::<()>(Err(Error::Timeout("connection")));
        let _ = heart.note::<()>(Err(Error::Busy));
        assert_eq!(heart.pulse().map(|pulse| pulse.since), down.map(|pulse| pulse.since));
        assert!(heart.pulse().map(|pulse| pulse.asked) > down.map(|pulse| pulse.asked), "it was asked again");
        let refusal = Refusal { command: "sign-in", bad: false, code: None, text: String::new() };
        let _ = heart.note::<()>(Err(Error::SignInRefused(refusal)));
        assert!(heart.pulse().is_some_and(|pulse| pulse.is_up), "who refuses is there");
    }
}
