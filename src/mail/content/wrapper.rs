//! The wrapper of SpamAssassin (`report_safe`; Mail::SpamAssassin::PerMsgStatus), amavis and MailScanner: a report of their own, and the
//! original as a part.

use super::decode::Decoder;
use super::mime::{self, Head, PartHead, TextKind};
use crate::imap::{BodyStructure, Part};
use crate::mail::Attachment;

/// Finds the original: `message/rfc822` with `report_safe 1` and MailScanner, `text/plain` with 2.
pub(in crate::mail) fn original(structure: &BodyStructure) -> Option<&Part> {
    structure.parts.iter().find(|part| is_original(structure, part))
}

/// How the boundary of a wrapper begins: SpamAssassin writes `----------=_%08X.%08X`, and amavis, whose parts MIME::Entity joins,
/// `----------=_<time>-<process>-<number>`.
const BOUNDARY: &str = "----------=_";

/// Tells from a header whether a message may be a wrapper; its second part says it for sure.
pub(in crate::mail) fn may_be(head: &Head) -> bool {
    let is_marked = |(name, value): &(String, String)| {
        let says_yes = value.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("yes"));
        says_yes && matches!(name.as_str(), "x-spam-flag" | "x-spam-status")
    };
    let is_spam_assassins = head
        .boundary
        .as_ref()
        .is_some_and(|boundary| boundary.starts_with(BOUNDARY) || head.extra.iter().any(is_marked));
    head.is_spam_report || is_spam_assassins
}

/// Says what the second part of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mail) enum SecondPart {
    /// The original, as a message.
    Message,
    /// The original, as a text.
    Text,
    /// Something else.
    Other,
}

impl SecondPart {
    /// Reads it from its own header, and from that of the message.
    pub fn of(part: &PartHead, message: &Head) -> Self {
        let is_marked = part.spam_type.as_deref() == Some("original");
        match part.media_type.as_str() {
            "message/rfc822" if is_marked || message.is_spam_report => Self::Message,
            "text/plain" if is_marked => Self::Text,
            _ => Self::Other,
        }
    }
}

/// Tells whether a part is the original inside a wrapper.
pub(in crate::mail) fn is_original(structure: &BodyStructure, part: &Part) -> bool {
    let is_marked = || part.parameter("x-spam-type").is_some_and(|kind| kind.eq_ignore_ascii_case("original"));
    let is_reported = || part.section == "2" && structure.parameter("report-type").is_some_and(mime::is_of_spam);
    part.inside.is_empty()
        && match part.media_type.as_str() {
            "message/rfc822" => is_marked() || is_reported(),
            "text/plain" => is_marked(),
            _ => false,
        }
}

/// Finds the report in front of the original.
pub(in crate::mail) fn report(structure: &BodyStructure) -> Option<&Part> {
    structure.parts.first().filter(|part| part.section == "1" && part.media_type == "text/plain")
}

/// Takes the rows out of a report, as `X-Spam-Report` has them: points, rule, description. They stand below a line of dashes, in any
/// language; what stands above quotes the message.
pub(in crate::mail) fn rows(report: &str) -> Option<String> {
    let mut lines = report.lines().skip_while(|line| !line.trim_start().starts_with("---- ---"));
    lines.next()?;
    let rows: Vec<&str> = lines.take_while(|line| !line.trim().is_empty()).collect();
    (!rows.is_empty()).then(|| rows.join("\t"))
}

/// Tells whether the server knows the parts of the original; of a text, and of a message that is broken, it knows none.
pub(in crate::mail) fn is_known_inside(structure: &BodyStructure, original: &Part) -> bool {
    structure.parts.iter().any(|part| part.inside == original.section)
}

/// An original that is read here, because the server does not read it.
#[derive(Debug)]
pub(in crate::mail) struct Source {
    octets: Vec<u8>,
}

impl Source {
    /// Undoes the encoding of the part; it may be cut anywhere.
    pub fn of(encoding: &str, body: &[u8]) -> Self {
        let mut decoder = Decoder::of(encoding);
        let mut octets = decoder.push(body);
        octets.extend(decoder.finish());
        Self { octets }
    }

    pub fn head(&self) -> Head {
        mime::head(&self.octets)
    }

    pub fn text(&self) -> (String, TextKind) {
        mime::text_of_source(&self.octets)
    }

    /// Lists the attachments; none of them has a number by which the server could be asked for it.
    pub fn attachments(&self, most: usize) -> Vec<Attachment> {
        mime::attached(&self.octets, most)
    }
}
