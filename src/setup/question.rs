//! Outlook's question, as it comes: an Autodiscover request ("POX").

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

/// How deep elements may lie in each other; a question has three.
const DEEPEST: usize = 16;

/// What Outlook wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) address: String,
    /// The kind of answer that it understands; programs may leave it out.
    pub(super) schema: String,
}

impl Question {
    /// Reads a question; nothing when it is no XML, or has a document type: entities of its own are never resolved.
    pub(super) fn read(octets: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(octets).ok()?;
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let (mut question, mut inside) = (Self::default(), Vec::new());
        let mut is_whole = false;
        loop {
            let said = match reader.read_event().ok()? {
                Event::Start(element) if inside.len() < DEEPEST => {
                    inside.push(element.local_name().as_ref().to_owned());
                    continue;
                }
                Event::End(_) => {
                    inside.pop();
                    is_whole |= inside.is_empty();
                    continue;
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(reference) => meant(&reference)?,
                Event::Eof => break,
                Event::Start(_) | Event::DocType(_) => return None,
                _ => continue,
            };
            match inside.last().map(AsRef::as_ref) {
                Some("EMailAddress") => question.address.push_str(&said),
                Some("AcceptableResponseSchema") => question.schema.push_str(&said),
                _ => {}
            }
        }
        let Self { address, schema } = &question;
        let question = Self { address: address.trim().to_owned(), schema: schema.trim().to_owned() };
        (is_whole && inside.is_empty()).then_some(question)
    }
}

/// Says what `&amp;` or `&#38;` stands for; the five entities of XML and numbers, no others.
fn meant(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    resolve_xml_entity(&reference.xml10_content()).map(str::to_owned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn asking(inside: &str) -> String {
        let schema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
        format!("<?xml version=\"1.0\"?><Autodiscover xmlns=\"{schema}\"><Request>{inside}</Request></Autodiscover>")
    }

    fn address(inside: &str) -> Option<String> {
        Question::read(asking(inside).as_bytes()).map(|question| question.address)
    }

    #[test]
    fn a_question_names_an_address_and_what_is_understood() {
        let asked = asking(
            "<EMailAddress> a&amp;b@example.net\n</EMailAddress><AcceptableResponseSchema>x/2006a</AcceptableResponseSchema>",
        );
        let question = Question { address: "a&b@example.net".to_owned(), schema: "x/2006a".to_owned() };
        assert_eq!(Question::read(asked.as_bytes()), Some(question.clone()));
        assert_eq!(Question::read(format!("\u{feff}{asked}").as_bytes()), Some(question));
        assert_eq!(address("<x:EMailAddress>a&#64;b.c</x:EMailAddress>").unwrap(), "a@b.c");
        assert_eq!(address("<EMailAddress><![CDATA[<a>@b.c]]></EMailAddress>").unwrap(), "<a>@b.c");
        assert_eq!(address("<Other>a@b.c</Other><EMailAddress/>").unwrap(), "");
    }

    #[test]
    fn what_is_no_question_is_not_read() {
        let entity = "<!DOCTYPE x [<!ENTITY e \"ben@example.net\">]><x><EMailAddress>&e;</EMailAddress></x>";
        let deep = "<a>".repeat(10_000);
        let wide = asking(&"<a>".repeat(20));
        for text in ["", "hello", "<a>", "<a></b>", "<EMailAddress>a@b.c", "{}", entity, &deep, &wide] {
            assert_eq!(Question::read(text.as_bytes()), None, "{text:.80}");
        }
        assert_eq!(address("<EMailAddress>&e;</EMailAddress>"), None);
        assert_eq!(Question::read(b"<a>\xff</a>"), None);
    }
}
