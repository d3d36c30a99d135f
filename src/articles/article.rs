//! One article.

use super::front_matter::{Fault, FrontMatter};
use super::placeholders::{Placeholders, unknown_placeholder};
use super::{front_matter, markdown};
use markdown::Heading;
use std::collections::BTreeSet;

/// What a placeholder may be.
const ALLOWED: &str = "{brand}, {login}, {imap.host}, {imap.port}, {imap.security}, the same of pop and smtp, {spam.days}, \
                       {trash.days}, {session.minutes}, {session.hours}, and {support} as the whole target of a link";

/// One help article.
#[derive(Debug, Clone)]
pub struct Article {
    pub(super) slug: String,
    pub(super) front: FrontMatter,
    pub(super) body: String,
}

impl Article {
    /// Returns the name in the URL `/help/{slug}`.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Returns the title, plain text.
    pub fn title(&self, placeholders: &Placeholders) -> String {
        placeholders.fill(&self.front.title)
    }

    /// Returns the summary, plain text.
    pub fn summary(&self, placeholders: &Placeholders) -> String {
        placeholders.fill(&self.front.summary)
    }

    /// Returns the tags.
    pub fn tags(&self) -> &[String] {
        &self.front.tags
    }

    /// Returns the body as HTML that is safe on a page of ours.
    pub fn html(&self, placeholders: &Placeholders) -> String {
        markdown::render(&self.body, placeholders)
    }

    /// Returns the headings of the body, to which links may lead.
    pub fn headings(&self, placeholders: &Placeholders) -> Vec<Heading> {
        markdown::sections(&self.body, placeholders).into_iter().filter_map(|section| section.heading).collect()
    }

    /// Returns what the body says, without marks: headings, then text.
    pub fn plain_text(&self) -> String {
        let (headings, text) = markdown::plain_text(&self.body);
        format!("{headings}\n{text}")
    }

    pub(super) fn parse(slug: String, text: &str) -> Result<Self, Fault> {
        let (front, body) = front_matter::parse(text)?;
        let unknown = [&front.title, &front.summary]
            .into_iter()
            .find_map(|text| unknown_placeholder(text).map(|name| format!("{{{name}}}")))
            .or_else(|| markdown::unknown_placeholder_in(&body));
        if let Some(placeholder) = unknown {
            return Err(Fault::at(text, &placeholder, &placeholder, ALLOWED));
        }
        Ok(Self { slug, front, body })
    }

    /// Returns a fault for each article this one names and nobody wrote; `source` is the file.
    pub(super) fn strangers(&self, known: &BTreeSet<String>, source: &str) -> Vec<Fault> {
        let related = self.front.related.iter().map(|slug| (slug.as_str(), format!("{slug:?}")));
        let links = markdown::links(&self.body);
        let linked = links.iter().filter_map(|link| {
            let rest = link.strip_prefix("/help/")?;
            rest.split(['#', '?']).next().map(|slug| (slug, link.clone()))
        });
        related
            .chain(linked)
            .filter(|(slug, _)| !known.contains(*slug))
            .map(|(slug, written)| {
                let found = format!("the article {slug:?}, which does not exist");
                Fault::at(source, &written, &found, "articles of the house or of [help] folder")
            })
            .collect()
    }
}
