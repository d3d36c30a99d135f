//! The text parts of a message, decoded.

use crate::imap::Part;
use crate::mail::content::mime::{self, TextKind};
use crate::mail::content::text::Flow;

/// How much of a message's text is fetched, in octets.
pub(in crate::mail) const TEXT_LIMIT: usize = 512 * 1024;

/// Decodes the text parts; each keeps its own way of breaking lines.
pub(super) fn decoded(parts: &[(Part, Vec<u8>)], html_text: Option<String>) -> (Vec<(String, Flow)>, TextKind) {
    // There is HTML among the texts only where there is nothing else.
    if parts.first().is_some_and(|(part, _)| part.media_type == "text/html")
        && let Some(text) = html_text
    {
        let kind = if text.trim().is_empty() { TextKind::Nothing } else { TextKind::FromHtml };
        return (vec![(text, Flow::Fixed)], kind);
    }
    let mut kind = TextKind::Nothing;
    let mut texts = Vec::new();
    for (part, body) in parts {
        let whole = mime::text(&part.media_type, part.parameter("charset"), &part.encoding, body);
        let (text, text_kind, flow) = match part.media_type.as_str() {
            "text/html" => (mime::html_to_text(&whole), TextKind::FromHtml, Flow::Fixed),
            _ => (whole, TextKind::Plain, Flow::of(part.parameter("format"), part.parameter("delsp"))),
        };
        if !text.trim().is_empty() {
            kind = text_kind;
            texts.push((text.trim_end().to_owned(), flow));
        }
    }
    (texts, kind)
}
