//! One article in a list.

use crate::articles::{Article, Articles, Piece, Placeholders};
use crate::web::{Link, encoded};
use std::collections::BTreeMap;

/// One article in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Where it is; after a search perhaps one of its headings.
    pub href: String,
    /// The title.
    pub title: Vec<Piece>,
    /// One or two sentences.
    pub summary: Vec<Piece>,
    /// The heading that the link leads to, after a search.
    pub heading: Option<String>,
    /// Where what was asked for stands, after a search.
    pub passage: Vec<Piece>,
    /// How many visitors found it useful.
    pub useful: u32,
}

/// Makes the rows of a list; `query` is what was asked for, and empty where nothing was.
pub fn rows(
    articles: &Articles,
    listed: Vec<&Article>,
    query: &str,
    placeholders: &Placeholders,
    useful: &BTreeMap<String, u32>,
) -> Vec<ArticleRow> {
    let row = |article: &Article| {
        let found = articles.shown_for(article, query, placeholders);
        let heading = found.heading.as_ref().map(|heading| format!("#{}", heading.id)).unwrap_or_default();
        ArticleRow {
            href: placeholders.lead(&format!("/help/{}{heading}", article.slug())),
            title: found.title,
            summary: found.summary,
            heading: found.heading.map(|heading| heading.text),
            passage: found.passage,
            useful: useful.get(article.slug()).copied().unwrap_or(0),
        }
    };
    listed.into_iter().map(row).collect()
}

/// Returns the link to the articles of a tag.
pub fn tag_link(tag: &str, placeholders: &Placeholders) -> Link {
    Link { href: placeholders.lead(&format!("/help?tag={}", encoded(tag))), text: tag.to_owned() }
}
