//! Of real messages that carry a filter's words, how many come out with points and a reason. What a field holds is told here by
//! other means than the product's own.

use super::{Explanation, Verdict, rules};
use crate::mail::content::mime;
use std::collections::BTreeMap;
use support::corpus;

/// Of a hundred that hold one.
const TARGET: usize = 99;

/// The value of a field that tells points or rules, by the names under which filters do.
fn told(fields: &[(String, String)]) -> Vec<String> {
    let tells = |name: &str| {
        ["x-spam-status", "x-spam-score", "x-spam-report", "x-spamd-result", "x-barracuda-spam-status"].contains(&name)
            || name.ends_with("mailscanner-spamcheck")
    };
    fields.iter().filter(|(name, _)| tells(name)).map(|(name, value)| format!("{name}: {value}")).collect()
}

/// Finds a number behind the words by which points are told.
fn holds_points(field: &str) -> bool {
    let starts = |at: usize| {
        field.get(at..).is_some_and(|rest| {
            let rest = rest.trim_start().strip_prefix('-').unwrap_or(rest.trim_start());
            rest.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    ["score=", "hits=", "x-spam-score: "]
        .iter()
        .any(|word| field.match_indices(word).any(|(at, _)| starts(at + word.len())))
}

/// Finds the rules behind `tests=`, and whether the filter holds the message for spam.
fn rules_in(field: &str) -> Vec<&str> {
    let behind = field.split_once("tests=").map_or("", |(_, rest)| rest);
    let name =
        |word: &&str| word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    behind.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(name).collect()
}

#[test]
fn real_messages_come_out_with_points_and_a_reason() {
    let Some(files) = corpus::files("mail/*/msg/*") else { return };
    let (mut carry, mut points, mut read, mut named, mut explained, mut both) = (0, 0, 0, 0, 0, 0);
    let mut untold: BTreeMap<String, u32> = BTreeMap::new();
    for (path, source) in &files {
        let fields = mime::head(source).extra;
        let told = told(&fields);
        let (verdict, explanation) = (Verdict::read(&fields, &[]), Explanation::read(&fields, &[]));
        let has_score = verdict.is_some_and(|verdict| verdict.score.is_some());
        let has_reason = explanation.reasons.iter().chain(&explanation.in_favour).any(|told| told.sentence.is_some());
        carry += usize::from(!told.is_empty());
        both += usize::from(!told.is_empty() && has_score && has_reason);
        if told.iter().any(|field| holds_points(field)) {
            points += 1;
            read += usize::from(has_score);
            if !has_score {
                corpus::say(&format!("no points: {} {told:?}", path.display()));
            }
        }
        let rules: Vec<&str> = told.iter().flat_map(|field| rules_in(field)).collect();
        // A message may fire nothing but rules that say nothing to a reader.
        if rules.iter().any(|rule| rules::look_up(rule) != Some(None)) {
            named += 1;
            explained += usize::from(has_reason);
            if !has_reason {
                corpus::say(&format!("no reason: {} {rules:?}", path.display()));
            }
        }
        for rule in rules.iter().filter(|rule| rules::look_up(rule).is_none()) {
            *untold.entry((*rule).to_owned()).or_default() += 1;
        }
    }
    let mut untold: Vec<_> = untold.into_iter().collect();
    untold.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    untold.truncate(20);
    corpus::say(&format!(
        "of {} messages {carry} carry a filter's words; points and a plain reason came out of {both} of them; points of {read} of \
         the {points} that hold some, a plain reason of {explained} of the {named} that name a rule with a meaning; the commonest rules \
         without words: {untold:?}",
        files.len()
    ));
    assert!(read * 100 >= points * TARGET && explained * 100 >= named * TARGET);
    assert!(points > 0, "a corpus without a filter's points shows nothing");
}
