//! Looking at a mailbox, page after page: it stays open, and one round trip tells that it is still the same and brings the rows.
//!
//! What is open can be deleted and made anew by somebody else, and servers differ in what they tell of it: Dovecot 2.3 goes on
//! to answer from the old one. So its epoch is asked for by name each time (STATUS), in the same round trip.

use super::command::Command;
use super::error::{Refusal, Result};
use super::examined::{Examined, Items, SEARCH, State, fetched, with_items};
use super::exchange::{Replies, Reply};
use super::mailbox_name::MailboxName;
use super::outstanding::End;
use super::response::{Fetched, Response, Status};
use super::selected::whole;
use super::session::{COMMAND, Open, Session, status_in};
use super::uid::{UidSet, UidValidity};

/// How often a mailbox is asked again that changes while it is read.
const TRIES: usize = 4;

/// Says which messages are wanted, counted from the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The newest so many are left out.
    pub skip: u32,
    /// How many are wanted.
    pub count: u32,
}

impl Stretch {
    /// Returns the sequence numbers of the messages in a mailbox of this size; they never leave this room.
    pub(super) fn of(self, exists: u32) -> Option<(u32, u32)> {
        let last = exists.checked_sub(self.skip).filter(|&last| last > 0 && self.count > 0)?;
        Some((last.saturating_sub(self.count - 1).max(1), last))
    }
}

impl Session {
    /// Opens a mailbox for reading, or goes on with what is open, and asks for a stretch of it, newest first.
    ///
    /// `stretch` chooses by how many messages there are. `expected` is a guess of that: when it is right, or the mailbox is open
    /// already, this takes one round trip, else two. Sequence numbers do it without a search (RFC 9051, 2.3.1.2).
    pub async fn look(
        &mut self,
        name: &MailboxName,
        expected: Option<u32>,
        stretch: impl Fn(u32) -> Stretch,
        items: Items,
    ) -> Result<(Examined<'_>, Vec<Fetched>)> {
        let known = if self.looking_at() == Some(name) { Some(self.exchange.exists) } else { expected };
        let mut gone = self.exchange.expunged;
        let mut asked = known.and_then(|exists| stretch(exists).of(exists));
        let mut answer = Some(self.open_and(name, asked.map(|span| rows(span, items)), items).await?);
        let mut found = Vec::new();
        for _ in 0..TRIES {
            let exists = self.exchange.exists;
            let Some(wanted) = stretch(exists).of(exists) else { break };
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
            whole("FETCH", reply.code.clone())?;
            found = within(reply, wanted);
            if self.exchange.exists == exists && self.exchange.expunged == gone {
                break;
            }
        }
        Ok((self.as_looked_at(), found))
    }

    /// Opens a mailbox for reading, or goes on with what is open, and asks for messages by UID, in one round trip.
    ///
    /// Compare the epoch of what is returned before you believe that these are the messages you meant. A refusal of the second
    /// kind, `Ok` with an error inside, is about the messages only.
    pub async fn look_up(
        &mut self,
        name: &MailboxName,
        uids: &UidSet,
        items: Items,
    ) -> Result<(Examined<'_>, Result<Vec<Fetched>>)> {
        let was_open = self.epoch_of(name);
        let command = with_items(Command::new("UID FETCH").uids(uids), items);
        let answer = self.open_and(name, Some(command.clone()).filter(|_| !uids.is_empty()), items).await?;
        let mut found = answer.map(|reply| fetched(reply.untagged)).map_err(Into::into);
        // In a mailbox that was open already, Dovecot 2.3 may answer from the time before the news that it tells behind: of a
        // message that has come nothing, of one that has gone an empty hull. Now it has told them.
        let whole = |found: &Vec<Fetched>| {
            let there = |uid| found.iter().any(|one| one.uid == Some(uid) && one.size.is_some_and(|size| size > 0));
            uids.iter().all(there)
        };
        if was_open.is_some() && was_open == self.epoch_of(name) && found.as_ref().is_ok_and(|found| !whole(found)) {
            found = self.run_keeping(command, COMMAND, items.kept()).await.map(|reply| fetched(reply.untagged));
        }
        Ok((self.as_looked_at(), found))
    }

    /// Returns the epoch of this mailbox, if it is open for looking.
    fn epoch_of(&self, name: &MailboxName) -> Option<UidValidity> {
        self.open.as_ref().filter(|open| open.name == *name).and_then(|open| open.state.uid_validity)
    }

    fn as_looked_at(&mut self) -> Examined<'_> {
        let state = self.open.as_ref().map(|open| open.state.clone()).unwrap_or_default();
        Examined::new(self, state)
    }

    /// Makes sure that a mailbox is open for reading, and runs a command behind that; returns everything that came untagged.
    pub(super) async fn open_and(
        &mut self,
        name: &MailboxName,
        then: Option<Command>,
        items: Items,
    ) -> Result<Result<Reply, Refusal>> {
        if self.looking_at() == Some(name) {
            let mut commands = vec![Command::new("STATUS").mailbox(name)?.word("(UIDVALIDITY)"), Command::new("NOOP")];
            commands.extend(then.clone());
            let replies = self.run_all_keeping(commands, COMMAND, items.kept()).await?;
            if self.is_the_same(name, &replies) {
                return Ok(of_last(replies));
            }
        }
        self.open = None;
        self.exchange.exists = 0;
        let mut commands = vec![Command::new("EXAMINE").mailbox(name)?];
        commands.extend(then);
        let replies = self.run_all_keeping(commands, COMMAND, items.kept()).await?;
        let code = replies.ends.first().cloned().unwrap_or(Ok(None))?;
        self.open = Some(Open { name: name.clone(), state: State::of(&replies.untagged, code.as_ref()) });
        Ok(of_last(replies))
    }

    /// Tells whether what is open is still what the name stands for.
    fn is_the_same(&self, name: &MailboxName, replies: &Replies) -> bool {
        // Dovecot 2.3 says "* NO Internal error" when the files behind an open mailbox are gone.
        let complains = |response: &Response| matches!(response, Response::Status { status: Status::No, .. });
        let told = status_in(&replies.untagged, name).and_then(|status| status.uid_validity);
        let open = self.open.as_ref().and_then(|open| open.state.uid_validity);
        let done = replies.ends.iter().take(2).all(End::is_ok) && !replies.untagged.iter().any(complains);
        done && told.is_some() && told == open
    }
}

/// Takes how the last command ended, with everything that came untagged.
fn of_last(mut replies: Replies) -> Result<Reply, Refusal> {
    let untagged = std::mem::take(&mut replies.untagged);
    replies.ends.pop().unwrap_or(Ok(None)).map(|code| Reply { untagged, code })
}

pub(super) fn rows(span: (u32, u32), items: Items) -> Command {
    with_items(Command::new("FETCH").range(span.0, span.1), items)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_counted_from_the_newest() {
        let of = |skip, count, exists| Stretch { skip, count }.of(exists);
        assert_eq!(of(0, 50, 63), Some((14, 63)));
        assert_eq!(of(50, 50, 63), Some((1, 13)));
        assert_eq!(of(63, 50, 63), None);
        assert_eq!(of(0, 0, 63), None);
        assert_eq!(of(0, 50, 0), None);
        assert_eq!(of(u32::MAX, u32::MAX, u32::MAX), None);
        assert_eq!(of(0, u32::MAX, u32::MAX), Some((1, u32::MAX)));
    }
}
