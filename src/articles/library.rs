//! All articles: where they come from, and how one is found.

use super::front_matter::Fault;
use super::markdown::{self, Heading};
use super::placeholders::without_placeholders;
use super::search::{Fields, Index};
use super::shown::{Piece, marked, passage};
use super::{Article, Placeholders};
use moka::sync::Cache;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Octets that an article may have.
pub const MAX_BYTES: u64 = 256 * 1024;

/// Letters of a slug that somebody makes up here.
const MAX_SLUG: usize = 60;

/// Bodies that are kept rendered, some ten kilobytes each: one for each article, mail server and language.
const MOST_RENDERED: u64 = 1_000;
/// Stands in a kept body where the user name is to be; no article has it, and no search finds a word in it.
const LOGIN: &str = "\u{e000}\u{e001}";

#[derive(rust_embed::Embed)]
#[folder = "help/en/"]
struct BuiltIn;

/// A file: its path, and its text or why there is none.
type File = (String, Result<String, Fault>);

/// Says what is wrong with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file, as it was found.
    pub file: String,
    /// The line, when it is at one.
    pub line: Option<usize>,
    /// What was found and what is allowed.
    pub text: String,
}

impl Mistake {
    fn of(file: &str, Fault { line, text }: Fault) -> Self {
        Self { file: file.to_owned(), line, text }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        write!(f, "{}{line}: {}", self.file, self.text)
    }
}

/// All articles of this installation, as they were at one moment.
#[derive(Debug, Clone, Default)]
pub struct Articles {
    pub(super) by_slug: BTreeMap<String, Article>,
    /// The file of each, and its text.
    sources: BTreeMap<String, (String, Arc<str>)>,
    index: Index,
    rendered: Rendered,
}

/// An article as a search shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The title.
    pub title: Vec<Piece>,
    /// One or two sentences.
    pub summary: Vec<Piece>,
    /// The heading below which the best passage stands.
    pub heading: Option<Heading>,
    /// The best passage; empty where title and summary have it all.
    pub passage: Vec<Piece>,
}

/// Bodies as they were rendered before, by slug and what was put into them.
#[derive(Debug, Clone)]
struct Rendered(Cache<(String, Placeholders), Arc<str>>);

impl Default for Rendered {
    fn default() -> Self {
        Self(Cache::new(MOST_RENDERED))
    }
}

impl Articles {
    /// Loads the articles of the house and, over them, the `*.md` files of a provider's folder.
    ///
    /// # Errors
    /// Everything that is wrong with any of them, so that all of it can be mended at once.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let house = BuiltIn::iter().filter(|name| name.ends_with(".md")).map(|name| {
            let text = BuiltIn::get(&name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
            (name.into_owned(), Ok(text.unwrap_or_default()))
        });
        let mut files: Vec<File> = house.collect();
        if let Some(folder) = folder {
            match provider_files(folder) {
                Ok(own) => files.extend(own),
                Err(fault) => mistakes.push(Mistake::of(&folder.display().to_string(), fault)),
            }
        }
        let (articles, of_files) = Self::of(files);
        mistakes.extend(of_files);
        if mistakes.is_empty() { Ok(articles) } else { Err(mistakes) }
    }

    /// Reads files; a later one replaces an earlier one of the same name.
    pub(super) fn of(files: impl IntoIterator<Item = File>) -> (Self, Vec<Mistake>) {
        let mut articles = Self::default();
        let mut mistakes = Vec::new();
        let mut sources: BTreeMap<String, (String, Arc<str>)> = BTreeMap::new();
        for (file, text) in files {
            let parsed = slug_of(&file).and_then(|slug| {
                let text = text?;
                Ok((Article::parse(slug, &text)?, text))
            });
            match parsed {
                Ok((article, text)) => {
                    sources.insert(article.slug.clone(), (file, text.into()));
                    articles.by_slug.insert(article.slug.clone(), article);
                }
                Err(fault) => mistakes.push(Mistake::of(&file, fault)),
            }
        }
        // A file that was refused still counts as known: its own mistake is enough.
        let refused = mistakes.iter().filter_map(|mistake| slug_of(&mistake.file).ok());
        let known: BTreeSet<String> = articles.by_slug.keys().cloned().chain(refused).collect();
        for (slug, (file, text)) in &sources {
            let Some(article) = articles.by_slug.get(slug) else { continue };
            mistakes.extend(article.strangers(&known, text).into_iter().map(|fault| Mistake::of(file, fault)));
        }
        for article in articles.by_slug.values() {
            let (headings, body) = markdown::plain_text(&article.body);
            articles.index.add(Fields {
                title: &without_placeholders(&article.front.title),
                tags: &article.front.tags.join(" "),
                summary: &without_placeholders(&article.front.summary),
                headings: &without_placeholders(&headings),
                body: &without_placeholders(&body),
            });
        }
        articles.sources = sources;
        (articles, mistakes)
    }

    /// Returns these articles with others over them, by slug and text; one that cannot be read leaves what was there, and is a mistake.
    pub fn with<'a>(&self, written: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Mistake>) {
        let files = self.sources.values().map(|(file, text)| (file.clone(), Ok(text.to_string())));
        Self::of(files.chain(written.into_iter().map(|(slug, text)| (file_of(slug), Ok(text.to_owned())))))
    }

    /// Returns every slug, sorted.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.by_slug.keys().map(String::as_str)
    }

    /// Returns an article as it was written, with its front matter.
    pub fn source(&self, slug: &str) -> Option<&str> {
        self.sources.get(slug).map(|(_, text)| &**text)
    }

    /// Tells whether an article may be called so in its URL.
    pub fn is_slug(text: &str) -> bool {
        text.len() <= MAX_SLUG && slug_of(&file_of(text)).is_ok_and(|slug| slug == text)
    }

    /// Returns the article of a slug.
    pub fn article(&self, slug: &str) -> Option<&Article> {
        self.by_slug.get(slug)
    }

    /// Returns the body of an article as HTML that is safe on a page of ours. But for the user name it is the same for everybody, so
    /// it is rendered once.
    pub fn html(&self, article: &Article, placeholders: &Placeholders) -> String {
        if placeholders.asked.is_some() {
            // Each link carries the address on.
            return article.html(placeholders);
        }
        let shared = Placeholders { login: LOGIN.to_owned(), ..placeholders.clone() };
        let render = || article.html(&shared).into();
        let html = self.rendered.0.get_with((article.slug.clone(), shared.clone()), render);
        html.replace(LOGIN, &markdown::text(&placeholders.login))
    }

    /// Returns the articles that answer a question, best first; without words all of them, in their order.
    pub fn find(&self, query: &str, tag: Option<&str>) -> Vec<&Article> {
        let question = self.index.question(query);
        let tagged = |article: &&Article| tag.is_none_or(|tag| article.front.tags.iter().any(|own| own == tag));
        if question.is_empty() {
            let mut all: Vec<&Article> = self.by_slug.values().filter(tagged).collect();
            all.sort_by_key(|article| (article.front.order, &article.front.title));
            return all;
        }
        // The index numbers articles as they stand here.
        let articles: Vec<&Article> = self.by_slug.values().collect();
        let found = self.index.find(&question).into_iter();
        found.filter_map(|(number, _)| articles.get(number).copied()).filter(tagged).collect()
    }

    /// Returns an article as a search shows it: what was asked for is marked, and the link leads to where it stands.
    pub fn shown_for(&self, article: &Article, query: &str, placeholders: &Placeholders) -> Found {
        let question = self.index.question(query);
        let (title, summary) = (article.title(placeholders), article.summary(placeholders));
        let passage = (!question.is_empty())
            .then(|| passage(&markdown::sections(&article.body, placeholders), &question))
            .flatten();
        Found {
            title: marked(&title, &question),
            summary: marked(&summary, &question),
            heading: passage.as_ref().and_then(|(heading, _)| heading.clone()),
            passage: passage.map(|(_, pieces)| pieces).unwrap_or_default(),
        }
    }

    /// Returns every tag, sorted.
    pub fn tags(&self) -> Vec<String> {
        let tags: BTreeSet<&String> = self.by_slug.values().flat_map(|article| &article.front.tags).collect();
        tags.into_iter().cloned().collect()
    }

    /// Returns the articles to read after this one.
    pub fn related(&self, article: &Article) -> Vec<&Article> {
        article.front.related.iter().filter_map(|slug| self.by_slug.get(slug)).collect()
    }
}

/// Names the file that an article of this slug would stand in; mistakes in it are told with this name.
pub fn file_of(slug: &str) -> String {
    format!("{slug}.md")
}

fn slug_of(file: &str) -> Result<String, Fault> {
    let name = Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.strip_suffix(".md")
        .filter(|slug| !slug.is_empty())
        .filter(|slug| slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        // The page of all tags is there.
        .filter(|slug| *slug != "tags")
        .map(str::to_owned)
        .ok_or_else(|| {
            let allowed = "small letters, digits and hyphens, then .md; but not tags.md";
            Fault::new(None, &format!("{name:?} as a name"), allowed)
        })
}

fn provider_files(folder: &Path) -> Result<Vec<File>, Fault> {
    let unreadable = |error: std::io::Error| Fault::new(None, &error.to_string(), "a folder of articles");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            files.push((path.display().to_string(), read(&path)));
        }
    }
    files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(files)
}

fn read(path: &Path) -> Result<String, Fault> {
    let unreadable = |error: std::io::Error| Fault::new(None, &error.to_string(), "a text in UTF-8");
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MAX_BYTES {
        return Err(Fault::new(None, &format!("{bytes} bytes"), &format!("at most {MAX_BYTES}")));
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

#[cfg(test)]
pub(super) fn samples() -> Articles {
    let files = [
        ("spam-rescue.md", include_str!("testdata/spam-rescue.md")),
        ("mailbox-full.md", include_str!("testdata/mailbox-full.md")),
    ];
    let (articles, mistakes) = Articles::of(files.map(|(name, text)| (name.to_owned(), Ok(text.to_owned()))));
    assert_eq!(mistakes, []);
    articles
}
