//! The fields `X-Spam-*`: SpamAssassin 2 to 4, amavis, Exim, Stalwart and Fastmail write them, and rspamd beside its own.

use super::fields::{Fields, begins, number_behind, whole_number, yes_or_no};
use super::lists::{compared, named, report, row_of, tests};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// From how many points on SpamAssassin counts mail as spam where a host has not chosen otherwise (Mail::SpamAssassin::Conf).
const USUAL: f32 = 5.0;

pub(super) fn belongs(field: &str) -> bool {
    field.starts_with("x-spam-") || field.starts_with("x-spam_") || field == "x-spam" || field == "x-amavis-alert"
}

pub(super) fn read(fields: Fields<'_>) -> Option<Said> {
    let mut said = status(fields).unwrap_or_default();
    let bare = bare_score(fields);
    if said.score.is_none() {
        said.score = bare.as_ref().and_then(|bare| bare.score);
    }
    if said.hits.is_empty() {
        said.hits = bare.map(|bare| bare.hits).unwrap_or_default();
    }
    reported(fields, &mut said);
    said.filter = filter(fields);
    if said.limit.is_none() && said.score.is_some() {
        // What rspamd writes here has its limit behind the points (rspamc), or in a field of its own.
        let behind =
            fields.get("x-spam-score").and_then(|value| value.split_once(" / ")).and_then(|(_, b)| whole_number(b));
        let usual = || (said.filter != Some(Filter::Rspamd)).then_some(Limit::Usual(USUAL));
        said.limit = behind.map(Limit::Refused).or_else(usual);
    }
    let flags = ["x-spam-flag", "x-spam-status", "x-spam"];
    said.spam = flags.iter().filter_map(|name| yes_or_no(fields.get(name)?)).reduce(|one, other| one || other);
    said.alerts = alerts(fields);
    (said != Said::default()).then_some(said)
}

/// `Yes, score=9.5 required=5.0 tests=A,B autolearn=no`; amavis: `tests=[A=1.2, B=0.1]`; before 2004 `hits=`.
fn status(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-spam-status")?;
    let score = number_behind(value, "score=").or_else(|| number_behind(value, "hits="));
    let limit = number_behind(value, "required=").map(Limit::Spam);
    Some(Said { score, limit, hits: tests(value), ..Said::default() })
}

/// `X-Spam-Score` is points (`7.1`, `9.5 (+++++)`, `10.60 / 15.00`), points times ten (Exim: `79`), or a row of characters. Without it
/// the row of another field counts, which holds one for each whole point.
fn bare_score(fields: Fields<'_>) -> Option<Said> {
    let listed = ["x-spam-hits", "x-spam-result", "x-spam-symbols"].iter().find_map(|name| fields.get(name));
    let hits = named(listed.unwrap_or_default());
    let rows = ["x-spam-level", "x-spam-bar"].map(|name| fields.get(name).and_then(row_of));
    let row = rows.into_iter().flatten().next();
    let Some(value) = fields.get("x-spam-score") else {
        let score = row.filter(|points| *points > 0.0);
        return (score.is_some() || !hits.is_empty()).then(|| Said { score, hits, ..Said::default() });
    };
    let word = value.split_whitespace().next()?;
    let score = match (whole_number(word), row) {
        (Some(points), _) if word.contains('.') => points,
        (Some(points), Some(row)) if points.abs() < 10.0 * row => points,
        (Some(points), Some(_)) => points / 10.0,
        // A whole number alone may be either.
        (Some(_), None) => return None,
        (None, _) => row_of(word)?,
    };
    Some(Said { score: Some(score), hits, ..Said::default() })
}

/// Adds what a report tells. Anybody may have written one where the filter wrote none: it may only describe the rules that the
/// filter named, where it named any.
fn reported(fields: Fields<'_>, said: &mut Said) {
    let Some(text) = fields.get("x-spam-report") else { return };
    let mut rows = report(text);
    if !said.hits.is_empty() {
        rows.retain(|row| said.hits.iter().any(|hit| hit.name == row.name));
    }
    if rows.len() >= said.hits.len() {
        said.hits = rows;
    } else {
        for hit in &mut said.hits {
            let row = rows.iter().find(|row| row.name == hit.name);
            hit.points = hit.points.or(row.and_then(|row| row.points));
            hit.text = row.map(|row| row.text.clone()).unwrap_or_default();
        }
    }
    if let Some((score, limit)) = compared(text)
        && said.limit.is_none()
        && said.score.is_none_or(|known| (known - score).abs() < 0.1)
    {
        (said.score, said.limit) = (said.score.or(Some(score)), Some(Limit::Spam(limit)));
    }
}

fn filter(fields: Fields<'_>) -> Option<Filter> {
    let status = fields.get("x-spam-status").unwrap_or_default();
    let has = |name: &str| fields.get(name).is_some();
    let rspamd = has("x-spamd-result") || has("x-rspamd-action") || has("x-rspamd-score") || has("x-spam-symbols");
    if fields.get("x-spam-checker-version").is_some_and(|version| begins(version, "SpamAssassin")) {
        Some(Filter::SpamAssassin)
    } else if status.contains("tagged_above=") || status.contains("tests=[") || has("x-amavis-alert") {
        Some(Filter::Amavis)
    } else if status.contains("required=") {
        Some(Filter::SpamAssassin)
    } else if rspamd {
        Some(Filter::Rspamd)
    } else if has("x-spam-result") {
        Some(Filter::Stalwart)
    } else if has("x-spam-hits") {
        Some(Filter::Fastmail)
    } else if has("x-spam-bar") || has("x-ham-report") {
        Some(Filter::Exim)
    } else {
        None
    }
}

/// Reads what amavis says beside points: `INFECTED, message contains virus: X`, `BANNED, message contains ...`, a list of the owner;
/// and what a virus scanner says.
fn alerts(fields: Fields<'_>) -> Vec<Hit> {
    let kinds = [("infected", "AMAVIS:INFECTED"), ("banned", "AMAVIS:BANNED"), ("bad header", "AMAVIS:BAD-HEADER")];
    let alert = fields.get("x-amavis-alert");
    let alert = alert.and_then(|alert| Some((alert, kinds.iter().find(|(begin, _)| begins(alert, begin))?.1)));
    let mut hits: Vec<Hit> = alert.map(|(words, name)| Hit::saying(name, words)).into_iter().collect();
    let status = fields.get("x-spam-status").unwrap_or_default();
    let says = |word: &str| status.split_whitespace().any(|one| one == word);
    hits.extend(says("BLACKLISTED").then(|| Hit::new("AMAVIS:BLACKLISTED", None)));
    hits.extend(says("WHITELISTED").then(|| Hit::new("AMAVIS:WHITELISTED", None)));
    hits
}
