//! Dates in words; the order of the words is the language's.

use super::{Arg, Locale};
use jiff::{Timestamp, Zoned};

/// Tells a day for a list: the time when today, else the day, with the year when not this year.
pub(super) fn short(locale: &Locale, when: &Zoned, now: &Zoned) -> String {
    let key = if when.date() == now.date() {
        "date-time"
    } else if when.year() == now.year() {
        "date-day"
    } else {
        "date-day-year"
    };
    locale.with(key, &parts(locale, when))
}

/// Tells day and time in full.
pub(super) fn long(locale: &Locale, when: &Zoned) -> String {
    locale.with("date-long", &parts(locale, when))
}

/// Returns the machine's form for `<time datetime>`.
pub(super) fn stamp(when: &Timestamp) -> String {
    when.strftime("%Y-%m-%dT%H:%MZ").to_string()
}

fn parts(locale: &Locale, when: &Zoned) -> [(&'static str, Arg); 9] {
    let number = |value: i8| Arg::Number(value.into());
    let month = locale.with("date-month", &[("month", number(when.month()))]);
    let weekday = locale.with("date-weekday", &[("weekday", number(when.weekday().to_monday_one_offset()))]);
    let short_month = locale.with("date-month-short", &[("month", number(when.month()))]);
    [
        ("day", number(when.day())),
        ("month", month.into()),
        ("short_month", short_month.into()),
        ("weekday", weekday.into()),
        ("year", when.year().to_string().into()),
        ("hour", format!("{:02}", when.hour()).into()),
        ("hour12", (if when.hour() % 12 == 0 { 12 } else { when.hour() % 12 }).to_string().into()),
        ("half", if when.hour() < 12 { "am" } else { "pm" }.into()),
        ("minute", format!("{:02}", when.minute()).into()),
    ]
}
