//! `GET /help/{slug}`: one article.

use super::row::{ArticleRow, rows, tag_link};
use super::visitor::{self, Visitor};
use super::vote::MAX_MISSING;
use crate::articles::Heading;
use crate::web::{self, AddressQuery, Layout, Link, Path, Query, Visit, placeholders};
use askama::Template;
use axum::http::HeaderMap;

#[derive(Template)]
#[template(path = "help/article.html")]
pub(crate) struct ArticlePage {
    pub(crate) layout: Layout,
    /// Where the vote goes.
    pub(crate) vote: String,
    /// Where all articles are.
    pub(crate) all: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) html: String,
    /// The headings to which the table of contents leads.
    pub(crate) contents: Vec<Heading>,
    /// The tags, each with where its articles are.
    pub(crate) tags: Vec<Link>,
    pub(crate) related: Vec<ArticleRow>,
    pub(crate) useful: u32,
    pub(crate) voted: Option<bool>,
}

impl ArticlePage {
    /// Returns how much a visitor may write of what was missing.
    fn max_missing(&self) -> usize {
        MAX_MISSING
    }
}

/// Shows an article, and what this visitor said of it.
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<AddressQuery>,
    headers: HeaderMap,
) -> web::Result {
    let articles = visit.state.articles();
    let article = articles.article(&slug).ok_or(web::Error::NotFound)?;
    let placeholders = placeholders(&visit, visit.served(&asked.address));
    let votes = visit.state.votes();
    let useful = votes.useful();
    let owner = visit.account.as_ref().map(|account| account.mailbox_key());
    let visitor = Visitor::known(owner.as_deref(), &headers, visitor::cookie(&visit), visit.state.signing_key());
    let voted = match visitor {
        Some(visitor) => votes.vote_of(&slug, visitor.as_bytes()).await,
        None => None,
    };
    web::page(&ArticlePage {
        layout: visit.layout("help"),
        title: article.title(&placeholders),
        summary: article.summary(&placeholders),
        html: articles.html(article, &placeholders),
        tags: article.tags().iter().map(|tag| tag_link(tag, &placeholders)).collect(),
        contents: article.headings(&placeholders).into_iter().filter(|heading| heading.level == 2).collect(),
        related: rows(&articles, articles.related(article), "", &placeholders, &useful),
        useful: useful.get(&slug).copied().unwrap_or(0),
        voted,
        vote: placeholders.lead(&format!("/help/{slug}/vote")),
        all: placeholders.lead("/help"),
    })
}
