//! Whose pictures the owner has let in, and how that is taken back. Letting them in is the message page's.

mod forbid;
mod page;

pub use page::PicturesPage;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of permissions for pictures.
pub fn routes() -> Router<AppState> {
    Router::new().route("/pictures", get(page::show)).route("/pictures/forbid", post(forbid::forbid))
}
