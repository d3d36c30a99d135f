//! Reads typed values from the tree; notes what is wrong and goes on.

use super::mistake::{FOUND, MistakeCollector, SourceLocation, join, quoted};
use super::tree::{Node, Value};
use std::ops::RangeInclusive;

/// A key, the value it has (if any), and where a mistake in it is to be looked for.
#[derive(Debug, Clone)]
pub(super) struct Setting<'a> {
    key: String,
    node: Option<&'a Node>,
    location: &'a SourceLocation,
    mistakes: &'a MistakeCollector,
}

impl<'a> Setting<'a> {
    /// Returns the whole configuration.
    pub(super) fn root(node: &'a Node, mistakes: &'a MistakeCollector) -> Self {
        Self { key: String::new(), node: Some(node), location: &node.location, mistakes }
    }

    /// Returns where a mistake in it is to be looked for.
    pub(super) fn location(&self) -> String {
        self.location.to_string()
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
        let location = node.map_or(self.location, |node| &node.location);
        Self { key: join(&self.key, name), node, location, mistakes: self.mistakes }
    }

    /// Notes what is found here and what is allowed.
    pub(super) fn refuse(&self, allowed: &str) {
        self.say(&self.found(), allowed);
    }

    /// Notes a mistake.
    pub(super) fn say(&self, found: &str, allowed: &str) {
        self.mistakes.add(self.location, &self.key, format!("found {found}; allowed: {allowed}"));
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

    /// Expects a table (or nothing) with keys of the host's own, and returns what each holds.
    pub(super) fn entries(&self, allowed: &str) -> Vec<(String, Self)> {
        match self.node.map(|node| &node.value) {
            Some(Value::Table(table)) => table.keys().map(|name| (name.clone(), self.at(name))).collect(),
            None => Vec::new(),
            Some(_) => {
                self.refuse(allowed);
                Vec::new()
            }
        }
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
        let setting = |(n, node): (usize, &'a Node)| Self {
            key: format!("{}[{n}]", self.key),
            node: Some(node),
            location: &node.location,
            mistakes: self.mistakes,
        };
        list.iter().enumerate().map(setting).collect()
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
