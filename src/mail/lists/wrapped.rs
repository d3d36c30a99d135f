//! Rows of messages that a filter has wrapped into a report: they show the original inside.

use crate::imap::{self, Examined, FetchItems, Fetched};
use crate::mail::content::mime::{self, Head};
use crate::mail::content::summary::ORIGINAL_FIELDS;
use crate::mail::content::wrapper::{SecondPart, Source};
use crate::mail::{Summary, Uid, UidSet};
use std::collections::BTreeMap;

/// Originals of which the beginning is asked for at a time: some kilobytes each.
const AT_A_TIME: usize = 100;

/// Makes sure which rows are wrapped of those that may be, and lets them show the original. It asks nothing where none may be; else
/// once, and once more where an original is kept as a text.
pub(super) async fn look_inside(examined: &mut Examined<'_>, rows: &mut [Summary]) -> imap::Result<()> {
    let suspects: UidSet = rows.iter().filter(|row| row.wrapped).map(|row| row.uid).collect();
    if suspects.is_empty() {
        return Ok(());
    }
    let mut originals = originals(examined, &suspects).await?;
    for row in rows.iter_mut().filter(|row| row.wrapped) {
        match originals.remove(&row.uid) {
            Some(head) => row.show_original(head),
            None => row.wrapped = false,
        }
    }
    Ok(())
}

/// Reads the headers of the originals inside those messages that hold one.
async fn originals(examined: &mut Examined<'_>, suspects: &UidSet) -> imap::Result<BTreeMap<Uid, Head>> {
    let mut originals = BTreeMap::new();
    let mut texts: Vec<Uid> = Vec::new();
    match examined.fetch(suspects, FetchItems::SecondPart(ORIGINAL_FIELDS)).await {
        Ok(fetched) => {
            for message in &fetched {
                let Some((uid, kind, _, block)) = second_part(message) else { continue };
                match kind {
                    SecondPart::Message => drop(originals.insert(uid, mime::head(block))),
                    SecondPart::Text => texts.push(uid),
                    SecondPart::Other => {}
                }
            }
        }
        // A server that wants a message where it is asked for the header of one.
        Err(imap::Error::Refused(_)) => texts.extend(suspects.iter()),
        Err(error) => return Err(error),
    }
    for some in texts.chunks(AT_A_TIME) {
        let fetched = match examined.fetch(&some.iter().copied().collect(), FetchItems::SecondPartBegin).await {
            Err(imap::Error::Refused(_)) => return Ok(originals),
            fetched => fetched?,
        };
        for message in &fetched {
            let Some((uid, kind, second, body)) = second_part(message) else { continue };
            match kind {
                SecondPart::Message => drop(originals.insert(uid, mime::head(body))),
                SecondPart::Text => drop(originals.insert(uid, Source::of(&second.encoding, body).head())),
                SecondPart::Other => {}
            }
        }
    }
    Ok(originals)
}

/// Takes the second part of a message: what it is, its MIME header, and what was asked for of it.
fn second_part(message: &Fetched) -> Option<(Uid, SecondPart, mime::PartHead, &[u8])> {
    let starts =
        |name: &[u8], start: &[u8]| name.get(..start.len()).is_some_and(|name| name.eq_ignore_ascii_case(start));
    let section = |is: &dyn Fn(&[u8]) -> bool| {
        message.sections.iter().find(|(name, _)| is(name)).map(|(_, literal)| literal.bytes.as_slice())
    };
    let own = section(&|name| starts(name, b"HEADER")).unwrap_or_default();
    let head = mime::part_head(section(&|name| starts(name, b"2.MIME"))?);
    let asked = section(&|name| starts(name, b"2") && !starts(name, b"2.MIME")).unwrap_or_default();
    Some((message.uid?, SecondPart::of(&head, &mime::head(own)), head, asked))
}
