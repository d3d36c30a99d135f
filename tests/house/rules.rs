//! The rules, and what of a file breaks them.

use super::source::{Placed, Source, Token};

/// What one page or one action does; they share nothing but the rooms below.
pub const FEATURES: [&str; 9] =
    ["login", "overview", "mailbox", "message", "cleanup", "storage", "help", "setup", "admin"];

/// The rooms a feature may know, besides itself.
///
/// `app`: the extractors and the router need the type of the application's state, which only `app` can gather.
const BELOW_FEATURES: &[&str] = &["app", "web", "config", "i18n", "jobs", "mail", "store"];

/// The rooms that may be known by each of the others; what stands above is not held.
const BELOW: [(&str, &[&str]); 7] = [
    ("imap", &[]),
    ("store", &[]),
    ("i18n", &[]),
    ("mail", &["imap"]),
    ("jobs", &["mail", "store"]),
    // `app`, for the same reason as the features: an extractor is written for the type of the state.
    ("web", &["app", "config", "i18n", "jobs", "mail", "store"]),
    // Plain values alone: how a connection is protected, what a user name is.
    ("config", &["imap", "mail"]),
];

const MAX_LINES: usize = 400;

/// What only `imap` says. SELECT is not here: it is SQL too.
const WIRE: [&str; 14] = [
    "UID FETCH",
    "UID STORE",
    "UID COPY",
    "UID MOVE",
    "UID SEARCH",
    "UID EXPUNGE",
    "FETCH ",
    "EXAMINE ",
    "BODY.PEEK",
    "BODYSTRUCTURE",
    "RFC822.SIZE",
    "FLAGS.SILENT",
    "GETQUOTA",
    "+FLAGS",
];

/// Returns one line for each thing that is wrong with a file.
pub fn broken_by(source: &Source) -> Vec<String> {
    let mut broken = Vec::new();
    let mut say = |line: usize, what: String| broken.push(format!("src/{}:{line}: {what}", source.file));
    if source.lines > MAX_LINES {
        say(source.lines, format!("a file is under {MAX_LINES} lines"));
    }
    let room = source.room();
    match allowed(room) {
        Held::Free => {}
        Held::Unknown => say(1, format!("{room} is no room of the plan: tests/house/rules.rs names them")),
        Held::To(below) => {
            for (line, other) in arrows(source) {
                // `corpus` is no room: it is how tests find the messages they read.
                if other != room && other != "corpus" && !below.contains(&other.as_str()) {
                    say(line, format!("{room} -> {other} is no arrow of the plan"));
                }
            }
        }
    }
    for (line, what) in unfinished(source) {
        say(line, format!("{what}! is left"));
    }
    if room != "imap" {
        for (line, text) in wire_texts(source) {
            say(line, format!("wire text outside src/imap: {text:?}"));
        }
    }
    broken
}

enum Held {
    Free,
    Unknown,
    To(&'static [&'static str]),
}

fn allowed(room: &str) -> Held {
    // What stands above the features, and the drawing of every page in a test.
    if matches!(room, "main" | "lib" | "app" | "serve" | "probe" | "page_snapshots") {
        Held::Free
    } else if FEATURES.contains(&room) {
        Held::To(BELOW_FEATURES)
    } else {
        BELOW.iter().find(|(name, _)| *name == room).map_or(Held::Unknown, |(_, below)| Held::To(below))
    }
}

fn is_room(name: &str) -> bool {
    matches!(name, "main" | "app") || FEATURES.contains(&name) || BELOW.iter().any(|(room, _)| *room == name)
}

/// Returns the rooms a file names: what follows `crate::`, `postern::`, or enough `super::` to reach the root.
fn arrows(source: &Source) -> Vec<(usize, String)> {
    let tokens = &source.tokens;
    let mut arrows = Vec::new();
    for (at, placed) in tokens.iter().enumerate() {
        let rest = tokens.get(at..).unwrap_or_default();
        match word(placed) {
            Some("crate" | "postern") => arrows.extend(roots(rest.get(1..).unwrap_or_default())),
            Some("super") if !follows_path(tokens, at) => {
                let mut rest = rest;
                let mut up = 0;
                while let Some(after) = rest.first().and_then(word).filter(|w| *w == "super").and(after_colons(rest)) {
                    rest = after;
                    up += 1;
                }
                // Tests in a module of the file say one `super` more, and stop at names that are no rooms.
                if up >= source.depth() {
                    arrows.extend(names(rest).into_iter().filter(|(_, name)| is_room(name)));
                }
            }
            _ => {}
        }
    }
    arrows
}

fn word(placed: &Placed) -> Option<&str> {
    match &placed.token {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

fn sign(placed: Option<&Placed>) -> Option<char> {
    match placed?.token {
        Token::Sign(sign) => Some(sign),
        _ => None,
    }
}

fn follows_path(tokens: &[Placed], at: usize) -> bool {
    at > 0 && sign(tokens.get(at - 1)) == Some(':')
}

/// Returns what follows `name::`.
fn after_colons(tokens: &[Placed]) -> Option<&[Placed]> {
    (sign(tokens.get(1)) == Some(':') && sign(tokens.get(2)) == Some(':')).then(|| tokens.get(3..)).flatten()
}

/// Returns the names after `::`; nothing when no path follows, as in `pub(crate)`.
fn roots(after_crate: &[Placed]) -> Vec<(usize, String)> {
    if sign(after_crate.first()) == Some(':') && sign(after_crate.get(1)) == Some(':') {
        names(after_crate.get(2..).unwrap_or_default())
    } else {
        Vec::new()
    }
}

/// Returns the first name of a path, or those of a `{list, of::paths}`.
fn names(tokens: &[Placed]) -> Vec<(usize, String)> {
    let name = |placed: &Placed| word(placed).map(|word| (placed.line, word.to_owned()));
    if sign(tokens.first()) != Some('{') {
        return tokens.first().and_then(name).into_iter().collect();
    }
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut first = false;
    for placed in tokens {
        match sign(Some(placed)) {
            Some('{') => {
                depth += 1;
                first = depth == 1;
            }
            Some('}') if depth == 1 => break,
            Some('}') => depth -= 1,
            Some(',') => first = depth == 1,
            Some(_) => {}
            None => {
                if first {
                    found.extend(name(placed));
                }
                first = false;
            }
        }
    }
    found
}

fn unfinished(source: &Source) -> Vec<(usize, String)> {
    let pairs = source.tokens.iter().zip(source.tokens.iter().skip(1));
    pairs
        .filter(|(_, next)| sign(Some(next)) == Some('!'))
        .filter_map(|(placed, _)| Some((placed.line, word(placed)?)))
        .filter(|(_, word)| matches!(*word, "todo" | "unimplemented"))
        .map(|(line, word)| (line, word.to_owned()))
        .collect()
}

fn wire_texts(source: &Source) -> Vec<(usize, &str)> {
    let texts = source.tokens.iter().filter(|placed| !placed.in_test);
    texts
        .filter_map(|placed| match &placed.token {
            Token::Text(text) => Some((placed.line, text.as_str())),
            _ => None,
        })
        .filter(|(_, text)| WIRE.iter().any(|wire| text.contains(wire)))
        .collect()
}
