//! The cascade (CSS 2.2, 6.4; Selectors Level 3): which rules of a stylesheet come to an element, and what they make of its style.
//!
//! A library would read the whole mail again for this, which took a third of the time; and it knows no bound on its work.

use super::styles::{Filter, Rule};
use super::tree::{Data, NodeId, Tree};
use html5ever::local_name;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Elements that are looked at in one mail to find which rules come to which, from where on the stylesheet is left out.
const MAX_STEPS: usize = 4_000_000;
/// Octets that a stylesheet may add, likewise.
const MAX_ADDED: usize = 3 * 1024 * 1024;
/// Octets of a `class` attribute that is read.
const MAX_CLASS: usize = 1000;

/// What a selector can ask of an element, as a number: `#id`, `.class` or its name.
type Key = usize;

/// How a part of a selector stands to the one on its left.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    Any,
    Parent,
}

/// A selector; a part such as `td.b#c` is the keys that an element must have.
#[derive(Debug, PartialEq)]
struct Selector {
    last: Vec<Key>,
    /// The other parts from right to left.
    before: Vec<(Inside, Vec<Key>)>,
    /// What must be somewhere above.
    above: Keys,
    /// Ids, classes, elements (Selectors Level 3, 9).
    weight: [usize; 3],
}

/// A set of keys that may say too much: one bit stands for several.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Keys(u128);

impl Keys {
    fn with(self, keys: &[Key]) -> Self {
        Self(keys.iter().fold(self.0, |bits, key| bits | 1 << (key % 128)))
    }

    fn may_hold(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }
}

/// An element, as selectors see it.
#[derive(Debug, Default)]
struct Element {
    parent: Option<NodeId>,
    keys: Vec<Key>,
    /// The keys of all that it is in.
    above: Keys,
}

/// Holds the rules of one mail.
#[derive(Debug, Default)]
pub(super) struct Cascade {
    selectors: Vec<(Selector, usize)>,
    /// Declarations of each rule: plain ones, and those that are `!important`.
    declared: Vec<[Vec<(String, String)>; 2]>,
    numbers: BTreeMap<String, Key>,
    /// Which selectors ask for a key in their last part, each under one of them; those that ask for nothing stand apart.
    by_key: BTreeMap<Key, Vec<usize>>,
    for_all: Vec<usize>,
    elements: Vec<Element>,
    steps: Cell<usize>,
    added: Cell<usize>,
    filter: Filter,
}

impl Cascade {
    pub fn of(rules: Vec<Rule>, tree: &Tree) -> Self {
        let mut cascade = Self::default();
        for (number, rule) in rules.into_iter().enumerate() {
            for text in rule.selectors.split(',') {
                let Some(selector) = cascade.selector(text) else { continue };
                let rarest = selector.last.first();
                let list = rarest.map_or(&mut cascade.for_all, |&key| cascade.by_key.entry(key).or_default());
                list.push(cascade.selectors.len());
                cascade.selectors.push((selector, number));
            }
            cascade.declared.push(sorted(&rule.declarations));
        }
        if !cascade.selectors.is_empty() {
            cascade.look_at(tree);
        }
        cascade
    }

    /// Tells whether it cost too much: then nothing of it is to be used.
    pub fn is_too_much(&self) -> bool {
        self.steps.get() > MAX_STEPS || self.added.get() > MAX_ADDED
    }

    /// Returns the style of an element, filtered: its own over that of the rules.
    pub fn style(&self, id: NodeId, own: &str) -> String {
        let own = self.filter.declarations(own);
        let rules = self.rules_for(id);
        if rules.is_empty() {
            return own;
        }
        let own_length = own.len();
        let [plain, important] = sorted(&own);
        let mut style: Vec<(&str, &str)> = Vec::new();
        let of_rules =
            |which: usize| rules.iter().filter_map(move |&rule| self.declared.get(rule)?.get(which)).flatten();
        for (name, value) in of_rules(0).chain(&plain).chain(of_rules(1)).chain(&important) {
            // What comes later counts; it goes to the end, for a shorthand outdoes what stands before it.
            style.retain(|(known, _)| known != name);
            style.push((name, value));
        }
        let mut out = String::new();
        for (name, value) in style {
            for piece in [if out.is_empty() { "" } else { ";" }, name, ":", value] {
                out.push_str(piece);
            }
        }
        self.added.set(self.added.get() + out.len().saturating_sub(own_length));
        out
    }

    /// Finds the keys of every element, from the root down.
    fn look_at(&mut self, tree: &Tree) {
        let mut open = vec![(0, None, Keys::default())];
        while let Some((id, parent, above)) = open.pop() {
            let Some(node) = tree.node(id) else { continue };
            let mut keys = Vec::new();
            if let Data::Element { name, attributes } = &node.data {
                keys.extend(self.numbers.get(&*name.local));
                for attribute in attributes {
                    let (local, value) = (&attribute.name.local, &*attribute.value);
                    if *local == local_name!("id") {
                        keys.extend(self.numbers.get(&format!("#{value}")));
                    } else if *local == local_name!("class") && value.len() <= MAX_CLASS {
                        let classes = value.split_ascii_whitespace();
                        keys.extend(classes.filter_map(|class| self.numbers.get(&format!(".{class}"))));
                    }
                }
            }
            let below = above.with(&keys);
            if self.elements.len() <= id {
                self.elements.resize_with(id + 1, Element::default);
            }
            if let Some(element) = self.elements.get_mut(id) {
                *element = Element { parent, keys, above };
            }
            open.extend(node.children.iter().map(|&child| (child, Some(id), below)));
        }
    }

    /// Returns the rules that come to an element, the weakest first.
    fn rules_for(&self, id: NodeId) -> Vec<usize> {
        let Some(element) = self.elements.get(id).filter(|_| !self.is_too_much()) else { return Vec::new() };
        let mut found: Vec<([usize; 3], usize)> = Vec::new();
        let named = element.keys.iter().filter_map(|key| self.by_key.get(key)).flatten();
        for at in self.for_all.iter().chain(named) {
            self.steps.set(self.steps.get() + 1);
            let Some((selector, rule)) = self.selectors.get(*at) else { continue };
            if element.above.may_hold(selector.above)
                && has(element, &selector.last)
                && self.stands_in(&selector.before, element)
            {
                found.push((selector.weight, *rule));
            }
        }
        found.sort_unstable();
        // A class that is written twice.
        found.dedup();
        found.into_iter().map(|(_, rule)| rule).collect()
    }

    fn stands_in(&self, before: &[(Inside, Vec<Key>)], element: &Element) -> bool {
        let Some(((inside, wanted), rest)) = before.split_first() else { return true };
        let mut up = element.parent;
        while let Some(above) = up.and_then(|id| self.elements.get(id)) {
            self.steps.set(self.steps.get() + 1);
            // The root of the tree is no element, and has no parent.
            if above.parent.is_some() && has(above, wanted) && self.stands_in(rest, above) {
                return true;
            }
            if *inside == Inside::Parent || self.is_too_much() {
                return false;
            }
            up = above.parent;
        }
        false
    }

    fn key(&mut self, name: String) -> Key {
        let next = self.numbers.len();
        *self.numbers.entry(name).or_insert(next)
    }

    /// Reads a selector, as `styles` writes it; `None` for what is none.
    fn selector(&mut self, text: &str) -> Option<Selector> {
        let mut parts = parts(text)?;
        // What is said of the page is said of the mail, whose body stands for both.
        let is = |part: &(Inside, Compound), name: &str| part.1.element.as_deref() == Some(name);
        if parts.len() > 1 && parts.first().is_some_and(|part| is(part, "html")) {
            parts.remove(0);
        }
        for (_, compound) in parts.iter_mut().filter(|part| is(part, "html")) {
            compound.element = Some("body".to_owned());
        }
        let (mut weight, mut keyed) = ([0, 0, 0], Vec::new());
        for (inside, Compound { id, classes, element }) in parts {
            let [ids, all_classes, elements] = &mut weight;
            *ids += usize::from(id.is_some());
            *all_classes += classes.len();
            *elements += usize::from(element.is_some());
            let names = id.into_iter().chain(classes).chain(element);
            keyed.push((inside, names.map(|name| self.key(name)).collect::<Vec<_>>()));
        }
        // Each part knows how it stands to the one on its left; from right to left that is said one part earlier.
        let (mut stands, last) = keyed.pop()?;
        let (mut before, mut above) = (Vec::new(), Keys::default());
        for (inside, keys) in keyed.into_iter().rev() {
            above = above.with(&keys);
            before.push((stands, keys));
            stands = inside;
        }
        Some(Selector { last, before, above, weight })
    }
}

fn has(element: &Element, wanted: &[Key]) -> bool {
    wanted.iter().all(|key| element.keys.contains(key))
}

/// Parts declarations, as `styles` writes them, into plain and important ones.
fn sorted(declarations: &str) -> [Vec<(String, String)>; 2] {
    let mut both = [Vec::new(), Vec::new()];
    let [plain, important] = &mut both;
    for (name, value) in declarations.split(';').filter_map(|one| one.split_once(':')) {
        let list = if value.contains('!') { &mut *important } else { &mut *plain };
        list.push((name.to_owned(), value.to_owned()));
    }
    both
}

/// A part of a selector, as it is written.
#[derive(Default)]
struct Compound {
    element: Option<String>,
    /// With the `#`.
    id: Option<String>,
    /// Each with its dot.
    classes: Vec<String>,
}

/// Parts a selector, from left to right; each knows how it stands to the one on its left.
fn parts(text: &str) -> Option<Vec<(Inside, Compound)>> {
    let spaced = text.replace('>', " > ");
    let (mut parts, mut inside) = (Vec::new(), Inside::Any);
    for word in spaced.split_ascii_whitespace() {
        if word == ">" {
            // Nothing stands before it, or another one.
            if parts.is_empty() || inside == Inside::Parent {
                return None;
            }
            inside = Inside::Parent;
            continue;
        }
        parts.push((inside, compound(word)?));
        inside = Inside::Any;
    }
    (inside == Inside::Any).then_some(parts)
}

/// Reads `td.b#c`, `.b` or `*`.
fn compound(word: &str) -> Option<Compound> {
    let mut compound = Compound::default();
    let mut rest = word;
    let end = |text: &str| text.find(['.', '#']).unwrap_or(text.len());
    let (name, after) = rest.split_at_checked(end(rest))?;
    if !name.is_empty() && name != "*" {
        compound.element = (!name.contains('*')).then(|| name.to_ascii_lowercase());
        compound.element.as_ref()?;
    }
    rest = after;
    while let Some((sign, after)) = rest.split_at_checked(1) {
        let (name, after) = after.split_at_checked(end(after))?;
        if name.is_empty() || name.contains('*') || (sign == "#" && compound.id.is_some()) {
            return None;
        }
        match sign {
            "#" => compound.id = Some(format!("#{name}")),
            _ => compound.classes.push(format!(".{name}")),
        }
        rest = after;
    }
    Some(compound)
}

#[cfg(test)]
#[path = "cascade_tests.rs"]
mod tests;
