//! What a text is made of.

use crate::mail::content::leads::Leads;
use std::fmt;

/// A text, ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What stands one below the other.
    pub blocks: Vec<Block>,
    /// How many links there are, also where they are but text.
    pub links: usize,
    /// Where they lead, and as what.
    pub leads: Leads,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines of the writer's own.
    Lines(Vec<Piece>),
    /// Lines that draw with letters of one width, such as a table.
    Drawing(Vec<Piece>),
    /// The writer's signature, without the `-- ` above it (RFC 3676, 4.3).
    Signature(Vec<Piece>),
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

/// Text, or a link in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text; lines end with LF.
    Text(String),
    /// An address of the web, or of mail.
    Link {
        /// Where it leads; begins with `http:`, `https:` or `mailto:`.
        href: String,
        /// What is shown: the same, perhaps without `http://` or `mailto:`.
        shown: String,
        /// How the wire spells its host, where the eye may be deceived.
        really: Option<String>,
    },
}

impl Text {
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
                Block::Lines(pieces) | Block::Drawing(pieces) | Block::Signature(pieces) => stretches.push(pieces),
                Block::Quote(quote) => {
                    let runs = quote.shown.runs.iter().chain(&quote.folded.runs);
                    stretches.extend(runs.map(|run| run.pieces.as_slice()));
                }
            }
        }
        for (at, pieces) in stretches.into_iter().enumerate() {
            f.write_str(if at > 0 { "\n" } else { "" })?;
            for piece in pieces {
                let (Piece::Text(text) | Piece::Link { shown: text, .. }) = piece;
                f.write_str(text)?;
            }
        }
        Ok(())
    }
}
