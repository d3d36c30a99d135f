//! What the spam filter says about a message, and why: points, their limit, and reasons a person understands.

mod certainty;
mod described;
mod explanation;
mod fields;
mod filters;
mod hit;
mod marks;
mod reason;
mod rules;
mod strength;

pub use certainty::Certainty;
pub use described::RuleTexts;
pub use explanation::{Explanation, Verdict};
pub use hit::{Hit, Limit};
pub use reason::Reason;
#[cfg(test)]
pub use rules::rule_sentences;
pub use strength::Told;

#[cfg(test)]
mod dialects;
#[cfg(test)]
mod share;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests;
