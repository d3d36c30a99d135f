//! What was fetched of a message, made readable: nothing of it reaches a page as the sender wrote it.

use super::decoded::{TEXT_LIMIT, decoded};
use super::message::{Formatted, Message};
use super::opened::{Opened, Original};
use crate::imap::Part;
use crate::mail::content::caution::{cautions, other_spelling};
use crate::mail::content::mime::{self, Head, TextKind};
use crate::mail::content::parts::{MAX_ATTACHMENTS, attachments, content_id, html_parts, own_pictures};
use crate::mail::content::text::{Flow, Text};
use crate::mail::content::wrapper;
use crate::mail::{Account, Explanation, Links, Mailbox, Summary, UidValidity};

/// Makes a message of what was fetched; its HTML is looked into by another. `None` for what has no UID.
pub(in crate::mail) fn readable(
    opened: Opened,
    mailbox: &Mailbox,
    uid_validity: UidValidity,
    account: &Account,
    links: Links,
) -> Option<Message> {
    let Opened {
        fetched,
        original,
        report,
        texts,
        others_in_inbox,
        source,
        source_cut,
        neighbours,
        html_text,
        html_leads: mut leads,
        own_pictures: named,
        ..
    } = opened;
    let outer = fetched.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
    let mut head = original.as_ref().map_or_else(|| outer.clone(), Original::head);
    // The filter's words stand on the wrapper; what the original brought along could be forged.
    head.extra = outer.extra;
    head.extra.extend(report.and_then(|(part, body)| told(&part, &body)));
    head.authentication = outer.authentication;
    let trust = &account.server().trust;
    let explanation = Explanation::read(&head.extra, trust);
    let mut summary = Summary::with_head(&fetched, &head, trust)?;
    summary.size = fetched.size.unwrap_or(0);
    summary.wrapped = original.is_some();
    let structure = fetched.structure.unwrap_or_default();
    let inside = match &original {
        Some(Original::Known(inside, _)) => inside.as_str(),
        _ => "",
    };
    let in_html = own_pictures(&structure, inside);
    let in_html = in_html.iter().filter(|part| content_id(part).is_some_and(|id| named.contains(id)));
    let shown: Vec<&str> =
        texts.iter().map(|(part, _)| part).chain(in_html).map(|part| part.section.as_str()).collect();
    let (attachments, has_html) = match &original {
        Some(Original::Unknown(source)) => (source.attachments(MAX_ATTACHMENTS), false),
        _ => (attachments(&structure, inside, &shown), !html_parts(&structure, inside).is_empty()),
    };
    let text_cut = texts.iter().any(|(_, body)| body.len() >= TEXT_LIMIT) || source_cut;
    let (texts, text_kind) = match &original {
        Some(Original::Unknown(source)) => only(source.text()),
        _ if source.is_empty() => decoded(&texts, html_text),
        _ => only(mime::text_of_source(&source)),
    };
    let text = Text::read(&texts, links);
    leads.add(&text.leads);
    let cautions = cautions(&head, account.address(), &leads);
    let other_spelling = summary.from.as_ref().and_then(|from| other_spelling(from.address.as_deref()?));
    let Head { from, to, cc, date_as_sent, authentication, .. } = head;
    let mailbox = mailbox.clone();
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
        forwarded: Vec::new(),
        events: Vec::new(),
        explanation,
        authentication_results: authentication,
        one_author: from.len() == 1,
        neighbours,
    })
}

/// Reads the report in front of the original: it has the points of each rule, and stands in no header.
fn told(part: &Part, body: &[u8]) -> Option<(String, String)> {
    let text = mime::text(&part.media_type, part.parameter("charset"), &part.encoding, body);
    wrapper::rows(&text).map(|rows| ("x-spam-report".to_owned(), rows))
}

/// Takes a text that stands alone.
fn only((text, kind): (String, TextKind)) -> (Vec<(String, Flow)>, TextKind) {
    let text = text.trim_end();
    (if text.is_empty() { Vec::new() } else { vec![(text.to_owned(), Flow::Fixed)] }, kind)
}
