//! A signed-in connection: what can be asked without opening a mailbox, and the door to those that need one.

use super::answer::{same, status_in};
use super::exchange::{Exchange, Replies, Reply};
use super::mailbox_state::MailboxState;
use super::query::{list_command, status_command};
use crate::imap::codec::{Command, Response};
use crate::imap::types::{Capabilities, Error, ListedMailbox, MailboxName, QuotaRoot, Result, StatusItems};
use std::time::Duration;

/// How long a command may take that needs no search through mail.
pub(crate) const COMMAND: Duration = Duration::from_secs(30);
/// How long LOGOUT may take; nobody waits for it.
const LOGOUT: Duration = Duration::from_secs(3);
/// Mailboxes of an account that are looked at.
const MAX_MAILBOXES: usize = 2000;
/// STATUS commands sent at once to a server without LIST-STATUS.
const STATUS_AT_ONCE: usize = 50;

/// A signed-in connection.
#[derive(Debug)]
pub struct Session {
    pub(crate) exchange: Exchange,
    pub(crate) capabilities: Capabilities,
    /// The mailbox that is open for looking.
    pub(super) open: Option<Open>,
    /// The mailbox that is open for changes.
    pub(super) selected: Option<Open>,
    /// Whether the server has refused IDLE, which it offers.
    idle_refused: bool,
}

/// A mailbox that stays open between two looks at it.
#[derive(Debug)]
pub(super) struct Open {
    pub name: MailboxName,
    pub state: MailboxState,
}

impl Session {
    pub(crate) fn new(exchange: Exchange, capabilities: Capabilities) -> Self {
        Self { exchange, capabilities, open: None, selected: None, idle_refused: false }
    }

    /// Returns what the server can do.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Tells whether the connection must be thrown away.
    pub fn is_broken(&self) -> bool {
        self.exchange.is_broken()
    }

    pub(crate) async fn run(&mut self, command: Command, limit: Duration) -> Result<Reply> {
        self.exchange.run(command, &self.capabilities, limit).await
    }

    pub(crate) async fn run_all(&mut self, commands: Vec<Command>, limit: Duration) -> Result<Replies> {
        self.exchange.run_all(commands, &self.capabilities, limit).await
    }

    pub(crate) async fn run_keeping(&mut self, command: Command, limit: Duration, keep: usize) -> Result<Reply> {
        let Replies { untagged, mut ends } = self.run_all_keeping(vec![command], limit, keep).await?;
        Ok(Reply { untagged, code: ends.pop().unwrap_or(Ok(None))? })
    }

    pub(crate) async fn run_all_keeping(
        &mut self,
        commands: Vec<Command>,
        limit: Duration,
        keep: usize,
    ) -> Result<Replies> {
        self.exchange.run_all_keeping(commands, &self.capabilities, limit, keep).await
    }

    /// Lists every mailbox with its counts (LIST-STATUS, RFC 5819; else LIST and a STATUS for each).
    ///
    /// A mailbox whose STATUS is refused stays in the list without counts.
    pub async fn list(&mut self) -> Result<Vec<ListedMailbox>> {
        let with_status = self.capabilities.list_status();
        let mut listed = self.list_names(with_status).await?;
        if !with_status {
            for chunk in listed.chunks_mut(STATUS_AT_ONCE) {
                self.add_status(chunk).await?;
            }
        }
        Ok(listed)
    }

    /// Lists every mailbox, without counts.
    pub async fn names(&mut self) -> Result<Vec<ListedMailbox>> {
        self.list_names(false).await
    }

    async fn list_names(&mut self, with_status: bool) -> Result<Vec<ListedMailbox>> {
        let command = list_command(with_status, &self.capabilities);
        let reply = self.run(command, COMMAND).await?;
        Ok(listed_in(&mut reply.untagged.into_iter()))
    }

    /// Lists every mailbox with its counts, and asks for the quota roots of INBOX: in one round trip, where the server can. Roots that it
    /// does not tell are none.
    pub async fn list_with_quota(&mut self) -> Result<(Vec<ListedMailbox>, Vec<QuotaRoot>)> {
        let inbox = MailboxName::inbox();
        if !self.capabilities.list_status() || !self.capabilities.quota() {
            if self.open.is_some() || self.selected.is_some() {
                // Of a mailbox that is open here STATUS tells what it was when it was last looked at (Dovecot 2.3).
                self.run(Command::new("NOOP"), COMMAND).await?;
            }
            let listed = self.list().await?;
            let roots = match self.quota_roots(&inbox).await {
                Err(Error::Refused(_)) => Vec::new(),
                roots => roots?,
            };
            return Ok((listed, roots));
        }
        let commands = vec![list_command(true, &self.capabilities), Command::new("GETQUOTAROOT").mailbox(&inbox)?];
        let Replies { mut untagged, ends } = self.run_all(commands, COMMAND).await?;
        ends.into_iter().next().unwrap_or(Ok(None))?;
        let roots = roots_in(&mut untagged.extract_if(.., |response| matches!(response, Response::Quota(_))));
        Ok((listed_in(&mut untagged.into_iter()), roots))
    }

    async fn add_status(&mut self, mailboxes: &mut [ListedMailbox]) -> Result<()> {
        let asked = mailboxes.iter().filter(|mailbox| mailbox.selectable());
        let commands: Result<Vec<_>> = asked.map(|mailbox| status_command(&mailbox.name, &self.capabilities)).collect();
        // One that is refused stays without counts.
        for response in self.run_all(commands?, COMMAND).await?.untagged {
            if let Response::MailboxStatus(name, items) = response {
                let named = mailboxes.iter_mut().find(|mailbox| same(&mailbox.name, &name));
                named.into_iter().for_each(|mailbox| mailbox.status = Some(items));
            }
        }
        Ok(())
    }

    /// Asks for the counts of one mailbox (RFC 9051, 6.3.11); SIZE only where the server knows it.
    pub async fn status(&mut self, name: &MailboxName) -> Result<StatusItems> {
        let command = status_command(name, &self.capabilities)?;
        let reply = self.run(command, COMMAND).await?;
        status_in(&reply.untagged, name).ok_or(Error::Protocol("STATUS without an answer"))
    }

    /// Returns the quota roots of a mailbox (RFC 9208, 4.3); none when the server has no quota.
    pub async fn quota_roots(&mut self, name: &MailboxName) -> Result<Vec<QuotaRoot>> {
        if !self.capabilities.quota() {
            return Ok(Vec::new());
        }
        let command = Command::new("GETQUOTAROOT").mailbox(name)?;
        let reply = self.run(command, COMMAND).await?;
        Ok(roots_in(&mut reply.untagged.into_iter()))
    }

    /// Returns the mailbox that is open for looking.
    pub(in crate::imap) fn examining(&self) -> Option<&MailboxName> {
        self.open.as_ref().map(|open| &open.name)
    }

    /// Waits for unsolicited responses; may be dropped at any moment.
    pub(in crate::imap) async fn read_unsolicited(&mut self) -> Result<()> {
        self.exchange.read_unsolicited().await
    }

    /// Tells whether the server can be asked to tell what happens in the open mailbox, and is not yet.
    pub(in crate::imap) fn can_idle(&self) -> bool {
        self.open.is_some() && self.capabilities.has("IDLE") && !self.idle_refused && !self.exchange.is_idling()
    }

    /// Asks the server to tell what happens in the open mailbox (RFC 2177), until the next command.
    pub(in crate::imap) async fn start_idle(&mut self) -> Result<()> {
        self.idle_refused = !self.exchange.start_idle(COMMAND).await?;
        Ok(())
    }

    /// Says goodbye; an answer is welcome, not needed.
    pub async fn log_out(&mut self) {
        let _ = self.run(Command::new("LOGOUT"), LOGOUT).await;
    }
}

/// Gathers the mailboxes of an answer to LIST, with what STATUS says of them.
fn listed_in(responses: &mut dyn Iterator<Item = Response>) -> Vec<ListedMailbox> {
    let mut listed: Vec<ListedMailbox> = Vec::new();
    for response in responses {
        match response {
            Response::List(mailbox) if listed.len() < MAX_MAILBOXES => listed.push(mailbox),
            Response::MailboxStatus(name, items) => {
                let mailbox = listed.iter_mut().rev().find(|mailbox| same(&mailbox.name, &name));
                mailbox.into_iter().for_each(|mailbox| mailbox.status = Some(items));
            }
            _ => {}
        }
    }
    listed
}

/// Gathers the quota roots of an answer.
fn roots_in(responses: &mut dyn Iterator<Item = Response>) -> Vec<QuotaRoot> {
    let root = |response| match response {
        Response::Quota(root) => Some(root),
        _ => None,
    };
    responses.filter_map(root).collect()
}
