//! Every language, and the choice of one.

use super::Locale;
use super::language::Language;
use anyhow::Context as _;
use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use jiff::tz::TimeZone;
use std::sync::Arc;
use unic_langid::LanguageIdentifier;

#[derive(rust_embed::RustEmbed)]
#[folder = "locales/"]
pub(super) struct Files;

/// Holds every language, read once at the start.
#[derive(Debug, Clone)]
pub struct Locales {
    english: Arc<Language>,
    others: Vec<Arc<Language>>,
    zone: TimeZone,
}

impl Locales {
    /// Reads the embedded files; times are told in the system's time zone.
    ///
    /// # Errors
    /// When a file is not Fluent, has a key twice, or `en.ftl` is missing.
    pub fn load() -> anyhow::Result<Self> {
        let english = Arc::new(Language::read("en", &text_of("en.ftl")?, None)?);
        let mut others = Vec::new();
        for file in Files::iter() {
            let Some(tag) = file.strip_suffix(".ftl").filter(|&tag| tag != "en") else { continue };
            others.push(Arc::new(Language::read(tag, &text_of(&file)?, Some(english.clone()))?));
        }
        Ok(Self { english, others, zone: TimeZone::system() })
    }

    /// Tells times in this zone from now on.
    #[must_use]
    pub fn in_zone(mut self, zone: TimeZone) -> Self {
        self.zone = zone;
        self
    }

    /// Chooses by an `Accept-Language` header (RFC 9110, 12.5.4); English when it names none of ours.
    pub fn choose(&self, accept_language: &str) -> Locale {
        let mut wishes: Vec<(f32, LanguageIdentifier)> = accept_language
            .split(',')
            .take(32)
            .filter_map(|wish| {
                let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
                let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
                (weight > 0.0).then_some((weight, tag.trim().parse().ok()?))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        let wishes: Vec<&LanguageIdentifier> = wishes.iter().map(|(_, id)| id).collect();
        let spoken: Vec<&LanguageIdentifier> = self.languages().map(|language| language.id()).collect();
        // `de-AT` is found as `de-AT`, as `de`, or in another country.
        let best = negotiate_languages(&wishes, &spoken, None, NegotiationStrategy::Lookup).first().copied().copied();
        let language = self.languages().find(|language| Some(language.id()) == best).unwrap_or(&self.english);
        Locale::new(language.clone(), self.zone.clone())
    }

    fn languages(&self) -> impl Iterator<Item = &Arc<Language>> {
        std::iter::once(&self.english).chain(&self.others)
    }
}

pub(super) fn text_of(file: &str) -> anyhow::Result<String> {
    let embedded = Files::get(file).with_context(|| format!("locales/{file} is missing"))?;
    String::from_utf8(embedded.data.into_owned()).with_context(|| format!("locales/{file} is not UTF-8"))
}
