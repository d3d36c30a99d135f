//! The articles: those of the house, and those of the provider in their place or beside them.

use super::front_matter::{self, FrontMatter};
use super::markdown;
use super::search::{Question, Words};
use super::settings::{Settings, unknown_placeholder};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// The longest article, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

#[derive(rust_embed::Embed)]
#[folder = "help/en/"]
struct House;

/// A file: its path, and its text or why there is none.
type File = (String, Result<String, String>);

/// One help article.
#[derive(Debug, Clone)]
pub struct Article {
    slug: String,
    front: FrontMatter,
    body: String,
    words: Words,
}

impl Article {
    /// Returns the name in the URL `/help/{slug}`.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Returns the title, plain text.
    pub fn title(&self, settings: &Settings) -> String {
        settings.fill(&self.front.title)
    }

    /// Returns the summary, plain text.
    pub fn summary(&self, settings: &Settings) -> String {
        settings.fill(&self.front.summary)
    }

    /// Returns the tags.
    pub fn tags(&self) -> &[String] {
        &self.front.tags
    }

    /// Returns the body as HTML that is safe on a page of ours.
    pub fn html(&self, settings: &Settings) -> String {
        markdown::render(&self.body, settings)
    }

    fn parse(slug: String, text: &str) -> Result<Self, String> {
        let (front, body) = front_matter::parse(text)?;
        let unknown = [&front.title, &front.summary]
            .into_iter()
            .find_map(|text| unknown_placeholder(text).map(|name| format!("{{{name}}}")))
            .or_else(|| markdown::unknown_placeholder_in(&body));
        if let Some(placeholder) = unknown {
            return Err(format!("the placeholder {placeholder} cannot stand there"));
        }
        let words = Words::of(&front.title, &front.tags, &front.summary, &markdown::plain_text(&body));
        Ok(Self { slug, front, body, words })
    }
}

/// Says what is wrong with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file, as it was found.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

/// All articles of this installation. Loaded once, at the start.
#[derive(Debug, Clone, Default)]
pub struct Articles {
    by_slug: BTreeMap<String, Article>,
}

impl Articles {
    /// Loads the articles of the house and, over them, the `*.md` files of a provider's folder.
    ///
    /// # Errors
    /// Everything that is wrong with any of them, so that all of it can be mended at once.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let house = House::iter().filter(|name| name.ends_with(".md")).map(|name| {
            let text = House::get(&name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
            (name.into_owned(), Ok(text.unwrap_or_default()))
        });
        let mut files: Vec<File> = house.collect();
        if let Some(folder) = folder {
            match provider_files(folder) {
                Ok(own) => files.extend(own),
                Err(reason) => mistakes.push(Mistake { file: folder.display().to_string(), reason }),
            }
        }
        let (articles, of_files) = Self::of(files);
        mistakes.extend(of_files);
        if mistakes.is_empty() { Ok(articles) } else { Err(mistakes) }
    }

    /// Reads files; a later one replaces an earlier one of the same name.
    fn of(files: impl IntoIterator<Item = File>) -> (Self, Vec<Mistake>) {
        let mut articles = Self::default();
        let mut mistakes = Vec::new();
        let mut paths = BTreeMap::new();
        for (file, text) in files {
            let parsed = slug_of(&file).and_then(|slug| Article::parse(slug, &text?));
            match parsed {
                Ok(article) => {
                    paths.insert(article.slug.clone(), file);
                    articles.by_slug.insert(article.slug.clone(), article);
                }
                Err(reason) => mistakes.push(Mistake { file, reason }),
            }
        }
        // A file that was refused still counts as known: its own mistake is enough.
        let refused = mistakes.iter().filter_map(|mistake| slug_of(&mistake.file).ok());
        let known: BTreeSet<String> = articles.by_slug.keys().cloned().chain(refused).collect();
        for (slug, file) in &paths {
            let Some(article) = articles.by_slug.get(slug) else { continue };
            mistakes.extend(article.strangers(&known).into_iter().map(|reason| Mistake { file: file.clone(), reason }));
        }
        (articles, mistakes)
    }

    /// Returns the article of a slug.
    pub fn article(&self, slug: &str) -> Option<&Article> {
        self.by_slug.get(slug)
    }

    /// Returns the articles that answer a question, best first; without words all of them, in their order.
    pub fn find(&self, query: &str, tag: Option<&str>) -> Vec<&Article> {
        let question = Question::of(query);
        let tagged = |article: &&Article| tag.is_none_or(|tag| article.front.tags.iter().any(|own| own == tag));
        let mut found: Vec<(u32, &Article)> = self
            .by_slug
            .values()
            .filter(tagged)
            .map(|article| (article.words.score(&question), article))
            .filter(|(score, _)| question.is_empty() || *score > 0)
            .collect();
        found.sort_by(|(score, article), (other_score, other)| {
            let place = (article.front.order, &article.front.title);
            other_score.cmp(score).then_with(|| place.cmp(&(other.front.order, &other.front.title)))
        });
        found.into_iter().map(|(_, article)| article).collect()
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

impl Article {
    /// Returns a reason for each article this one names and nobody wrote.
    fn strangers(&self, known: &BTreeSet<String>) -> Vec<String> {
        let related = self.front.related.iter().map(|slug| (slug.as_str(), "related names"));
        let links = markdown::links(&self.body);
        let linked = links.iter().filter_map(|link| {
            let rest = link.strip_prefix("/help/")?;
            rest.split(['#', '?']).next().map(|slug| (slug, "a link leads to"))
        });
        related
            .chain(linked)
            .filter(|(slug, _)| !known.contains(*slug))
            .map(|(slug, what)| format!("{what} the article {slug:?}, which does not exist"))
            .collect()
    }
}

fn slug_of(file: &str) -> Result<String, String> {
    let name = Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.strip_suffix(".md")
        .filter(|slug| !slug.is_empty())
        .filter(|slug| slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        .map(str::to_owned)
        .ok_or_else(|| "the name must be small letters, digits and hyphens, then .md".to_owned())
}

fn provider_files(folder: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            files.push((path.display().to_string(), read(&path)));
        }
    }
    files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if bytes > MAX_BYTES {
        return Err(format!("{bytes} bytes, at most {MAX_BYTES} are allowed"));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
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

#[cfg(test)]
#[path = "articles_tests.rs"]
mod tests;
