//! The configuration as a tree in which every value knows its location, from TOML and from the environment.

use super::mistake::{Mistake, MistakeCollector, Mistakes, SourceLocation, join};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// What a variable of ours begins with.
const PREFIX: &str = "POSTERN__";

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) location: SourceLocation,
    /// What a variable holds, letter by letter: a name may look like a number.
    pub(super) raw: Option<String>,
}

/// What a configuration can hold.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Flag(bool),
    /// A float, a date, or a number beyond all ranges.
    Other(String),
    List(Vec<Node>),
    Table(BTreeMap<String, Node>),
}

impl Node {
    /// Returns an empty configuration.
    pub(super) fn root(name: &str) -> Self {
        Self::new(Value::Table(BTreeMap::new()), SourceLocation { name: name.to_owned(), line: 0 })
    }

    /// Returns the text this is, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match (&self.value, &self.raw) {
            (Value::Text(text), _) | (_, Some(text)) => Some(text),
            _ => None,
        }
    }

    fn new(value: Value, location: SourceLocation) -> Self {
        Self { value, location, raw: None }
    }
}

/// Knows which line of a file an offset is on.
struct Lines<'a> {
    file: &'a str,
    text: &'a str,
}

impl Lines<'_> {
    fn location(&self, offset: usize) -> SourceLocation {
        let before = self.text.bytes().take(offset);
        SourceLocation { name: self.file.to_owned(), line: 1 + before.filter(|&b| b == b'\n').count() }
    }

    fn table(&self, table: &DeTable<'_>) -> Value {
        let node = |key: usize, value| Node::new(self.value(value), self.location(key));
        Value::Table(table.iter().map(|(k, v)| (k.get_ref().to_string(), node(k.span().start, v.get_ref()))).collect())
    }

    fn value(&self, value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| Value::Other(number.to_string()), Value::Number),
            DeValue::Float(number) => Value::Other(number.to_string()),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(date) => Value::Other(date.to_string()),
            DeValue::Array(list) => Value::List(
                list.iter().map(|v| Node::new(self.value(v.get_ref()), self.location(v.span().start))).collect(),
            ),
            DeValue::Table(table) => self.table(table),
        }
    }
}

/// Reads a TOML file; says what is wrong with its syntax, one mistake a line.
pub(super) fn parse(text: &str, file: &str) -> Result<Node, Mistakes> {
    let lines = Lines { file, text };
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut mistakes: Vec<Mistake> = Vec::new();
    for error in errors {
        let location = lines.location(error.span().map_or(0, |span| span.start)).to_string();
        if mistakes.last().is_none_or(|last| last.location != location) {
            let text = format!("found what is not TOML: {}", error.message());
            mistakes.push(Mistake { location, key: String::new(), text });
        }
    }
    if !mistakes.is_empty() {
        return Err(Mistakes(mistakes));
    }
    Ok(Node::new(lines.table(table.get_ref()), SourceLocation { name: file.to_owned(), line: 0 }))
}

/// One step of a variable's path; a list's tenth element comes after its second.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Key(String),
}

/// A variable of ours.
#[derive(Debug)]
pub(super) struct Variable {
    steps: Vec<Step>,
    name: String,
    value: String,
}

impl Variable {
    /// Cuts the name behind so many steps.
    fn cut(&self, steps: usize) -> (&str, &str) {
        let end = self.name.match_indices("__").nth(steps).map_or(self.name.len(), |(at, _)| at);
        self.name.split_at_checked(end).unwrap_or((&self.name, ""))
    }
}

/// Picks the variables of ours and puts whole tables and lists before what stands in them.
pub(super) fn variables(environment: impl Iterator<Item = (String, String)>) -> Vec<Variable> {
    let step = |part: &str| match part.parse() {
        Ok(index) if part.bytes().all(|b| b.is_ascii_digit()) => Step::Index(index),
        _ => Step::Key(part.to_ascii_lowercase()),
    };
    let ours = |(name, value): (String, String)| {
        let steps = name.strip_prefix(PREFIX)?.split("__").map(step).collect();
        Some(Variable { steps, name, value })
    };
    let mut found: Vec<Variable> = environment.filter_map(ours).collect();
    found.sort_by(|a, b| (&a.steps, &a.name).cmp(&(&b.steps, &b.name)));
    found
}

/// Lays the variables over what the file says; creates what it lacks.
pub(super) fn overlay(root: &mut Node, variables: Vec<Variable>, mistakes: &MistakeCollector) {
    for variable in variables {
        let location = SourceLocation { name: variable.name.clone(), line: usize::MAX };
        if let Err((key, text)) = set(root, &variable, &location) {
            mistakes.add(&location, &key, text);
        }
    }
}

/// Sets one value; says the key and what is wrong when there is no such place.
fn set(root: &mut Node, variable: &Variable, location: &SourceLocation) -> Result<(), (String, String)> {
    let mut node = root;
    let mut key = String::new();
    for (n, step) in variable.steps.iter().enumerate() {
        // A list that no file began begins with its first element.
        let fresh = matches!(&node.value, Value::Table(table) if table.is_empty() && !key.is_empty());
        if fresh && matches!(step, Step::Index(_)) {
            node.value = Value::List(Vec::new());
        }
        let blank = || Node::new(Value::Table(BTreeMap::new()), location.clone());
        node = match (&mut node.value, step) {
            (Value::Table(table), Step::Key(name)) => {
                key = join(&key, name);
                table.entry(name.clone()).or_insert_with(blank)
            }
            (Value::List(list), Step::Index(index)) => {
                let length = list.len();
                if *index == length {
                    list.push(blank());
                }
                let text = format!("found index {index}; allowed: indexes from 0 without a gap, the next is {length}");
                let error = (key.clone(), text);
                key = format!("{key}[{index}]");
                list.get_mut(*index).ok_or(error)?
            }
            (Value::List(_), Step::Key(name)) => {
                return Err((key, format!("found {name:?} after a list; allowed: a number, such as __0__")));
            }
            (Value::Table(_), Step::Index(index)) => {
                let text = format!(
                    "found a number ({index}) where a name stands; allowed: the name of a key, such as POSTERN__WEB__LISTEN"
                );
                return Err((key, text));
            }
            _ => {
                let (whole, more) = variable.cut(n);
                return Err((key, format!("found more ({more}) behind a single value; allowed: {whole}")));
            }
        };
    }
    node.value = match DeValue::parse(&variable.value) {
        Ok(value) => elsewhere(Lines { file: "", text: "" }.value(value.get_ref()), location),
        Err(_) => Value::Text(variable.value.clone()),
    };
    node.location = location.clone();
    node.raw = Some(variable.value.clone());
    Ok(())
}

/// Moves all that stands in a value to a location.
fn elsewhere(value: Value, location: &SourceLocation) -> Value {
    let moved = |node: Node| Node::new(elsewhere(node.value, location), location.clone());
    match value {
        Value::List(list) => Value::List(list.into_iter().map(moved).collect()),
        Value::Table(table) => Value::Table(table.into_iter().map(|(key, node)| (key, moved(node))).collect()),
        other => other,
    }
}
