//! One message.

mod body;
mod download;
mod event;
mod files;
mod images;
mod page;
mod preview;
mod reading_query;
mod show;
#[cfg(test)]
mod text_tests;

pub use page::MessagePage;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of messages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/{box}/{message}", get(show::show))
        .route("/{box}/{message}/body", get(body::body))
        .route("/{box}/{message}/images", post(images::decide))
        .route("/{box}/{message}/headers", get(download::headers))
        .route("/{box}/{message}/preview/{section}", get(preview::preview))
        .route("/{box}/{message}/raw", get(download::raw))
        .route("/{box}/{message}/part/{section}", get(download::part))
}
