//! What filters say without points: spam or not, a virus, a forbidden attachment, a list that was kept.

use super::Hit;
use super::fields::{Fields, first_number};

/// From which bulk complaint level on Microsoft takes a message for advertising.
const BULK: f32 = 7.0;
/// Letters of a filter's own words that are kept.
const MAX_WORDS: usize = 200;
/// What rspamd does with spam.
const SPAM_ACTIONS: [&str; 4] = ["add header", "rewrite subject", "reject", "quarantine"];
/// What rspamd does with other mail.
const OTHER_ACTIONS: [&str; 2] = ["no action", "greylist"];
/// Where Microsoft filed it, and why (SFV).
const SPAM_FILED: [&str; 4] = ["SPM", "SKS", "SKB", "BLK"];
/// The same for mail that passed, or was let through.
const OTHER_FILED: [&str; 6] = ["NSPM", "SKN", "SKI", "SKA", "SFE", "SKQ"];
/// Words of `X-CustomSpam`, and what they are about.
const CUSTOM: [(&str, &str); 9] = [
    ("spf", "CUSTOM:SPF"),
    ("url", "CUSTOM:LINK"),
    ("numeric ip", "CUSTOM:LINK"),
    ("web bug", "CUSTOM:PICTURE"),
    ("image", "CUSTOM:PICTURE"),
    ("html", "CUSTOM:HTML"),
    ("tag", "CUSTOM:HTML"),
    ("frame", "CUSTOM:HTML"),
    ("script", "CUSTOM:HTML"),
];

/// Tells whether a filter calls the message spam; one that does is believed before those that do not.
pub(super) fn spam(fields: Fields<'_>) -> Option<bool> {
    let flags = ["x-spam-flag", "x-spam-status", "x-spam", "x-barracuda-spam-flag", "x-barracuda-spam-status"];
    let answers = flags.iter().filter_map(|name| yes_or_no(fields.get(name)?));
    let action = fields.get("x-rspamd-action").and_then(|action| one_of(action, &SPAM_ACTIONS, &OTHER_ACTIONS));
    let filed = forefront(fields, "SFV").and_then(|filed| one_of(filed, &SPAM_FILED, &OTHER_FILED));
    // `0 (not spam)`, `5 (reason)`; below zero it was not looked at.
    let gmx = fields.get("x-gmx-antispam").and_then(first_number).filter(|code| *code >= 0.0).map(|code| code > 0.0);
    let said: Vec<bool> = answers.chain(action).chain(filed).chain(gmx).collect();
    if said.is_empty() { None } else { Some(said.contains(&true)) }
}

/// Reads what is said beside points, as rules that fired.
pub(super) fn alerts(fields: Fields<'_>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = amavis(fields).into_iter().collect();
    let listed = fields.get("x-spam-status").filter(|status| status.split_whitespace().any(|w| w == "BLACKLISTED"));
    hits.extend(listed.map(|_| Hit::new("AMAVIS:BLACKLISTED", None)));
    let virus = fields.get("x-virus").or_else(|| fields.get("x-virus-status").filter(|is| begins(is, "infected")));
    let scanned = || fields.ending("mailscanner").filter(|found| found.to_ascii_lowercase().contains("infected"));
    hits.extend(virus.or_else(scanned).map(|words| said("VIRUS", words)));
    // What Microsoft filed it for, where it does not name a category.
    let category = forefront(fields, "CAT").is_some_and(|category| !matches!(category, "" | "NONE"));
    let filed = forefront(fields, "SFV").filter(|filed| SPAM_FILED.contains(filed) && (!category || *filed != "SPM"));
    hits.extend(filed.map(|filed| Hit::new(&format!("SFV:{filed}"), None)));
    let bulk = fields.get("x-microsoft-antispam").and_then(|parts| part(parts, "BCL")).and_then(first_number);
    hits.extend(bulk.filter(|level| *level >= BULK).map(|level| Hit::new(&format!("BCL:{level}"), None)));
    if let Some(words) = fields.get("x-customspam") {
        let lower = words.to_ascii_lowercase();
        hits.extend(CUSTOM.iter().find(|(word, _)| lower.contains(word)).map(|(_, name)| said(name, words)));
    }
    hits
}

/// `INFECTED, message contains virus: X`, `BANNED, message contains ...`, `BAD HEADER SECTION, ...`.
fn amavis(fields: Fields<'_>) -> Option<Hit> {
    let alert = fields.get("x-amavis-alert")?;
    let kinds = [("infected", "AMAVIS:INFECTED"), ("banned", "AMAVIS:BANNED"), ("bad header", "AMAVIS:BAD-HEADER")];
    kinds.iter().find(|(begin, _)| begins(alert, begin)).map(|(_, name)| said(name, alert))
}

/// A rule with the filter's own words.
fn said(name: &str, words: &str) -> Hit {
    Hit { text: words.chars().take(MAX_WORDS).collect(), ..Hit::new(name, None) }
}

fn forefront<'a>(fields: Fields<'a>, key: &str) -> Option<&'a str> {
    part(fields.get("x-forefront-antispam-report")?, key)
}

/// Finds a value in `CIP:...;SCL:5;SFV:SPM;`.
pub(super) fn part<'a>(parts: &'a str, key: &str) -> Option<&'a str> {
    let mut pairs = parts.split(';').filter_map(|part| part.trim().split_once(':'));
    pairs.find(|(name, _)| *name == key).map(|(_, value)| value.trim())
}

fn yes_or_no(value: &str) -> Option<bool> {
    let word = value.split([',', ' ', '\t', ';']).next().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

fn one_of(value: &str, spam: &[&str], other: &[&str]) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| value.trim().eq_ignore_ascii_case(word));
    if is(spam) { Some(true) } else { is(other).then_some(false) }
}

fn begins(text: &str, begin: &str) -> bool {
    text.trim_start().get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin))
}
