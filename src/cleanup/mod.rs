//! Emptying Spam and Trash: the question, and the deed.

mod confirm;
mod empty;

pub use confirm::ConfirmPage;

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// Returns the URLs of emptying.
pub fn routes() -> Router<AppState> {
    let question_and_deed = || get(confirm::show).post(empty::empty);
    Router::new().route("/spam/empty", question_and_deed()).route("/trash/empty", question_and_deed())
}
