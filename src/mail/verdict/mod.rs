//! What the spam filter says about a message, and why: points, their limit, and reasons a person understands.

mod described;
mod fields;
mod marks;
mod reason;
mod rules;

pub use described::RuleTexts;
pub use reason::Reason;

/// Reasons that are told; the rest is behind the technical details.
const TOLD: usize = 3;

/// Says what happens from so many points on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// The mail counts as spam.
    Spam(f32),
    /// The mail is refused, and never comes; what is below may be spam all the same (rspamd).
    Refused(f32),
}

/// Holds the points a spam filter gave, what they are compared with, and the strongest reason: what a row of the list shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The filter's points; more is worse. `None` where it tells only a reason.
    pub score: Option<f32>,
    /// What the points are compared with, where the header says so.
    pub limit: Option<Limit>,
    /// The strongest reason that can be said in plain words.
    pub first: Option<Reason>,
}

/// Is one rule of the filter that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The rule's name, such as `BAYES_99`.
    pub name: String,
    /// Its points, where they are told; below zero it is a good sign.
    pub points: Option<f32>,
    /// What the filter's report says about it, in its own words; empty where there is no report.
    pub text: String,
}

/// Explains a verdict, for the page of the message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explanation {
    /// At most three reasons, the strongest first.
    pub reasons: Vec<Reason>,
    /// Every rule that fired, the strongest first.
    pub hits: Vec<Hit>,
    /// Whether a filter calls the message spam, where one says so.
    pub spam: Option<bool>,
    /// The header fields all this was read from, by name (lower case) and unfolded value.
    pub fields: Vec<(String, String)>,
}

impl Verdict {
    /// Reads the fields of name (lower case) and unfolded value; `None` when they hold neither points nor a reason.
    pub(super) fn read(fields: &[(String, String)]) -> Option<Self> {
        let said = fields::read(fields);
        let first = reason::told(&said.hits, 1).first().copied();
        (said.score.is_some() || first.is_some()).then_some(Self { score: said.score, limit: said.limit, first })
    }
}

impl Explanation {
    /// Reads the same fields; everything is empty where no filter has left a word.
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let fields::Said { mut hits, spam, .. } = fields::read(fields);
        let reasons = reason::told(&hits, TOLD);
        hits.sort_by(|a, b| reason::weight(b).total_cmp(&reason::weight(a)));
        let of_a_filter =
            |name: &str| FIELDS_BEGIN.iter().any(|begin| name.starts_with(begin)) || name.contains("mailscanner");
        let fields = fields.iter().filter(|(name, _)| of_a_filter(name)).cloned().collect();
        Self { reasons, hits, spam, fields }
    }
}

/// How the fields begin that filters write.
const FIELDS_BEGIN: [&str; 14] = [
    "x-spam",
    "x-ham",
    "x-rspamd",
    "x-barracuda",
    "x-forefront-antispam",
    "x-microsoft-antispam",
    "x-ms-exchange-organization-scl",
    "x-hmailserver",
    "x-vr-spam",
    "x-pmx",
    "x-gmx-anti",
    "x-amavis",
    "x-virus",
    "x-customspam",
];

impl Hit {
    fn new(name: &str, points: Option<f32>) -> Self {
        Self { name: name.to_owned(), points: points.filter(|points| points.is_finite()), text: String::new() }
    }
}

#[cfg(test)]
mod dialects;
#[cfg(test)]
mod share;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests;
