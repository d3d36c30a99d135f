//! The verdict for a row of the list, and its explanation for the page of the message.

use super::said::Said;
use super::{Filter, Hit, Limit, Reason, RuleTexts, Told, filters, registry, strength};

/// Reasons that are told, against a message and for it; the rest is behind the technical details.
const TOLD: usize = 3;

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

/// Explains a verdict, for the page of the message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explanation {
    /// Which filter said it, where that can be told.
    pub filter: Option<Filter>,
    /// Whether the host names this filter, or no other that says something stands above it.
    pub trusted: bool,
    /// At most three reasons, the strongest first.
    pub reasons: Vec<Told>,
    /// What speaks for the message: at most three.
    pub in_favour: Vec<Told>,
    /// Every rule that fired, the strongest first.
    pub hits: Vec<Hit>,
    /// Whether a filter calls the message spam, where one says so.
    pub spam: Option<bool>,
    /// The header fields of filters, whether they are believed or not, by name (lower case) and unfolded value.
    pub fields: Vec<(String, String)>,
}

impl Verdict {
    /// Reads the fields of name (lower case) and unfolded value, only those of filters in `trust` unless it is empty; `None` when they hold neither points nor a reason.
    pub(in crate::mail) fn read(fields: &[(String, String)], trust: &[Filter]) -> Option<Self> {
        let said = filters::read(fields, trust);
        // A few words do not say that its words are found in good mail as well.
        let told = strength::against(&said.hits, TOLD).into_iter().filter(|told| told.rule != "BAYES_50");
        let first = told.filter_map(|told| told.reason).next();
        let mut verdict = Self { score: said.score, limit: said.limit, first };
        // What was let through all the same (an allow list, a host's own limit) was not compared with this.
        if said.spam == Some(false) && verdict.is_above() {
            verdict.limit = None;
        }
        (said.score.is_some() || first.is_some()).then_some(verdict)
    }
}

impl Explanation {
    /// Reads the same fields; everything is empty where no filter has left a word.
    pub(in crate::mail) fn read(fields: &[(String, String)], trust: &[Filter]) -> Self {
        let Said { filter, mut hits, spam, trusted, .. } = filters::read(fields, trust);
        let (reasons, in_favour) = (strength::against(&hits, TOLD), strength::in_favour(&hits, TOLD));
        hits.sort_by(|a, b| strength::weight(b).total_cmp(&strength::weight(a)));
        let fields = fields.iter().filter(|(name, _)| registry::is_of_a_filter(name)).cloned().collect();
        Self { filter, trusted, reasons, in_favour, hits, spam, fields }
    }

    /// Fills in what the rule files say of rules of which the filter left no word in the message.
    pub fn describe(&mut self, texts: &RuleTexts) {
        let hits = self.hits.iter_mut().map(|hit| (&hit.name, &mut hit.text));
        let told = self.reasons.iter_mut().chain(&mut self.in_favour).map(|told| (&told.rule, &mut told.text));
        for (rule, text) in hits.chain(told).filter(|(_, text)| text.is_empty()) {
            *text = texts.of(rule).to_owned();
        }
    }

    /// Tells whether a rule found this, told or not.
    pub fn tells(&self, reason: Reason) -> bool {
        strength::against(&self.hits, usize::MAX).iter().any(|told| told.reason == Some(reason))
    }
}
