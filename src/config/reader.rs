//! Reads typed values from the tree; notes what is wrong and goes on.

use super::tree::{Node, Place, Value};
use super::{Mistake, Mistakes};
use std::cell::RefCell;
use std::ops::RangeInclusive;

/// How much of a wrong value is repeated.
const FOUND: usize = 80;

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Vec<(usize, Mistake)>>);

impl Notes {
    /// Notes a mistake.
    pub(super) fn note(&self, place: &Place, key: &str, text: String) {
        let mistake = Mistake { place: place.to_string(), key: key.to_owned(), text };
        self.0.borrow_mut().push((place.line, mistake));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Returns the mistakes in the order of the file, then those of the environment.
    pub(super) fn into_mistakes(self) -> Mistakes {
        let mut noted = self.0.into_inner();
        noted.sort_by_key(|(line, _)| *line);
        Mistakes(noted.into_iter().map(|(_, mistake)| mistake).collect())
    }
}

/// A key, the value it has (if any), and where a mistake in it is to be looked for.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    key: String,
    node: Option<&'a Node>,
    place: &'a Place,
    notes: &'a Notes,
}

impl<'a> Spot<'a> {
    /// Returns the whole configuration.
    pub(super) fn root(node: &'a Node, notes: &'a Notes) -> Self {
        Self { key: String::new(), node: Some(node), place: &node.place, notes }
    }

    /// Returns where a mistake in it is to be looked for.
    pub(super) fn place(&self) -> String {
        self.place.to_string()
    }

    /// Says whether there is a value.
    pub(super) fn is_set(&self) -> bool {
        self.node.is_some()
    }

    /// Says whether there is a text that is so.
    pub(super) fn holds(&self, so: impl FnOnce(&str) -> bool) -> bool {
        self.node.and_then(Node::text).is_some_and(so)
    }

    /// Returns what a key of this table holds; nothing when this is no table.
    pub(super) fn at(&self, name: &str) -> Self {
        let node = match self.node.map(|node| &node.value) {
            Some(Value::Table(table)) => table.get(name),
            _ => None,
        };
        let place = node.map_or(self.place, |node| &node.place);
        Self { key: join(&self.key, name), node, place, notes: self.notes }
    }

    /// Notes what is found here and what is allowed.
    pub(super) fn refuse(&self, allowed: &str) {
        self.say(&self.found(), allowed);
    }

    /// Notes a mistake.
    pub(super) fn say(&self, found: &str, allowed: &str) {
        self.notes.note(self.place, &self.key, format!("found {found}; allowed: {allowed}"));
    }

    fn found(&self) -> String {
        match self.node.map(|node| &node.value) {
            None => "nothing".into(),
            Some(Value::Text(text)) => quoted(text),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Flag(flag)) => flag.to_string(),
            Some(Value::Other(text)) => text.chars().take(FOUND).collect(),
            Some(Value::List(list)) if list.is_empty() => "an empty list".into(),
            Some(Value::List(_)) => "a list".into(),
            Some(Value::Table(_)) => "a table".into(),
        }
    }

    /// Expects a table (or nothing) with no other keys than these; says whether it is one.
    pub(super) fn section(&self, keys: &[&str]) -> bool {
        let table = match self.node.map(|node| &node.value) {
            Some(Value::Table(table)) => table,
            None => return false,
            Some(_) => {
                self.refuse(&format!("a table with the keys {}", keys.join(", ")));
                return false;
            }
        };
        for name in table.keys().filter(|name| !keys.contains(&name.as_str())) {
            let near = nearest(name, keys).map(|near| format!(" (did you mean {near}?)")).unwrap_or_default();
            self.at(name).say(&format!("an unknown key{near}"), &keys.join(", "));
        }
        true
    }

    /// Expects a list; nothing and an empty one only when it need not be there.
    pub(super) fn items(&self, needed: bool, allowed: &str) -> Vec<Self> {
        let list = match self.node.map(|node| &node.value) {
            Some(Value::List(list)) if !(needed && list.is_empty()) => list,
            None if !needed => return Vec::new(),
            _ => {
                self.refuse(allowed);
                return Vec::new();
            }
        };
        let spot = |(n, node): (usize, &'a Node)| Self {
            key: format!("{}[{n}]", self.key),
            node: Some(node),
            place: &node.place,
            notes: self.notes,
        };
        list.iter().enumerate().map(spot).collect()
    }

    /// Expects a text (or nothing) that `read` makes something of.
    pub(super) fn text<T>(&self, allowed: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let node = self.node?;
        let read = node.text().and_then(read);
        if read.is_none() {
            self.refuse(allowed);
        }
        read
    }

    /// Expects one of these words (or nothing).
    pub(super) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.text(&allowed.join(", "), |text| words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value))
    }

    /// Expects a whole number (or nothing) within these bounds.
    pub(super) fn number<T>(&self, bounds: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + std::fmt::Display,
    {
        let node = self.node?;
        let number = match node.value {
            Value::Number(number) => T::try_from(number).ok().filter(|number| bounds.contains(number)),
            _ => None,
        };
        if number.is_none() {
            self.refuse(&format!("a number from {} to {}", bounds.start(), bounds.end()));
        }
        number
    }

    /// Expects `true`, `false` or nothing, which is the default.
    pub(super) fn flag(&self, default: bool) -> bool {
        match self.node.map(|node| &node.value) {
            Some(Value::Flag(flag)) => *flag,
            None => default,
            Some(_) => {
                self.refuse("true, false");
                default
            }
        }
    }
}

/// Returns a key of a table; one that TOML would quote is quoted.
pub(super) fn join(table: &str, name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let name = if bare { name.to_owned() } else { quoted(name) };
    if table.is_empty() { name } else { format!("{table}.{name}") }
}

/// Puts a text in quotes, on one line, not too long.
fn quoted(text: &str) -> String {
    let more = if text.chars().nth(FOUND).is_some() { "..." } else { "" };
    format!("{:?}{more}", text.chars().take(FOUND).collect::<String>())
}

/// Returns the known key that was most likely meant.
fn nearest<'k>(name: &str, keys: &[&'k str]) -> Option<&'k str> {
    let far = |key: &str| distance(&name.to_lowercase().replace('-', "_"), key);
    let near = keys.iter().map(|key| (far(key), *key)).min_by_key(|(far, _)| *far)?;
    (near.0 <= 1 + near.1.len() / 4).then_some(near.1)
}

/// Counts the letters to add, drop or change between two words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (n, x) in a.chars().enumerate() {
        let mut left = n + 1;
        let mut next = vec![left];
        for (y, corner) in b.chars().zip(row.windows(2)) {
            let &[diagonal, above] = corner else { continue };
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
