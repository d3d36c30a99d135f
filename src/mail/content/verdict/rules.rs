//! What the rules of filters mean: read from `rules.txt`, a line for each rule or family of rules.

use super::Reason;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The table: pattern, family, words.
const TABLE: &str = include_str!("rules.txt");

/// Says what a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The reason that many rules come to.
    pub reason: Reason,
    /// The sentence in `locales/` that says what this rule found: of its own, or the reason's.
    pub sentence: String,
}

/// A line of the table. Without a meaning the rule says nothing to a reader.
#[derive(Debug)]
pub(super) struct Line {
    pub pattern: &'static str,
    pub meaning: Option<Meaning>,
}

/// Finds out what a rule means. The outer `None` is a rule of which nothing is known, the inner one a rule that says nothing to a
/// reader: a note for the administrator, a sign that stands in good mail and in spam.
pub(super) fn look_up(rule: &str) -> Option<Option<&'static Meaning>> {
    // Experiments of the filter's makers have the name of what they test.
    let rule = rule.strip_prefix("T_").unwrap_or(rule);
    let may_fit = rule.bytes().next().and_then(|first| BY_LETTER.get(&first));
    let mut may_fit = may_fit.map_or(ANYWHERE.iter(), |lines| lines.iter());
    may_fit.find(|line| fits(line.pattern, rule)).map(|line| line.meaning.as_ref())
}

/// Every line, in its order: the first that fits decides.
pub(super) static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| TABLE.lines().filter_map(line).collect());

/// Lists the sentences that say what single rules found.
#[cfg(test)]
pub fn rule_sentences() -> Vec<String> {
    let sentences = LINES.iter().filter_map(|line| line.meaning.as_ref()).map(|meaning| meaning.sentence.clone());
    sentences.filter(|sentence| sentence.starts_with("rule-")).collect()
}

/// The lines that begin with anything.
static ANYWHERE: LazyLock<Vec<&'static Line>> =
    LazyLock::new(|| LINES.iter().filter(|line| line.pattern.starts_with('*')).collect());

/// The lines that may fit a name with this first letter, in their order: a page of a list looks up hundreds of names.
static BY_LETTER: LazyLock<BTreeMap<u8, Vec<&'static Line>>> = LazyLock::new(|| {
    let letters = LINES.iter().filter_map(|line| line.pattern.bytes().next());
    let may_fit = |letter| LINES.iter().filter(|line| line.pattern.starts_with([char::from(letter), '*'])).collect();
    letters.map(|letter| (letter, may_fit(letter))).collect()
});

/// Reads a line; what cannot be read is found by a test.
fn line(text: &'static str) -> Option<Line> {
    let mut columns = text.split_whitespace().filter(|_| !text.starts_with('#'));
    let (pattern, family, words) = (columns.next()?, columns.next()?, columns.next()?);
    let meaning = Reason::named(family).map(|reason| {
        let sentence = if words == "=" { reason.key().to_owned() } else { format!("rule-{words}") };
        Meaning { reason, sentence }
    });
    (meaning.is_some() || family == "-").then_some(Line { pattern, meaning })
}

/// Compares with a pattern, in which `*` stands for anything.
pub(super) fn fits(pattern: &str, rule: &str) -> bool {
    let Some((begin, mut pattern)) = pattern.split_once('*') else { return pattern == rule };
    let Some(mut rest) = rule.strip_prefix(begin) else { return false };
    while let Some((piece, others)) = pattern.split_once('*') {
        let Some((_, behind)) = rest.split_once(piece) else { return false };
        (rest, pattern) = (behind, others);
    }
    rest.ends_with(pattern)
}
