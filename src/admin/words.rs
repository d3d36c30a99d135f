//! Times and days, and what visitors wrote.

use crate::i18n::Locale;
use jiff::civil::date;
use jiff::{Span, Timestamp};

/// Tells a time that is in Unix seconds.
pub fn moment(l: &Locale, seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|time| l.moment(&time)).unwrap_or_default()
}

/// Tells a day that is counted from 1 January 1970.
pub fn day(l: &Locale, day: i64) -> String {
    let day = Span::new().try_days(day).and_then(|days| date(1970, 1, 1).checked_add(days));
    day.map(|day| l.whole_day(&day)).unwrap_or_default()
}

/// Leaves out every address that a visitor wrote down: nobody who looks after the site needs it for an article.
pub fn without_addresses(l: &Locale, said: &str) -> String {
    // As people write it for others to read, and from other keyboards.
    let signs = ["＠", "﹫", "(at)", "[at]", "(AT)", " @ ", "@ ", " @"];
    let said = signs.iter().fold(said.to_owned(), |said, sign| said.replace(sign, "@"));
    let word = |word: &str| if word.contains('@') { l.t("admin-address") } else { word.to_owned() };
    said.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
