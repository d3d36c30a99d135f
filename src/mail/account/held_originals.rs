//! Bounds what is held of originals on their way.

use std::sync::Arc;
use tokio::sync::Semaphore;

/// Megabytes of originals that are held at a time: three of the largest.
const HELD: usize = 93;

/// Bounds what is held of originals on their way.
#[derive(Debug)]
pub(in crate::mail) struct Room(pub Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HELD)))
    }
}
