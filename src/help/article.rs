//! `GET /help/{slug}`: one article.

use super::Settings;
use super::row::{ArticleRow, rows, votes_or_none};
use super::visitor::{Transport, Visitor};
use crate::store::votes;
use crate::web::{self, Chrome, Path, Visit};
use askama::Template;
use axum::http::HeaderMap;

#[derive(Template)]
#[template(path = "help/article.html")]
pub(crate) struct ArticlePage {
    pub(crate) chrome: Chrome,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) html: String,
    pub(crate) tags: Vec<String>,
    pub(crate) related: Vec<ArticleRow>,
    pub(crate) useful: u32,
    pub(crate) voted: Option<bool>,
}

/// Shows an article, and what this visitor said of it.
pub async fn show(visit: Visit, Path(slug): Path<String>, headers: HeaderMap) -> web::Result {
    let articles = visit.app.articles();
    let article = articles.article(&slug).ok_or(web::Error::NotFound)?;
    let settings = Settings::of(&visit);
    let store = visit.app.store();
    let useful = votes_or_none(votes::useful_counts(store).await);
    let address = visit.account.as_ref().map(|account| account.address());
    let voted = match Visitor::known(address, &headers, Transport::of(&visit)) {
        Some(visitor) => votes_or_none(votes::vote_of(store, &slug, visitor.as_bytes()).await),
        None => None,
    };
    web::page(&ArticlePage {
        chrome: visit.chrome("help"),
        title: article.title(&settings),
        summary: article.summary(&settings),
        html: article.html(&settings),
        tags: article.tags().to_vec(),
        related: rows(articles.related(article), &settings, &useful),
        useful: useful.get(&slug).copied().unwrap_or(0),
        voted,
        slug,
    })
}
