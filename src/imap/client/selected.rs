//! An open mailbox: what can be done to it.
//!
//! UID commands exist only on an open mailbox, and those that change something only on [`Selected`].

use super::answer::{copied, refuse_partial};
use super::examined::{Examined, SEARCH};
use super::mailbox_state::MailboxState;
use super::query::{FlagChange, replace_command, store_command};
use super::session::{COMMAND, Open, Session};
use crate::imap::codec::{Command, Response};
use crate::imap::types::{Copies, Flag, MailboxName, Result, UidSet};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// How long a copy or move may take: servers learn from it message by message (Dovecot's imapsieve, seen up to minutes).
const MOVE: Duration = Duration::from_secs(120);

/// A mailbox open for changes.
#[derive(Debug)]
pub struct Selected<'a>(Examined<'a>);

impl Session {
    /// Opens a mailbox for changes (RFC 9051, 6.3.2), always anew: the UIDVALIDITY it tells is the one of this moment.
    pub async fn select(&mut self, name: &MailboxName) -> Result<Selected<'_>> {
        (self.open, self.selected) = (None, None);
        self.exchange.exists = 0;
        let reply = self.run(Command::new("SELECT").mailbox(name)?, COMMAND).await?;
        let state = MailboxState::of(&reply.untagged, reply.code.as_ref());
        self.selected = Some(Open { name: name.clone(), state: state.clone() });
        Ok(Selected::new(Examined::new(self, state)))
    }

    /// Goes on with a mailbox that is open for changes, else opens it. The UIDs of an open mailbox do not change their meaning (RFC
    /// 9051, 2.3.1.1), and opening one anew makes a server read all of a large directory again.
    pub async fn select_still(&mut self, name: &MailboxName) -> Result<Selected<'_>> {
        let Some(state) = self.selected.as_ref().filter(|open| open.name == *name).map(|open| open.state.clone())
        else {
            return self.select(name).await;
        };
        // Or what others have expunged would still be counted.
        self.run(Command::new("NOOP"), COMMAND).await?;
        Ok(Selected::new(Examined::new(self, state)))
    }
}

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

    /// Tells whether a flag can be set for good: it is one of the system's, or there already, or the server takes new keywords (`\*`).
    pub fn can_store(&self, flag: &str) -> bool {
        let flags = self.0.state.permanent_flags.as_ref().unwrap_or(&self.0.state.flags);
        Flag::is_system(flag) || flags.iter().any(|kept| kept.is(flag) || kept.is(Flag::ANY_KEYWORD))
    }

    /// Sets or clears flags (RFC 9051, 6.4.6); `flags` is wire text such as `\Seen`.
    pub async fn store(&mut self, uids: &UidSet, change: FlagChange, flags: &'static str) -> Result<()> {
        refuse_partial("UID STORE", self.0.session.run(store_command(uids, change, flags), SEARCH).await?.code)
    }

    /// Gives messages these flags and no others; `flags` are words with blanks between.
    ///
    /// # Errors
    /// [`crate::imap::Error::Unsendable`] for what is no flag.
    pub async fn replace_flags(&mut self, uids: &UidSet, flags: &str) -> Result<()> {
        refuse_partial("UID STORE", self.0.session.run(replace_command(uids, flags)?, SEARCH).await?.code)
    }

    /// Makes several changes of flags in one round trip, and tells of each whether the server took it.
    pub async fn store_all(&mut self, uids: &UidSet, changes: &[(FlagChange, &'static str)]) -> Result<Vec<bool>> {
        let commands = changes.iter().map(|&(change, flags)| store_command(uids, change, flags)).collect();
        let replies = self.0.session.run_all(commands, SEARCH).await?;
        Ok(replies.ends.iter().map(Result::is_ok).collect())
    }

    /// Moves messages (RFC 6851, 3.2).
    ///
    /// Returns which the server named one by one (COPYUID, RFC 4315, 3); `None` when it does not name them.
    ///
    /// # Errors
    /// [`crate::imap::Error::Refused`] when the server refuses: what was not moved is then still here.
    pub async fn move_messages(&mut self, uids: &UidSet, target: &MailboxName) -> Result<Option<Copies>> {
        let command = Command::new("UID MOVE").uids(uids).mailbox(target)?;
        let reply = self.0.session.run(command, MOVE).await?;
        // MOVE gives COPYUID in an untagged OK, before the expunges (RFC 6851, 4.3).
        let untagged = reply.untagged.into_iter().filter_map(|response| match response {
            Response::Status { code, .. } => code,
            _ => None,
        });
        Ok(untagged.chain(reply.code).find_map(|code| copied(code, uids)))
    }

    /// Copies messages (RFC 9051, 6.4.7), and returns which copies the server named, as [`Selected::move_messages`] does.
    ///
    /// # Errors
    /// [`crate::imap::Error::Refused`] when the server refuses. Copies may be there all the same: Dovecot 2.3 makes some when an
    /// original has just gone.
    pub async fn copy(&mut self, uids: &UidSet, target: &MailboxName) -> Result<Option<Copies>> {
        let command = Command::new("UID COPY").uids(uids).mailbox(target)?;
        Ok(self.0.session.run(command, MOVE).await?.code.and_then(|code| copied(code, uids)))
    }

    /// Marks messages `\Deleted` and expunges these and no others, in one write (UIDPLUS, RFC 4315, 2.1).
    ///
    /// # Errors
    /// [`crate::imap::Error::Refused`] when the server refuses one or the other. An OK is no proof: Dovecot 2.3 now and then says it
    /// to both and has expunged nothing.
    pub async fn uid_expunge(&mut self, uids: &UidSet) -> Result<()> {
        self.mark_and(uids, Command::new("UID EXPUNGE").uids(uids)).await
    }

    /// Marks messages `\Deleted` and expunges everything that is marked, whoever has marked it (RFC 9051, 6.4.3), in one write.
    ///
    /// # Errors
    /// As [`Selected::uid_expunge`].
    pub async fn expunge_all_marked(&mut self, uids: &UidSet) -> Result<()> {
        self.mark_and(uids, Command::new("EXPUNGE")).await
    }

    async fn mark_and(&mut self, uids: &UidSet, expunge: Command) -> Result<()> {
        let commands = vec![store_command(uids, FlagChange::Set, Flag::DELETED), expunge];
        let ends = self.0.session.run_all(commands, SEARCH).await?.ends;
        ["UID STORE", "EXPUNGE"].into_iter().zip(ends).try_for_each(|(command, end)| refuse_partial(command, end?))
    }
}
