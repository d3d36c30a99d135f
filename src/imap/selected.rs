//! An open mailbox: what can be done to it.
//!
//! UID commands exist only on an open mailbox, and those that change something only on [`Selected`].

use super::code::Code;
use super::command::Command;
use super::error::{Error, Refusal, Result};
use super::examined::{Criteria, Examined, SEARCH, SET_TEXT};
use super::flag::Flag;
use super::mailbox_name::MailboxName;
use super::response::Response;
use super::uid::{Uid, UidSet, UidValidity};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// How long a copy or move may take: servers learn from it message by message (Dovecot's imapsieve, seen up to minutes).
const MOVE: Duration = Duration::from_secs(120);
/// How often other clients' `\Deleted` marks are looked for before a bare EXPUNGE is given up.
const EXPUNGE_TRIES: usize = 3;

/// Says whether flags are set or cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Set them.
    Set,
    /// Clear them.
    Clear,
}

/// Keeps what must be known again when the line is cut in the middle of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Messages that another program has marked `\Deleted`, and whose mark is lifted for a moment.
    pub lifted: UidSet,
    /// Each COPY whose originals are not expunged yet.
    pub copying: Vec<Copying>,
}

/// Describes a COPY that was sent, so that its copies can be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copying {
    /// Where the copies go.
    pub target: MailboxName,
    /// The epoch of the UIDs there.
    pub uid_validity: UidValidity,
    /// The highest UID that was there before; the copies are above.
    pub after: Option<Uid>,
    /// The originals.
    pub uids: UidSet,
}

impl Ledger {
    /// Tells whether nothing is half done.
    pub fn is_empty(&self) -> bool {
        self.lifted.is_empty() && self.copying.is_empty()
    }
}

/// Is a mailbox open for changes.
#[derive(Debug)]
pub struct Selected<'a>(Examined<'a>);

impl<'a> Deref for Selected<'a> {
    type Target = Examined<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Selected<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<'a> Selected<'a> {
    pub(crate) fn new(examined: Examined<'a>) -> Self {
        Self(examined)
    }

    /// Tells whether the server opened it for reading only all the same.
    pub fn is_read_only(&self) -> bool {
        self.0.state.read_only
    }

    /// Tells whether a keyword can be set for good: it is there already, or the server takes new ones (`\*`).
    pub fn keeps_keyword(&self, keyword: &str) -> bool {
        let flags = self.0.state.permanent_flags.as_ref().unwrap_or(&self.0.state.flags);
        flags.iter().any(|flag| flag.is(keyword) || flag.is(Flag::ANY_KEYWORD))
    }

    /// Sets or clears flags (RFC 9051, 6.4.6); `flags` is wire text such as `\Seen`.
    pub async fn store(&mut self, uids: &UidSet, change: Change, flags: &'static str) -> Result<()> {
        whole("UID STORE", self.0.session.run(store(uids, change, flags), SEARCH).await?.code)
    }

    /// Makes several changes of flags in one round trip, and tells of each whether the server took it.
    pub async fn store_all(&mut self, uids: &UidSet, changes: &[(Change, &'static str)]) -> Result<Vec<bool>> {
        let commands = changes.iter().map(|&(change, flags)| store(uids, change, flags)).collect();
        let replies = self.0.session.run_all(commands, SEARCH).await?;
        Ok(replies.ends.iter().map(Result::is_ok).collect())
    }

    /// Moves messages (RFC 6851), or copies, checks the copies and expunges the originals where there is no MOVE.
    ///
    /// Returns how many the server named one by one (COPYUID, RFC 4315, 3); `None` when it does not name them.
    ///
    /// # Errors
    /// [`Error::Refused`] when the server refuses: what was not moved is then still here.
    /// So it is when the copies cannot be found in the target: then nothing is expunged.
    pub async fn move_to(&mut self, uids: &UidSet, target: &MailboxName, ledger: &mut Ledger) -> Result<Option<u64>> {
        if uids.is_empty() {
            return Ok(Some(0));
        }
        if self.0.session.capabilities.can_move() {
            let command = Command::new("UID MOVE").uids(uids).mailbox(target)?;
            let reply = self.0.session.run(command, MOVE).await?;
            // MOVE gives COPYUID in an untagged OK, before the expunges (RFC 6851, 4.3).
            let untagged = reply.untagged.into_iter().filter_map(|response| match response {
                Response::Status { code, .. } => code,
                _ => None,
            });
            return Ok(untagged.chain(reply.code).find_map(|code| copied(code, uids)));
        }
        let status = self.status(target).await?;
        let before = status.messages;
        let copying = |uid_validity| {
            let after = status.uid_next.and_then(|next| Uid::new(next.saturating_sub(1)));
            Copying { target: target.clone(), uid_validity, after, uids: uids.clone() }
        };
        let noted = status.uid_validity.filter(|_| status.uid_next.is_some()).map(copying);
        ledger.copying.extend(noted.clone());
        let command = Command::new("UID COPY").uids(uids).mailbox(target)?;
        let code = self.0.session.run(command, MOVE).await;
        // A refusal, too, may leave copies: RFC 9051, 6.4.7 forbids it, and Dovecot 2.3 does it when an original has just gone.
        let named = code?.code.and_then(|code| copied(code, uids));
        // Yahoo has answered OK to a COPY of 10,000 and copied 100: count before anything is expunged.
        let all_there = match named {
            Some(count) => count == uids.len(),
            None => {
                let after = self.status(target).await?.messages;
                matches!((before, after), (Some(before), Some(after)) if u64::from(after) >= u64::from(before) + uids.len())
            }
        };
        if !all_there {
            return Err(Refusal::ours("UID COPY", None, "the copies could not be found in the target mailbox"));
        }
        self.expunge(uids, ledger).await?;
        ledger.copying.retain(|one| Some(one) != noted.as_ref());
        Ok(named)
    }

    /// Deletes messages for good: these, and no others that somebody has marked (RFC 4315, 2.1).
    ///
    /// STORE and EXPUNGE in one write take Dovecot 2.3 half the time, for nothing is renamed for the mark; but now and then it says
    /// OK to both and has expunged nothing. So it is looked at, and asked again: the marks are then there.
    ///
    /// # Errors
    /// [`Error::Refused`] when the server refuses, or says OK and keeps the messages all the same.
    pub async fn expunge(&mut self, uids: &UidSet, ledger: &mut Ledger) -> Result<()> {
        let mut left = uids.clone();
        for _ in 0..EXPUNGE_TRIES {
            if left.is_empty() {
                return Ok(());
            }
            if self.0.session.capabilities.uid_expunge() {
                self.mark_and(&left, Command::new("UID EXPUNGE").uids(&left)).await?;
            } else {
                self.expunge_around_others(&left, ledger).await?;
            }
            left = self.0.search(&Criteria { uids: Some(left), ..Criteria::default() }).await?;
        }
        if left.is_empty() { Ok(()) } else { Err(Refusal::ours("EXPUNGE", None, "the messages are still there")) }
    }

    async fn mark_and(&mut self, uids: &UidSet, expunge: Command) -> Result<()> {
        let commands = vec![store(uids, Change::Set, Flag::DELETED), expunge];
        for (command, end) in
            ["UID STORE", "EXPUNGE"].into_iter().zip(self.0.session.run_all(commands, SEARCH).await?.ends)
        {
            whole(command, end?)?;
        }
        Ok(())
    }

    /// Expunges without UIDPLUS: the marks of others are taken off for the moment of the EXPUNGE, and put back.
    ///
    /// Another client that marks a message between the last look and the EXPUNGE loses it; RFC 3501 has no way to prevent that.
    /// A message that arrives meanwhile has no mark, and stays.
    async fn expunge_around_others(&mut self, uids: &UidSet, ledger: &mut Ledger) -> Result<()> {
        let done = match self.unmark_others(uids, ledger).await {
            Ok(()) => self.mark_and(uids, Command::new("EXPUNGE")).await,
            Err(error) => Err(error),
        };
        if done.as_ref().is_err_and(Error::ends_connection) {
            return done;
        }
        let back = self.put_back(ledger).await;
        done.and(back)
    }

    /// Sets the marks of others again that were lifted.
    pub async fn put_back(&mut self, ledger: &mut Ledger) -> Result<()> {
        self.store_in_lines(&ledger.lifted.clone(), Change::Set).await?;
        ledger.lifted = UidSet::default();
        Ok(())
    }

    /// Takes `\Deleted` off all messages but these, and notes which had it.
    async fn unmark_others(&mut self, uids: &UidSet, ledger: &mut Ledger) -> Result<()> {
        let marked = Criteria { deleted: Some(true), ..Criteria::default() };
        for _ in 0..EXPUNGE_TRIES {
            let found = self.0.search(&marked).await?.difference(uids);
            if found.is_empty() {
                return Ok(());
            }
            ledger.lifted = ledger.lifted.union(&found);
            self.store_in_lines(&found, Change::Clear).await?;
        }
        Err(Refusal::ours("EXPUNGE", None, "another program keeps marking messages for deletion"))
    }

    /// Sets or clears `\Deleted`, in lines that servers accept; the last refusal is the answer.
    async fn store_in_lines(&mut self, uids: &UidSet, change: Change) -> Result<()> {
        let mut done = Ok(());
        for piece in uids.chunks(u32::MAX, SET_TEXT) {
            match self.store(&piece, change, Flag::DELETED).await {
                Err(error) if error.ends_connection() => return Err(error),
                Err(error) => done = Err(error),
                Ok(()) => {}
            }
        }
        done
    }
}

/// Counts the messages of a COPYUID that were asked for and have a copy. Its two sets are not paired: Yahoo permutes them.
fn copied(code: Code, asked: &UidSet) -> Option<u64> {
    match code {
        Code::CopyUid { from, to, .. } => Some(from.intersection(asked).len().min(to.len())),
        _ => None,
    }
}

/// Refuses an OK that stands for a part of the messages only (RFC 9738, 3).
pub(super) fn whole(command: &'static str, code: Option<Code>) -> Result<()> {
    match code {
        Some(code @ Code::MessageLimit(_)) => {
            Err(Refusal::ours(command, Some(code), "the server treats only so many messages at once"))
        }
        _ => Ok(()),
    }
}

fn store(uids: &UidSet, change: Change, flags: &'static str) -> Command {
    let command = Command::new("UID STORE").uids(uids).word(match change {
        Change::Set => "+FLAGS.SILENT (",
        Change::Clear => "-FLAGS.SILENT (",
    });
    let mut command = command;
    command.tail.push_str(flags);
    command.tail.push(')');
    command
}
