//! One article in a list.

use super::{Article, Settings};
use std::collections::BTreeMap;

/// One article in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// The name in the URL `/help/{slug}`.
    pub slug: String,
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
pub fn rows(articles: Vec<&Article>, settings: &Settings, useful: &BTreeMap<String, u32>) -> Vec<ArticleRow> {
    let row = |article: &Article| ArticleRow {
        slug: article.slug().to_owned(),
        title: article.title(settings),
        summary: article.summary(settings),
        tags: article.tags().to_vec(),
        useful: useful.get(article.slug()).copied().unwrap_or(0),
    };
    articles.into_iter().map(row).collect()
}
