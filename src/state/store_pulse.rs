//! Whether the database answers, asked once a second at most, however many want to know.

use crate::store::Store;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long an answer is good for.
const FRESH: Duration = Duration::from_secs(1);

/// Remembers whether the database answered when it was last asked, and when that was.
#[derive(Debug, Default)]
pub struct StorePulse(Mutex<Option<(Instant, bool)>>);

impl StorePulse {
    /// Tells whether the database answers. One asks, the others wait for what it finds out; only a change is logged.
    pub async fn answers(&self, store: &Store) -> bool {
        let mut last = self.0.lock().await;
        if let Some((when, answers)) = *last
            && when.elapsed() < FRESH
        {
            return answers;
        }
        let before = last.is_none_or(|(_, answers)| answers);
        let asked = store.ping().await;
        let answers = asked.is_ok();
        match asked {
            Err(error) if before => tracing::warn!("not ready: {error}"),
            Ok(()) if !before => tracing::info!("ready again: the database answers"),
            _ => {}
        }
        *last = Some((Instant::now(), answers));
        answers
    }
}
