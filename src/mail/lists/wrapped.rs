//! Rows of messages that a filter has wrapped into a report: they show the original inside.

use crate::imap::{self, Examined, FetchItems, Fetched};
use crate::mail::content::mime::Head;
use crate::mail::content::wrapper;
use crate::mail::{Summary, Uid, UidSet};
use std::collections::BTreeMap;

/// Octets of a message within which the original's header ends: of 4,000 that filters wrapped in one of a hundred it does not. It is asked
/// for as it lies there: the server then need not read its parts, nor write down what it read.
const MOSTLY: usize = 12 * 1024;
/// Octets that are asked for of the others.
const AT_MOST: usize = 64 * 1024;
/// How many of those are asked for at a time.
const AT_A_TIME: usize = 20;

/// Makes sure which rows are wrapped of those that may be, and lets them show the original. It asks nothing where none may be; else
/// once, and once more where the header of an original stands far behind.
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
    let mut cut: Vec<Uid> = Vec::new();
    for message in beginnings(examined, suspects, MOSTLY).await? {
        let Some((uid, beginning)) = beginning(&message) else { continue };
        let inside = wrapper::inside(beginning);
        cut.extend((inside.is_cut && beginning.len() >= MOSTLY).then_some(uid));
        originals.extend(inside.head.map(|head| (uid, head)));
    }
    for some in cut.chunks(AT_A_TIME) {
        for message in beginnings(examined, &some.iter().copied().collect(), AT_MOST).await? {
            let Some((uid, beginning)) = beginning(&message) else { continue };
            originals.extend(wrapper::inside(beginning).head.map(|head| (uid, head)));
        }
    }
    Ok(originals)
}

/// Asks for the beginnings of messages; of a server that refuses, none.
async fn beginnings(examined: &mut Examined<'_>, uids: &UidSet, octets: usize) -> imap::Result<Vec<Fetched>> {
    match examined.fetch(uids, FetchItems::Begin(octets)).await {
        Err(imap::Error::Refused(_)) => Ok(Vec::new()),
        fetched => fetched,
    }
}

fn beginning(message: &Fetched) -> Option<(Uid, &[u8])> {
    let (_, literal) = message.sections.first()?;
    Some((message.uid?, literal.bytes.as_slice()))
}
