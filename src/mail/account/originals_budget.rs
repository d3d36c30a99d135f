//! Limits the memory for originals that are being delivered, over all accounts.

use std::sync::Arc;
use tokio::sync::Semaphore;

/// Megabytes of originals that are held at a time: three of the largest.
const HELD: usize = 93;

/// Megabytes that may be held of originals at a time.
#[derive(Debug)]
pub(in crate::mail) struct OriginalsBudget(pub Arc<Semaphore>);

impl Default for OriginalsBudget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HELD)))
    }
}
