//! One language: its sentences, and what they are made of.

use super::sentence::Plain;
use super::{Arg, number};
use anyhow::{Context as _, anyhow};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use unic_langid::LanguageIdentifier;

#[expect(clippy::disallowed_types, reason = "asked hundreds of times a page, and never for an order")]
type Sentences = std::collections::HashMap<String, Plain>;

/// Holds the sentences of one language.
pub(super) struct Language {
    id: LanguageIdentifier,
    tag: String,
    bundle: FluentBundle<FluentResource>,
    separator: String,
    decimal_point: String,
    fallback: Option<Arc<Language>>,
    /// Sentences that choose nothing: a page of fifty rows says them hundreds of times.
    plain: Sentences,
    names: Names,
    complained: Mutex<BTreeSet<String>>,
}

/// Holds the names that dates are made of, the first month and Monday first.
#[derive(Default)]
pub(super) struct Names {
    pub months: Vec<String>,
    pub short_months: Vec<String>,
    pub weekdays: Vec<String>,
}

impl Language {
    /// Reads a Fluent file.
    pub(super) fn read(tag: &str, text: &str, fallback: Option<Arc<Self>>) -> anyhow::Result<Self> {
        let id: LanguageIdentifier = tag.parse().with_context(|| format!("locales/{tag}.ftl: not a language"))?;
        let resource =
            FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| anyhow!("locales/{tag}.ftl: {errors:?}"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| anyhow!("locales/{tag}.ftl: {errors:?}"))?;
        let mut language = Self {
            id,
            tag: tag.to_owned(),
            bundle,
            separator: String::new(),
            decimal_point: ".".to_owned(),
            fallback,
            plain: Sentences::default(),
            names: Names::default(),
            complained: Mutex::default(),
        };
        let own = |key| language.sentence(key, &[]);
        let (separator, point) = (own("number-separator"), own("number-decimal-point"));
        language.separator = separator.unwrap_or_default();
        language.decimal_point = point.unwrap_or_else(|| ".".to_owned());
        language.bundle.set_formatter(number::formatter(&language.separator));
        let keys = text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim());
        language.plain = keys.filter_map(|key| Some((key.to_owned(), language.plain(key)?))).collect();
        let named = |key, name: &'static str, most: i8| {
            (1..=most).filter_map(|n| language.sentence(key, &[(name, Arg::Number(n.into()))])).collect()
        };
        language.names = Names {
            months: named("date-month", "month", 12),
            short_months: named("date-month-short", "month", 12),
            weekdays: named("date-weekday", "weekday", 7),
        };
        Ok(language)
    }

    /// Prepares a sentence; `None` when it chooses by its values, or is not there.
    fn plain(&self, key: &str) -> Option<Plain> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, None, &mut errors).into_owned();
        if errors.is_empty() { Some(Plain::fixed(said)) } else { Plain::cut(pattern) }
    }

    pub(super) fn id(&self) -> &LanguageIdentifier {
        &self.id
    }

    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    /// Says a sentence; `None` when neither this language nor the one behind it has it.
    fn sentence(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        if let Some(said) = self.plain.get(key).and_then(|plain| plain.say(args, &self.separator)) {
            return Some(said);
        }
        let said = self.by_fluent(key, args);
        said.or_else(|| self.fallback.as_ref().and_then(|other| other.sentence(key, args)))
    }

    /// Says a sentence that chooses by its values; `None` when this language has none.
    fn by_fluent(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let args: FluentArgs = args
            .iter()
            .map(|(name, value)| match value {
                Arg::Number(number) => (*name, fluent_bundle::FluentValue::from(*number)),
                Arg::Text(text) => (*name, fluent_bundle::FluentValue::from(text.as_str())),
            })
            .collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if !errors.is_empty() {
            self.complain(key, &format!("{errors:?}"));
        }
        Some(said)
    }

    /// Says a sentence; one that is nowhere is shown by its key.
    pub(super) fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.sentence(key, args).unwrap_or_else(|| {
            self.complain(key, "no such key");
            key.to_owned()
        })
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// Returns what stands between groups of three digits.
    pub(super) fn separator(&self) -> &str {
        &self.separator
    }

    /// Returns what stands before the digit of a tenth.
    pub(super) fn decimal_point(&self) -> &str {
        &self.decimal_point
    }

    /// Logs a mistake in the files once, not on every page.
    fn complain(&self, key: &str, what: &str) {
        let mut complained = self.complained.lock().unwrap_or_else(PoisonError::into_inner);
        // Keys come from our own code, but a flash cookie names them too.
        if complained.len() < 200 && complained.insert(key.to_owned()) {
            tracing::warn!(key, language = self.tag, what, "a sentence is missing or wrong");
        }
    }

    /// Returns the sentences that are said in another way than Fluent would.
    #[cfg(test)]
    pub(super) fn said_otherwise(&self) -> Vec<String> {
        let numbers = [0, 1, 1_234, 1_234_567, -5].map(Arg::Number);
        let mut otherwise = Vec::new();
        for (key, plain) in &self.plain {
            for value in numbers.iter().cloned().chain([Arg::from("\u{2068}a\u{2069} b")]) {
                let args: Vec<(&str, Arg)> = plain.values().map(|name| (name, value.clone())).collect();
                if plain.say(&args, &self.separator) != self.by_fluent(key, &args) {
                    otherwise.push(format!("{key} {value:?}"));
                }
            }
        }
        assert!(!self.plain.is_empty());
        otherwise
    }

    #[cfg(test)]
    pub(super) fn complaints(&self) -> BTreeSet<String> {
        self.complained.lock().unwrap().clone()
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.tag).finish()
    }
}
