//! What a message encloses and is opened in place: messages that were passed on, and appointments.

use super::decoded::{TEXT_LIMIT, decoded};
use super::html_body;
use crate::imap::{BodyStructure, Part};
use crate::mail::content::event::{self, Event};
use crate::mail::content::mime::{self, Head};
use crate::mail::content::parts::{attachments, forwarded, invitations, texts};
use crate::mail::content::text::Text;
use crate::mail::{Attachment, Links, Person, Result};
use jiff::Timestamp;

/// Texts of one message that was passed on.
const MAX_TEXTS: usize = 2;
/// Octets of an appointment that are read.
const EVENT_LIMIT: usize = 64 * 1024;

/// A message that was passed on inside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// The number of the part that it is, such as `2`.
    pub section: String,
    /// The first author.
    pub from: Option<Person>,
    /// To.
    pub to: Vec<Person>,
    /// When it was sent, as its sender says.
    pub date: Option<Timestamp>,
    /// The subject.
    pub subject: Option<String>,
    /// The text.
    pub text: Text,
    /// Set when the text was longer than is shown.
    pub text_cut: bool,
    /// Its other parts.
    pub attachments: Vec<Attachment>,
}

/// Says which parts of a message are to be fetched for it.
#[derive(Debug, Default)]
pub(super) struct EnclosedPlan {
    /// Each with its texts.
    forwarded: Vec<(Part, Vec<Part>)>,
    invitations: Vec<Part>,
}

/// What was fetched of a message that was passed on.
#[derive(Debug)]
struct Source {
    section: String,
    header: Vec<u8>,
    texts: Vec<(Part, Vec<u8>)>,
}

/// What was fetched.
#[derive(Debug, Default)]
pub(in crate::mail) struct Enclosed {
    forwarded: Vec<Source>,
    invitations: Vec<(Part, Vec<u8>)>,
}

impl EnclosedPlan {
    /// Plans for the message itself, or for the original in a wrapper.
    pub fn of(structure: &BodyStructure, inside: &str) -> Self {
        let with_texts = |part: Part| {
            let mut parts = texts(structure, &part.section);
            parts.truncate(MAX_TEXTS);
            (part, parts)
        };
        let forwarded = forwarded(structure, inside).into_iter().map(with_texts).collect();
        Self { forwarded, invitations: invitations(structure, inside) }
    }

    /// Lists the sections to fetch.
    pub fn sections(&self) -> impl Iterator<Item = String> {
        let of_message = |(part, texts): &(Part, Vec<Part>)| {
            let header = format!("{}.HEADER", part.section);
            std::iter::once(header).chain(texts.iter().map(|text| text.section.clone())).collect::<Vec<_>>()
        };
        let invitations = self.invitations.iter().map(|part| part.section.clone());
        self.forwarded.iter().flat_map(of_message).chain(invitations)
    }

    /// Takes what came, in the order of the sections.
    pub fn take(self, bodies: &mut impl Iterator<Item = Vec<u8>>) -> Enclosed {
        let mut enclosed = Enclosed::default();
        for (part, texts) in self.forwarded {
            let header = bodies.next().unwrap_or_default();
            let texts = texts.into_iter().map(|text| (text, bodies.next().unwrap_or_default())).collect();
            enclosed.forwarded.push(Source { section: part.section, header, texts });
        }
        enclosed.invitations =
            self.invitations.into_iter().map(|part| (part, bodies.next().unwrap_or_default())).collect();
        enclosed
    }
}

impl Enclosed {
    /// Makes it readable.
    ///
    /// # Errors
    /// As [`html_body::summarize`].
    pub async fn read(self, structure: &BodyStructure, links: Links) -> Result<(Vec<Forwarded>, Vec<Event>)> {
        let mut messages = Vec::new();
        for Source { section, header, texts } in self.forwarded {
            // A header that the server does not give has no message behind it that could be read.
            if header.is_empty() {
                continue;
            }
            let is_html = texts.first().is_some_and(|(part, _)| part.media_type == "text/html");
            let html = html_body::joined(&texts).filter(|_| is_html);
            let html_text = match html {
                Some(html) => html_body::summarize(html).await?.map(|(_, text)| text),
                None => None,
            };
            let shown: Vec<&str> = texts.iter().map(|(part, _)| part.section.as_str()).collect();
            let attachments = attachments(structure, &section, &shown);
            let text_cut = texts.iter().any(|(_, body)| body.len() >= TEXT_LIMIT);
            let (texts, _) = decoded(&texts, html_text);
            let Head { from, to, date, subject, .. } = mime::head(&header);
            let text = Text::read(&texts, links);
            let from = from.into_iter().next();
            messages.push(Forwarded { section, from, to, date, subject, text, text_cut, attachments });
        }
        let mut events: Vec<Event> = Vec::new();
        for (part, body) in &self.invitations {
            let body = body.get(..EVENT_LIMIT).unwrap_or(body);
            let text = mime::text("text/plain", part.parameter("charset").or(Some("utf-8")), &part.encoding, body);
            for event in event::events(&text) {
                // The same appointment often comes twice: in the text, and as a file.
                if !events.contains(&event) {
                    events.push(event);
                }
            }
        }
        Ok((messages, events))
    }
}
