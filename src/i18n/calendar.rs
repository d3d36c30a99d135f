//! Dates in words; the order of the words is the language's.

use super::Arg;
use super::language::Language;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Tells a day for a list: the time when today, else the day, with the year when not this year.
pub(super) fn short(language: &Language, when: &DateTime, now: &DateTime) -> String {
    if when.date() == now.date() {
        return time_alone(language, when);
    }
    let key = if when.year() == now.year() { "date-day" } else { "date-day-year" };
    language.say(key, &day(language, when))
}

/// Tells the time of day.
pub(super) fn time_alone(language: &Language, when: &DateTime) -> String {
    language.say("date-time", &time(when))
}

/// Tells a day with its year.
pub(super) fn whole_day(language: &Language, when: &DateTime) -> String {
    language.say("date-day-year", &day(language, when))
}

/// Tells day and time in full.
pub(super) fn long(language: &Language, when: &DateTime) -> String {
    let parts: Vec<_> = day(language, when).into_iter().chain(time(when)).collect();
    language.say("date-long", &parts)
}

/// Returns the machine's form for `<time datetime>`.
pub(super) fn stamp(when: &Timestamp) -> String {
    let utc = Offset::UTC.to_datetime(*when);
    let mut stamp = format!("{:04}", utc.year());
    // Once a row: five paddings by `format!` take as long as all the rest of a date.
    for (before, part) in [('-', utc.month()), ('-', utc.day()), ('T', utc.hour()), (':', utc.minute())] {
        let part = part.unsigned_abs();
        stamp.extend([before, char::from(b'0' + part / 10), char::from(b'0' + part % 10)]);
    }
    stamp.push('Z');
    stamp
}

/// What the sentences about a day are made of.
fn day(language: &Language, when: &DateTime) -> [(&'static str, Arg); 5] {
    let name = |names: &[String], first_is_one: i8| {
        let at = usize::try_from(first_is_one - 1).ok();
        at.and_then(|at| names.get(at)).cloned().unwrap_or_default()
    };
    let names = language.names();
    [
        ("day", Arg::Number(when.day().into())),
        ("month", name(&names.months, when.month()).into()),
        ("short_month", name(&names.short_months, when.month()).into()),
        ("weekday", name(&names.weekdays, when.weekday().to_monday_one_offset()).into()),
        ("year", when.year().to_string().into()),
    ]
}

/// What the sentences about a time of day are made of.
fn time(when: &DateTime) -> [(&'static str, Arg); 4] {
    [
        ("hour", format!("{:02}", when.hour()).into()),
        ("hour12", (if when.hour() % 12 == 0 { 12 } else { when.hour() % 12 }).to_string().into()),
        ("half", if when.hour() < 12 { "am" } else { "pm" }.into()),
        ("minute", format!("{:02}", when.minute()).into()),
    ]
}
