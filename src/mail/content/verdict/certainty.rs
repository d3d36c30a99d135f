//! How sure a filter was: how far its points are beyond what they are compared with.

use super::{Limit, Verdict};
use std::cmp::Ordering;

/// Says in one of four words how sure a filter was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// At its limit, just above, or just below it: mail of one's own is found there.
    CloseCall,
    /// Some way above.
    Likely,
    /// Far above.
    VeryLikely,
    /// So far above that nobody need look.
    Certain,
}

impl Certainty {
    /// Names its word, and its picture: `sure-<name>`.
    pub fn key(self) -> &'static str {
        match self {
            Self::CloseCall => "sure-close",
            Self::Likely => "sure-likely",
            Self::VeryLikely => "sure-very-likely",
            Self::Certain => "sure-certain",
        }
    }
}

/// From which part of the limit for refusing on mail counts as spam: rspamd's own actions stand at 6 and 15 points.
const SPAM_OF_REFUSED: f32 = 0.4;
/// A step above a limit, as a part of it; one point at least.
const STEP: f32 = 0.2;
/// So many steps above its limit a message is likely spam, and very likely, and certainly.
const LIKELY: f32 = 1.0;
const VERY_LIKELY: f32 = 4.0;
const CERTAIN: f32 = 8.0;

impl Verdict {
    /// Tells how sure the filter was; `None` where it does not say what its points are compared with, and where they
    /// are so far below that it did not take the message for spam.
    pub fn certainty(&self) -> Option<Certainty> {
        let steps = self.steps()?;
        Some(match steps {
            _ if steps <= -LIKELY => return None,
            _ if steps < LIKELY => Certainty::CloseCall,
            _ if steps < VERY_LIKELY => Certainty::Likely,
            _ if steps < CERTAIN => Certainty::VeryLikely,
            _ => Certainty::Certain,
        })
    }

    /// Compares two verdicts, whatever scales they have: what is most likely not spam stands first, and of what
    /// nothing is known last.
    pub(in crate::mail) fn compare(a: Option<&Self>, b: Option<&Self>) -> Ordering {
        let steps = |verdict: Option<&Self>| verdict.and_then(Self::steps);
        let score = |verdict: Option<&Self>| verdict.and_then(|verdict| verdict.score);
        known_first(steps(a), steps(b)).then_with(|| known_first(score(a), score(b)))
    }

    /// Tells whether the points are those of spam.
    pub(super) fn is_above(&self) -> bool {
        self.steps().is_some_and(|steps| steps >= 0.0)
    }

    /// Counts the steps above the limit, or below it.
    fn steps(&self) -> Option<f32> {
        let score = self.score.filter(|score| !score.is_nan())?;
        let limit = match self.limit? {
            Limit::Spam(limit) | Limit::Usual(limit) => limit,
            Limit::Refused(limit) => limit * SPAM_OF_REFUSED,
            // Each nine of 0.999 says it ten times as surely.
            Limit::Probability(limit) => {
                let steps = (-(1.0 - score).max(1e-7).log10() - 1.0) * 2.0;
                // Where the limit is low, what is above it is close at least.
                return Some(if score >= limit { steps.max(0.0) } else { steps }).filter(|steps| !steps.is_nan());
            }
            // At the limit it is likely, and at the end of the scale certain.
            Limit::Scale(limit, most) => return Some(LIKELY + (score - limit) / (most - limit) * (CERTAIN - LIKELY)),
        };
        Some((score - limit) / (limit * STEP).max(1.0)).filter(|steps| !steps.is_nan())
    }
}

fn known_first(a: Option<f32>, b: Option<f32>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(score: f32, limit: Option<Limit>) -> Verdict {
        Verdict { score: Some(score), limit, first: None }
    }

    #[test]
    fn a_filter_is_the_surer_the_farther_its_points_are_above_the_limit() {
        use Certainty::{Certain, CloseCall, Likely, VeryLikely};
        for (score, limit, sure) in [
            (4.5, Limit::Spam(5.0), CloseCall),
            (5.0, Limit::Spam(5.0), CloseCall),
            (5.9, Limit::Spam(5.0), CloseCall),
            (6.0, Limit::Spam(5.0), Likely),
            (9.0, Limit::Spam(5.0), VeryLikely),
            (13.0, Limit::Spam(5.0), Certain),
            (1000.0, Limit::Spam(5.0), Certain),
            // A strict limit: one point is still not much.
            (2.5, Limit::Spam(2.0), CloseCall),
            (11.0, Limit::Spam(10.0), CloseCall),
            (12.0, Limit::Spam(10.0), Likely),
            (6.5, Limit::Refused(15.0), CloseCall),
            (8.0, Limit::Refused(15.0), Likely),
            (16.0, Limit::Refused(15.0), Certain),
            (0.0, Limit::Spam(0.0), CloseCall),
            (7.9, Limit::Usual(5.0), Likely),
            (0.91, Limit::Probability(0.99), CloseCall),
            (0.995, Limit::Probability(0.99), Likely),
            (0.9995, Limit::Probability(0.99), VeryLikely),
            (1.0, Limit::Probability(0.6), Certain),
            (0.7, Limit::Probability(0.6), CloseCall),
            (0.95, Limit::Probability(0.6), CloseCall),
            (100.0, Limit::Scale(50.0, 100.0), Certain),
            (300.0, Limit::Scale(300.0, 900.0), Likely),
            (4.5, Limit::Scale(5.0, 9.0), CloseCall),
            (5.0, Limit::Scale(5.0, 9.0), Likely),
            (7.0, Limit::Scale(5.0, 9.0), VeryLikely),
            (9.0, Limit::Scale(5.0, 9.0), Certain),
        ] {
            assert_eq!(verdict(score, Some(limit)).certainty(), Some(sure), "{score} of {limit:?}");
        }
        assert_eq!(verdict(9.0, None).certainty(), None);
        assert_eq!(verdict(0.5, Some(Limit::Probability(0.6))).certainty(), None);
        assert_eq!(verdict(0.0, Some(Limit::Scale(95.0, 100.0))).certainty(), None);
        assert_eq!(verdict(f32::NAN, Some(Limit::Probability(0.6))).certainty(), None);
        assert_eq!(verdict(-3.0, Some(Limit::Spam(5.0))).certainty(), None);
        assert_eq!(Verdict { score: None, ..verdict(0.0, Some(Limit::Spam(5.0))) }.certainty(), None);
        assert_eq!(verdict(f32::NAN, Some(Limit::Spam(5.0))).certainty(), None);
    }

    #[test]
    fn verdicts_of_different_scales_stand_in_one_order() {
        let (close, far) = (verdict(6.1, Some(Limit::Refused(15.0))), verdict(6.0, Some(Limit::Spam(5.0))));
        let (without, more) = (verdict(1.0, None), verdict(2.0, None));
        let mut all = [None, Some(&more), Some(&far), Some(&without), Some(&close)];
        all.sort_by(|a, b| Verdict::compare(*a, *b));
        assert_eq!(all, [Some(&close), Some(&far), Some(&without), Some(&more), None]);
    }
}
