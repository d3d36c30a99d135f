//! The pages of those who look after the site: how things stand, and the help articles. No way leads from here into anybody's mail, and
//! nobody's address stands on them.

mod door;
mod errors;
mod frame;
mod overview;

pub use errors::error_pages;
#[cfg(test)]
pub(crate) use {door::DoorPage, errors::AdminErrorPage, frame::Frame, overview::AdminPage};

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of those who look after the site.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(overview::show))
        .route("/admin/login", get(door::show).post(door::enter))
        .route("/admin/logout", post(door::leave))
}
