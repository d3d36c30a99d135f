//! One article in a list.

use crate::articles::{Article, Placeholders};
use crate::web::{Link, encoded};
use std::collections::BTreeMap;

/// One article in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Where it is.
    pub href: String,
    /// The title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// The tags.
    pub tags: Vec<String>,
    /// How many visitors found it useful.
    pub useful: u32,
}

/// Makes the rows of a list.
pub fn rows(articles: Vec<&Article>, placeholders: &Placeholders, useful: &BTreeMap<String, u32>) -> Vec<ArticleRow> {
    let row = |article: &Article| ArticleRow {
        href: placeholders.lead(&format!("/help/{}", article.slug())),
        title: article.title(placeholders),
        summary: article.summary(placeholders),
        tags: article.tags().to_vec(),
        useful: useful.get(article.slug()).copied().unwrap_or(0),
    };
    articles.into_iter().map(row).collect()
}

/// Returns the link to the articles of a tag.
pub fn tag_link(tag: &str, placeholders: &Placeholders) -> Link {
    Link { href: placeholders.lead(&format!("/help?tag={}", encoded(tag))), text: tag.to_owned() }
}
