//! The language of a visitor: words, numbers, sizes and dates.

use super::language::Language;
use super::{Arg, calendar, number};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
#[cfg(test)]
use std::collections::BTreeSet;
use std::sync::Arc;

/// The hours in which nobody waits, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Night {
    /// When it begins.
    pub begins: i64,
    /// When it ends.
    pub ends: i64,
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
        self.language.say(key, args)
    }

    /// Returns a whole number, grouped as the language does.
    pub fn number(&self, number: &u32) -> String {
        number::grouped(u64::from(*number), self.language.separator())
    }

    /// Returns a number with one digit after the point, such as a spam score.
    pub fn decimal(&self, number: &f32) -> String {
        number::with_one_digit(*number, self.language.decimal_point())
    }

    /// Returns a part of one as a number of hundredths with one digit after the point, never rounded up: 0.9996 is 99.9.
    pub fn percent(&self, part: f32) -> String {
        number::with_one_digit((part * 1000.0).floor() / 10.0, self.language.decimal_point())
    }

    /// Returns a size in units of 1024, as hosts and mail programs write them: "12 kB", "214 MB", "3.4 GB".
    pub fn size(&self, octets: &u64) -> String {
        let (key, figure) = number::in_unit(*octets, self.language.decimal_point());
        self.with(key, &[("size", figure.into())])
    }

    /// Returns a size that stands beside a quota: "18.6 MB", and never rounded up.
    pub fn quota_size(&self, octets: &u64) -> String {
        let (key, figure) = number::in_unit_beside_quota(*octets, self.language.decimal_point());
        self.with(key, &[("size", figure.into())])
    }

    /// Returns a date for a list: the time when today, else the day, with the year when not this year.
    pub fn day(&self, when: &Timestamp) -> String {
        self.day_seen_from(when, &Timestamp::now())
    }

    /// Returns a date for a list, as somebody reads it at `now`.
    pub fn day_seen_from(&self, when: &Timestamp, now: &Timestamp) -> String {
        calendar::short(&self.language, &self.here(when), &self.here(now))
    }

    /// Returns day and time in full.
    pub fn moment(&self, when: &Timestamp) -> String {
        calendar::long(&self.language, &self.here(when))
    }

    /// Returns the machine's form of a time, for `<time datetime>`.
    pub fn stamp(&self, when: &Timestamp) -> String {
        calendar::stamp(when)
    }

    /// Returns a day that has no time, with its year.
    pub fn whole_day(&self, day: &Date) -> String {
        calendar::whole_day(&self.language, &day.to_datetime(Time::midnight()))
    }

    /// Returns day and time in full, as clocks show them.
    pub fn moment_of(&self, when: &DateTime) -> String {
        calendar::long(&self.language, when)
    }

    /// Returns the time of day, as clocks show it.
    pub fn time_of(&self, when: &DateTime) -> String {
        calendar::time_alone(&self.language, when)
    }

    /// Returns the name of the site's time zone.
    pub fn zone(&self) -> Option<&str> {
        self.zone.iana_name()
    }

    /// Returns what clocks show in the site's time zone.
    pub fn here(&self, when: &Timestamp) -> DateTime {
        self.zone.to_datetime(*when)
    }

    /// Returns when this year began, or one so many before, in the site's time zone, in Unix seconds.
    pub fn year_begun(&self, back: i16) -> i64 {
        let year = self.here(&Timestamp::now()).year().saturating_sub(back);
        let first = Date::new(year, 1, 1).ok().and_then(|first| first.to_zoned(self.zone.clone()).ok());
        first.map_or(0, |first| first.timestamp().as_second())
    }

    /// Returns the night that is, or comes next: from one o'clock to five in the site's time zone, in Unix seconds.
    pub fn night(&self) -> Night {
        let now = Timestamp::now();
        let today = self.here(&now).date();
        let at = |day: Date, hour| day.at(hour, 0, 0, 0).to_zoned(self.zone.clone()).ok().map(|then| then.timestamp());
        let of = |day: Date| Some(Night { begins: at(day, 1)?.as_second(), ends: at(day, 5)?.as_second() });
        let tomorrow = today.tomorrow().unwrap_or(today);
        let found = [today, tomorrow].into_iter().filter_map(of).find(|night| night.ends > now.as_second());
        found.unwrap_or(Night { begins: i64::MAX, ends: i64::MAX })
    }

    #[cfg(test)]
    pub(super) fn said_otherwise(&self) -> Vec<String> {
        self.language.said_otherwise()
    }

    #[cfg(test)]
    pub(super) fn complaints(&self) -> BTreeSet<String> {
        self.language.complaints()
    }
}
