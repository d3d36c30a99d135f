//! An open mailbox: what can be read of it.

use super::answer::{fetched, found_by, in_order, ranges, refuse_partial, within};
use super::count;
use super::exchange::{Replies, Reply};
use super::mailbox_state::MailboxState;
use super::query::{FetchItems, SearchCriteria, SortKey, Window, rows, search_for, with_criteria_in, with_items};
use super::session::{COMMAND, Open, Session};
use crate::imap::codec::{Command, KEEP, Response};
use crate::imap::types::{Capabilities, Error, Fetched, MailboxName, Refusal, ResponseCode, Result};
use crate::imap::types::{StatusItems, Uid, UidSet, UidValidity};
use bytes::Bytes;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How long a command may take that reads or searches much mail.
pub(super) const SEARCH: Duration = Duration::from_secs(90);

/// Searches that stand for one, at most.
const MOST_PIECES: u64 = 2000;

/// A mailbox open for reading.
#[derive(Debug)]
pub struct Examined<'a> {
    pub(super) session: &'a mut Session,
    pub(super) state: MailboxState,
}

impl Session {
    /// Opens a mailbox for reading only (RFC 9051, 6.3.3): nothing that is read through it changes a flag.
    ///
    /// It is opened anew, even if it is open already; [`Session::fetch_window`] goes on with what is open.
    pub async fn examine(&mut self, name: &MailboxName) -> Result<Examined<'_>> {
        self.examine_and(name, None, KEEP).await?;
        Ok(self.as_examined())
    }

    /// Opens a mailbox for reading only, and runs a command behind that; `keep` are the octets kept of each literal.
    pub(super) async fn examine_and(
        &mut self,
        name: &MailboxName,
        then: Option<Command>,
        keep: usize,
    ) -> Result<Replies> {
        (self.open, self.selected) = (None, None);
        self.exchange.exists = 0;
        let mut commands = vec![Command::new("EXAMINE").mailbox(name)?];
        commands.extend(then);
        let replies = self.run_all_keeping(commands, COMMAND, keep).await?;
        let code = replies.ends.first().cloned().unwrap_or(Ok(None))?;
        self.open = Some(Open { name: name.clone(), state: MailboxState::of(&replies.untagged, code.as_ref()) });
        Ok(replies)
    }

    /// Gives what is open for looking.
    pub(super) fn as_examined(&mut self) -> Examined<'_> {
        let state = self.open.as_ref().map(|open| open.state.clone()).unwrap_or_default();
        Examined::new(self, state)
    }
}

impl<'a> Examined<'a> {
    pub(crate) fn new(session: &'a mut Session, state: MailboxState) -> Self {
        Self { session, state }
    }

    /// Returns how many messages there are, as last announced.
    pub fn exists(&self) -> u32 {
        self.session.exchange.exists
    }

    /// Returns the UIDVALIDITY; `None` on a server whose UIDs do not last (RFC 9051, 2.3.1.1).
    pub fn uid_validity(&self) -> Option<UidValidity> {
        self.state.uid_validity
    }

    /// Returns the UID that the next message will get, at least, as announced when the mailbox was opened; 0 where it was not.
    pub fn uid_next(&self) -> u32 {
        self.state.uid_next.unwrap_or(0)
    }

    /// Returns what the server can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.session.capabilities()
    }

    /// Asks for the counts of a mailbox: this one, or another.
    pub async fn status(&mut self, name: &MailboxName) -> Result<StatusItems> {
        self.session.status(name).await
    }

    /// Asks for a window of the messages, newest first.
    pub async fn fetch_open_window(&mut self, window: Window, items: FetchItems) -> Result<Vec<Fetched>> {
        let Some(span) = window.of(self.exists()) else { return Ok(Vec::new()) };
        let reply = self.session.run_keeping(rows(span, items), SEARCH, items.kept()).await?;
        Ok(within(reply, span))
    }

    /// Asks for messages by UID; those that are gone are left out (RFC 9051, 6.4.9).
    pub async fn fetch(&mut self, uids: &UidSet, items: FetchItems) -> Result<Vec<Fetched>> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let command = with_items(Command::new("UID FETCH").uids(uids), items);
        let mut found = self.fetch_items(command, items).await?;
        // News about another message may come in between (RFC 9051, 7.5.2).
        found.retain(|message| message.uid.is_some_and(|uid| uids.contains(uid)));
        Ok(found)
    }

    async fn fetch_items(&mut self, command: Command, items: FetchItems) -> Result<Vec<Fetched>> {
        let reply = self.session.run_keeping(command, SEARCH, items.kept()).await?;
        refuse_partial("FETCH", reply.code)?;
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
        refuse_partial(
            "FETCH",
            self.session.exchange.run_each(command, &self.session.capabilities, SEARCH, take).await?,
        )?;
        Ok(sum)
    }

    /// Passes a section of one message to `sink`, as it comes; the empty section is the whole source.
    pub async fn stream(&mut self, uid: Uid, section: &str, sink: mpsc::Sender<Bytes>) -> Result<()> {
        let command = Command::new("UID FETCH").uids(&UidSet::from_iter([uid]));
        let command = command.checked(&format!(" (BODY.PEEK[{section}])"))?;
        let (name, began) = (command.name, Instant::now());
        let streamed = self.session.exchange.stream_literal(command, &self.session.capabilities, sink).await;
        count::ended(name, began, streamed.as_ref());
        streamed
    }

    /// Finds the UIDs that match (ESEARCH, RFC 4731, where offered, for its answer is short).
    pub async fn search(&mut self, criteria: &SearchCriteria) -> Result<UidSet> {
        // An empty set has no spelling on the wire.
        if criteria.uids.as_ref().is_some_and(UidSet::is_empty) {
            return Ok(UidSet::default());
        }
        // A set that is too long for a line is asked for as a whole range; what lies between is left out below.
        let wide = |uids: &UidSet| if uids.to_string().len() > UidSet::MAX_TEXT { uids.span() } else { uids.clone() };
        let asked = SearchCriteria { uids: criteria.uids.as_ref().map(wide), ..criteria.clone() };
        let reply = self.search_once(&asked).await?;
        let found = match reply.code {
            Some(ResponseCode::MessageLimit(most)) => self.search_in_pieces(asked, most).await?,
            _ => found_by(reply)?,
        };
        // Whatever else the server names, nobody asked for it, and nobody may be made to delete it.
        Ok(criteria.uids.as_ref().map(|uids| found.intersection(uids)).unwrap_or(found))
    }

    async fn search_once(&mut self, asked: &SearchCriteria) -> Result<Reply> {
        let command = search_for(Command::new("UID SEARCH"), asked, &self.session.capabilities)?;
        self.session.run(command, SEARCH).await
    }

    /// Asks a server that looks at so many messages at once only (RFC 9738, 3): as many UIDs never stand for more messages.
    async fn search_in_pieces(&mut self, asked: SearchCriteria, most: u32) -> Result<UidSet> {
        let last = self.state.uid_next.and_then(|next| Uid::new(next.saturating_sub(1)));
        let known = last.map_or_else(UidSet::all, UidSet::up_to);
        let uids = asked.uids.as_ref().map_or_else(|| known.clone(), |uids| uids.intersection(&known));
        if uids.len() > MOST_PIECES.saturating_mul(u64::from(most)) {
            let code = Some(ResponseCode::MessageLimit(most));
            return Err(Refusal::ours("UID SEARCH", code, "the server looks only at a part of the mailbox"));
        }
        let mut found = UidSet::default();
        for piece in uids.chunks(most, UidSet::MAX_TEXT) {
            let reply = self.search_once(&SearchCriteria { uids: Some(piece), ..asked.clone() }).await?;
            found = found.union(&found_by(reply)?);
        }
        Ok(found)
    }

    /// Sorts the messages that match, and returns a window of them and how many there are; `None` when the server cannot, or when
    /// the UIDs to be sorted are too many for a line.
    ///
    /// SORT (RFC 5256); with ESORT and CONTEXT=SEARCH (RFC 5267) only the window is sent.
    pub async fn sort(
        &mut self,
        key: SortKey,
        criteria: &SearchCriteria,
        window: Window,
    ) -> Result<Option<(Vec<Uid>, u32)>> {
        let capabilities = &self.session.capabilities;
        // Plain FROM orders by what stands before the `@`, which nobody sees.
        if !capabilities.sort() || (key == SortKey::From && !capabilities.sort_display()) {
            return Ok(None);
        }
        match &criteria.uids {
            Some(uids) if uids.is_empty() => return Ok(Some((Vec::new(), 0))),
            Some(uids) if uids.to_string().len() > UidSet::MAX_TEXT => return Ok(None),
            _ => {}
        }
        let partial = capabilities.sort_partial();
        let mut command = Command::new("UID SORT");
        if partial {
            let (first, last) = (window.skip.saturating_add(1), window.skip.saturating_add(window.count));
            command = command.checked(&format!(" RETURN (COUNT PARTIAL {first}:{last})"))?;
        }
        command = command.word(match key {
            SortKey::Size => "(REVERSE SIZE)",
            SortKey::From => "(DISPLAYFROM)",
            SortKey::Subject => "(SUBJECT)",
        });
        let command = with_criteria_in(command.word("UTF-8"), criteria)?;
        let reply = self.session.run(command, SEARCH).await?;
        let (skip, count) = (window.skip as usize, window.count as usize);
        for response in &reply.untagged {
            if let Response::Partial { total, found } = response {
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
