//! The HTML of a message: fetched with the pictures it holds itself, and made safe.

use super::apart::{Places, apart};
use super::authentication::Authentication;
use super::decoded::TEXT_LIMIT;
use super::lookup::{Lookup, look_up};
use crate::imap::{self, FetchItems, MailboxName, Part, Session};
use crate::mail::account::work::Mail;
use crate::mail::content::caution::deceiving_claims;
use crate::mail::content::html::{self, HtmlSummary, Links, Pictures, SafeHtml};
use crate::mail::content::mime::{self, Head};
use crate::mail::content::parts::{PICTURE_LIMIT, content_id, html_parts, own_pictures};
use crate::mail::content::wrapper;
use crate::mail::{Address, Mailbox, Result, Uid, UidValidity};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much HTML is fetched, in octets; more is shown as text.
pub(in crate::mail) const HTML_LIMIT: usize = 512 * 1024;
/// HTML mails that are read at the same time: each may take some megabytes and a part of a second of a processor.
/// What waits is 128 MiB at most.
static READERS: Places = Places::new(2, 128 << 20);

/// The HTML of a message as it came, with its pictures.
#[derive(Debug)]
pub struct HtmlBody {
    html: String,
    own: Arc<BTreeMap<String, String>>,
    head: Head,
    owner: Address,
}

/// What a message gave.
struct Fetched {
    html: Option<String>,
    pictures: Vec<(Part, Vec<u8>)>,
    /// Empty for the original in a wrapper.
    head: Head,
}

impl Mail {
    /// Fetches the HTML of a message; `None` when it has none, or more than is shown.
    ///
    /// # Errors
    /// As [`Mail::open`].
    pub async fn html_body(&self, mailbox: &Mailbox, uid_validity: UidValidity, uid: Uid) -> Result<Option<HtmlBody>> {
        let name = mailbox.name.clone();
        let fetched = self.read(Some(&mailbox.name), move |session| {
            let name = name.clone();
            Box::pin(async move { fetch(session, &name, uid_validity, uid).await })
        });
        let Fetched { html, pictures, head } = fetched.await?.into_result()?;
        let own = pictures.iter().filter_map(|(part, body)| own_picture(part, body)).collect();
        let owner = self.account.address().clone();
        Ok(html.map(|html| HtmlBody { html, own: Arc::new(own), head, owner }))
    }
}

impl HtmlBody {
    /// Returns the sender's address in lower case, unless the servers of these names found that it is somebody else.
    pub fn trusted_sender(&self, servers: &[String]) -> Option<String> {
        let [author] = self.head.from.as_slice() else { return None };
        let found = Authentication::of(author, true, &self.head.authentication, servers);
        author.address_in_lower_case().filter(|_| found.is_none_or(|found| found.confirmed != Some(false)))
    }

    /// Makes it safe to show; `None` when it is too much to read, or there is nothing to see.
    ///
    /// # Errors
    /// [`crate::mail::Error::Busy`] when too many others wait for that.
    pub async fn safe(self, pictures: Pictures, links: Links) -> Result<Option<SafeHtml>> {
        let Self { html, own, head, owner } = self;
        let octets = html.len() + own.values().map(String::len).sum::<usize>();
        let safe = apart(&READERS, octets, move || {
            html::safe(&html, pictures, links, &own, |leads| deceiving_claims(&head, &owner, leads))
        });
        Ok(safe.await?.flatten())
    }
}

/// Looks through HTML, and writes its text; `None` when it is too much to read.
///
/// # Errors
/// [`crate::mail::Error::Busy`] when too many others wait for that.
pub(in crate::mail) async fn summarize(html: String) -> Result<Option<(HtmlSummary, String)>> {
    Ok(apart(&READERS, html.len(), move || html::summarize(&html)).await?.flatten())
}

/// Joins the HTML parts of a message; `None` when one of them was cut.
pub(in crate::mail) fn joined(parts: &[(Part, Vec<u8>)]) -> Option<String> {
    let cut = parts.iter().any(|(_, body)| body.len() >= HTML_LIMIT);
    let decoded =
        |(part, body): &(Part, Vec<u8>)| mime::text(&part.media_type, part.parameter("charset"), &part.encoding, body);
    (!cut).then(|| parts.iter().map(decoded).collect::<Vec<_>>().join("\n"))
}

async fn fetch(
    session: &mut Session,
    name: &MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
) -> imap::Result<Lookup<Fetched>> {
    let (mut examined, mut message) = match look_up(session, name, uid_validity, uid, FetchItems::Whole, None).await? {
        Lookup::Changed => return Ok(Lookup::Changed),
        Lookup::Gone => return Ok(Lookup::Gone),
        Lookup::Found(found) => found,
    };
    let mut structure = message.structure.take().unwrap_or_default();
    let known = wrapper::original(&structure).filter(|part| wrapper::is_known_inside(&structure, part));
    let is_wrapper = match known.map(|part| format!("{}.HEADER", part.section)) {
        Some(section) => {
            let bodies = examined.fetch_sections(uid, &[section], TEXT_LIMIT).await?;
            let author = |block: &[u8]| mime::head(block).from.into_iter().next();
            let outer = message.sections.first().and_then(|(_, block)| author(&block.bytes));
            bodies.first().is_some_and(|block| wrapper::is_of_author(author(block).as_ref(), outer.as_ref()))
        }
        // The parts of an original that is a text are shown as its source.
        None => false,
    };
    if !is_wrapper {
        wrapper::disarm(&mut structure);
    }
    let original = wrapper::original(&structure).map(|part| part.section.clone());
    let inside = original.as_deref().unwrap_or_default();
    let parts = html_parts(&structure, inside);
    // Nobody is trusted by the address that a wrapper names.
    let block = message.sections.first().filter(|_| original.is_none());
    let head = block.map(|(_, block)| mime::head(&block.bytes)).unwrap_or_default();
    if parts.is_empty() {
        return Ok(Lookup::Found(Fetched { html: None, pictures: Vec::new(), head }));
    }
    let sections: Vec<String> = parts.iter().map(|part| part.section.clone()).collect();
    let bodies = examined.fetch_sections(uid, &sections, HTML_LIMIT).await?;
    let html = joined(&parts.into_iter().zip(bodies).collect::<Vec<_>>());
    let wanted = match &html {
        Some(html) if html.to_ascii_lowercase().contains("cid:") => own_pictures(&structure, inside),
        _ => Vec::new(),
    };
    let sections: Vec<String> = wanted.iter().map(|part| part.section.clone()).collect();
    let bodies = match sections.as_slice() {
        [] => Vec::new(),
        sections => examined.fetch_sections(uid, sections, PICTURE_LIMIT).await?,
    };
    Ok(Lookup::Found(Fetched { html, pictures: wanted.into_iter().zip(bodies).collect(), head }))
}

/// Makes an address of a picture that holds it itself; its type is what its first octets say, never what the sender wrote.
fn own_picture(part: &Part, body: &[u8]) -> Option<(String, String)> {
    let text: String =
        body.iter().filter(|octet| !octet.is_ascii_whitespace()).map(|&octet| char::from(octet)).collect();
    let kind = kind_of(&STANDARD.decode(text.get(..24)?).ok()?)?;
    Some((content_id(part)?.to_owned(), format!("data:{kind};base64,{text}")))
}

/// Tells a picture's type by how it begins (PNG 5.2, JFIF, GIF89a, WebP's RIFF).
fn kind_of(octets: &[u8]) -> Option<&'static str> {
    match octets {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(body: &[u8]) -> Option<(String, String)> {
        own_picture(&Part { content_id: Some("<a@b>".into()), ..Part::default() }, body)
    }

    #[test]
    fn a_picture_is_what_it_begins_with() {
        let png = STANDARD.encode(b"\x89PNG\r\n\x1a\n0123456789abcdef");
        let (head, tail) = png.split_at(10);
        let folded = format!("{head}\r\n{tail}\r\n");
        assert_eq!(picture(folded.as_bytes()), Some(("a@b".into(), format!("data:image/png;base64,{png}"))));
        assert_eq!(picture(STANDARD.encode(b"<svg xmlns='http://www.w3.org/2000/svg'>").as_bytes()), None);
        assert_eq!(picture(b"short"), None);
        assert_eq!(picture(b"\"><script>alert(1)</script>.........."), None);
    }
}
