//! What was fetched of a message, made readable: nothing of it reaches a page as the sender wrote it.

use super::message::{Formatted, Message};
use super::opened::{Opened, Original, TEXT_LIMIT};
use crate::imap::Part;
use crate::mail::content::caution::{cautions, other_spelling};
use crate::mail::content::mime::{self, Head, TextKind};
use crate::mail::content::parts::{MAX_ATTACHMENTS, attachments, html_parts};
use crate::mail::content::text::{Flow, Text};
use crate::mail::{Address, Explanation, Links, Mailbox, Summary, UidValidity};

/// Makes a message of what was fetched; its HTML is looked into by another. `None` for what has no UID.
pub(in crate::mail) fn readable(
    opened: Opened,
    mailbox: &Mailbox,
    uid_validity: UidValidity,
    owner: &Address,
    links: Links,
) -> Option<Message> {
    let Opened { fetched, original, texts, others_in_inbox, source, source_cut, neighbours, html_text, html: _ } =
        opened;
    let outer = fetched.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
    let mut head = original.as_ref().map_or_else(|| outer.clone(), Original::head);
    // The filter's words stand on the wrapper; what the original brought along could be forged.
    head.extra = outer.extra;
    head.authentication = outer.authentication;
    let explanation = Explanation::read(&head.extra);
    let mut summary = Summary::with_head(&fetched, &head)?;
    summary.size = fetched.size.unwrap_or(0);
    let structure = fetched.structure.unwrap_or_default();
    let shown: Vec<&str> = texts.iter().map(|(part, _)| part.section.as_str()).collect();
    let (attachments, has_html) = match &original {
        Some(Original::Unknown(source)) => (source.attachments(MAX_ATTACHMENTS), false),
        Some(Original::Known(inside, _)) => {
            (attachments(&structure, inside, &shown), !html_parts(&structure, inside).is_empty())
        }
        None => (attachments(&structure, "", &shown), !html_parts(&structure, "").is_empty()),
    };
    let text_cut = texts.iter().any(|(_, body)| body.len() >= TEXT_LIMIT) || source_cut;
    let (texts, text_kind) = match &original {
        Some(Original::Unknown(source)) => only(source.text()),
        _ if source.is_empty() => decoded(&texts, html_text),
        _ => only(mime::text_of_source(&source)),
    };
    let text = Text::read(&texts, links);
    let cautions = cautions(&head, owner);
    let other_spelling = summary.from.as_ref().and_then(|from| other_spelling(from.address.as_deref()?));
    let Head { from, to, cc, date_as_sent, authentication, .. } = head;
    let mailbox = mailbox.clone();
    let unwrapped = original.is_some();
    let formatted = if has_html { Formatted::Unasked(None) } else { Formatted::Absent };
    Some(Message {
        mailbox,
        uid_validity,
        summary,
        cautions,
        other_spelling,
        others_in_inbox,
        to,
        cc,
        date_as_sent,
        text,
        text_kind,
        text_cut,
        formatted,
        attachments,
        explanation,
        authentication_results: authentication,
        one_author: from.len() == 1,
        neighbours,
        unwrapped,
    })
}

/// Decodes the text parts; each keeps its own way of breaking lines.
fn decoded(parts: &[(Part, Vec<u8>)], html_text: Option<String>) -> (Vec<(String, Flow)>, TextKind) {
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

/// Takes a text that stands alone.
fn only((text, kind): (String, TextKind)) -> (Vec<(String, Flow)>, TextKind) {
    let text = text.trim_end();
    (if text.is_empty() { Vec::new() } else { vec![(text.to_owned(), Flow::Fixed)] }, kind)
}
