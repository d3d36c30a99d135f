//! What each filter writes into the headers, read into points, limit and the rules that fired.
//!
//! Dialects: SpamAssassin 4 (`X-Spam-Status`, `-Report`), amavis 2.13, Exim with its points times ten, rspamd 3 (`X-Spamd-Result`,
//! `X-Rspamd-*`), Barracuda, MailScanner (the provider's name is in the field's name, and its words are translated), Microsoft
//! (SCL), Fastmail, Stalwart, hMailServer, Vade, Sophos. What is said without points is read in `marks`.

use super::fields::{Fields, first_number};
use super::{Hit, Limit, marks};

/// From which SCL on Microsoft calls mail spam.
const SCL_SPAM: f32 = 5.0;
/// Rules of one message that are read.
const MAX_HITS: usize = 200;

/// What the fields of one message say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Said {
    pub score: Option<f32>,
    pub limit: Option<Limit>,
    pub hits: Vec<Hit>,
    /// Whether the filter calls it spam, where it says so.
    pub spam: Option<bool>,
}

/// Reads points, limit and rules, each from the field that tells it best.
pub(super) fn read(fields: &[(String, String)]) -> Said {
    let fields = Fields(fields);
    let dialects =
        [spam_status, barracuda, rspamd, mail_scanner, microsoft, bare_score, others].map(|dialect| dialect(fields));
    let mut said = Said::default();
    for one in dialects.into_iter().flatten() {
        // A limit belongs to the points beside it.
        if said.score.is_none() && one.score.is_some() {
            (said.score, said.limit) = (one.score, one.limit);
        }
        if said.hits.is_empty() {
            said.hits = one.hits;
        }
    }
    if let Some(rows) = fields.get("x-spam-report").map(report).filter(|rows| !rows.is_empty()) {
        said.hits = rows;
    }
    if let Some((score, limit)) = fields.get("x-spam-report").and_then(compared)
        && said.limit.is_none()
        && said.score.is_none_or(|known| (known - score).abs() < 0.1)
    {
        (said.score, said.limit) = (said.score.or(Some(score)), Some(Limit::Spam(limit)));
    }
    said.hits.truncate(MAX_HITS);
    said.hits.extend(marks::alerts(fields));
    said.spam = marks::spam(fields);
    said.score = said.score.filter(|score| score.is_finite());
    said
}

/// `Yes, score=9.5 required=5.0 tests=A,B autolearn=no`; amavis: `tests=[A=1.2, B=0.1]`; before 2004 `hits=`.
fn spam_status(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-spam-status")?;
    let score = number_behind(value, "score=").or_else(|| number_behind(value, "hits="));
    let limit = number_behind(value, "required=").map(Limit::Spam);
    Some(Said { score, limit, hits: tests(value), spam: None })
}

/// `Yes, SCORE=10.11 using per-user scores of TAG_LEVEL=3.5 ... tests=A, B`.
fn barracuda(fields: Fields<'_>) -> Option<Said> {
    let status = fields.get("x-barracuda-spam-status").unwrap_or_default();
    let bare = || fields.get("x-barracuda-spam-score").and_then(first_number);
    let score = number_behind(status, "SCORE=").or_else(bare)?;
    // A level that is switched off stands at 1000; from the lowest of the others on it does something.
    let levels = ["TAG_LEVEL=", "QUARANTINE_LEVEL=", "KILL_LEVEL="].map(|level| number_behind(status, level));
    let limit = levels.into_iter().flatten().filter(|level| *level < 1000.0).min_by(f32::total_cmp);
    Some(Said { score: Some(score), limit: limit.map(Limit::Spam), hits: tests(status), spam: None })
}

/// `default: False [9.50 / 15.00]; SYMBOL(2.00)[option]; ...`, where the second number is from where on it refuses mail.
fn rspamd(fields: Fields<'_>) -> Option<Said> {
    if let Some(result) = fields.get("x-spamd-result") {
        let (score, rest) = result.split_once('[').map_or((None, ""), |(_, rest)| (first_number(rest), rest));
        let limit = rest.split_once(']').and_then(|(pair, _)| pair.split_once('/')).and_then(|(_, b)| first_number(b));
        return Some(Said { score, limit: limit.map(Limit::Refused), hits: symbols(rest), spam: None });
    }
    let (score, report) = (fields.get("x-rspamd-score").and_then(first_number), fields.get("x-rspamd-report"));
    (score.is_some() || report.is_some()).then(|| Said {
        score,
        hits: symbols(report.unwrap_or_default()),
        ..Said::default()
    })
}

/// `spam, SpamAssassin (not cached, score=12.3, required 6, BAYES_99 3.50, HTML_MESSAGE 0.00)`, in the words of any language.
fn mail_scanner(fields: Fields<'_>) -> Option<Said> {
    let row = || fields.ending("mailscanner-spamscore").and_then(row_or_number);
    let list = fields.ending("mailscanner-spamcheck").and_then(|value| value.split_once('('));
    let Some((_, list)) = list else { return row().map(|score| Said { score: Some(score), ..Said::default() }) };
    let list = list.rsplit_once(')').map_or(list, |(list, _)| list);
    let (mut said, mut score_seen) = (Said::default(), false);
    for entry in list.split(',').map(str::trim) {
        let named = entry.rsplit_once(' ').and_then(|(name, number)| Some((name.trim(), whole_number(number)?)));
        match (entry.split_once('='), named) {
            (Some((_, number)), _) if !score_seen => {
                said.score = whole_number(number);
                score_seen = said.score.is_some();
            }
            (None, Some((name, points))) if is_rule(name) => said.hits.push(Hit::new(name, Some(points))),
            (None, Some((_, limit))) if said.limit.is_none() => said.limit = Some(Limit::Spam(limit)),
            _ => {}
        }
    }
    Some(said)
}

/// `CIP:...;SCL:5;SFV:SPM;CAT:PHSH;`.
fn microsoft(fields: Fields<'_>) -> Option<Said> {
    let report = fields.get("x-forefront-antispam-report").unwrap_or_default();
    let part = |name: &str| marks::part(report, name);
    let bare = || fields.get("x-ms-exchange-organization-scl");
    let score = part("SCL").or_else(bare).and_then(first_number)?;
    let category = part("CAT").filter(|category| !matches!(*category, "" | "NONE"));
    let hits = category.map(|category| Hit::new(&format!("CAT:{category}"), None)).into_iter().collect();
    Some(Said { score: Some(score), limit: Some(Limit::Spam(SCL_SPAM)), hits, spam: None })
}

/// `X-Spam-Score` is points (`7.1`, `9.5 (+++++)`), points times ten (Exim: `79`), or a row of characters. Without it the row
/// of another field counts, which holds one for each whole point.
fn bare_score(fields: Fields<'_>) -> Option<Said> {
    let rows = ["x-spam-level", "x-spam-bar", "x-spamd-bar"].map(|name| fields.get(name).and_then(row_of));
    let row = rows.into_iter().flatten().next();
    let Some(value) = fields.get("x-spam-score") else {
        return row.filter(|points| *points > 0.0).map(|points| Said { score: Some(points), ..Said::default() });
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
    let listed = fields.get("x-spam-hits").or_else(|| fields.get("x-spam-result")).unwrap_or_default();
    Some(Said { score: Some(score), hits: named(listed), ..Said::default() })
}

/// Counts the characters of `*****`, `+++++` or `sssss`; none of a row of `-` and of `/`, which stand for good mail.
fn row_of(text: &str) -> Option<f32> {
    let row = text.split_whitespace().next().unwrap_or_default();
    let one = row.chars().next().filter(|c| "*+sx".contains(*c));
    let same = row.chars().all(|c| Some(c) == one || "-/".contains(c)) && row.len() <= 1000;
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    same.then(|| row.chars().filter(|c| Some(*c) == one).count() as f32)
}

fn row_or_number(text: &str) -> Option<f32> {
    whole_number(text).or_else(|| row_of(text))
}

/// hMailServer, Vade (0 to 900), Sophos (per cent). What they compare with is not in the message.
fn others(fields: Fields<'_>) -> Option<Said> {
    let score = ["x-hmailserver-reason-score", "x-vr-spamscore", "x-pmx-spam"].iter().find_map(|name| {
        fields
            .get(name)
            .and_then(|value| first_number(value.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-')))
    })?;
    Some(Said { score: Some(score), ..Said::default() })
}

/// Reads the list behind `tests=`: names, perhaps with `=points`, perhaps in brackets, until the next `word=`.
fn tests(value: &str) -> Vec<Hit> {
    let Some((_, list)) = value.split_once("tests=") else { return Vec::new() };
    let list = list.strip_prefix('[').map_or(list, |inner| inner.split(']').next().unwrap_or_default());
    let mut hits = Vec::new();
    for entry in list.split([',', ' ', '\t']).filter(|entry| !entry.is_empty()) {
        let (name, points) = entry.split_once('=').map_or((entry, None), |(name, points)| (name, whole_number(points)));
        if !is_rule(name) {
            break;
        }
        hits.push(Hit::new(name, points));
    }
    hits
}

/// Reads `SYMBOL(2.00)[option]` one after the other.
fn symbols(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    for piece in text.split(')') {
        let Some((before, points)) = piece.rsplit_once('(') else { continue };
        let name = before.rsplit([' ', '\t', ';', ']', ',']).next().unwrap_or_default();
        if let Some(points) = whole_number(points).filter(|_| is_rule(name)) {
            hits.push(Hit::new(name, Some(points)));
        }
    }
    hits
}

/// Reads `BAYES_99 3.5, HTML_MESSAGE 0.001` and `BAYES_99 (3.5), ...`.
fn named(text: &str) -> Vec<Hit> {
    let hit = |entry: &str| {
        let (name, points) = entry.trim().split_once([' ', '='])?;
        is_rule(name).then(|| Hit::new(name, whole_number(points.trim().trim_matches(['(', ')']))))
    };
    text.split([',', ';']).filter_map(hit).collect()
}

/// Reads what a report of SpamAssassin compares: `Content analysis details:   (5.5 points, 5.0 required)`.
fn compared(text: &str) -> Option<(f32, f32)> {
    let (before, behind) = text.split_once(" points, ")?;
    let score = whole_number(before.rsplit('(').next()?)?;
    let (limit, _) = behind.split_once(" required)")?;
    Some((score, whole_number(limit)?))
}

/// Reads the rows of a report: points, rule, description; Exim with rspamd has `Symbol: NAME(points)` instead. Its prose says
/// "possible spam" of good mail, too, and is not read.
fn report(text: &str) -> Vec<Hit> {
    if text.contains("Symbol: ") {
        return symbols(text);
    }
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "*").collect();
    let begins = |at: &usize| {
        let points = words.get(*at).and_then(|word| whole_number(word)).is_some();
        points && words.get(*at + 1).is_some_and(|word| is_rule(word))
    };
    let starts: Vec<usize> = (0..words.len()).filter(|at| begins(at)).collect();
    let row = |(number, &start): (usize, &usize)| {
        let end = starts.get(number + 1).copied().unwrap_or(words.len());
        let name = words.get(start + 1)?;
        let text = words.get(start + 2..end).unwrap_or_default().join(" ");
        Some(Hit { text, ..Hit::new(name, words.get(start).and_then(|points| whole_number(points))) })
    };
    starts.iter().enumerate().filter_map(row).collect()
}

/// Tells whether a word is the name of a rule: capitals, digits and underscores, and not a number.
fn is_rule(word: &str) -> bool {
    let of_a_rule = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    (3..=80).contains(&word.len()) && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(of_a_rule)
}

fn whole_number(text: &str) -> Option<f32> {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    text.trim().chars().all(digits).then(|| text.trim().parse().ok()).flatten()
}

fn number_behind(value: &str, mark: &str) -> Option<f32> {
    value.split_once(mark).and_then(|(_, rest)| first_number(rest))
}
