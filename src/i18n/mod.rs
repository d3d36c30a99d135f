//! Words, numbers, sizes and dates for people, from `locales/`.
//!
//! One Fluent file a language; `locales/en.ftl` has every key, and lends its sentence where another language lacks one.

mod arg;
mod calendar;
mod language;
mod locale;
mod locales;
mod number;
mod sentence;
#[cfg(test)]
mod tests;

pub use arg::Arg;
pub use locale::{Locale, Night};
pub use locales::Locales;
