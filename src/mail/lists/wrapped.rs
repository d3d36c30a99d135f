//! Rows of messages that a filter has wrapped into a report: they show the original inside.

use crate::imap::{self, Examined, FetchItems};
use crate::mail::content::wrapper::{self, Inside};
use crate::mail::{Summary, Uid, UidSet};
use std::collections::BTreeMap;

/// Octets of a message within which the original's header ends: of 4,000 that filters wrapped in one of a hundred it does not. It is asked
/// for as it lies there: the server then need not read its parts, nor write down what it read.
const MOSTLY: usize = 12 * 1024;
/// Octets that are asked for of the others.
const AT_MOST: usize = 64 * 1024;
/// How many messages are asked for at a time.
const AT_A_TIME: usize = 100;
/// Messages of one request into which it is looked as far as that.
const MOST_FAR: usize = 40;

/// Makes sure which rows are wrapped of those that may be, and lets them show the original. It asks nothing where none may be; else
/// once for each hundred, and once more where the header of an original stands far behind.
///
/// Returns the rows of which the server did not say it; they show what was sent, and are not to be remembered.
pub(super) async fn look_inside(examined: &mut Examined<'_>, rows: &mut [Summary]) -> imap::Result<UidSet> {
    let suspects: Vec<Uid> = rows.iter().filter(|row| row.wrapped).map(|row| row.uid).collect();
    let mut found = BTreeMap::new();
    for some in suspects.chunks(AT_A_TIME) {
        look(examined, some, MOSTLY, &mut found).await?;
    }
    let is_cut = |uid: &Uid| found.get(uid).is_some_and(|inside| inside.is_cut);
    let cut: Vec<Uid> = suspects.iter().copied().filter(is_cut).take(MOST_FAR).collect();
    if !cut.is_empty() {
        look(examined, &cut, AT_MOST, &mut found).await?;
    }
    let mut unknown = Vec::new();
    for row in rows.iter_mut().filter(|row| row.wrapped) {
        row.wrapped = false;
        match found.remove(&row.uid) {
            Some(inside) => row.show_original(inside),
            None => unknown.push(row.uid),
        }
    }
    Ok(unknown.into_iter().collect())
}

/// Reads the beginnings of messages, so far; nothing is learned where the server refuses.
async fn look(
    examined: &mut Examined<'_>,
    uids: &[Uid],
    octets: usize,
    found: &mut BTreeMap<Uid, Inside>,
) -> imap::Result<()> {
    let fetched = match examined.fetch(&uids.iter().copied().collect(), FetchItems::Begin(octets)).await {
        Err(imap::Error::Refused(_)) => return Ok(()),
        fetched => fetched?,
    };
    for message in &fetched {
        let Some((uid, (_, literal))) = message.uid.zip(message.sections.first()) else { continue };
        let Inside { head, is_cut } = wrapper::inside(&literal.bytes);
        // What is shorter than was asked for goes on nowhere.
        found.insert(uid, Inside { head, is_cut: is_cut && literal.bytes.len() >= octets });
    }
    Ok(())
}
