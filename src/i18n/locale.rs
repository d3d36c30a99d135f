//! One language, and what it can say.

use super::{Arg, calendar, number};
use anyhow::{Context as _, anyhow};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use unic_langid::LanguageIdentifier;

/// Days that are remembered in words.
const MAX_DAYS: usize = 2_000;

/// Holds the sentences of one language.
pub(super) struct Language {
    tag: String,
    bundle: FluentBundle<FluentResource>,
    separator: String,
    decimal_point: String,
    fallback: Option<Arc<Language>>,
    /// Sentences without values, said once: a page of fifty rows says them hundreds of times.
    fixed: BTreeMap<String, String>,
    names: Names,
    /// Days that lists have shown: the rows of a page are of a few days.
    days: Mutex<BTreeMap<(&'static str, Date), String>>,
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
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| anyhow!("locales/{tag}.ftl: {errors:?}"))?;
        let mut language = Self {
            tag: tag.to_owned(),
            bundle,
            separator: String::new(),
            decimal_point: ".".to_owned(),
            fallback,
            fixed: BTreeMap::new(),
            days: Mutex::default(),
            names: Names::default(),
            complained: Mutex::default(),
        };
        let own = |key| language.sentence(key, &[]);
        let (separator, point) = (own("number-separator"), own("number-decimal-point"));
        language.separator = separator.unwrap_or_default();
        language.decimal_point = point.unwrap_or_else(|| ".".to_owned());
        language.bundle.set_formatter(number::formatter(&language.separator));
        let keys = text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim());
        language.fixed = keys.filter_map(|key| Some((key.to_owned(), language.without_values(key)?))).collect();
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

    /// Says a sentence that needs no values; `None` when it does, or is not there.
    fn without_values(&self, key: &str) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, None, &mut errors).into_owned();
        errors.is_empty().then_some(said)
    }

    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    /// Says a sentence; `None` when neither this language nor the one behind it has it.
    fn sentence(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        if let Some(fixed) = self.fixed.get(key) {
            return Some(fixed.clone());
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return self.fallback.as_ref().and_then(|other| other.sentence(key, args));
        };
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

    /// Logs a mistake in the files once, not on every page.
    fn complain(&self, key: &str, what: &str) {
        let mut complained = self.complained.lock().unwrap_or_else(PoisonError::into_inner);
        // Keys come from our own code, but a flash cookie names them too.
        if complained.len() < 200 && complained.insert(key.to_owned()) {
            tracing::warn!(key, language = self.tag, what, "a sentence is missing or wrong");
        }
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

/// Speaks one language. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Locale {
    language: Arc<Language>,
    zone: TimeZone,
}

impl Locale {
    pub(super) fn new(language: Arc<Language>, zone: TimeZone) -> Self {
        Self { language, zone }
    }

    /// Returns the language's tag (BCP 47), for `<html lang>`.
    pub fn lang(&self) -> &str {
        self.language.tag()
    }

    /// Returns the direction of writing, for `<html dir>`.
    pub fn dir(&self) -> &'static str {
        let primary = self.lang().split('-').next().unwrap_or_default();
        if ["ar", "fa", "he", "ur", "ps", "sd", "yi"].contains(&primary) { "rtl" } else { "ltr" }
    }

    /// Returns a sentence.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// Returns a sentence about a number, `$count` in the file.
    pub fn n(&self, key: &str, count: &u32) -> String {
        self.with(key, &[("count", Arg::from(*count))])
    }

    /// Returns a sentence with named values.
    pub fn with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.language.sentence(key, args).unwrap_or_else(|| {
            self.language.complain(key, "no such key");
            key.to_owned()
        })
    }

    /// Returns a whole number, grouped as the language does.
    pub fn number(&self, number: &u32) -> String {
        number::grouped(u64::from(*number), &self.language.separator)
    }

    /// Returns a number with one digit after the point, such as a spam score.
    pub fn decimal(&self, number: &f32) -> String {
        let text = format!("{number:.1}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        text.replace('.', &self.language.decimal_point).replace('-', "\u{2212}")
    }

    /// Returns a size in units of 1024, as hosts and mail programs write them: "12 kB", "214 MB", "3.4 GB".
    pub fn size(&self, octets: &u64) -> String {
        let (key, figure) = number::in_unit(*octets, &self.language.decimal_point);
        self.with(key, &[("size", figure.into())])
    }

    /// Returns a size that stands beside a quota: "18.6 MB", and never rounded up.
    pub fn room(&self, octets: &u64) -> String {
        let (key, figure) = number::in_unit_of_room(*octets, &self.language.decimal_point);
        self.with(key, &[("size", figure.into())])
    }

    /// Returns a date for a list: the time when today, else the day, with the year when not this year.
    pub fn day(&self, when: &Timestamp) -> String {
        self.day_seen_from(when, &Timestamp::now())
    }

    /// Returns a date for a list, as somebody reads it at `now`.
    pub fn day_seen_from(&self, when: &Timestamp, now: &Timestamp) -> String {
        calendar::short(self, &self.zoned(when), &self.zoned(now))
    }

    /// Returns day and time in full.
    pub fn moment(&self, when: &Timestamp) -> String {
        calendar::long(self, &self.zoned(when))
    }

    /// Returns the machine's form of a time, for `<time datetime>`.
    pub fn stamp(&self, when: &Timestamp) -> String {
        calendar::stamp(when)
    }

    /// Returns a sentence about a day as it was said before; else says it.
    pub(super) fn said_before(&self, key: &'static str, day: Date, say: impl FnOnce() -> String) -> String {
        let mut days = self.language.days.lock().unwrap_or_else(PoisonError::into_inner);
        if days.len() >= MAX_DAYS {
            days.clear();
        }
        days.entry((key, day)).or_insert_with(say).clone()
    }

    pub(super) fn names(&self) -> &Names {
        &self.language.names
    }

    fn zoned(&self, when: &Timestamp) -> Zoned {
        when.to_zoned(self.zone.clone())
    }

    #[cfg(test)]
    pub(super) fn complaints(&self) -> BTreeSet<String> {
        self.language.complaints()
    }
}
