//! The rules, and what of the files breaks them.

use super::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// What one page or one action does; they share nothing but the rooms below.
pub const FEATURES: [&str; 12] = [
    "login",
    "overview",
    "mailbox",
    "message",
    "pictures",
    "cleanup",
    "progress",
    "spam_filter",
    "storage",
    "help",
    "setup",
    "admin",
];

/// What every room may know: what happens anywhere is counted there.
pub const FIGURES: &str = "figures";

/// The rooms a feature may know, besides itself.
const BELOW_FEATURES: &[&str] =
    &["web", "state", "articles", "config", "i18n", "jobs", "mail", "retention", "sessions", "store"];

/// The rooms that may be known by each of the others, the lowest first.
pub const BELOW: [(&str, &[&str]); 13] = [
    (FIGURES, &[]),
    ("imap", &[]),
    // How a connection is made and trusted, and what goes wrong with it.
    ("sieve", &["imap"]),
    ("store", &[]),
    ("sessions", &["store"]),
    ("i18n", &[]),
    ("mail", &["imap", "sieve"]),
    ("jobs", &["mail", "store"]),
    ("retention", &["jobs", "mail", "store"]),
    // Plain values alone: how a connection is protected, what a user name is, where the database is.
    ("config", &["imap", "mail", "store"]),
    // What an article may say of this provider's servers, and for which address.
    ("articles", &["config", "mail"]),
    ("state", &["articles", "config", "i18n", "jobs", "mail", "retention", "sessions", "store"]),
    ("web", &["state", "articles", "config", "i18n", "jobs", "mail", "retention", "sessions", "store"]),
];

/// The inner rooms of a room: each knows those before it.
const INNER: [(&str, &[&str]); 2] = [
    ("imap", &["types", "codec", "client", "pool"]),
    ("mail", &["types", "content", "account", "lists", "storage", "reading", "changes", "filtering"]),
];

/// What stands above the features, and the drawing of every page in a test.
const GATHERS: [&str; 10] =
    ["main", "lib", "arguments", "site", "serve", "probe", "traces", "dns_records", "page_snapshots", "plain_words"];

const MAX_LINES: usize = 400;

/// What only `imap` says. SELECT is not here: it is SQL too.
#[rustfmt::skip]
const WIRE: [&str; 14] = [
    "UID FETCH", "UID STORE", "UID COPY", "UID MOVE", "UID SEARCH", "UID EXPUNGE", "FETCH ", "EXAMINE ", "BODY.PEEK",
    "BODYSTRUCTURE", "RFC822.SIZE", "FLAGS.SILENT", "GETQUOTA", "+FLAGS",
];

/// Returns one line for each thing that is wrong with a file.
pub fn broken_by(source: &Source) -> Vec<String> {
    let mut broken = Vec::new();
    let mut say = |line: usize, what: String| broken.push(format!("src/{}:{line}: {what}", source.file));
    if source.lines > MAX_LINES {
        say(source.lines, format!("a file is under {MAX_LINES} lines"));
    }
    let room = source.room();
    match below(room) {
        _ if GATHERS.contains(&room) => {}
        None => say(1, format!("{room} is no room of the plan: tests/architecture/rules.rs names them")),
        Some(below) => {
            let named: BTreeSet<(usize, String)> = source
                .paths
                .iter()
                .filter_map(|(line, path)| {
                    let leads_out = ["crate", "postern", "super"].contains(&path.first()?.as_str());
                    let other = source.absolute(path).into_iter().next().filter(|_| leads_out)?;
                    (other != room && other != FIGURES && !below.contains(&other.as_str())).then_some((*line, other))
                })
                .collect();
            for (line, other) in named {
                say(line, format!("{room} -> {other} is no arrow of the plan"));
            }
        }
    }
    for (line, name) in source.macros.iter().filter(|(_, name)| ["todo", "unimplemented"].contains(&name.as_str())) {
        say(*line, format!("{name}! is left"));
    }
    for (line, text) in source.texts.iter().filter(|_| room != "imap") {
        if WIRE.iter().any(|wire| text.contains(wire)) {
            say(*line, format!("wire text outside src/imap: {text:?}"));
        }
    }
    let counts_by_itself = |path: &[String]| path.first().is_some_and(|first| first == "prometheus_client");
    for (line, _) in source.paths.iter().filter(|(_, path)| room != FIGURES && counts_by_itself(path)) {
        say(*line, "series are made in src/figures alone".to_owned());
    }
    broken
}

fn below(room: &str) -> Option<&'static [&'static str]> {
    let of = || BELOW.iter().find(|(name, _)| *name == room).map(|(_, below)| *below);
    FEATURES.contains(&room).then_some(BELOW_FEATURES).or_else(of)
}

/// Returns one line for each circle of files (each names the next, and the last the first), and for each file of a room's inner
/// rooms that names one above it.
pub fn circles(sources: &[Source]) -> Vec<String> {
    let modules: BTreeMap<Vec<String>, &Source> = sources.iter().map(|source| (source.module(), source)).collect();
    let mut knows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources.iter().filter(|source| !GATHERS.contains(&source.room())) {
        let others = source.paths.iter().filter_map(|(_, path)| {
            let passed_on = path.first().and_then(|name| source.passed_on.get(name));
            // A bare word is a name of this file, if nobody passes it on.
            let path = passed_on.or((path.len() > 1).then_some(path))?;
            home(&modules, &source.absolute(path), 0)
        });
        knows.entry(&source.file).or_default().extend(others.filter(|other| *other != source.file));
    }
    let mut found = Vec::new();
    for (file, others) in &knows {
        let upward =
            others.iter().filter(|other| level(file).zip(level(other)).is_some_and(|(own, other)| own < other));
        found.extend(upward.map(|other| format!("src/{file} -> src/{other} leads up")));
    }
    let mut done = BTreeSet::new();
    for file in knows.keys() {
        walk(file, &knows, &mut Vec::new(), &mut done, &mut found);
    }
    found
}

/// Returns the room of a file and where its inner room stands in it.
fn level(file: &str) -> Option<(&str, usize)> {
    let (room, rest) = file.split_once('/')?;
    let (inner, _) = rest.split_once('/')?;
    let (_, order) = INNER.iter().find(|(name, _)| *name == room)?;
    Some((room, order.iter().position(|name| *name == inner)?))
}

/// Finds the file that a path leads to, through what others pass on.
fn home<'a>(modules: &BTreeMap<Vec<String>, &'a Source>, path: &[String], steps: usize) -> Option<&'a str> {
    let at =
        (1..=path.len()).rev().find(|&length| path.get(..length).is_some_and(|part| modules.contains_key(part)))?;
    let (module, rest) = path.split_at_checked(at)?;
    let source = modules.get(module)?;
    match rest.first().and_then(|name| source.passed_on.get(name)) {
        Some(further) if steps < 5 => home(modules, &source.absolute(further), steps + 1),
        _ => Some(&source.file),
    }
}

fn walk<'a>(
    file: &'a str,
    knows: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    found: &mut Vec<String>,
) {
    if let Some(at) = way.iter().position(|before| *before == file) {
        let circle: Vec<&str> = way.iter().skip(at).copied().chain([file]).collect();
        found.push(format!("a circle of files: {}", circle.join(" -> ")));
        return;
    }
    if !done.insert(file) {
        return;
    }
    way.push(file);
    knows.get(file).into_iter().flatten().for_each(|other| walk(other, knows, way, done, found));
    way.pop();
}
