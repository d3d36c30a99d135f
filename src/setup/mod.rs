//! Server settings for mail programs; needs no sign-in.

mod page;
mod program;

#[cfg(test)]
pub(crate) use page::{Problem, SetupPage, SetupRow};

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// Returns the URLs of the setup pages.
pub fn routes() -> Router<AppState> {
    Router::new().route("/setup", get(page::show)).route("/setup/{program}", get(program::lead))
}
