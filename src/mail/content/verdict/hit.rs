//! A rule of a filter that fired, and what points are compared with.

/// Says what happens from so many points on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// The mail counts as spam.
    Spam(f32),
    /// The mail is refused, and never comes; what is below may be spam all the same (rspamd).
    Refused(f32),
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
}
