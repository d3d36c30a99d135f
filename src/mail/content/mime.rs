//! The one door to mail-parser: header blocks and bodies in, readable text out. A message that makes it panic reads as empty.

use super::hidden_characters::{breaks_or_turns, is_unseen};
use crate::mail::{Attachment, Person};
use jiff::Timestamp;
use mail_parser::{ContentType, HeaderName, HeaderValue, MessageParser, MessagePart, MimeHeaders as _};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Characters of one header value that are shown.
const MAX_VALUE: usize = 1000;
/// `Authentication-Results` of one message that are read, and characters of each.
const MAX_RESULTS: (usize, usize) = (20, 4000);
/// People of one header that are shown.
const MAX_PEOPLE: usize = 100;

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

/// Holds the header fields of a message that people read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::mail) struct Head {
    pub from: Vec<Person>,
    pub to: Vec<Person>,
    pub cc: Vec<Person>,
    pub reply_to: Vec<Person>,
    pub subject: Option<String>,
    pub date: Option<Timestamp>,
    pub date_as_sent: Option<String>,
    /// Set where Content-Type is `multipart/report; report-type=spam-notification` (MailScanner).
    pub is_spam_report: bool,
    /// Name (lower case) and unfolded value of each field beginning with `X-`.
    pub extra: Vec<(String, String)>,
    /// The boundary between the parts of `multipart/mixed`, and of `multipart/report` (RFC 2046, 5.1.1).
    pub boundary: Option<String>,
    /// The unfolded values of `Authentication-Results`, from the top; comments and quotes are still in them.
    pub authentication: Vec<String>,
    /// Set for mail to many: it says that it is a list, or a newsletter.
    pub is_bulk: bool,
}

/// Fields beginning with `X-` that are kept, from the top and from the end.
const MAX_EXTRA: usize = 100;

/// Reads a header block (RFC 5322, 2.2); it may be cut anywhere.
pub(in crate::mail) fn head(block: &[u8]) -> Head {
    let block = readable(block);
    guarded(|| {
        let Some(message) = MessageParser::default().parse_headers(block.as_ref()) else { return Head::default() };
        let extra = message.headers().iter().filter_map(|header| match &header.name {
            HeaderName::Other(name)
                if name.len() > 2 && name.get(..2).is_some_and(|x| x.eq_ignore_ascii_case("x-")) =>
            {
                let value = block.get(header.offset_start as usize..header.offset_end as usize)?;
                Some((name.to_ascii_lowercase(), unfolded(&String::from_utf8_lossy(value))))
            }
            _ => None,
        });
        // The host's own stand on top or at the end, whatever a sender puts between.
        let mut extra: Vec<_> = extra.collect();
        if extra.len() > 2 * MAX_EXTRA {
            extra.drain(MAX_EXTRA..extra.len() - MAX_EXTRA);
        }
        let results = message.headers().iter().filter(|header| header.name == HeaderName::AuthenticationResults);
        let results = results.filter_map(|header| {
            let value = block.get(header.offset_start as usize..header.offset_end as usize)?;
            Some(unfolded(&String::from_utf8_lossy(value)).chars().take(MAX_RESULTS.1).collect())
        });
        let raw_date = message.header_raw(HeaderName::Date).map(clean).filter(|date| !date.is_empty());
        Head {
            from: senders(&message),
            to: people(message.header(HeaderName::To)),
            cc: people(message.header(HeaderName::Cc)),
            reply_to: people(message.header(HeaderName::ReplyTo)),
            subject: message.subject().map(clean).filter(|subject| !subject.is_empty()).map(|s| unmarked(s, &extra)),
            date: message
                .date()
                .filter(|date| date.is_valid())
                .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
            date_as_sent: raw_date,
            is_spam_report: message.content_type().is_some_and(|kind| {
                media_type(kind) == "multipart/report" && kind.attribute("report-type").is_some_and(is_of_spam)
            }),
            // Of two fields one reader takes the first and another the last.
            boundary: message
                .content_type()
                .filter(|_| {
                    message.headers().iter().filter(|header| header.name == HeaderName::ContentType).count() == 1
                })
                .filter(|kind| matches!(media_type(kind).as_str(), "multipart/mixed" | "multipart/report"))
                .and_then(|kind| kind.attribute("boundary"))
                .map(str::to_owned),
            extra,
            is_bulk: message.headers().iter().any(|header| is_of_bulk(header.name.as_str())),
            authentication: results.take(MAX_RESULTS.0).collect(),
        }
    })
    .unwrap_or_default()
}

/// Tells whether a `multipart/report` (RFC 6522) is what MailScanner makes of spam, by its `report-type`.
pub(in crate::mail) fn is_of_spam(report_type: &str) -> bool {
    report_type.eq_ignore_ascii_case("spam-notification")
}

/// Tells whether only mail to many has such a field (RFC 2369, RFC 2919, RFC 3834).
fn is_of_bulk(name: &str) -> bool {
    let fields = ["precedence", "mailing-list", "x-mailing-list", "x-beenthere", "feedback-id"];
    let name = name.to_ascii_lowercase();
    name.starts_with("list-") || fields.contains(&name.as_str())
}

/// Says what the MIME header of a part says (RFC 2045, 3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::mail) struct PartHead {
    /// `type/subtype`, lower case.
    pub media_type: String,
    /// The parameter `x-spam-type`, lower case.
    pub spam_type: Option<String>,
    /// Content-Transfer-Encoding, lower case.
    pub encoding: String,
}

/// Reads the MIME header of a part.
pub(in crate::mail) fn part_head(block: &[u8]) -> PartHead {
    let block = readable(block);
    let read = guarded(|| {
        let part = MessageParser::default().parse_headers(block.as_ref())?;
        let kind = part.content_type()?;
        let spam_type = kind.attribute("x-spam-type").map(str::to_ascii_lowercase);
        let encoding = part.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase();
        Some(PartHead { media_type: media_type(kind), spam_type, encoding })
    });
    read.flatten().unwrap_or_default()
}

/// Takes off what the filter put in front of the subject (SpamAssassin's `rewrite_header Subject`): it keeps the one before in
/// a field of its own. What is not the end of the subject is not believed: anybody can write such a field.
fn unmarked(subject: String, extra: &[(String, String)]) -> String {
    let before = extra.iter().find(|(name, _)| name == "x-spam-prev-subject").map(|(_, value)| value);
    let before = before.and_then(|value| head(format!("Subject: {value}\r\n\r\n").as_bytes()).subject);
    before.filter(|before| subject.ends_with(before.as_str())).unwrap_or(subject)
}

/// Decodes a text body from its transfer encoding and charset.
pub(in crate::mail) fn text(media_type: &str, charset: Option<&str>, encoding: &str, body: &[u8]) -> String {
    let token =
        |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || "-_./".contains(*c)).collect::<String>();
    let mut glued = format!("Content-Type: {}", token(media_type));
    if let Some(charset) = charset {
        glued.push_str(&format!("; charset=\"{}\"", token(charset)));
    }
    glued.push_str(&format!("\r\nContent-Transfer-Encoding: {}\r\n\r\n", token(encoding)));
    let mut glued = glued.into_bytes();
    glued.extend_from_slice(body);
    let decoded = guarded(|| {
        let message = MessageParser::default().parse(&glued)?;
        let part = message.parts.first()?;
        // An unlabelled body in 8 bits would come out full of replacement characters.
        let undeclared = charset.is_none_or(|c| c.eq_ignore_ascii_case("us-ascii") || c.eq_ignore_ascii_case("utf-8"));
        let text = part.text_contents()?;
        if undeclared && text.contains('\u{fffd}') && std::str::from_utf8(body).is_err() {
            return Some(western(body));
        }
        Some(text.to_owned())
    });
    decoded
        .flatten()
        .unwrap_or_else(|| String::from_utf8_lossy(body).into_owned())
        .replace("\r\n", "\n")
        .replace('\0', "")
}

/// Finds the text in the beginning of a whole message, for one whose structure the server could not give.
pub(in crate::mail) fn text_of_source(source: &[u8]) -> (String, TextKind) {
    let found = guarded(|| {
        let message = MessageParser::default().parse(source)?;
        let kind = match message.text_bodies().next() {
            Some(part) if part.is_text_html() => TextKind::FromHtml,
            Some(_) => TextKind::Plain,
            None => return None,
        };
        Some((message.body_text(0)?.replace("\r\n", "\n").replace('\0', ""), kind))
    });
    found.flatten().unwrap_or((String::new(), TextKind::Nothing))
}

/// Lists the attachments in the beginning of a whole message, at most so many.
pub(in crate::mail) fn attached(source: &[u8], most: usize) -> Vec<Attachment> {
    let found = guarded(|| {
        let message = MessageParser::default().parse(source)?;
        let attachment = |part: &MessagePart<'_>| Attachment {
            name: part.attachment_name().map(clean).filter(|name| !name.is_empty()).and_then(|name| file_name(&name)),
            media_type: part.content_type().map(media_type).unwrap_or_else(|| "text/plain".to_owned()),
            size: u64::from(part.raw_end_offset().saturating_sub(part.raw_body_offset())),
            section: String::new(),
        };
        Some(message.attachments().take(most).map(attachment).collect())
    });
    found.flatten().unwrap_or_default()
}

fn media_type(kind: &ContentType<'_>) -> String {
    let subtype = kind.subtype().map(|subtype| format!("/{subtype}")).unwrap_or_default();
    clean(&format!("{}{subtype}", kind.ctype())).to_ascii_lowercase()
}

/// Reduces HTML to its text.
pub(in crate::mail) fn html_to_text(html: &str) -> String {
    guarded(|| mail_parser::decoders::html::html_to_text(html)).unwrap_or_default()
}

/// Decodes a file name as BODYSTRUCTURE gives it: plain, RFC 2047, or RFC 2231's `utf-8''...`.
pub(in crate::mail) fn file_name(raw: &str) -> Option<String> {
    let charset = |label: &str| encoding_rs::Encoding::for_label(label.as_bytes());
    let name = match raw.splitn(3, '\'').collect::<Vec<_>>().as_slice() {
        [label, _, encoded] if charset(label).is_some() || (encoded.contains('%') && !label.contains(' ')) => {
            let octets: Vec<u8> = percent_decode_str(encoded).collect();
            let said = charset(label).filter(|charset| *charset != encoding_rs::WINDOWS_1252);
            said.map_or_else(|| readable_text(&octets), |charset| charset.decode(&octets).0.into_owned())
        }
        _ => head(format!("Subject: {}\r\n\r\n", clean(raw)).as_bytes()).subject.unwrap_or_default(),
    };
    // What nobody sees would be left out when it is saved, and hide an ending until then.
    let name: String = name.chars().filter(|&c| breaks_or_turns(c) || !is_unseen(c)).collect();
    // What stands before a slash is a folder on somebody's machine.
    let name = name.rsplit(['/', '\\']).next().map(clean).unwrap_or_default();
    (!name.is_empty()).then_some(name)
}

/// Reads From; where there are several, against RFC 5322, 3.6, the last one stands first.
fn senders(message: &mail_parser::Message<'_>) -> Vec<Person> {
    let headers = message.headers().iter().rev().filter(|header| header.name == HeaderName::From);
    headers.flat_map(|header| people(Some(&header.value))).take(MAX_PEOPLE).collect()
}

fn people(header: Option<&HeaderValue<'_>>) -> Vec<Person> {
    let Some(HeaderValue::Address(addresses)) = header else { return Vec::new() };
    let person = |addr: &mail_parser::Addr<'_>| {
        let filled = |text: &Option<Cow<'_, str>>| text.as_deref().map(clean).filter(|text| !text.is_empty());
        Person { name: filled(&addr.name), address: filled(&addr.address) }
    };
    addresses.iter().map(person).filter(|p| p.name.is_some() || p.address.is_some()).take(MAX_PEOPLE).collect()
}

/// Takes out what could break a line or turn the reading direction of a page, and bounds the length.
fn clean(text: &str) -> String {
    let spaced: String = text.chars().take(MAX_VALUE).map(|c| if breaks_or_turns(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Joins folded lines (RFC 5322, 2.2.3).
fn unfolded(value: &str) -> String {
    value.chars().filter(|c| *c != '\r' && *c != '\n').collect::<String>().trim().to_owned()
}

/// Turns raw 8-bit header lines into UTF-8 where they are not: as Windows-1252, what most such mail is.
fn readable(block: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(block).is_ok() {
        return Cow::Borrowed(block);
    }
    let line = |line: &[u8]| readable_text(line).into_bytes();
    Cow::Owned(block.split_inclusive(|&b| b == b'\n').flat_map(line).collect())
}

fn readable_text(octets: &[u8]) -> String {
    match std::str::from_utf8(octets) {
        Ok(text) => text.to_owned(),
        Err(_) => western(octets),
    }
}

fn western(octets: &[u8]) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(octets).0.into_owned()
}

fn guarded<T>(parse: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(parse)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(line: &[u8]) -> Option<String> {
        head(&[b"Subject: ", line, b"\r\n\r\n"].concat()).subject
    }

    #[test]
    fn subjects_are_readable_however_they_are_encoded() {
        assert_eq!(
            subject(b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?= an =?iso-8859-1?B?S/Zsbg==?=").as_deref(),
            Some("Grüße an Köln")
        );
        assert_eq!(subject(b"Gr\xfc\xdfe").as_deref(), Some("Grüße"));
        assert_eq!(subject("Grüße".as_bytes()).as_deref(), Some("Grüße"));
        assert_eq!(subject(b" \t "), None);
        assert_eq!(subject("a\u{202e}gpj.exe".as_bytes()).as_deref(), Some("a gpj.exe"));
    }

    #[test]
    fn a_subject_loses_what_the_filter_put_before_it_and_nothing_else() {
        let shown = |subject: &str, before: &str| {
            head(format!("Subject: {subject}\r\nX-Spam-Prev-Subject: {before}\r\n\r\n").as_bytes()).subject
        };
        assert_eq!(shown("*****SPAM***** Lunch", "Lunch").as_deref(), Some("Lunch"));
        assert_eq!(shown("[SPAM] =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "=?utf-8?B?R3LDvMOfZQ==?=").as_deref(), Some("Grüße"));
        assert_eq!(shown("Invoice", "You have won").as_deref(), Some("Invoice"));
        assert_eq!(shown("Lunch", " ").as_deref(), Some("Lunch"));
    }

    #[test]
    fn files_in_a_whole_message_are_listed_however_they_are_written() {
        let part = |head: &str, body: &str| format!("--b\r\n{head}\r\n\r\n{body}\r\n");
        let source = [
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n".to_owned(),
            part("Content-Type: text/plain", "hello"),
            part("Content-Type: Application/PDF; name=\"../a\u{202e}b.pdf\"", "1234"),
            part("Content-Disposition: attachment; filename*=utf-8''%C3%9Cbung.txt", "12"),
            part("Content-Type: image/png", "1"),
            "--b--\r\n".to_owned(),
        ];
        let all = attached(source.concat().as_bytes(), 3);
        let files: Vec<_> = all.iter().map(|a| (a.name.as_deref(), a.media_type.as_str(), a.size)).collect();
        let wanted =
            [(Some("a b.pdf"), "application/pdf", 4), (Some("Übung.txt"), "text/plain", 2), (None, "image/png", 1)];
        assert_eq!(files, wanted);
        assert_eq!(attached(source.concat().as_bytes(), 1).len(), 1);
        assert!(attached(b"\xff\0", 9).is_empty());
    }

    #[test]
    fn a_header_of_a_megabyte_is_cut() {
        let long = vec![b'x'; 1_000_000];
        assert_eq!(subject(&long).map(|s| s.len()), Some(MAX_VALUE));
    }

    #[test]
    fn people_and_filter_fields_are_found() {
        let head = head(b"From: =?utf-8?Q?M=C3=BCller=2C_Anna?= <anna@example.org>\r\nTo: a@example.org, b@example.org\r\nX-Spam-Status: Yes, score=7.1 required=5.0\r\n\ttests=A,\r\n\tB autolearn=no\r\n\r\n");
        assert_eq!(head.from, [Person { name: Some("Müller, Anna".into()), address: Some("anna@example.org".into()) }]);
        assert_eq!(head.to.len(), 2);
        assert_eq!(
            head.extra,
            [("x-spam-status".into(), "Yes, score=7.1 required=5.0\ttests=A,\tB autolearn=no".into())]
        );
    }

    #[test]
    fn bodies_are_decoded_even_when_their_label_is_wrong() {
        assert_eq!(text("text/plain", Some("iso-8859-15"), "quoted-printable", b"10 =A4=\r\n!"), "10 €!");
        assert_eq!(text("text/plain", None, "8bit", b"Gr\xfc\xdfe"), "Grüße");
        assert_eq!(text("text/plain", Some("utf-8"), "base64", b"R3LDvMOfZQ=="), "Grüße");
        assert_eq!(text("text/plain", Some("no-such\r\nX: y"), "odd", b"plain"), "plain");
    }

    #[test]
    fn file_names_lose_folders_and_tricks() {
        for (raw, wanted) in [
            ("a.pdf", "a.pdf"),
            ("=?utf-8?Q?=C3=9Cbung.pdf?=", "Übung.pdf"),
            ("utf-8''%C3%9Cbung%20%28B%29.pdf", "Übung (B).pdf"),
            ("invoice.pdf.e\u{200b}xe\u{2060}", "invoice.pdf.exe"),
            ("us-ascii''Minutes.pdf", "Minutes.pdf"),
            ("iso-8859-1'de'%DCbung.pdf", "Übung.pdf"),
            ("koi8-r''%F0%D2.txt", "Пр.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\y.doc", "y.doc"),
            ("it's Bob's.pdf", "it's Bob's.pdf"),
        ] {
            assert_eq!(file_name(raw).as_deref(), Some(wanted), "{raw}");
        }
        assert_eq!(file_name("///"), None);
    }
}
