//! What replies say of mailboxes and messages.

use super::exchange::Reply;
use crate::imap::codec::{FoundRange, Response};
use crate::imap::types::{
    Copies, Error, Fetched, MailboxName, Refusal, ResponseCode, Result, StatusItems, Uid, UidSet,
};
use std::collections::BTreeMap;

/// Messages a search may find: none of a mailbox that people have, and few enough to hold.
const MAX_FOUND: u64 = 5_000_000;

/// Spells ranges out, in the order they were given.
pub(super) fn in_order(found: &[FoundRange]) -> impl Iterator<Item = Uid> + '_ {
    let spell = |&(first, last): &FoundRange| {
        let (low, high) = (first.min(last).get(), first.max(last).get());
        let down = first > last;
        (low..=high).map(move |number| if down { high - (number - low) } else { number })
    };
    found.iter().flat_map(spell).filter_map(Uid::new)
}

/// Takes the answer to a search.
pub(super) fn found_by(reply: Reply) -> Result<UidSet> {
    // RFC 9738, 3: an OK with this code stands for a part of the mailbox.
    if let Some(code @ ResponseCode::MessageLimit(_)) = reply.code {
        return Err(Refusal::ours("UID SEARCH", Some(code), "the server looked only at a part of the mailbox"));
    }
    let found = UidSet::from_ranges(ranges(reply.untagged));
    if found.len() > MAX_FOUND { Err(Error::TooLarge("the result of a search")) } else { Ok(found) }
}

pub(super) fn ranges(untagged: Vec<Response>) -> impl Iterator<Item = FoundRange> {
    let found = |response| match response {
        Response::Found(found) => found,
        _ => Vec::new(),
    };
    untagged.into_iter().flat_map(found)
}

/// Takes the FETCH responses that name a UID, one for each message; later responses about the same message are merged in (RFC 9051,
/// 7.5.2: a server may tell of flags at any time, and some answer one question in two responses).
pub(super) fn fetched(untagged: Vec<Response>) -> Vec<Fetched> {
    let mut place: BTreeMap<Uid, usize> = BTreeMap::new();
    let mut found: Vec<Fetched> = Vec::new();
    for response in untagged {
        let Response::Fetch(fetched) = response else { continue };
        let Some(uid) = fetched.uid else { continue };
        match place.get(&uid).and_then(|&at| found.get_mut(at)) {
            Some(before) => before.add(*fetched),
            None => {
                place.insert(uid, found.len());
                found.push(*fetched);
            }
        }
    }
    found
}

/// Takes the messages of a span, newest first; news about others are left out.
pub(super) fn within(reply: Reply, (first, last): (u32, u32)) -> Vec<Fetched> {
    let mut found = fetched(reply.untagged);
    found.retain(|message| (first..=last).contains(&message.number));
    found.sort_by_key(|message| std::cmp::Reverse(message.uid));
    // One number stands for one message, whatever the server sends.
    found.truncate((last - first) as usize + 1);
    found
}

/// Compares names; INBOX is the same in any case (RFC 9051, 5.1).
pub(super) fn same(a: &MailboxName, b: &MailboxName) -> bool {
    a == b || (a.is_inbox() && b.is_inbox())
}

pub(super) fn status_in(untagged: &[Response], name: &MailboxName) -> Option<StatusItems> {
    untagged.iter().find_map(|response| match response {
        Response::MailboxStatus(named, items) if same(named, name) => Some(*items),
        _ => None,
    })
}

/// Takes a COPYUID. Its two sets are not paired: Yahoo permutes them.
pub(super) fn copied(code: ResponseCode, asked: &UidSet) -> Option<Copies> {
    match code {
        ResponseCode::CopyUid { uid_validity, from, to } => {
            Some(Copies { count: from.intersection(asked).len().min(to.len()), uid_validity, uids: to })
        }
        _ => None,
    }
}

/// Refuses an OK that stands for a part of the messages only (RFC 9738, 3).
pub(super) fn refuse_partial(command: &'static str, code: Option<ResponseCode>) -> Result<()> {
    match code {
        Some(code @ ResponseCode::MessageLimit(_)) => {
            Err(Refusal::ours(command, Some(code), "the server treats only so many messages at once"))
        }
        _ => Ok(()),
    }
}

/// Takes the sections of a message out of what was fetched, in the order asked.
pub(super) fn sections_in(found: &mut [Fetched], uid: Uid, sections: &[String]) -> Vec<Vec<u8>> {
    let this = found.iter_mut().filter(|message| message.uid == Some(uid));
    let mut given: Vec<_> = this.flat_map(|message| std::mem::take(&mut message.sections)).collect();
    let mut take = |section: &String| {
        let at = given.iter().position(|(name, _)| name.eq_ignore_ascii_case(section.as_bytes()));
        at.map(|at| given.swap_remove(at).1.bytes).unwrap_or_default()
    };
    sections.iter().map(&mut take).collect()
}
