//! What is asked of the HTML of a mail, and what is told of it.

use crate::mail::content::leads::Leads;
use std::collections::BTreeSet;

/// Pictures of one message that are shown from its own parts.
pub(in crate::mail) const MAX_PICTURES: usize = 24;

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
pub struct HtmlSummary {
    /// Pictures that would be fetched from elsewhere.
    pub pictures: u32,
    /// From where, in the order of the text; at most 20.
    pub picture_hosts: Vec<String>,
    /// Content-IDs of the message's own parts that are shown as pictures.
    pub own_pictures: BTreeSet<String>,
    /// Links to hosts.
    pub links: u32,
    /// Where they lead; at most 20, and then an ellipsis.
    pub link_hosts: Vec<String>,
    /// The same for whoever judges it: hosts, and what the texts of links say.
    pub leads: Leads,
    /// A guess of how high it will be, in pixels.
    pub height: usize,
    /// Set when nobody would see anything.
    pub empty: bool,
}
