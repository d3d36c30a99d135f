//! Whether a message that was sent to INBOX is there: by its size and its header, and octet for octet where it decides that the
//! message is not sent again.

use crate::imap::{self, FetchItems, Fetched, SearchCriteria, Selected};
use crate::mail::{Uid, UidSet};

/// Messages of about the same size whose exact size is asked for, the newest first; their UIDs fit into a line.
const MOST_SIZED: usize = 600;
/// Messages of the same size whose headers are fetched, the newest first.
const MOST_ALIKE: usize = 50;
/// Messages with the same header that are compared.
const MOST_COMPARED: usize = 5;

/// Makes a message fit to be sent: its lines, the last one too, end in CRLF, as servers store them and count them. `None` for what
/// is no message: it begins with no header field, or holds NUL, which cannot be sent (RFC 9051, 9: CHAR8).
pub(in crate::mail) fn as_sent(mut octets: Vec<u8>) -> Option<Vec<u8>> {
    let end = octets.iter().position(|&b| b == b':')?;
    let name = octets.get(..end)?;
    let is_name = !name.is_empty() && name.iter().all(|b| (33..127).contains(b));
    if !is_name || octets.contains(&0) {
        return None;
    }
    // Courier 5.0 gives a part with the CR of the line end that belongs to the boundary behind it.
    octets.pop_if(|last| *last == b'\r');
    if !octets.ends_with(b"\n") {
        octets.extend_from_slice(b"\r\n");
    }
    let whole = octets.split_inclusive(|&b| b == b'\n').all(|line| line.ends_with(b"\r\n"));
    Some(if whole { octets } else { with_whole_lines(&octets) })
}

fn with_whole_lines(octets: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(octets.len() + octets.len() / 32);
    for line in octets.split_inclusive(|&b| b == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        whole.extend_from_slice(text.strip_suffix(b"\r").unwrap_or(text));
        whole.extend_from_slice(b"\r\n");
    }
    whole
}

/// Finds the messages of the same size, as far as the server can search by it.
///
/// Courier 5.0 searches by the size of its files, in which lines end in LF alone.
pub(in crate::mail) async fn alike(selected: &mut Selected<'_>, octets: &[u8]) -> imap::Result<UidSet> {
    let whole = octets.len() as u64;
    let line_ends = octets.iter().filter(|&&b| b == b'\n').count() as u64;
    let size = Some((whole.saturating_sub(line_ends), whole));
    selected.search(&SearchCriteria { size, ..SearchCriteria::default() }).await
}

/// Finds among these the messages of the same size with the same header, oldest first.
pub(in crate::mail) async fn with_this_head(
    selected: &mut Selected<'_>,
    uids: &UidSet,
    octets: &[u8],
) -> imap::Result<Vec<Uid>> {
    let same_size = |message: &Fetched| message.size == Some(octets.len() as u64);
    let sized = selected.fetch(&newest(uids.iter().collect(), MOST_SIZED), FetchItems::Size).await?;
    let sized = sized.into_iter().filter(same_size).filter_map(|message| message.uid).collect();
    let mut found = selected.fetch(&newest(sized, MOST_ALIKE), FetchItems::Headers).await?;
    found.retain(|message| {
        let head = message.sections.first().map(|(_, literal)| literal.bytes.trim_ascii_end()).unwrap_or_default();
        same_size(message) && !head.is_empty() && octets.starts_with(head)
    });
    let mut found: Vec<Uid> = found.into_iter().filter_map(|message| message.uid).collect();
    found.sort_unstable();
    Ok(found)
}

fn newest(mut uids: Vec<Uid>, most: usize) -> UidSet {
    uids.sort_unstable();
    uids.into_iter().rev().take(most).collect()
}

/// Finds among these a message that is the same, octet for octet.
pub(in crate::mail) async fn the_same(
    selected: &mut Selected<'_>,
    uids: &UidSet,
    octets: &[u8],
) -> imap::Result<Option<Uid>> {
    let found = with_this_head(selected, uids, octets).await?;
    for uid in found.into_iter().rev().take(MOST_COMPARED) {
        let mut rest = Some(octets);
        let compare = |piece: &[u8]| {
            rest = rest.and_then(|rest| rest.strip_prefix(piece));
            true
        };
        selected.take_section(uid, "", compare).await?;
        if rest.is_some_and(<[u8]>::is_empty) {
            return Ok(Some(uid));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_sent_with_whole_line_ends_and_what_is_none_is_not_sent() {
        for (octets, wanted) in [
            (&b"A: b\r\n\r\nx\r\n"[..], Some(&b"A: b\r\n\r\nx\r\n"[..])),
            (b"A: b\n\nx\n", Some(b"A: b\r\n\r\nx\r\n")),
            (b"A: b\r\n\nx\ry\r\nz", Some(b"A: b\r\n\r\nx\ry\r\nz\r\n")),
            (b"A: b\r\n\r\nx\r\n\r", Some(b"A: b\r\n\r\nx\r\n")),
            (b"A: b", Some(b"A: b\r\n")),
            (b"A: b\r\n\r\n\0", None),
            (b"\r\nA: b", None),
            (b"no field\r\nA: b", None),
            (b": b", None),
            (b"", None),
        ] {
            assert_eq!(as_sent(octets.to_vec()).as_deref(), wanted, "{}", octets.escape_ascii());
        }
    }
}
