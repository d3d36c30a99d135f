//! The fields `X-Spam-*`: SpamAssassin 2 to 4, amavis, Exim, Stalwart and Fastmail write them, and rspamd beside its
//! own.

use super::fields::{Fields, begins, first_number, number_behind, one_of, whole_number, yes_or_no};
use super::lists::{compared, named, report, row_of, tests};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// From how many points on SpamAssassin counts mail as spam where a host has not chosen otherwise
/// (Mail::SpamAssassin::Conf), and rspamd (actions.conf).
const USUAL: f32 = 5.0;
const USUAL_OF_RSPAMD: f32 = 6.0;
/// So far may points differ that are told twice.
const SAME: f32 = 1.0;

pub(super) fn belongs(field: &str) -> bool {
    let begins = ["x-spam-", "x-spam_", "x-amavis-"].iter().any(|begin| field.starts_with(begin));
    begins || matches!(field, "x-spam" | "x-virus" | "x-virus-status")
}

pub(super) fn read(fields: Fields<'_>) -> Option<Said> {
    let flags = ["x-spam-flag", "x-spam-status", "x-spam"].iter().filter_map(|name| yes_or_no(fields.get(name)?));
    let spam = flags.chain(super::rspamd::action(fields, "x-spam-action")).reduce(|one, other| one || other);
    // A status that contradicts the flag came along.
    let says_no = fields.get("x-spam-status").and_then(yes_or_no) == Some(false);
    let mut said = status(fields).filter(|_| spam != Some(true) || !says_no).unwrap_or_default();
    let mut spam = spam;
    if let Some(bare) = bare_score(fields) {
        // Points that differ are of two writers; nobody forges more than the filter gave.
        let is_more = matches!((said.score, bare.score), (Some(one), Some(other)) if other > one + SAME);
        if is_more {
            said = Said::default();
            spam = spam.filter(|spam| *spam);
        }
        if said.score.is_none() {
            (said.score, said.limit) = (bare.score, bare.limit.or(said.limit));
        }
        if said.hits.is_empty() {
            said.hits = bare.hits;
        }
    }
    reported(fields, &mut said);
    said.filter = filter(fields);
    if said.limit.is_none() && said.score.is_some() {
        let usual = if said.filter == Some(Filter::Rspamd) { USUAL_OF_RSPAMD } else { USUAL };
        said.limit = Some(Limit::Usual(usual));
    }
    said.spam = spam;
    said.alerts = alerts(fields);
    said.unless_silent()
}

/// `Yes, score=9.5 required=5.0 tests=A,B autolearn=no`; amavis: `tests=[A=1.2, B=0.1]`; before 2004 `hits=`; by hand
/// `limit=`.
fn status(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-spam-status")?;
    let number = |words: &[&str]| words.iter().find_map(|word| number_behind(value, word));
    let limit = number(&["required=", "limit="]).map(Limit::Spam);
    Some(Said { score: number(&["score=", "hits="]), limit, hits: tests(value), ..Said::default() })
}

/// `X-Spam-Score` is points (`7.1`, `9.5 (+++++)`, `10.60 / 15.00` of rspamc), points times ten (Exim: `79`), or a row
/// of characters. Without it the row of another field counts, which holds one for each whole point.
fn bare_score(fields: Fields<'_>) -> Option<Said> {
    let listed = ["x-spam-hits", "x-spam-result", "x-spam-symbols"].iter().find_map(|name| fields.get(name));
    let mut said = Said { hits: named(listed.unwrap_or_default()), ..Said::default() };
    let rows = ["x-spam-level", "x-spam-bar"].map(|name| fields.get(name).and_then(row_of));
    let row = rows.into_iter().flatten().next();
    if let Some(value) = fields.get("x-spam-score") {
        let threshold = fields.get("x-spam-threshold").and_then(whole_number);
        let refused = value.split_once('/').and_then(|(_, most)| first_number(most));
        said.score =
            value.split_whitespace().next().and_then(|word| points(word, row, threshold.or(refused).is_some()));
        said.limit = threshold.map(Limit::Spam).or(refused.map(Limit::Refused)).filter(|_| said.score.is_some());
    } else {
        said.score = row.filter(|points| *points > 0.0);
    }
    said.unless_silent()
}

/// Reads points; where a limit stands beside them they are what they seem.
fn points(word: &str, row: Option<f32>, limited: bool) -> Option<f32> {
    match (whole_number(word), row) {
        (Some(points), _) if limited || word.contains('.') => Some(points),
        (Some(points), Some(row)) if points.abs() < 10.0 * row => Some(points),
        (Some(points), Some(_)) => Some(points / 10.0),
        // A whole number alone may be either; nothing is nothing.
        (Some(points), None) => (points == 0.0).then_some(points),
        (None, _) => row_of(word).filter(|points| *points > 0.0),
    }
}

/// Adds what a report tells. Anybody may have written one where the filter wrote none: it may only describe the rules
/// that the filter named, where it named any; and where it knows most of them it is the filter's own.
fn reported(fields: Fields<'_>, said: &mut Said) {
    let Some(text) = fields.get("x-spam-report") else { return };
    let rows = report(text);
    let row_of = |hit: &Hit| rows.iter().find(|row| row.name == hit.name);
    let known = said.hits.iter().filter(|hit| row_of(hit).is_some()).count();
    if known * 2 > said.hits.len() || said.hits.is_empty() {
        let missing = said.hits.iter().filter(|hit| row_of(hit).is_none()).cloned().collect::<Vec<_>>();
        said.hits = rows.into_iter().chain(missing).collect();
    }
    if let Some((score, limit)) = compared(text)
        && said.limit.is_none()
        && said.score.is_none_or(|known| (known - score).abs() < 0.1)
    {
        (said.score, said.limit) = (said.score.or(Some(score)), Some(Limit::Spam(limit)));
    }
}

/// Finds out who wrote it: by fields and words that only one writes.
fn filter(fields: Fields<'_>) -> Option<Filter> {
    let status = fields.get("x-spam-status").unwrap_or_default();
    let report = fields.get("x-spam-report").unwrap_or_default();
    let has = |names: &[&str]| names.iter().any(|name| fields.get(name).is_some());
    if fields.get("x-spam-checker-version").is_some_and(|version| begins(version, "SpamAssassin")) {
        Some(Filter::SpamAssassin)
    } else if status.contains("tagged_above=")
        || status.contains("tests=[")
        || fields.beginning("x-amavis-").count() > 0
    {
        Some(Filter::Amavis)
    } else if has(&["x-spam-symbols", "x-spam-scanner", "x-spam-action"]) || report.contains("Symbol: ") {
        Some(Filter::Rspamd)
    } else if status.contains("required=") || status.contains("autolearn=") {
        Some(Filter::SpamAssassin)
    } else if has(&["x-spam-result"]) {
        Some(Filter::Stalwart)
    } else if has(&["x-spam-hits", "x-spam-known-sender"]) {
        Some(Filter::Fastmail)
    } else if has(&["x-spam-bar", "x-spam-score-int"]) || report.contains("Content analysis details:") {
        Some(Filter::Exim)
    } else {
        None
    }
}

/// Reads what amavis says beside points: `INFECTED, message contains virus: X`, `BANNED, message contains ...`, a list
/// of the owner; and what a virus scanner says.
fn alerts(fields: Fields<'_>) -> Vec<Hit> {
    let kinds = [("infected", "AMAVIS:INFECTED"), ("banned", "AMAVIS:BANNED"), ("bad header", "AMAVIS:BAD-HEADER")];
    let alert = fields.get("x-amavis-alert");
    let alert = alert.and_then(|alert| Some((alert, kinds.iter().find(|(begin, _)| begins(alert, begin))?.1)));
    let mut hits: Vec<Hit> = alert.map(|(words, name)| Hit::saying(name, words)).into_iter().collect();
    let status = fields.get("x-spam-status").unwrap_or_default();
    let says = |word: &str| status.split_whitespace().any(|one| one == word);
    hits.extend(says("BLACKLISTED").then(|| Hit::new("AMAVIS:BLACKLISTED", None)));
    hits.extend(says("WHITELISTED").then(|| Hit::new("AMAVIS:WHITELISTED", None)));
    let infected = fields.get("x-virus-status").filter(|status| begins(status, "infected") || begins(status, "yes"));
    let virus = fields
        .get("x-virus")
        .filter(|virus| !virus.trim().is_empty() && one_of(virus, &["no", "clean"], &[]).is_none());
    hits.extend(virus.or(infected).map(|words| Hit::saying("VIRUS", words)));
    hits
}
