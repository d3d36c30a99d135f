//! The wrapper of SpamAssassin (`report_safe`; Mail::SpamAssassin::PerMsgStatus), amavis and MailScanner: a report of their own, and the
//! original as a part.

use super::decode::Decoder;
use super::mime::{self, Head, TextKind};
use crate::imap::{BodyStructure, Part};
use crate::mail::{Attachment, Person};

/// The parameter by which SpamAssassin marks the part, as `x-spam-type=original`.
const MARK: &str = "x-spam-type";
/// Encodings that change nothing; a message in a part has no other (RFC 2046, 5.2.1).
const AS_IT_IS: [&str; 4] = ["", "7bit", "8bit", "binary"];
/// How the boundary of a wrapper begins: SpamAssassin writes `----------=_%08X.%08X`, and amavis, whose parts MIME::Entity joins,
/// `----------=_<time>-<process>-<number>`.
const BOUNDARY: &[u8] = b"----------=_";
/// Octets of an original's header that are looked at.
const LARGEST_HEADER: usize = 1024 * 1024;

/// Finds the original: `message/rfc822` with `report_safe 1` and MailScanner, `text/plain` with 2. It is the second of two parts.
pub(in crate::mail) fn original(structure: &BodyStructure) -> Option<&Part> {
    let mut outermost = structure.parts.iter().filter(|part| part.inside.is_empty());
    let (first, second) = (outermost.next()?, outermost.next()?);
    (first.section == "1" && outermost.next().is_none() && is_original(structure, second)).then_some(second)
}

/// Takes the marks off what has an original inside and is no wrapper: its parts are then like any others.
pub(in crate::mail) fn disarm(structure: &mut BodyStructure) {
    structure.multipart = None;
    for part in &mut structure.parts {
        part.parameters.retain(|(name, _)| !name.starts_with(MARK));
    }
}

/// Tells whether a wrapper and the original inside have the same author: a filter copies the original's. Anybody can write what looks
/// like a wrapper, and could hide behind another name in it.
pub(in crate::mail) fn is_of_author(original: Option<&Person>, wrapper: Option<&Person>) -> bool {
    original.and_then(Person::address_in_lower_case) == wrapper.and_then(Person::address_in_lower_case)
}

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
    // The first stands in front of the report.
    let parts = [(); 2].iter().try_fold(body, |body, ()| behind_boundary(body, boundary));
    let part = match parts {
        Ok(part) => part,
        Err(Boundary::NotYet) => return cut,
        Err(Boundary::Last) => return nothing,
    };
    let Some((block, original)) = split(part) else { return cut };
    let part = mime::part_head(block);
    // Not `x-spam-type*=`, which servers hand out as it lies there.
    let is_plain = String::from_utf8_lossy(block).to_ascii_lowercase().contains("x-spam-type=");
    let is_marked = is_plain && part.spam_type.as_deref() == Some("original");
    match part.media_type.as_str() {
        "message/rfc822" if AS_IT_IS.contains(&part.encoding.as_str()) && (is_marked || head.is_spam_report) => {
            begun(original)
        }
        "text/plain" if is_marked => begun(&Source::of(&part.encoding, original).octets),
        _ => nothing,
    }
}

/// Reads the header of an original, as far as it is there.
fn begun(original: &[u8]) -> Inside {
    let whole = split(original).map(|(header, _)| header);
    Inside { head: Some(mime::head(whole.unwrap_or_else(|| whole_lines(original)))), is_cut: whole.is_none() }
}

/// Returns the header of a whole message.
pub(in crate::mail) fn header(message: &[u8]) -> &[u8] {
    let message = message.get(..LARGEST_HEADER).unwrap_or(message);
    split(message).map_or(message, |(header, _)| header)
}

/// Says why there is nothing behind a boundary.
enum Boundary {
    /// It may stand in what was cut off.
    NotYet,
    /// The last has been passed.
    Last,
}

/// Returns what stands behind the next boundary (RFC 2046, 5.1.1); blanks may follow it.
fn behind_boundary<'a>(octets: &'a [u8], boundary: &str) -> Result<&'a [u8], Boundary> {
    let mut at = 0;
    for line in octets.split_inclusive(|&octet| octet == b'\n') {
        at += line.len();
        let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes())) else {
            continue;
        };
        match rest.trim_ascii_end() {
            b"" if line.ends_with(b"\n") => return octets.get(at..).ok_or(Boundary::NotYet),
            b"" => return Err(Boundary::NotYet),
            // The last; and what some servers take for a boundary, and others not.
            _ => return Err(Boundary::Last),
        }
    }
    Err(Boundary::NotYet)
}

/// Drops the last line of a header that was cut: it may go on, as the next one may.
fn whole_lines(octets: &[u8]) -> &[u8] {
    let goes_on = |at: usize| octets.get(at).is_none_or(|octet| matches!(octet, b' ' | b'\t'));
    let mut ends = octets.iter().enumerate().rev().filter(|(_, octet)| **octet == b'\n').map(|(at, _)| at + 1);
    ends.find(|&at| !goes_on(at)).and_then(|at| octets.get(..at)).unwrap_or_default()
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

/// Tells whether a part is the original inside a wrapper.
fn is_original(structure: &BodyStructure, part: &Part) -> bool {
    let is_marked = || part.parameter(MARK).is_some_and(|kind| kind.eq_ignore_ascii_case("original"));
    let is_reported = || structure.parameter("report-type").is_some_and(mime::is_of_spam);
    let (mixed, report) = (structure.is_multipart("mixed"), structure.is_multipart("report"));
    part.section == "2"
        && match part.media_type.as_str() {
            "message/rfc822" => {
                AS_IT_IS.contains(&part.encoding.as_str()) && ((mixed && is_marked()) || (report && is_reported()))
            }
            "text/plain" => mixed && is_marked(),
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
