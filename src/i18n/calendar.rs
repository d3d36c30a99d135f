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
    let name = |names: &[String], first_is_one: i8| {
        let at = usize::try_from(first_is_one - 1).ok();
        at.and_then(|at| names.get(at)).cloned().unwrap_or_default()
    };
    let names = locale.names();
    let month = name(&names.months, when.month());
    let weekday = name(&names.weekdays, when.weekday().to_monday_one_offset());
    let short_month = name(&names.short_months, when.month());
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
