//! Work for a processor, in a thread where it stops nobody else.

use tokio::sync::Semaphore;

/// Does work apart, at most so much at a time; work that panics gives nothing.
///
/// The permit goes with the work: whoever asked may leave meanwhile, and the work goes on.
pub(super) async fn apart<T: Send + 'static>(
    places: &'static Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let permit = places.acquire().await.ok()?;
    let work = move || {
        let _permit = permit;
        work()
    };
    tokio::task::spawn_blocking(work).await.ok()
}
