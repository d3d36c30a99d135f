//! Emptying Spam and Trash: the question, and the deed.

mod confirm;
mod empty;

pub use confirm::ConfirmPage;

use crate::state::AppState;
use crate::web::Place;
use axum::Router;
use axum::routing::get;

/// Returns the URLs of emptying.
pub fn routes() -> Router<AppState> {
    let at =
        |place| get(move |user| confirm::show(place, user)).post(move |user, form| empty::empty(place, user, form));
    Router::new().route("/spam/empty", at(Place::Spam)).route("/trash/empty", at(Place::Trash))
}
