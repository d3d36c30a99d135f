//! What the spam filter says about a message, and why: points, their limit, and reasons a person understands.

mod certainty;
mod described;
mod explanation;
mod fields;
mod filter;
mod filters;
mod gateways;
mod groups;
mod hit;
mod learners;
mod lists;
mod mark;
mod microsoft;
mod providers;
mod reason;
mod registry;
mod rspamd;
mod rules;
mod said;
mod strength;
mod x_spam;

pub use certainty::Certainty;
pub use described::RuleTexts;
pub use explanation::{Explanation, Verdict};
pub use filter::Filter;
pub use hit::{Hit, Limit};
pub use mark::Mark;
pub use reason::Reason;
pub(super) use registry::LISTED;
#[cfg(test)]
pub use rules::rule_sentences;
pub use strength::Told;

#[cfg(test)]
mod dialects;
#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test cuts where letters begin")]
mod samples;
#[cfg(test)]
mod share;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests;
