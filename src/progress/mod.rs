//! Long work as its owner sees it: how far it is, what it came to, and the button that stops it.

mod cancel;
mod events;
mod page;
mod told;
mod undo;
mod words;

pub use page::JobPage;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of long work.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/jobs/{id}", get(page::show))
        .route("/jobs/{id}/events", get(events::show))
        .route("/jobs/{id}/cancel", post(cancel::cancel))
        .route("/undo", post(undo::undo))
}
