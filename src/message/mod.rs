//! One message.

mod page;
mod show;

pub use page::MessagePage;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// Returns the URLs of messages.
pub fn routes() -> Router<App> {
    Router::new().route("/{box}/{message}", get(show::show))
}
