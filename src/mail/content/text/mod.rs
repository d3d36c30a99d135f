//! The text of a message as people read it: lines, quotes that can be folded, and links that lead where they say.
//!
//! Nothing of it is HTML: it is a small tree, and a template draws it. Whatever the text, the tree has a bounded number of runs and
//! links, and is made in one walk over it.

mod claims;
mod drawing;
mod flow;
mod link;
mod read;
#[cfg(test)]
mod tests;
mod tree;

pub use flow::Flow;
pub use tree::{Block, Piece, Quote, Run, Runs, Text};
