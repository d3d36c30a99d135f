//! What was fetched of a message, before it is made readable.

use super::enclosed::Enclosed;
use crate::imap::{Fetched, Part};
use crate::mail::account::trail::Neighbours;
use crate::mail::content::leads::Leads;
use crate::mail::content::mime::{self, Head};
use crate::mail::content::wrapper::{self, Source};
use std::collections::BTreeSet;

/// What was fetched of a message, before it is made readable.
#[derive(Default)]
pub(in crate::mail) struct Opened {
    pub fetched: Fetched,
    pub original: Option<Original>,
    /// The report in front of it.
    pub report: Option<(Part, Vec<u8>)>,
    pub texts: Vec<(Part, Vec<u8>)>,
    pub html: Vec<(Part, Vec<u8>)>,
    /// Messages that were passed on, and appointments.
    pub enclosed: Enclosed,
    /// Content-IDs of parts that the HTML shows as pictures, where that is what is shown.
    pub own_pictures: BTreeSet<String>,
    /// What the HTML says, where it is all there is to read.
    pub html_text: Option<String>,
    /// Where its links lead.
    pub html_leads: Leads,
    /// The beginning of the source, where the server gave no structure that can be read.
    pub source: Vec<u8>,
    pub source_cut: bool,
    pub others_in_inbox: Option<u32>,
    pub neighbours: Neighbours,
}

/// The original inside a SpamAssassin wrapper.
pub(in crate::mail) enum Original {
    /// The server knows its parts: its section, and its header block.
    Known(String, Vec<u8>),
    /// The server does not.
    Unknown(Source),
}

impl Original {
    /// Reads its header block.
    pub fn head(&self) -> Head {
        match self {
            Self::Known(_, block) => mime::head(block),
            Self::Unknown(source) => source.head(),
        }
    }
}

impl Opened {
    /// Tells whether what looks like a wrapper has another author than the message in it.
    pub fn hides_its_author(&self) -> bool {
        let outer = || self.fetched.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
        let is_of_author =
            |original: &Original| wrapper::is_of_author(original.head().from.first(), outer().from.first());
        self.original.as_ref().is_some_and(|original| !is_of_author(original))
    }

    /// Returns the address of the first author: the original's, where there is one in a wrapper.
    pub fn sender(&self) -> Option<String> {
        let head = match &self.original {
            Some(original) => original.head(),
            None => mime::head(&self.fetched.sections.first()?.1.bytes),
        };
        head.from.into_iter().next()?.address
    }
}
