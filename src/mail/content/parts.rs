//! Which parts of a message are shown, and which hang on it.

use super::mime;
use super::wrapper::is_original;
use crate::imap::{BodyStructure, Part};
use crate::mail::Attachment;

/// Text parts that are shown one after the other.
const MAX_TEXTS: usize = 10;
/// Attachments that are listed.
pub(in crate::mail) const MAX_ATTACHMENTS: usize = 100;

/// Chooses the HTML parts to show.
pub(in crate::mail) fn html_parts(structure: &BodyStructure, inside: &str) -> Vec<Part> {
    let shown = |part: &&Part| part.inside == inside && part.media_type == "text/html" && !part.is_attachment();
    structure.parts.iter().filter(shown).take(MAX_TEXTS).cloned().collect()
}

/// Chooses the parts to show: the plain ones, else the HTML ones, of the message itself or of the original in a wrapper.
pub(in crate::mail) fn texts(structure: &BodyStructure, inside: &str) -> Vec<Part> {
    let shown = |part: &&Part| part.inside == inside && part.media_type == "text/plain" && !part.is_attachment();
    // An empty plain part beside HTML is an alternative that says nothing.
    let plain = structure.parts.iter().filter(shown).filter(|part| part.size > 2);
    let plain: Vec<Part> = plain.take(MAX_TEXTS).cloned().collect();
    if plain.is_empty() { html_parts(structure, inside) } else { plain }
}

/// Lists the parts that are not shown, of the message itself or of the original in a wrapper; `shown` are sections.
pub(in crate::mail) fn attachments(structure: &BodyStructure, inside: &str, shown: &[&str]) -> Vec<Attachment> {
    let hangs_on = |part: &&Part| {
        let alternative = part.media_type == "text/html" && !part.is_attachment();
        // An empty text is what mail without a body has.
        let empty = part.media_type == "text/plain" && part.size <= 2 && part.file_name().is_none();
        part.inside == inside && !empty && !shown.contains(&part.section.as_str()) && !alternative && !is_original(part)
    };
    let attachment = |part: &Part| Attachment {
        name: part.file_name().and_then(mime::file_name),
        media_type: part.media_type.clone(),
        size: part.size,
        section: part.section.clone(),
    };
    structure.parts.iter().filter(hangs_on).take(MAX_ATTACHMENTS).map(attachment).collect()
}
