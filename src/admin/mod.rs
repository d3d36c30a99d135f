//! The pages of those who look after the site: how things stand, and the help articles. No way leads from here into anybody's mail, and
//! nobody's address stands on them.

mod door;
mod editor;
mod errors;
mod frame;
mod health;
mod overview;
mod version;
mod words;
mod write;

pub use door::OwnPort;
pub use errors::error_pages;
#[cfg(test)]
pub(crate) use {
    door::DoorPage,
    editor::{EditorPage, Preview, VersionRow},
    errors::AdminErrorPage,
    frame::Frame,
    health::ServerRow,
    overview::{AdminPage, ArticleRow, FailureRow, JobRow, MissingRow},
    version::VersionPage,
};

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of those who look after the site.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(overview::show))
        .route("/admin/login", get(door::show).post(door::enter))
        .route("/admin/logout", post(door::leave))
        .route("/admin/articles", get(editor::open))
        .route("/admin/articles/{slug}", get(editor::show).post(write::write))
        .route("/admin/articles/{slug}/back", post(write::bring_back))
        .route("/admin/articles/{slug}/{version}", get(version::show))
}
