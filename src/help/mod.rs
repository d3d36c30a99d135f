//! The help: articles in plain words, found by searching, and one question below each: was this useful?
//!
//! It needs no sign-in, and reading works when mail and store do not.

mod article;
mod index;
mod row;
mod tags;
mod visitor;
mod vote;

#[cfg(test)]
pub(crate) use {article::ArticlePage, index::HelpIndexPage, row::ArticleRow, tags::TagsPage};

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the help.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/help", get(index::list))
        .route("/help/tags", get(tags::list))
        .route("/help/{slug}", get(article::show))
        .route("/help/{slug}/vote", post(vote::vote))
}
