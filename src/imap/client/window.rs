//! Looking at a mailbox, page after page: it stays open, and one round trip tells that it is still the same and brings the rows.
//!
//! What is open can be deleted and made anew by somebody else, and servers differ in what they tell of it: Dovecot 2.3 goes on
//! to answer from the old one. So its UIDVALIDITY is asked for by name each time (STATUS), in the same round trip.

use super::answer::{fetched, found_by, refuse_partial, status_in, within};
use super::examined::{Examined, SEARCH};
use super::exchange::{Replies, Reply};
use super::pipeline::Completion;
use super::query::{FetchItems, SearchCriteria, Window, rows, search_for, with_items};
use super::session::{COMMAND, Session};
use crate::imap::codec::{Command, Response, Status};
use crate::imap::types::{Error, Fetched, MailboxName, Refusal, Result, UidSet, UidValidity};
use std::time::Duration;
use tokio::time::timeout;

/// How often a mailbox is asked again that changes while it is read.
const TRIES: usize = 4;

impl Session {
    /// Opens a mailbox for reading, or goes on with what is open, and asks for a window of it, newest first.
    ///
    /// `window` chooses by how many messages there are. `expected` is a guess of that: when it is right, or the mailbox is open
    /// already, this takes one round trip, else two. Sequence numbers do it without a search (RFC 9051, 2.3.1.2).
    pub async fn fetch_window(
        &mut self,
        name: &MailboxName,
        expected: Option<u32>,
        window: impl Fn(u32) -> Window,
        items: FetchItems,
    ) -> Result<(Examined<'_>, Vec<Fetched>)> {
        let known = if self.examining() == Some(name) { Some(self.exchange.exists) } else { expected };
        let mut gone = self.exchange.expunged;
        let mut asked = known.and_then(|exists| window(exists).of(exists));
        let mut answer = Some(self.open_and(name, asked.map(|span| rows(span, items)), items).await?);
        let mut found = Vec::new();
        for _ in 0..TRIES {
            let exists = self.exchange.exists;
            let Some(wanted) = window(exists).of(exists) else { break };
            // A guess that was wrong, perhaps refused, is asked again with what is known now. So are places that have shifted:
            // a server may answer from the time before the news it tells behind (Dovecot 2.3 does).
            let reply = match answer.take() {
                Some(answer) if asked == Some(wanted) && gone == self.exchange.expunged => answer?,
                _ => {
                    gone = self.exchange.expunged;
                    asked = Some(wanted);
                    self.run_keeping(rows(wanted, items), SEARCH, items.kept()).await?
                }
            };
            refuse_partial("FETCH", reply.code.clone())?;
            found = within(reply, wanted);
            if self.exchange.exists == exists && self.exchange.expunged == gone {
                break;
            }
        }
        Ok((self.as_examined(), found))
    }

    /// Opens a mailbox for reading, or goes on with what is open.
    ///
    /// Compare the UIDVALIDITY of what is returned before you believe that this is the mailbox you meant.
    pub async fn open(&mut self, name: &MailboxName) -> Result<Examined<'_>> {
        self.open_and(name, None, FetchItems::Flags).await??;
        Ok(self.as_examined())
    }

    /// Opens a mailbox for reading, or goes on with what is open, and asks for messages by UID, in one round trip.
    ///
    /// Compare the UIDVALIDITY of what is returned before you believe that these are the messages you meant. A refusal of the second
    /// kind, `Ok` with an error inside, is about the messages only.
    pub async fn fetch_by_uid(
        &mut self,
        name: &MailboxName,
        uids: &UidSet,
        items: FetchItems,
    ) -> Result<(Examined<'_>, Result<Vec<Fetched>>)> {
        let was_open = self.uid_validity_of(name);
        let command = with_items(Command::new("UID FETCH").uids(uids), items);
        let answer = self.open_and(name, Some(command.clone()).filter(|_| !uids.is_empty()), items).await?;
        let mut found = answer.map(|reply| fetched(reply.untagged)).map_err(Into::into);
        // In a mailbox that was open already, Dovecot 2.3 may answer from the time before the news that it tells behind: one
        // that has just arrived is missing, one that has just gone comes without a size. Asked again, it answers from the new state.
        let all_there = |found: &Vec<Fetched>| {
            let there = |uid| found.iter().any(|one| one.uid == Some(uid) && one.size.is_some_and(|size| size > 0));
            uids.iter().all(there)
        };
        if was_open.is_some()
            && was_open == self.uid_validity_of(name)
            && found.as_ref().is_ok_and(|found| !all_there(found))
        {
            found = self.run_keeping(command, COMMAND, items.kept()).await.map(|reply| fetched(reply.untagged));
        }
        Ok((self.as_examined(), found))
    }

    /// Opens a mailbox for reading, or goes on with what is open, and searches it, in one round trip; returns also how many messages
    /// it has.
    ///
    /// # Errors
    /// [`Error::Timeout`] after `limit`; the connection ends with it, for nobody reads the answer any more.
    pub async fn search_soon(
        &mut self,
        name: &MailboxName,
        criteria: &SearchCriteria,
        limit: Duration,
    ) -> Result<(UidSet, u32)> {
        let command = search_for(Command::new("UID SEARCH"), criteria, &self.capabilities)?;
        let answer = timeout(limit, self.open_and(name, Some(command), FetchItems::Flags)).await;
        let reply = answer.map_err(|_| Error::Timeout("UID SEARCH"))???;
        Ok((found_by(reply)?, self.exchange.exists))
    }

    /// Returns the UIDVALIDITY of this mailbox, if it is open for looking.
    fn uid_validity_of(&self, name: &MailboxName) -> Option<UidValidity> {
        self.open.as_ref().filter(|open| open.name == *name).and_then(|open| open.state.uid_validity)
    }

    /// Makes sure that a mailbox is open for reading, and runs a command behind that; returns everything that came untagged.
    pub(super) async fn open_and(
        &mut self,
        name: &MailboxName,
        then: Option<Command>,
        items: FetchItems,
    ) -> Result<Result<Reply, Refusal>> {
        if self.examining() == Some(name) {
            let mut commands = vec![Command::new("STATUS").mailbox(name)?.word("(UIDVALIDITY)"), Command::new("NOOP")];
            commands.extend(then.clone());
            let replies = self.run_all_keeping(commands, COMMAND, items.kept()).await?;
            if self.is_the_same(name, &replies) {
                return Ok(of_last(replies));
            }
        }
        Ok(of_last(self.examine_and(name, then, items.kept()).await?))
    }

    /// Tells whether what is open is still what the name stands for.
    fn is_the_same(&self, name: &MailboxName, replies: &Replies) -> bool {
        // Dovecot 2.3 says "* NO Internal error" when the files behind an open mailbox are gone.
        let complains = |response: &Response| matches!(response, Response::Status { status: Status::No, .. });
        let told = status_in(&replies.untagged, name).and_then(|status| status.uid_validity);
        let open = self.open.as_ref().and_then(|open| open.state.uid_validity);
        let done = replies.ends.iter().take(2).all(Completion::is_ok) && !replies.untagged.iter().any(complains);
        done && told.is_some() && told == open
    }
}

/// Takes how the last command ended, with everything that came untagged.
fn of_last(mut replies: Replies) -> Result<Reply, Refusal> {
    let untagged = std::mem::take(&mut replies.untagged);
    replies.ends.pop().unwrap_or(Ok(None)).map(|code| Reply { untagged, code })
}
