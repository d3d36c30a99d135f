//! `GET /help/tags`: the articles of each tag.

use super::row::{ArticleRow, rows, tag_link};
use crate::web::{self, AddressQuery, Layout, Link, Query, Visit, placeholders};
use askama::Template;

#[derive(Template)]
#[template(path = "help/tags.html")]
pub(crate) struct TagsPage {
    pub(crate) layout: Layout,
    /// Where all articles are.
    pub(crate) all: String,
    /// Each tag with its articles.
    pub(crate) tags: Vec<(Link, Vec<ArticleRow>)>,
}

/// Lists them.
pub async fn list(visit: Visit, Query(asked): Query<AddressQuery>) -> web::Result {
    let placeholders = placeholders(&visit, visit.served(&asked.address));
    let (articles, useful) = (visit.state.articles(), visit.state.votes().useful());
    let tag = |tag: String| {
        let rows = rows(&articles, articles.find("", Some(&tag)), "", &placeholders, &useful);
        (tag_link(&tag, &placeholders), rows)
    };
    let tags = articles.tags().into_iter().map(tag).collect();
    web::page(&TagsPage { layout: visit.layout("help"), all: placeholders.lead("/help"), tags })
}
