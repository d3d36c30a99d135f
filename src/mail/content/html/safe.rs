//! The three steps in their order: read, written, cleaned.

use super::cascade::Cascade;
use super::tree::Tree;
use super::{HtmlSummary, Links, Pictures, clean, plain, styles, writer};
use crate::mail::content::leads::Leads;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Looks through an HTML mail without making a page of it, and writes its text; `None` when it is too much to read.
pub(in crate::mail) fn summarize(html: &str) -> Option<(HtmlSummary, String)> {
    let tree = Tree::read(html).ok()?;
    let (written, text) = (writer::write(&tree, &Cascade::default(), Pictures::Own, Links::Dead), plain::text(&tree));
    Some((HtmlSummary { empty: !written.shows, ..written.look }, text))
}

/// HTML that can hurt nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml {
    /// The HTML, to stand inside a body; nothing may edit it.
    pub html: String,
    /// Whether it sets colours of its own: then it needs the white paper that it was made for.
    pub has_colours: bool,
}

/// Makes an HTML mail safe; `own` gives a picture as a `data:` address by its Content-ID, `told` which claims of links are warned of.
///
/// `None` when nobody would see anything, or it is too much to read: more than 512 kB, 40,000 pieces, or 256 elements inside one
/// another.
pub(in crate::mail) fn safe(
    html: &str,
    pictures: Pictures,
    links: Links,
    own: &Arc<BTreeMap<String, String>>,
    told: impl FnOnce(&Leads) -> Vec<(String, String)>,
) -> Option<SafeHtml> {
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
    let told = told(&written.look.leads);
    written.warn(&told);
    if written.unwrapped {
        // A paragraph inside a button ends no paragraph around it; without the button it does, and may grow a forest.
        Tree::grown(&written.html).ok()?;
    }
    let html = clean::clean(&written.html, pictures, links, own);
    Some(SafeHtml { html, has_colours: written.has_colours })
}
