//! Which parts of a message are shown, and which hang on it.

use super::html::MAX_PICTURES;
use super::mime;
use super::wrapper::original;
use crate::imap::{BodyStructure, Part};
use crate::mail::Attachment;

/// Text parts that are shown one after the other.
const MAX_TEXTS: usize = 10;
/// Messages that were passed on and are opened in place, and appointments that are shown.
const MAX_FORWARDED: usize = 3;
const MAX_INVITATIONS: usize = 2;
/// Octets of one picture inside HTML, as encoded, and of all of them together.
pub(in crate::mail) const PICTURE_LIMIT: usize = 1536 * 1024;
const PICTURES_LIMIT: u64 = 6 * 1024 * 1024;
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

/// Lists the parts that are not shown, of the message itself, of the original in a wrapper, or of a message that was passed on;
/// `shown` are sections.
pub(in crate::mail) fn attachments(structure: &BodyStructure, inside: &str, shown: &[&str]) -> Vec<Attachment> {
    let original = original(structure);
    let hangs_on = |part: &&Part| {
        let alternative = part.media_type == "text/html" && !part.is_attachment();
        // An empty text is what mail without a body has.
        let empty = part.media_type == "text/plain" && part.size <= 2 && part.file_name().is_none();
        let appointment = part.media_type == "text/calendar" && part.file_name().is_none() && !part.is_attachment();
        part.inside == inside
            && !empty
            && !appointment
            && !shown.contains(&part.section.as_str())
            && !alternative
            && Some(*part) != original
    };
    let attachment = |part: &Part| Attachment {
        name: part.file_name().and_then(mime::file_name),
        media_type: part.media_type.clone(),
        size: part.size,
        section: part.section.clone(),
    };
    structure.parts.iter().filter(hangs_on).take(MAX_ATTACHMENTS).map(attachment).collect()
}

/// Chooses the pictures that HTML can name (RFC 2392), as far as there is room for them.
pub(in crate::mail) fn own_pictures(structure: &BodyStructure, inside: &str) -> Vec<Part> {
    let mut left = PICTURES_LIMIT;
    let named = |part: &&Part| {
        part.inside == inside
            && part.content_id.is_some()
            && part.encoding == "base64"
            && part.media_type.starts_with("image/")
            && part.size < PICTURE_LIMIT as u64
    };
    let mut fits = |part: &&Part| {
        let rest = left.checked_sub(part.size);
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    structure.parts.iter().filter(named).filter(|part| fits(part)).take(MAX_PICTURES).cloned().collect()
}

/// Returns a Content-ID without its brackets.
pub(in crate::mail) fn content_id(part: &Part) -> Option<&str> {
    Some(part.content_id.as_deref()?.trim().trim_start_matches('<').trim_end_matches('>'))
}

/// Chooses the messages that were passed on, to be opened in place.
pub(in crate::mail) fn forwarded(structure: &BodyStructure, inside: &str) -> Vec<Part> {
    let original = original(structure);
    let passed_on =
        |part: &&Part| part.inside == inside && part.media_type == "message/rfc822" && Some(*part) != original;
    structure.parts.iter().filter(passed_on).take(MAX_FORWARDED).cloned().collect()
}

/// Chooses the appointments to show (RFC 5545).
pub(in crate::mail) fn invitations(structure: &BodyStructure, inside: &str) -> Vec<Part> {
    let kinds = ["text/calendar", "application/ics"];
    let shown = |part: &&Part| part.inside == inside && kinds.contains(&part.media_type.as_str());
    structure.parts.iter().filter(shown).take(MAX_INVITATIONS).cloned().collect()
}
