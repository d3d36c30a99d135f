//! Filters that do nothing but compare words with those of mail they have learned from: bogofilter, DSPAM, SpamProbe, CRM114.
//!
//! They tell a probability. What speaks against a message is a rule of the filter's own name, and what speaks for it the same with
//! `:HAM` behind.

use super::fields::{Fields, first_number, number_behind};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// The probability from which on each counts mail as spam where a host has not chosen otherwise: bogofilter's `spam_cutoff`, and
/// SpamProbe's `-l`.
const BOGOFILTER: f32 = 0.99;
const SPAM_PROBE: f32 = 0.6;

/// `Spam, tests=bogofilter, spamicity=0.999814, version=1.2.5`; older ones say Yes and No. Unsure is neither.
pub(super) fn bogofilter(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-bogosity")?;
    let spam = verdict(value, &["spam", "yes"], &["ham", "no"]);
    let score = number_behind(value, "spamicity=").filter(|p| (0.0..=1.0).contains(p));
    told(Filter::Bogofilter, "BOGOFILTER", spam, score.map(|p| (p, BOGOFILTER)), true)
}

/// `SPAM 0.9459119 <digest>`.
pub(super) fn spam_probe(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-spamprobe")?;
    let spam = verdict(value, &["spam"], &["good"]);
    let score = value.split_whitespace().nth(1).and_then(first_number).filter(|p| (0.0..=1.0).contains(p));
    told(Filter::SpamProbe, "SPAMPROBE", spam, score.map(|p| (p, SPAM_PROBE)), false)
}

/// `X-DSPAM-Result: Spam` with `X-DSPAM-Confidence: 0.9997` and `X-DSPAM-Probability: 1.0000`.
pub(super) fn dspam(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-dspam-result").or_else(|| fields.get("x-dspam-class"))?;
    let spam = verdict(value, &["spam", "blacklisted", "blocklisted", "virus"], &["innocent", "whitelisted"]);
    let score = fields.get("x-dspam-probability").and_then(first_number).filter(|p| (0.0..=1.0).contains(p));
    told(Filter::Dspam, "DSPAM", spam, score.map(|p| (p, SPAM_PROBE)), false)
}

/// `SPAM  ( pR: -21.45 )`, `Good  ( pR: 12.3 )`, `UNSURE (...)`; how far its number goes is not fixed.
pub(super) fn crm114(fields: Fields<'_>) -> Option<Said> {
    let spam = verdict(fields.get("x-crm114-status")?, &["spam"], &["good"]);
    told(Filter::Crm114, "CRM114", spam, None, false)
}

fn verdict(value: &str, spam: &[&str], ham: &[&str]) -> Option<bool> {
    let word = value.split([',', ' ', '\t', ';', '(']).next().unwrap_or_default();
    super::fields::one_of(word, spam, ham)
}

/// Says it; where it is unsure, only how sure it is.
fn told(filter: Filter, name: &str, spam: Option<bool>, score: Option<(f32, f32)>, unsure: bool) -> Option<Said> {
    let hit = spam.map(|spam| Hit::new(&format!("{name}{}", if spam { "" } else { ":HAM" }), None));
    let said = Said {
        filter: Some(filter),
        score: score.map(|(p, _)| p),
        limit: score.map(|(_, limit)| Limit::Probability(limit)),
        hits: hit.into_iter().collect(),
        spam,
        ..Said::default()
    };
    (spam.is_some() || (unsure && said.score.is_some())).then_some(said)
}
