//! Makes the tree of a text: quotes, what is folded of them, and links.

use super::flow::{self, Flow, SIGNATURE, Stretch};
use super::{Block, Quote, Run, Runs, Text, claims, drawing, link};
use crate::mail::Links;
use crate::mail::content::leads::Leads;

/// Lines of a quote that are shown without folding.
const SHORT: usize = 6;
/// Lines of a longer quote that stay in sight.
const IN_SIGHT: usize = 3;
/// Characters of a line as it is shown, about: a paragraph that flows counts as several.
const WIDTH: usize = 78;

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
            own(&stretch.text, &mut blocks, &mut found);
        }
        if !quote.is_empty() {
            blocks.push(Block::Quote(folded(quote, &mut found)));
        }
        let mut leads = Leads::default();
        texts.iter().for_each(|(text, _)| claims::add(text, &mut leads));
        Self { blocks, links: found.found(), leads }
    }
}

/// Adds the writer's own lines: what is drawn stands apart, and so does the signature, up to the next quote.
fn own(text: &str, blocks: &mut Vec<Block>, found: &mut link::Finder) {
    let (text, signature) = signed(text);
    let unsaid = signature.is_some() && text.trim().is_empty();
    for (drawn, lines) in drawing::parts(text).into_iter().filter(|_| !unsaid) {
        let block = if drawn { Block::Drawing } else { Block::Lines };
        blocks.push(block(found.pieces(lines)));
    }
    if let Some(signature) = signature {
        blocks.push(Block::Signature(found.pieces(signature)));
    }
}

/// Cuts a text at the last mark of a signature; the mark is dropped, and the LF before it.
fn signed(text: &str) -> (&str, Option<&str>) {
    let mut end = text.len();
    for line in text.rsplit('\n') {
        let begin = end - line.len();
        if line == SIGNATURE {
            let (before, after) = text.split_at(begin);
            let after = after.get(SIGNATURE.len() + 1..).filter(|after| !after.trim().is_empty());
            return match after {
                Some(_) => (before.strip_suffix('\n').unwrap_or(before), after),
                None => (text, None),
            };
        }
        end = begin.saturating_sub(1);
    }
    (text, None)
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
