//! Lists of rules, as filters write them.

use super::Hit;
use super::fields::whole_number;
use super::hit::MAX_HITS;

/// Reads the list behind `tests=`: names, perhaps with `=points`, perhaps in brackets, until the next `word=`. A
/// host's own rules may have small letters; what ends in a colon is a heading.
pub(super) fn tests(value: &str) -> Vec<Hit> {
    let Some((_, list)) = value.split_once("tests=") else { return Vec::new() };
    let list = list.strip_prefix('[').map_or(list, |inner| inner.split(']').next().unwrap_or_default());
    let mut hits = Vec::new();
    for entry in list.split([',', ' ', '\t', ';']).filter(|entry| !entry.is_empty()) {
        let (name, points) = entry.split_once('=').map_or((entry, None), |(name, points)| (name, Some(points)));
        let number = points.and_then(whole_number);
        let ours = is_rule(name) || (is_own_rule(name) && points.is_some() == number.is_some());
        match (ours, entry.ends_with(':')) {
            (true, _) if hits.len() < MAX_HITS => hits.push(Hit::new(name, number)),
            (false, true) => {}
            _ => break,
        }
    }
    hits
}

/// Reads `SYMBOL(2.00)[option]` one after the other. Options are a stranger's words, and hold no symbols.
pub(super) fn symbols(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('(') {
        let name = before.rsplit([' ', '\t', ';', ']', ',']).next().unwrap_or_default();
        let Some((points, behind)) = behind.split_once(')') else { break };
        if let Some(points) = whole_number(points).filter(|_| is_rule(name)) {
            hits.push(Hit::new(name, Some(points)));
        }
        // An option may hold anything but the bracket that ends it; one without an end swallows the rest.
        let Some(behind) = behind.strip_prefix('[').map_or(Some(behind), |it| Some(it.split_once(']')?.1)) else {
            break;
        };
        rest = behind;
        if hits.len() >= MAX_HITS {
            break;
        }
    }
    hits
}

/// Reads `BAYES_99 3.5, HTML_MESSAGE 0.001`, `BAYES_99 (3.5), ...` and names alone.
pub(super) fn named(text: &str) -> Vec<Hit> {
    let hit = |entry: &str| {
        let entry = entry.trim();
        let (name, points) = entry.split_once([' ', '\t', '=']).unwrap_or((entry, ""));
        let number = whole_number(points.trim().trim_matches(['(', ')']));
        (is_rule(name) && (points.is_empty() || number.is_some())).then(|| Hit::new(name, number))
    };
    text.split([',', ';']).filter_map(hit).take(MAX_HITS).collect()
}

/// Reads what a report of SpamAssassin compares: `Content analysis details:   (5.5 points, 5.0 required)`.
pub(super) fn compared(text: &str) -> Option<(f32, f32)> {
    let (before, behind) = text.split_once(" points, ")?;
    let score = whole_number(before.rsplit('(').next()?)?;
    let (limit, _) = behind.split_once(" required)")?;
    Some((score, whole_number(limit)?))
}

/// Reads the rows of a report: points, rule, description; Exim with rspamd has `Symbol: NAME(points)` instead. Its
/// prose says "possible spam" of good mail, too, and quotes the message: where a line of dashes stands above the rows,
/// nothing above it is read.
pub(super) fn report(text: &str) -> Vec<Hit> {
    if text.contains("Symbol: ") {
        return symbols(text);
    }
    let text = text.split_once("---- ---").map_or(text, |(_, rows)| rows.trim_start_matches('-'));
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "*").collect();
    let begins = |at: &usize| {
        let points = words.get(*at).and_then(|word| whole_number(word)).is_some();
        points && words.get(*at + 1).is_some_and(|word| is_rule(word))
    };
    let starts: Vec<usize> = (0..words.len()).filter(|at| begins(at)).take(MAX_HITS).collect();
    let row = |(number, &start): (usize, &usize)| {
        let end = starts.get(number + 1).copied().unwrap_or(words.len());
        let name = words.get(start + 1)?;
        let text = words.get(start + 2..end).unwrap_or_default().join(" ");
        let hit = Hit::saying(name, &text);
        Some(Hit { points: words.get(start).and_then(|points| whole_number(points)), ..hit })
    };
    starts.iter().enumerate().filter_map(row).collect()
}

/// Tells whether a word is the name of a rule: capitals, digits and underscores, and not a number.
pub(super) fn is_rule(word: &str) -> bool {
    let of_a_rule = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    (3..=80).contains(&word.len()) && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(of_a_rule)
}

/// Tells whether a word is the name of a rule that a host wrote itself, which has an underscore somewhere, and any
/// letters.
fn is_own_rule(word: &str) -> bool {
    let of_a_rule = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (3..=80).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.contains('_')
        && word.chars().all(of_a_rule)
}

/// Counts the characters of `*****`, `+++++` or `sssss`; none of a row of `-` and of `/`, which stand for good mail.
pub(super) fn row_of(text: &str) -> Option<f32> {
    let row = text.split_whitespace().next().unwrap_or_default();
    let one = row.chars().next().filter(|c| "*+sx".contains(*c));
    let same = row.chars().all(|c| Some(c) == one || "-/".contains(c)) && row.len() <= 1000;
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    same.then(|| row.chars().filter(|c| Some(*c) == one).count() as f32)
}
