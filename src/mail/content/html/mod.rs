//! HTML mail as a page that can hurt nobody.
//!
//! Three sieves, each of which holds alone: `tree` reads it within bounds and `writer` writes back only what is allowed; `clean`
//! is ammonia with the same list, last, and nothing edits what it gives; the browser gets that on a URL of its own, in a
//! frame without rights and under a policy that loads nothing. Stylesheets become `style` attributes (`cascade`) as it is written.

mod allowed;
mod cascade;
mod clean;
mod height;
mod links;
mod look;
mod plain;
#[cfg(any(test, fuzzing))]
pub(in crate::mail) mod proof;
mod redirect;
mod safe;
mod styles;
mod tree;
mod writer;

#[cfg(test)]
mod tests;

pub(in crate::mail) use links::leads_to;
pub(in crate::mail) use look::MAX_PICTURES;
pub use look::{HtmlSummary, Links, Pictures};
pub use safe::SafeHtml;
pub(in crate::mail) use safe::{safe, summarize};
