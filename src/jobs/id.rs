//! The name of a job.

use crate::store::jobs::JobKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use std::str::FromStr;

/// Names a job: 128 random bits, in a URL as 22 letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(pub(super) JobKey);

impl JobId {
    /// Makes a new one.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map(|()| Self(bytes))
    }
}

impl JobId {
    /// Names a job by what the store has of it.
    pub fn from_key(key: JobKey) -> Self {
        Self(key)
    }

    /// Returns what the store has of it.
    pub fn key(self) -> JobKey {
        self.0
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for JobId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        URL_SAFE_NO_PAD.decode(text).ok().and_then(|octets| octets.try_into().ok()).map(Self).ok_or(())
    }
}
