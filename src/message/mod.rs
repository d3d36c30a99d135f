//! One message.

mod download;
mod page;
mod show;

pub use page::MessagePage;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// Returns the URLs of messages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{box}/{message}", get(show::show))
        .route("/{box}/{message}/raw", get(download::raw))
        .route("/{box}/{message}/part/{section}", get(download::part))
}
