//! The text of a message as people read it: lines, quotes that can be folded, and links that lead where they say.
//!
//! Nothing of it is HTML: it is a small tree, and a template draws it. Whatever the text, the tree has a bounded number of runs and
//! links, and is made in one walk over it.

mod flow;
mod link;
#[cfg(test)]
mod tests;

pub use flow::Flow;

use super::Links;
use flow::Stretch;
use std::fmt;

/// Lines of a quote that are shown without folding.
const SHORT: usize = 6;
/// Lines of a longer quote that stay in sight.
const IN_SIGHT: usize = 3;
/// Characters of a line as it is shown, about: a paragraph that flows counts as several.
const WIDTH: usize = 78;

/// Is a text, ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What stands one below the other.
    pub blocks: Vec<Block>,
    /// How many links there are, also where they are but text.
    pub links: usize,
}

/// Is a part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines of the writer's own.
    Lines(Vec<Piece>),
    /// Lines of somebody else.
    Quote(Quote),
}

/// Holds a quote; the one who reads may unfold the rest of a long one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quote {
    /// What is shown.
    pub shown: Runs,
    /// What is folded away; empty in a short quote.
    pub folded: Runs,
    /// How many lines are folded away, about.
    pub folded_lines: u32,
}

/// Holds runs of quoted lines, and how many levels are open behind the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runs {
    /// The runs.
    pub runs: Vec<Run>,
    /// Levels to close at the end.
    pub closes: usize,
}

/// Holds lines of one depth of quoting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Levels that end before it.
    pub closes: usize,
    /// Levels that begin with it.
    pub opens: usize,
    /// The lines.
    pub pieces: Vec<Piece>,
}

/// Is text, or a link in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text; lines end with LF.
    Text(String),
    /// An address of the web, or of mail.
    Link {
        /// Both what is shown and where it leads; begins with `http:`, `https:` or `mailto:`.
        href: String,
        /// How the wire spells its host, where the eye may be deceived.
        really: Option<String>,
    },
}

impl Text {
    /// Reads texts that stand one after the other, each with its own way of breaking lines (RFC 3676).
    pub fn read(texts: &[(String, Flow)], links: Links) -> Self {
        let mut found = link::Finder::new(links);
        let (mut blocks, mut quote): (Vec<Block>, Vec<Stretch>) = (Vec::new(), Vec::new());
        for stretch in flow::stretches(texts) {
            if stretch.depth > 0 {
                quote.push(stretch);
                continue;
            }
            if !quote.is_empty() {
                blocks.push(Block::Quote(folded(std::mem::take(&mut quote), &mut found)));
            }
            blocks.push(Block::Lines(found.pieces(&stretch.text)));
        }
        if !quote.is_empty() {
            blocks.push(Block::Quote(folded(quote, &mut found)));
        }
        Self { blocks, links: found.found() }
    }

    /// Tells whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// Writes what a reader sees, each stretch on lines of its own; the marks of quotes are left out.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut stretches: Vec<&[Piece]> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Lines(pieces) => stretches.push(pieces),
                Block::Quote(quote) => {
                    let runs = quote.shown.runs.iter().chain(&quote.folded.runs);
                    stretches.extend(runs.map(|run| run.pieces.as_slice()));
                }
            }
        }
        for (at, pieces) in stretches.into_iter().enumerate() {
            f.write_str(if at > 0 { "\n" } else { "" })?;
            for piece in pieces {
                let (Piece::Text(text) | Piece::Link { href: text, .. }) = piece;
                f.write_str(text)?;
            }
        }
        Ok(())
    }
}

/// Folds what is too long of a quote.
fn folded(quote: Vec<Stretch>, found: &mut link::Finder) -> Quote {
    let all: usize = quote.iter().map(|stretch| lines(&stretch.text)).sum();
    if all <= SHORT {
        return Quote { shown: runs(&quote, found), ..Quote::default() };
    }
    let (mut shown, mut rest, mut seen) = (Vec::new(), Vec::new(), 0);
    for stretch in quote {
        let (head, tail) = split(&stretch.text, IN_SIGHT.saturating_sub(seen));
        seen += lines(head);
        let part = |text: &str| Stretch { depth: stretch.depth, text: text.to_owned() };
        shown.extend((!head.is_empty()).then(|| part(head)));
        rest.extend(tail.map(part));
    }
    let folded_lines = u32::try_from(all.saturating_sub(seen)).unwrap_or(u32::MAX);
    Quote { shown: runs(&shown, found), folded: runs(&rest, found), folded_lines }
}

/// Counts the lines of a text as they are shown, about.
fn lines(text: &str) -> usize {
    if text.is_empty() { 0 } else { text.split('\n').map(|line| 1 + line.len() / WIDTH).sum() }
}

/// Cuts behind the line with which so many are full; the LF in between is dropped.
fn split(text: &str, full: usize) -> (&str, Option<&str>) {
    if full == 0 {
        return ("", Some(text));
    }
    let mut seen = 0;
    for (at, _) in text.match_indices('\n') {
        let (head, tail) = text.split_at(at);
        seen = lines(head).max(seen);
        if seen >= full {
            return (head, tail.strip_prefix('\n'));
        }
    }
    (text, None)
}

fn runs(stretches: &[Stretch], found: &mut link::Finder) -> Runs {
    let mut depth = 0_usize;
    let run = |stretch: &Stretch| {
        let (closes, opens) = (depth.saturating_sub(stretch.depth), stretch.depth.saturating_sub(depth));
        depth = stretch.depth;
        Run { closes, opens, pieces: found.pieces(&stretch.text) }
    };
    let runs = stretches.iter().map(run).collect();
    Runs { runs, closes: depth }
}
