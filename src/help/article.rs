//! `GET /help/{slug}`: one article.

use super::Settings;
use super::row::{ArticleRow, rows};
use super::visitor::{Transport, Visitor};
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
    let votes = visit.app.votes();
    let useful = votes.useful();
    let owner = visit.account.as_ref().map(|account| account.owner());
    let visitor = Visitor::known(owner.as_deref(), &headers, Transport::of(&visit), visit.app.signing_key());
    let voted = match visitor {
        Some(visitor) => votes.vote_of(&slug, &visitor).await,
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
