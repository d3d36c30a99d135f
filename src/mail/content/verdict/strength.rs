//! How strong rules are, and which reasons they come to.

use super::rules::reason_of;
use super::{Hit, Reason};

/// Tells how much a rule weighs: its points; where they are not told, what its reason usually brings.
pub(super) fn weight(hit: &Hit) -> f32 {
    weight_as(hit, || reason_of(&hit.name))
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

/// Picks the strongest reasons; rules that come to the same one are added up, and good signs count for none.
pub(super) fn told(hits: &[Hit], most: usize) -> Vec<Reason> {
    let mut sums: Vec<(Reason, f32)> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.points.is_none_or(|points| points > 0.0)) {
        let Some(reason) = reason_of(&hit.name) else { continue };
        let weight = weight_as(hit, || Some(reason));
        match sums.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, sum)) => *sum += weight,
            None if weight > 0.0 => sums.push((reason, weight)),
            None => {}
        }
    }
    // What weighs the same stands in the order of the list above.
    sums.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
    sums.into_iter().take(most).map(|(reason, _)| reason).collect()
}
