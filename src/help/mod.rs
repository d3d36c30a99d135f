//! The help: articles in plain words, found by searching, and one question below each: was this useful?
//!
//! It needs no sign-in, and reading works when mail and store do not.

mod article;
mod articles;
mod front_matter;
mod index;
mod markdown;
mod row;
mod search;
mod settings;
mod visitor;
mod vote;
mod votes;

pub use articles::{Article, Articles, Mistake};
pub use settings::Settings;
pub use votes::Votes;
#[cfg(test)]
pub(crate) use {article::ArticlePage, index::HelpIndexPage, row::ArticleRow};

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the help.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/help", get(index::list))
        .route("/help/{slug}", get(article::show))
        .route("/help/{slug}/vote", post(vote::vote))
}
