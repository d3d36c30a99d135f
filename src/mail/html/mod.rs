//! HTML mail as a page that can hurt nobody.
//!
//! Three sieves, each of which holds alone: `tree` reads it within bounds and `writer` writes back only what is allowed; `clean`
//! is ammonia with the same list, last, and nothing edits what it gives; the browser gets that on a URL of its own, in a
//! frame without rights and under a policy that loads nothing. Stylesheets become `style` attributes (`cascade`) as it is written.

mod allowed;
mod cascade;
mod clean;
mod links;
mod plain;
#[cfg(any(test, fuzzing))]
pub(super) mod proof;
mod styles;
mod tree;
mod writer;

use cascade::Cascade;
use std::collections::BTreeMap;
use std::sync::Arc;
use tree::Tree;

/// Pictures of one message that are shown from its own parts.
pub(super) const MAX_PICTURES: usize = 24;
/// Says which pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// Those the message itself holds.
    Own,
    /// Also those that are fetched from elsewhere, which tells the sender that and when it was read.
    Remote,
}

/// Says what becomes of links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// They can be followed.
    Live,
    /// They are text, and where HTML hides their host, it stands behind.
    #[default]
    Dead,
}

/// Tells what an HTML mail holds, for the page around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Pictures that would be fetched from elsewhere.
    pub pictures: u32,
    /// From where, in the order of the text; at most 20.
    pub picture_hosts: Vec<String>,
    /// Links to hosts.
    pub links: u32,
    /// Where they lead; at most 20.
    pub link_hosts: Vec<String>,
    /// Links whose text names another host than they lead to: what it says, and where it leads; at most 20.
    pub misleading: Vec<(String, String)>,
    /// A guess of how high it will be, in pixels.
    pub height: usize,
    /// Set when nobody would see anything.
    pub empty: bool,
}

/// Looks through an HTML mail without making a page of it, and writes its text; `None` when it is too much to read.
pub(super) fn look(html: &str) -> Option<(Look, String)> {
    let tree = Tree::read(html).ok()?;
    let (written, text) = (writer::write(&tree, &Cascade::default(), Pictures::Own, Links::Dead), plain::text(&tree));
    Some((Look { empty: !written.shows, ..written.look }, text))
}

/// Makes an HTML mail safe; `own` gives a picture as a `data:` address by its Content-ID.
///
/// `None` when nobody would see anything, or it is too much to read: more than 512 kB, 40,000 pieces, or 256 elements inside one
/// another.
pub(super) fn safe(
    html: &str,
    pictures: Pictures,
    links: Links,
    own: &Arc<BTreeMap<String, String>>,
) -> Option<String> {
    let tree = Tree::read(html).ok()?;
    let cascade = Cascade::of(styles::rules(&writer::stylesheets(&tree)), &tree);
    let mut written = writer::write(&tree, &cascade, pictures, links);
    if cascade.is_too_much() {
        written = writer::write(&tree, &Cascade::default(), pictures, links);
    }
    drop(tree);
    if !written.shows {
        return None;
    }
    if written.unwrapped {
        // A paragraph inside a button ends no paragraph around it; without the button it does, and may grow a forest.
        Tree::grown(&written.html).ok()?;
    }
    Some(clean::clean(&written.html, pictures, links, own))
}

#[cfg(test)]
mod tests;
