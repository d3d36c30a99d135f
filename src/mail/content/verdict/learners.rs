//! Filters that do nothing but compare words with those of mail they have learned from: bogofilter, DSPAM, SpamProbe,
//! CRM114.
//!
//! They tell a probability, from 0 to 1. What speaks against a message is a rule of the filter's own name, and what
//! speaks for it the same with `:HAM` behind.

use super::fields::{Fields, first_number, number_behind};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// The probability from which on each counts mail as spam where a host has not chosen otherwise: bogofilter's
/// `spam_cutoff` (bogofilter.cf), SpamProbe's `-l` (its manual says 0.7, and it reckons with 0.6), and for DSPAM the
/// middle: its own depends on how it reckons, and its word decides.
const BOGOFILTER: f32 = 0.99;
const SPAM_PROBE: f32 = 0.6;
const DSPAM: f32 = 0.5;
/// CRM114 tells no probability but pR, its logarithm: good mail is above zero. Its words change at five, one way and
/// the other.
const CRM114: f32 = 5.0;

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

/// `X-DSPAM-Result: Spam` with `X-DSPAM-Confidence: 0.9997` and `X-DSPAM-Probability: 1.0000`; newer ones say
/// `-Class`, too. How sure it is of its word (`-Confidence`) is not how probable spam is.
pub(super) fn dspam(fields: Fields<'_>) -> Option<Said> {
    let words = ["x-dspam-result", "x-dspam-class"].iter().filter_map(|name| fields.get(name));
    let (spam, ham) = (["spam", "blacklisted", "blocklisted", "virus"], ["innocent", "whitelisted"]);
    let spam = words.filter_map(|word| verdict(word, &spam, &ham)).reduce(|one, other| one || other);
    let score = fields.get("x-dspam-probability").and_then(first_number).filter(|p| (0.0..=1.0).contains(p));
    told(Filter::Dspam, "DSPAM", spam, score.map(|p| (p, DSPAM)), false)
}

/// `SPAM  ( -14.34 )`, `GOOD (  28.02  )`, `UNSURE (   4.76  )`; some write `( pR: -14.34 )`. Turned round, so that
/// more is worse.
pub(super) fn crm114(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-crm114-status")?;
    let spam = verdict(value, &["spam"], &["good"]);
    let number = value.split_once('(').map(|(_, rest)| rest.trim_start().trim_start_matches("pR:"));
    let score = number.and_then(first_number).map(|number| -number);
    let said = told(Filter::Crm114, "CRM114", spam, None, false).unwrap_or_default();
    let limit = score.map(|_| Limit::Usual(CRM114));
    Said { filter: Some(Filter::Crm114), score, limit, ..said }.unless_silent()
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
