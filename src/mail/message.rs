//! The opened message: who, when, its text, and what hangs on it.

use super::leased::Mail;
use super::mime::{self, Head};
use super::{Error, Mailbox, Person, Result, Summary, Uid, UidValidity};
use crate::imap::{self, BodyStructure, Fetched, Items, Part, Session};

/// How much of a message's text is fetched, in octets.
const TEXT_LIMIT: usize = 512 * 1024;
/// How much of an unreadable structure's source is looked through for a text.
const SOURCE_LIMIT: usize = 1024 * 1024;
/// Text parts that are shown one after the other.
const MAX_TEXTS: usize = 10;
/// Attachments that are listed.
const MAX_ATTACHMENTS: usize = 100;

/// Says where the shown text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A text part, as it was sent.
    Plain,
    /// An HTML part, reduced to its text.
    FromHtml,
    /// No readable part.
    Nothing,
}

/// Describes a part that is not shown in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name, decoded, if it has one.
    pub name: Option<String>,
    /// The media type, lower case, such as `application/pdf`.
    pub media_type: String,
    /// Octets, as encoded in the message.
    pub size: u64,
    /// The part's number in the message, such as `2.1` (RFC 9051, 6.4.5.1).
    pub section: String,
}

/// Holds an opened message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where it is.
    pub mailbox: Mailbox,
    /// The epoch of its UID.
    pub uid_validity: UidValidity,
    /// Sender, subject, dates, size, verdict.
    pub summary: Summary,
    /// To.
    pub to: Vec<Person>,
    /// Cc.
    pub cc: Vec<Person>,
    /// The Date header as sent.
    pub date_as_sent: Option<String>,
    /// The text.
    pub text: String,
    /// Where the text comes from.
    pub text_kind: TextKind,
    /// Set when the text was longer than is shown.
    pub text_cut: bool,
    /// The other parts.
    pub attachments: Vec<Attachment>,
    /// Set when this is SpamAssassin's report around the original (`report_safe`); text and people are the original's.
    pub unwrapped: bool,
}

/// Is what was fetched of a message, before it is made readable.
struct Opened {
    fetched: Fetched,
    /// The section of the original inside a SpamAssassin wrapper, and its header block.
    original: Option<(String, Vec<u8>)>,
    texts: Vec<(Part, Vec<u8>)>,
    /// The beginning of the source, where the server gave no structure that can be read.
    source: Vec<u8>,
}

impl Mail {
    /// Opens one message; nothing about it changes.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] when the UID belongs to another epoch; [`Error::Gone`] when it is not there.
    pub async fn open(&self, mailbox: &Mailbox, uid_validity: UidValidity, uid: Uid) -> Result<Message> {
        let name = mailbox.name.clone();
        let opened = self.read(Some(&mailbox.name), move |session| {
            let name = name.clone();
            Box::pin(async move { open(session, &name, uid_validity, uid).await })
        });
        let opened = opened.await?.ok_or(Error::MailboxChanged)?.ok_or(Error::Gone)?;
        readable(opened, mailbox, uid_validity).ok_or(Error::Gone)
    }
}

/// Fetches what a page needs; the outer `None` stands for another epoch, the inner one for a message that is gone.
async fn open(
    session: &mut Session,
    name: &imap::MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
) -> imap::Result<Option<Option<Opened>>> {
    let this = [uid].into_iter().collect();
    let (mut examined, fetched) = session.look_up(name, &this, Items::Whole).await?;
    if examined.uid_validity() != Some(uid_validity) {
        return Ok(None);
    }
    let fetched = match fetched {
        // Some servers refuse the whole FETCH for a structure they cannot parse (seen with Exchange).
        Err(imap::Error::Refused(_)) => examined.fetch(&this, Items::Headers).await?,
        fetched => fetched?,
    };
    let Some(fetched) = fetched.into_iter().find(|f| f.uid == Some(uid) && f.size.is_some()) else {
        return Ok(Some(None));
    };
    let mut opened = Opened { fetched, original: None, texts: Vec::new(), source: Vec::new() };
    let Some(structure) = opened.fetched.structure.take() else {
        opened.source = examined.fetch_sections(uid, &[String::new()], SOURCE_LIMIT).await?.pop().unwrap_or_default();
        return Ok(Some(Some(opened)));
    };
    let original = structure.parts.iter().find(|part| is_original(part)).map(|part| part.section.clone());
    let texts = texts(&structure, original.as_deref().unwrap_or_default());
    let mut sections: Vec<String> = texts.iter().map(|part| part.section.clone()).collect();
    sections.extend(original.as_ref().map(|section| format!("{section}.HEADER")));
    if !sections.is_empty() {
        let mut bodies = examined.fetch_sections(uid, &sections, TEXT_LIMIT).await?;
        if let Some(section) = original {
            opened.original = bodies.pop().map(|header| (section, header));
        }
        opened.texts = texts.into_iter().zip(bodies).collect();
    }
    opened.fetched.structure = Some(structure);
    Ok(Some(Some(opened)))
}

/// Tells whether a part is the original inside SpamAssassin's wrapper (`report_safe 1`; Mail::SpamAssassin::PerMsgStatus).
fn is_original(part: &Part) -> bool {
    part.inside.is_empty()
        && part.media_type == "message/rfc822"
        && part.parameter("x-spam-type").is_some_and(|kind| kind.eq_ignore_ascii_case("original"))
}

/// Chooses the parts to show: the plain ones, else the HTML ones, of the message itself or of the original in a wrapper.
fn texts(structure: &BodyStructure, inside: &str) -> Vec<Part> {
    let of_type = |wanted: &str| {
        let shown = |part: &&Part| part.inside == inside && part.media_type == wanted && !part.is_attachment();
        structure.parts.iter().filter(shown).take(MAX_TEXTS).cloned().collect::<Vec<_>>()
    };
    // An empty plain part beside HTML is an alternative that says nothing.
    let plain: Vec<Part> = of_type("text/plain").into_iter().filter(|part| part.size > 2).collect();
    if plain.is_empty() { of_type("text/html") } else { plain }
}

fn readable(opened: Opened, mailbox: &Mailbox, uid_validity: UidValidity) -> Option<Message> {
    let Opened { fetched, original, texts, source } = opened;
    let outer = fetched.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
    let mut head = match &original {
        Some((_, block)) => mime::head(block),
        None => outer.clone(),
    };
    // The filter's words stand on the wrapper; what the original brought along could be forged.
    head.extra = outer.extra;
    let mut summary = Summary::with_head(&fetched, &head)?;
    summary.size = fetched.size.unwrap_or(0);
    let structure = fetched.structure.unwrap_or_default();
    let inside = original.as_ref().map(|(section, _)| section.as_str()).unwrap_or_default();
    let shown: Vec<&str> = texts.iter().map(|(part, _)| part.section.as_str()).collect();
    let attachments = attachments(&structure, inside, &shown);
    let text_cut = texts.iter().any(|(_, body)| body.len() >= TEXT_LIMIT) || source.len() >= SOURCE_LIMIT;
    let (text, text_kind) = if source.is_empty() { joined(&texts) } else { mime::text_of_source(&source) };
    let Head { to, cc, date_as_sent, .. } = head;
    let mailbox = mailbox.clone();
    let unwrapped = original.is_some();
    Some(Message {
        mailbox,
        uid_validity,
        summary,
        to,
        cc,
        date_as_sent,
        text,
        text_kind,
        text_cut,
        attachments,
        unwrapped,
    })
}

fn joined(texts: &[(Part, Vec<u8>)]) -> (String, TextKind) {
    let mut kind = TextKind::Nothing;
    let mut pieces = Vec::new();
    for (part, body) in texts {
        let decoded = mime::text(&part.media_type, part.parameter("charset"), &part.encoding, body);
        let (piece, piece_kind) = match part.media_type.as_str() {
            "text/html" => (mime::html_to_text(&decoded), TextKind::FromHtml),
            _ => (decoded, TextKind::Plain),
        };
        if !piece.trim().is_empty() {
            kind = piece_kind;
            pieces.push(piece.trim_end().to_owned());
        }
    }
    (pieces.join("\n\n"), kind)
}

fn attachments(structure: &BodyStructure, inside: &str, shown: &[&str]) -> Vec<Attachment> {
    let hangs_on = |part: &&Part| {
        let alternative = part.media_type == "text/html" && !part.is_attachment();
        part.inside == inside && !shown.contains(&part.section.as_str()) && !alternative && !is_original(part)
    };
    let attachment = |part: &Part| Attachment {
        name: part.file_name().and_then(mime::file_name),
        media_type: part.media_type.clone(),
        size: part.size,
        section: part.section.clone(),
    };
    structure.parts.iter().filter(hangs_on).take(MAX_ATTACHMENTS).map(attachment).collect()
}
