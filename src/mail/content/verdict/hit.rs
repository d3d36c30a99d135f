//! A rule of a filter that fired, and what points are compared with.

/// Rules of one message that are read.
pub(super) const MAX_HITS: usize = 200;

/// Says what the number of a filter is compared with, and so what it means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// From so many points on the mail counts as spam.
    Spam(f32),
    /// From so many points on the mail is refused, and never comes; what is below may be spam all the same (rspamd).
    Refused(f32),
    /// The filter does not say; from so many points on its makers count mail as spam, unless a host has chosen
    /// otherwise.
    Usual(f32),
    /// The number is a probability, from 0 to 1; from so much on the mail counts as spam.
    Probability(f32),
    /// The number stands on a scale: from the first on the mail counts as spam, and the second is the most.
    Scale(f32, f32),
}

impl Limit {
    /// Tells whether it is a number that anything can be compared with.
    pub(super) fn is_finite(self) -> bool {
        match self {
            Self::Spam(limit) | Self::Refused(limit) | Self::Usual(limit) | Self::Probability(limit) => {
                limit.is_finite()
            }
            Self::Scale(limit, most) => limit.is_finite() && most.is_finite() && most > limit,
        }
    }
}

/// One rule of the filter that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The rule's name, such as `BAYES_99`.
    pub name: String,
    /// Its points, where they are told; below zero it is a good sign.
    pub points: Option<f32>,
    /// What the filter's report says about it, in its own words; empty where there is no report.
    pub text: String,
}

impl Hit {
    pub(super) fn new(name: &str, points: Option<f32>) -> Self {
        Self { name: name.to_owned(), points: points.filter(|points| points.is_finite()), text: String::new() }
    }

    /// A rule with the filter's own words, as many as are kept.
    pub(super) fn saying(name: &str, words: &str) -> Self {
        Self { text: words.chars().take(MAX_WORDS).collect(), ..Self::new(name, None) }
    }
}

/// Letters of a filter's own words that are kept.
const MAX_WORDS: usize = 200;
