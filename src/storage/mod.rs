//! Where the room of a mailbox went, and how to get it back.

mod clean;
mod dismiss;
mod inbox;
mod page;
mod words;

pub use clean::{CleanPage, CleanPreview};
pub use inbox::{OldMailPage, OldMailPreview};
pub use page::StoragePage;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of storage.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/storage", get(page::show))
        .route("/storage/inbox", get(inbox::show))
        .route("/storage/clean", get(clean::show).post(clean::switch))
        .route("/storage/dismiss", post(dismiss::dismiss))
}
