//! The header fields of a message, and words and numbers in them.

/// Holds the fields of a message, by name (lower case) and unfolded value, from the top.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [(String, String)]);

impl<'a> Fields<'a> {
    /// Finds the topmost field of a name; Exim's own examples write `X-Spam_score`.
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(field, _)| is_named(field, name)).map(|(_, value)| value.as_str())
    }

    /// Finds a field by how its name ends: some hold the provider's own name.
    pub fn ending(self, end: &str) -> Option<&'a str> {
        self.0.iter().find(|(field, _)| field.ends_with(end)).map(|(_, value)| value.as_str())
    }

    /// Lists the fields whose names begin so.
    pub fn beginning(self, begin: &'static str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fields = self.0.iter().filter(move |(field, _)| field.starts_with(begin));
        fields.map(|(field, value)| (field.as_str(), value.as_str()))
    }
}

fn is_named(field: &str, name: &str) -> bool {
    field.len() == name.len() && field.bytes().map(|octet| if octet == b'_' { b'-' } else { octet }).eq(name.bytes())
}

/// Reads the number that a text begins with, and that no letter goes on; a comma may stand for its point.
pub(super) fn first_number(text: &str) -> Option<f32> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".-+".contains(c))).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let decimals = rest.strip_prefix(',').filter(|_| !digits.is_empty() && !digits.contains('.')).unwrap_or_default();
    let decimals = decimals.split_at_checked(decimals.find(|c: char| !c.is_ascii_digit()).unwrap_or(decimals.len()));
    match decimals {
        Some((decimals, _)) if !decimals.is_empty() && decimals.len() <= LONGEST_NUMBER => {
            number(&format!("{digits}.{decimals}"))
        }
        _ => number(digits).filter(|_| !rest.starts_with(|c: char| c.is_ascii_alphabetic())),
    }
}

/// Reads the number behind a word such as `score=`, which must not be the end of another word.
pub(super) fn number_behind(text: &str, word: &str) -> Option<f32> {
    let stands_alone = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_')
    };
    let at = text.match_indices(word).map(|(at, _)| at).find(stands_alone)?;
    first_number(text.get(at + word.len()..)?)
}

/// Reads a text that is a number and nothing else: no words such as "nan", no exponent.
pub(super) fn whole_number(text: &str) -> Option<f32> {
    let text = text.trim();
    let plain = text.bytes().all(|octet| octet.is_ascii_digit() || b".-+".contains(&octet));
    if plain { number(text) } else { None }
}

/// Digits, signs and points that a number may have.
const LONGEST_NUMBER: usize = 40;

fn number(text: &str) -> Option<f32> {
    (text.len() <= LONGEST_NUMBER).then(|| text.parse().ok()).flatten().filter(|number: &f32| number.is_finite())
}

/// Reads "yes" and "no" at the beginning of a value.
pub(super) fn yes_or_no(value: &str) -> Option<bool> {
    let word = value.trim_start().split([',', ' ', '\t', ';', '(']).next().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "yes" | "true" | "spam" => Some(true),
        "no" | "false" | "ham" => Some(false),
        _ => None,
    }
}

/// Finds out to which of two sets of words a value belongs.
pub(super) fn one_of(value: &str, spam: &[&str], other: &[&str]) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| value.trim().eq_ignore_ascii_case(word));
    if is(spam) { Some(true) } else { is(other).then_some(false) }
}

/// Tells whether a text begins so, in capitals or not.
pub(super) fn begins(text: &str, begin: &str) -> bool {
    text.trim_start().get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin))
}
