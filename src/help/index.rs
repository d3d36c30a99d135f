//! `GET /help`: all articles, or those that answer `?q=words` and carry `?tag=`.

use super::row::{ArticleRow, rows, tag_link};
use crate::web::{self, Layout, Link, Query, Visit, placeholders};
use askama::Template;

/// Articles that a search shows: who does not find it among the best asks otherwise.
const MOST_FOUND: usize = 20;

/// What can be asked of the list.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct HelpQuery {
    q: String,
    tag: String,
    address: String,
}

#[derive(Template)]
#[template(path = "help/index.html")]
pub(crate) struct HelpIndexPage {
    pub(crate) layout: Layout,
    pub(crate) query: String,
    /// The address that the help was opened for.
    pub(crate) address: Option<String>,
    /// Where all articles are.
    pub(crate) all: String,
    /// Where the articles of each tag are.
    pub(crate) by_tag: String,
    /// The tags, each with where its articles are.
    pub(crate) tags: Vec<Link>,
    pub(crate) tag: Option<String>,
    pub(crate) articles: Vec<ArticleRow>,
}

/// Lists the articles.
pub async fn list(visit: Visit, Query(asked): Query<HelpQuery>) -> web::Result {
    let query: String = asked.q.trim().chars().take(200).collect();
    let tag = Some(asked.tag).filter(|tag| !tag.is_empty());
    let useful = visit.state.votes().useful();
    let placeholders = placeholders(&visit, visit.served(&asked.address));
    let articles = visit.state.articles();
    let mut listed = articles.find(&query, tag.as_deref());
    if !query.is_empty() {
        listed.truncate(MOST_FOUND);
    }
    let found = rows(&articles, listed, &query, &placeholders, &useful);
    web::page(&HelpIndexPage {
        layout: visit.layout("help"),
        query,
        address: placeholders.asked.as_ref().map(ToString::to_string),
        all: placeholders.lead("/help"),
        by_tag: placeholders.lead("/help/tags"),
        tags: articles.tags().iter().map(|tag| tag_link(tag, &placeholders)).collect(),
        tag,
        articles: found,
    })
}
