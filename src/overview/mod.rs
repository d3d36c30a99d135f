//! The first page after signing in: what the mail program sees, what it does not, how full the mailbox is.

mod page;

pub use page::OverviewPage;

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// Returns the URL of the overview.
pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(page::show))
}
