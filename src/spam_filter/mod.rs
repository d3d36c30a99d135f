//! The spam filter's switch: whether the mail server files what the filter has marked.

mod page;
mod words;

pub use page::FilterPage;

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// Returns the URL of the switch. It lies below `/spam`, and is about the mail that is yet to come.
pub fn routes() -> Router<AppState> {
    Router::new().route("/spam/filter", get(page::show).post(page::turn))
}
