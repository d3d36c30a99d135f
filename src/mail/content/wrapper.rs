//! The wrapper of SpamAssassin (`report_safe`; Mail::SpamAssassin::PerMsgStatus), amavis and MailScanner: a report of their own, and the
//! original as a part.

use super::decode::Decoder;
use super::mime::{self, Head, TextKind};
use crate::imap::{BodyStructure, Part};
use crate::mail::Attachment;

/// Finds the original: `message/rfc822` with `report_safe 1` and MailScanner, `text/plain` with 2.
pub(in crate::mail) fn original(structure: &BodyStructure) -> Option<&Part> {
    structure.parts.iter().find(|part| is_original(structure, part))
}

/// How the boundary of a wrapper begins: SpamAssassin writes `----------=_%08X.%08X`, and amavis, whose parts MIME::Entity joins,
/// `----------=_<time>-<process>-<number>`.
const BOUNDARY: &[u8] = b"----------=_";

/// Tells from a header whether a message may be a wrapper; its second part says it for sure.
pub(in crate::mail) fn may_be(head: &Head) -> bool {
    let boundary = head.boundary.as_deref().unwrap_or_default().as_bytes();
    boundary.starts_with(BOUNDARY) || (head.is_spam_report && !boundary.is_empty())
}

/// What the beginning of a message tells of an original inside it.
#[derive(Debug)]
pub(in crate::mail) struct Inside {
    /// The header of the original, as far as it is there.
    pub head: Option<Head>,
    /// Whether more of the message may tell more.
    pub is_cut: bool,
}

/// Looks for the original in the beginning of a message, which may be cut anywhere.
pub(in crate::mail) fn inside(beginning: &[u8]) -> Inside {
    let cut = Inside { head: None, is_cut: true };
    let nothing = Inside { head: None, is_cut: false };
    let Some((block, body)) = split(beginning) else { return cut };
    let head = mime::head(block);
    let Some(boundary) = head.boundary.as_ref().filter(|_| may_be(&head)) else { return nothing };
    let boundary = format!("--{boundary}");
    // The first stands in front of the report.
    let Some(part) = behind_line(body, boundary.as_bytes()).and_then(|body| behind_line(body, boundary.as_bytes()))
    else {
        return cut;
    };
    let Some((block, original)) = split(part) else { return cut };
    let part = mime::part_head(block);
    let is_marked = part.spam_type.as_deref() == Some("original");
    match part.media_type.as_str() {
        "message/rfc822" if is_marked || head.is_spam_report => {
            Inside { head: Some(mime::head(original)), is_cut: split(original).is_none() }
        }
        "text/plain" if is_marked => {
            let source = Source::of(&part.encoding, original);
            Inside { head: Some(source.head()), is_cut: split(&source.octets).is_none() }
        }
        _ => nothing,
    }
}

/// Splits what stands before an empty line from what stands behind it.
fn split(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    for line in octets.split_inclusive(|&octet| octet == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            return Some((octets.get(..at)?, octets.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// Returns what stands behind a line; blanks may follow it.
fn behind_line<'a>(octets: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut at = 0;
    for line in octets.split_inclusive(|&octet| octet == b'\n') {
        at += line.len();
        if line.trim_ascii_end() == wanted && line.ends_with(b"\n") {
            return octets.get(at..);
        }
    }
    None
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

    /// Reads its header.
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

#[cfg(test)]
mod tests {
    use super::*;
    use support::fixtures::wrapper::{MESSAGE, TEXT, wrap, wrap_by_mail_scanner};

    const ORIGINAL: &[u8] = b"From: Odd <odd@example.com>\r\nSubject: Inside\r\n\r\ntext\r\n";

    fn subject(inside: &Inside) -> Option<&str> {
        inside.head.as_ref()?.subject.as_deref()
    }

    #[test]
    fn the_beginning_of_a_wrapper_tells_the_header_of_the_original_and_where_it_is_cut_that_more_may_tell_more() {
        let wrappers = [
            wrap(ORIGINAL, MESSAGE, "8bit"),
            wrap(ORIGINAL, TEXT, "8bit"),
            wrap(ORIGINAL, TEXT, "base64"),
            wrap(ORIGINAL, TEXT, "quoted-printable"),
            wrap_by_mail_scanner(ORIGINAL),
        ];
        for wrapper in wrappers {
            let whole = inside(&wrapper);
            assert!(subject(&whole) == Some("Inside") && !whole.is_cut, "{whole:?}");
            let plain_ends = String::from_utf8(wrapper.clone()).unwrap().replace('\r', "");
            assert_eq!(subject(&inside(plain_ends.as_bytes())), Some("Inside"));
            for (at, _) in wrapper.iter().enumerate() {
                let cut = inside(&wrapper[..at]);
                assert!(cut.is_cut || subject(&cut) == Some("Inside"), "{at}: {cut:?}");
            }
        }
    }

    #[test]
    fn what_is_no_wrapper_has_nothing_inside_whatever_its_parts_say() {
        let wrapper = String::from_utf8(wrap(ORIGINAL, MESSAGE, "8bit")).unwrap();
        for other in [
            wrapper.replace("x-spam-type=original", "x-spam-type=copy"),
            wrapper.replace("----------=_", "=_boundary"),
            wrapper.replace("multipart/mixed", "multipart/alternative"),
            String::from_utf8(wrap(ORIGINAL, "text/html", "8bit")).unwrap(),
            String::from_utf8(wrap_by_mail_scanner(ORIGINAL)).unwrap().replace("spam-notification", "delivery-status"),
            "Subject: x\r\n\r\nwords\r\n".to_owned(),
        ] {
            let found = inside(other.as_bytes());
            assert!(found.head.is_none() && !found.is_cut, "{other}");
        }
    }
}
