//! An open mailbox: what can be read of it.

use super::capability::Capabilities;
use super::code::Code;
use super::command::Command;
use super::error::{Error, Refusal, Result};
use super::exchange::{KEEP, Reply};
use super::flag::Flag;
use super::look::{Stretch, rows, within};
use super::mailbox_name::MailboxName;
use super::response::{Fetched, FoundRange, Response, StatusItems};
use super::selected::whole;
use super::session::Session;
use super::uid::{Uid, UidSet, UidValidity};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long a command may take that reads or searches much mail.
pub(super) const SEARCH: Duration = Duration::from_secs(90);
/// Octets of a command's UID set (RFC 7162, 4 wants lines of at most 8192; Dovecot takes 65536).
pub(super) const SET_TEXT: usize = 7000;
/// Octets kept of the headers of one row: there may be thousands of rows, and a spammer chooses how long a Subject is.
const ROW_KEPT: usize = 8 * 1024;
/// Messages a search may find: none of a mailbox that people have, and few enough to hold.
const MAX_FOUND: u64 = 5_000_000;

/// Holds what the server said when the mailbox was opened (RFC 9051, 6.3.2).
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub uid_validity: Option<UidValidity>,
    pub uid_next: Option<u32>,
    pub flags: Vec<Flag>,
    pub permanent_flags: Option<Vec<Flag>>,
    pub read_only: bool,
}

impl State {
    /// Reads the answer to EXAMINE or SELECT.
    pub fn of(untagged: &[Response], code: Option<&Code>) -> Self {
        let mut state = Self { read_only: code == Some(&Code::ReadOnly), ..Self::default() };
        for response in untagged {
            match response {
                Response::Flags(flags) if state.permanent_flags.is_none() => state.flags = flags.clone(),
                Response::Status { code: Some(Code::PermanentFlags(flags)), .. } => {
                    state.permanent_flags = Some(flags.clone())
                }
                Response::Status { code: Some(Code::UidValidity(uid_validity)), .. } => {
                    state.uid_validity = Some(*uid_validity)
                }
                Response::Status { code: Some(Code::UidNext(uid_next)), .. } => state.uid_next = Some(*uid_next),
                _ => {}
            }
        }
        state
    }
}

/// Says what to ask of each message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// UID and flags.
    Flags,
    /// UID and size.
    Size,
    /// UID, flags, internal date, size, and these header fields (names in capitals, separated by blanks).
    Row(&'static str),
    /// Like `Row`, with every header field.
    Headers,
    /// Like `Headers`, and the body structure.
    Whole,
}

impl Items {
    /// Octets kept of each literal.
    pub(super) fn kept(self) -> usize {
        if matches!(self, Self::Row(_)) { ROW_KEPT } else { KEEP }
    }
}

/// Says what a search must match; everything given must hold.
#[derive(Debug, Clone, Default)]
pub struct Criteria {
    /// One of these UIDs; `None` for any.
    pub uids: Option<UidSet>,
    /// Marked `\Deleted`, or not; `None` for either.
    pub deleted: Option<bool>,
    /// Of so many octets, first and last included, as the server counts when it searches; `None` for any.
    pub size: Option<(u64, u64)>,
    /// Each of these in From or Subject.
    pub words: Vec<String>,
    /// This somewhere in From.
    pub from: Option<String>,
}

/// Orders a SORT (RFC 5256, 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// Largest first.
    Size,
    /// What programs show of the first From address: its name, else the address (RFC 5957), A to Z.
    From,
    /// The base subject, A to Z.
    Subject,
}

/// Is a mailbox open for reading.
#[derive(Debug)]
pub struct Examined<'a> {
    pub(super) session: &'a mut Session,
    pub(super) state: State,
}

impl<'a> Examined<'a> {
    pub(crate) fn new(session: &'a mut Session, state: State) -> Self {
        Self { session, state }
    }

    /// Returns how many messages there are, as last announced.
    pub fn exists(&self) -> u32 {
        self.session.exchange.exists
    }

    /// Returns the epoch of the UIDs; `None` on a server whose UIDs do not last (RFC 9051, 2.3.1.1).
    pub fn uid_validity(&self) -> Option<UidValidity> {
        self.state.uid_validity
    }

    /// Returns a UID that no message has yet, and all later messages are at or above, where the server said so.
    pub fn uid_next(&self) -> Option<u32> {
        self.state.uid_next
    }

    /// Tells whether the server knows how much a mailbox holds (STATUS=SIZE, RFC 8438).
    pub fn knows_size(&self) -> bool {
        self.session.capabilities.status_size()
    }

    /// Asks for the counts of a mailbox: this one, or another.
    pub async fn status(&mut self, name: &MailboxName) -> Result<StatusItems> {
        self.session.status(name).await
    }

    /// Asks for a stretch of the messages, newest first.
    pub async fn fetch_stretch(&mut self, stretch: Stretch, items: Items) -> Result<Vec<Fetched>> {
        let Some(span) = stretch.of(self.exists()) else { return Ok(Vec::new()) };
        let reply = self.session.run_keeping(rows(span, items), SEARCH, items.kept()).await?;
        Ok(within(reply, span))
    }

    /// Asks for messages by UID; those that are gone are left out (RFC 9051, 6.4.9).
    pub async fn fetch(&mut self, uids: &UidSet, items: Items) -> Result<Vec<Fetched>> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let command = with_items(Command::new("UID FETCH").uids(uids), items);
        let mut found = self.fetch_items(command, items).await?;
        // News about another message may come in between (RFC 9051, 7.5.2).
        found.retain(|message| message.uid.is_some_and(|uid| uids.contains(uid)));
        Ok(found)
    }

    async fn fetch_items(&mut self, command: Command, items: Items) -> Result<Vec<Fetched>> {
        let reply = self.session.run_keeping(command, SEARCH, items.kept()).await?;
        whole("FETCH", reply.code)?;
        Ok(fetched(reply.untagged))
    }

    /// Adds up the octets of every message, without keeping anything.
    pub async fn sum_sizes(&mut self) -> Result<u64> {
        let exists = self.exists();
        if exists == 0 {
            return Ok(0);
        }
        let command = Command::new("FETCH").range(1, exists).word("(RFC822.SIZE)");
        let mut sum = 0u64;
        let take = |response| {
            if let Response::Fetch(fetched) = response {
                sum = sum.saturating_add(fetched.size.unwrap_or(0));
            }
        };
        whole("FETCH", self.session.exchange.run_each(command, &self.session.capabilities, SEARCH, take).await?)?;
        Ok(sum)
    }

    /// Passes a section of one message to `sink`, as it comes; the empty section is the whole source.
    pub async fn stream(&mut self, uid: Uid, section: &str, sink: mpsc::Sender<Bytes>) -> Result<()> {
        let command = Command::new("UID FETCH").uids(&UidSet::from_iter([uid]));
        let command = command.checked(&format!(" (BODY.PEEK[{section}])"))?;
        self.session.exchange.stream_literal(command, &self.session.capabilities, sink).await
    }

    /// Finds the UIDs that match (ESEARCH, RFC 4731, where offered, for its answer is short).
    pub async fn search(&mut self, criteria: &Criteria) -> Result<UidSet> {
        // An empty set has no spelling on the wire.
        if criteria.uids.as_ref().is_some_and(UidSet::is_empty) {
            return Ok(UidSet::default());
        }
        // A set that is too long for a line is asked for as a whole range; what lies between is left out below.
        let wide = |uids: &UidSet| if uids.to_string().len() > SET_TEXT { uids.span() } else { uids.clone() };
        let asked = Criteria { uids: criteria.uids.as_ref().map(wide), ..criteria.clone() };
        let command = search_for(Command::new("UID SEARCH"), &asked, &self.session.capabilities)?;
        let found = found_by(self.session.run(command, SEARCH).await?)?;
        // Whatever else the server names, nobody asked for it, and nobody may be made to delete it.
        Ok(criteria.uids.as_ref().map(|uids| found.intersection(uids)).unwrap_or(found))
    }

    /// Sorts the messages that match, and returns a stretch of them and how many there are; `None` when the server cannot, or when
    /// the UIDs to be sorted are too many for a line.
    ///
    /// SORT (RFC 5256); with ESORT and CONTEXT=SEARCH (RFC 5267) only the stretch is sent.
    pub async fn sort(
        &mut self,
        key: SortKey,
        criteria: &Criteria,
        stretch: Stretch,
    ) -> Result<Option<(Vec<Uid>, u32)>> {
        let capabilities = &self.session.capabilities;
        // Plain FROM orders by what stands before the `@`, which nobody sees.
        if !capabilities.sort() || (key == SortKey::From && !capabilities.sort_display()) {
            return Ok(None);
        }
        match &criteria.uids {
            Some(uids) if uids.is_empty() => return Ok(Some((Vec::new(), 0))),
            Some(uids) if uids.to_string().len() > SET_TEXT => return Ok(None),
            _ => {}
        }
        let partial = capabilities.sort_partial();
        let mut command = Command::new("UID SORT");
        if partial {
            let (first, last) = (stretch.skip.saturating_add(1), stretch.skip.saturating_add(stretch.count));
            command = command.checked(&format!(" RETURN (COUNT PARTIAL {first}:{last})"))?;
        }
        command = command.word(match key {
            SortKey::Size => "(REVERSE SIZE)",
            SortKey::From => "(DISPLAYFROM)",
            SortKey::Subject => "(SUBJECT)",
        });
        let command = with_criteria_in(command.word("UTF-8"), criteria)?;
        let reply = self.session.run(command, SEARCH).await?;
        let (skip, count) = (stretch.skip as usize, stretch.count as usize);
        for response in &reply.untagged {
            if let Response::Part { total, found } = response {
                return Ok(Some((in_order(found).take(count).collect(), *total)));
            }
        }
        if partial {
            return Err(Error::Protocol("SORT without an answer"));
        }
        let all: Vec<Uid> = ranges(reply.untagged).map(|(uid, _)| uid).collect();
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        Ok(Some((all.into_iter().skip(skip).take(count).collect(), total)))
    }
}

/// Spells ranges out, in the order they were given.
fn in_order(found: &[FoundRange]) -> impl Iterator<Item = Uid> + '_ {
    let spell = |&(first, last): &FoundRange| {
        let (low, high) = (first.min(last).get(), first.max(last).get());
        let down = first > last;
        (low..=high).map(move |number| if down { high - (number - low) } else { number })
    };
    found.iter().flat_map(spell).filter_map(Uid::new)
}

pub(super) fn with_items(command: Command, items: Items) -> Command {
    let row = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER";
    match items {
        Items::Flags => command.word("(UID FLAGS)"),
        Items::Size => command.word("(UID RFC822.SIZE)"),
        Items::Row(fields) => {
            let mut command = command.word(row);
            command.tail.push_str(".FIELDS (");
            command.tail.push_str(fields);
            command.tail.push_str(")])");
            command
        }
        Items::Headers | Items::Whole => {
            let mut command = command.word(row);
            command.tail.push_str(if items == Items::Whole { "] BODYSTRUCTURE)" } else { "])" });
            command
        }
    }
}

/// Completes a search, whose answer is short where the server has ESEARCH (RFC 4731).
pub(super) fn search_for(command: Command, criteria: &Criteria, capabilities: &Capabilities) -> Result<Command> {
    let command = if capabilities.esearch() { command.word("RETURN (ALL)") } else { command };
    let ascii = criteria.words.iter().chain(&criteria.from).all(|word| word.is_ascii());
    with_criteria_in(if ascii { command } else { command.word("CHARSET UTF-8") }, criteria)
}

fn with_criteria_in(mut command: Command, criteria: &Criteria) -> Result<Command> {
    command = match &criteria.uids {
        Some(uids) => command.word("UID").uids(uids),
        None => command.word("ALL"),
    };
    match criteria.deleted {
        Some(true) => command = command.word("DELETED"),
        Some(false) => command = command.word("UNDELETED"),
        None => {}
    }
    if let Some((least, most)) = criteria.size {
        let (below, above) = (least.saturating_sub(1), most.saturating_add(1));
        command = command.checked(&format!(" LARGER {below} SMALLER {above}"))?;
    }
    for word in &criteria.words {
        command = command.word("OR FROM").string(word.as_bytes())?.word("SUBJECT").string(word.as_bytes())?;
    }
    if let Some(from) = &criteria.from {
        command = command.word("FROM").string(from.as_bytes())?;
    }
    Ok(command)
}

/// Takes the answer to a search.
pub(super) fn found_by(reply: Reply) -> Result<UidSet> {
    // RFC 9738, 3: an OK with this code stands for a part of the mailbox.
    if let Some(code @ Code::MessageLimit(_)) = reply.code {
        return Err(Refusal::ours("UID SEARCH", Some(code), "the server looked only at a part of the mailbox"));
    }
    let found = UidSet::from_ranges(ranges(reply.untagged));
    if found.len() > MAX_FOUND { Err(Error::TooLarge("the result of a search")) } else { Ok(found) }
}

fn ranges(untagged: Vec<Response>) -> impl Iterator<Item = FoundRange> {
    let found = |response| match response {
        Response::Found(found) => found,
        _ => Vec::new(),
    };
    untagged.into_iter().flat_map(found)
}

/// Takes the FETCH responses that name a UID, one for each message; news about it that came beside are laid over it (RFC 9051,
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
