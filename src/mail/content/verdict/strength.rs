//! How strong rules are, and which reasons they come to.

use super::rules::{Meaning, look_up};
use super::{Hit, Reason};

/// Less than this does a rule count that nobody has words for.
const NOTHING: f32 = 0.05;

/// A reason that is told: the rule that was strongest among those that come to it, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The rule, as the filter wrote it.
    pub rule: String,
    /// What it means; `None` for a rule that nobody wrote words for.
    pub reason: Option<Reason>,
    /// The sentence in `locales/`; `None` where the filter's own words are all there is.
    pub sentence: Option<&'static str>,
    /// The filter's own words, or those of the host's rule files; empty where there are none.
    pub text: String,
}

impl Told {
    /// Names the article that says more, and the place in it.
    pub fn article(&self) -> &'static str {
        self.reason.map_or("how-the-spam-filter-works", Reason::article)
    }
}

/// Tells how much a rule weighs: its points; where they are not told, what its reason usually brings.
pub(super) fn weight(hit: &Hit) -> f32 {
    let meaning = || look_up(&hit.name).flatten().map(|meaning| meaning.reason);
    weight_as(hit, meaning)
}

fn weight_as(hit: &Hit, reason: impl FnOnce() -> Option<Reason>) -> f32 {
    hit.points.unwrap_or_else(|| match hit.name.as_str() {
        // The past of a sender may speak for a message as well as against it.
        "AWL" | "TXREP" => 0.0,
        // Words that are seen as often in good mail as in spam.
        "BAYES_50" => 0.8,
        // An experiment of the filter's makers hardly counts.
        name if name.starts_with("T_") => 0.01,
        _ => reason().map_or(0.0, Reason::usual),
    })
}

/// Rules that come to the same reason.
struct Group<'a> {
    reason: Option<Reason>,
    sum: f32,
    strongest: (&'a Hit, f32, Option<&'static Meaning>),
}

/// Picks the strongest reasons against a message. Rules that come to the same one are added up, and good signs count for none.
pub(super) fn against(hits: &[Hit], most: usize) -> Vec<Told> {
    let bad = |hit: &Hit, meaning: Option<&'static Meaning>| {
        let reason = meaning.map(|meaning| meaning.reason);
        let weight = weight_as(hit, || reason);
        let counts = match reason {
            Some(reason) => !reason.is_good() && weight > 0.0,
            None => weight > NOTHING,
        };
        counts.then_some((reason, weight))
    };
    told(groups(hits, bad), most)
}

/// Picks what speaks most for a message: allow lists, good words, a sender who is who he says; and whatever took points off.
pub(super) fn in_favour(hits: &[Hit], most: usize) -> Vec<Told> {
    let good = |hit: &Hit, meaning: Option<&'static Meaning>| {
        let reason = match meaning.map(|meaning| meaning.reason) {
            // The past of a sender, which was good.
            Some(Reason::History) => Some(Reason::Known),
            reason => reason,
        };
        let weight = weight_as(hit, || reason);
        let counts = match reason {
            Some(Reason::Known) => weight < 0.0,
            Some(reason) => reason.is_good() && hit.points.is_none_or(|points| points <= 0.0),
            None => weight < -NOTHING,
        };
        counts.then_some((reason, -weight))
    };
    told(groups(hits, good), most)
}

/// Gathers the rules that count, by what they come to; a rule without words stands alone.
fn groups(
    hits: &[Hit],
    counts: impl Fn(&Hit, Option<&'static Meaning>) -> Option<(Option<Reason>, f32)>,
) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for hit in hits {
        let meaning = match look_up(&hit.name) {
            Some(None) => continue,
            Some(Some(meaning)) => Some(meaning),
            None => None,
        };
        let Some((reason, weight)) = counts(hit, meaning) else { continue };
        match groups.iter_mut().find(|group| reason.is_some() && group.reason == reason) {
            Some(group) => {
                group.sum += weight;
                if weight > group.strongest.1 {
                    group.strongest = (hit, weight, meaning);
                }
            }
            None => groups.push(Group { reason, sum: weight, strongest: (hit, weight, meaning) }),
        }
    }
    groups
}

fn told(mut groups: Vec<Group<'_>>, most: usize) -> Vec<Told> {
    // What weighs the same stands in the order of the reasons, those without words last.
    let order = |group: &Group<'_>| (group.reason.is_none(), group.reason);
    groups.sort_by(|a, b| b.sum.total_cmp(&a.sum).then_with(|| order(a).cmp(&order(b))));
    let one = |group: Group<'_>| {
        let (hit, _, meaning) = group.strongest;
        // Where the meaning was turned into its opposite, the family speaks.
        let sentence = match (group.reason, meaning) {
            (Some(reason), Some(meaning)) if meaning.reason == reason => Some(meaning.sentence.as_str()),
            (reason, _) => reason.map(Reason::key),
        };
        Told { rule: hit.name.clone(), reason: group.reason, sentence, text: hit.text.clone() }
    };
    groups.into_iter().take(most).map(one).collect()
}
