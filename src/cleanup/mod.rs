//! Emptying Spam and Trash: the question, and the deed.

mod confirm;
mod empty;

pub use confirm::ConfirmPage;

use crate::state::AppState;
use crate::web::Folder;
use axum::Router;
use axum::routing::get;

/// Returns the URLs of emptying.
pub fn routes() -> Router<AppState> {
    let at =
        |folder| get(move |user| confirm::show(folder, user)).post(move |user, form| empty::empty(folder, user, form));
    Router::new().route("/spam/empty", at(Folder::Spam)).route("/trash/empty", at(Folder::Trash))
}
