//! A signed-in connection: what can be asked without opening a mailbox, and the door to those that need one.

use super::capability::Capabilities;
use super::code::Code;
use super::command::Command;
use super::error::{Error, Result};
use super::examined::{Examined, State};
use super::exchange::{Answer, Exchange, Reply};
use super::mailbox_name::MailboxName;
use super::response::{Listed, QuotaRoot, Response, StatusItems};
use super::selected::Selected;
use std::time::{Duration, Instant};

/// How long a command may take that needs no search through mail.
pub(crate) const COMMAND: Duration = Duration::from_secs(30);
/// How long LOGOUT may take; nobody waits for it.
const LOGOUT: Duration = Duration::from_secs(3);
/// Mailboxes of an account that are looked at.
const MAX_MAILBOXES: usize = 2000;
/// STATUS commands sent at once to a server without LIST-STATUS.
const STATUS_AT_ONCE: usize = 50;

/// Is a signed-in connection.
#[derive(Debug)]
pub struct Session {
    pub(crate) exchange: Exchange,
    pub(crate) capabilities: Capabilities,
    /// The answer to the last LIST, and when it came.
    listed: Option<(Instant, Vec<Listed>)>,
}

impl Session {
    pub(crate) fn new(exchange: Exchange, capabilities: Capabilities) -> Self {
        Self { exchange, capabilities, listed: None }
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

    pub(crate) async fn run_all(&mut self, commands: Vec<Command>, limit: Duration) -> Result<Vec<Answer>> {
        self.exchange.run_all(commands, &self.capabilities, limit).await
    }

    /// Lists every mailbox with its counts (LIST-STATUS, RFC 5819; else LIST and a STATUS for each).
    ///
    /// A mailbox whose STATUS is refused stays in the list without counts.
    pub async fn list(&mut self) -> Result<Vec<Listed>> {
        let with_status = self.capabilities.list_status();
        let mut listed = self.list_names(with_status).await?;
        if !with_status {
            for chunk in listed.chunks_mut(STATUS_AT_ONCE) {
                self.add_status(chunk).await?;
            }
        }
        self.listed = Some((Instant::now(), listed.clone()));
        Ok(listed)
    }

    /// Returns the mailboxes as last listed, without counts, if that is not longer ago than `age`; else lists their names.
    pub async fn known(&mut self, age: Duration) -> Result<Vec<Listed>> {
        match &self.listed {
            Some((when, listed)) if when.elapsed() <= age => Ok(listed.clone()),
            _ => {
                let listed = self.list_names(false).await?;
                self.listed = Some((Instant::now(), listed.clone()));
                Ok(listed)
            }
        }
    }

    async fn list_names(&mut self, with_status: bool) -> Result<Vec<Listed>> {
        let mut command = Command::new("LIST").word("\"\" \"*\"");
        if with_status {
            command = command.word(match (self.capabilities.special_use(), self.capabilities.status_size()) {
                (true, true) => "RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN SIZE))",
                (true, false) => "RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN))",
                (false, true) => "RETURN (STATUS (MESSAGES UNSEEN SIZE))",
                (false, false) => "RETURN (STATUS (MESSAGES UNSEEN))",
            });
        } else if self.capabilities.special_use() && self.capabilities.list_extended() {
            command = command.word("RETURN (SPECIAL-USE)");
        }
        let mut listed: Vec<Listed> = Vec::new();
        for response in self.run(command, COMMAND).await?.untagged {
            match response {
                Response::List(mailbox) if listed.len() < MAX_MAILBOXES => listed.push(mailbox),
                Response::MailboxStatus(name, items) => {
                    let mailbox = listed.iter_mut().rev().find(|mailbox| same(&mailbox.name, &name));
                    mailbox.into_iter().for_each(|mailbox| mailbox.status = Some(items));
                }
                _ => {}
            }
        }
        Ok(listed)
    }

    async fn add_status(&mut self, mailboxes: &mut [Listed]) -> Result<()> {
        let mut asked: Vec<&mut Listed> = mailboxes.iter_mut().filter(|mailbox| mailbox.selectable()).collect();
        let commands: Result<Vec<_>> =
            asked.iter().map(|mailbox| status_command(&mailbox.name, &self.capabilities)).collect();
        let answers = self.exchange.run_all(commands?, &self.capabilities, COMMAND).await?;
        for (mailbox, answer) in asked.iter_mut().zip(answers) {
            mailbox.status = answer.ok().and_then(|reply| status_in(reply, &mailbox.name));
        }
        Ok(())
    }

    /// Asks for the counts of one mailbox (RFC 9051, 6.3.11); SIZE only where the server knows it.
    pub async fn status(&mut self, name: &MailboxName) -> Result<StatusItems> {
        let command = status_command(name, &self.capabilities)?;
        let reply = self.run(command, COMMAND).await?;
        status_in(reply, name).ok_or(Error::Protocol("STATUS without an answer"))
    }

    /// Returns the quota roots of a mailbox (RFC 9208, 4.3); none when the server has no quota.
    pub async fn quota_roots(&mut self, name: &MailboxName) -> Result<Vec<QuotaRoot>> {
        if !self.capabilities.quota() {
            return Ok(Vec::new());
        }
        let command = Command::new("GETQUOTAROOT").mailbox(name)?;
        let reply = self.run(command, COMMAND).await?;
        let root = |response| match response {
            Response::Quota(root) => Some(root),
            _ => None,
        };
        Ok(reply.untagged.into_iter().filter_map(root).collect())
    }

    /// Opens a mailbox for reading only (RFC 9051, 6.3.3): nothing that is read through it changes a flag.
    pub async fn examine(&mut self, name: &MailboxName) -> Result<Examined<'_>> {
        let state = self.open(Command::new("EXAMINE"), name).await?;
        Ok(Examined::new(self, state))
    }

    /// Opens a mailbox for changes (RFC 9051, 6.3.2).
    pub async fn select(&mut self, name: &MailboxName) -> Result<Selected<'_>> {
        let state = self.open(Command::new("SELECT"), name).await?;
        Ok(Selected::new(Examined::new(self, state)))
    }

    async fn open(&mut self, command: Command, name: &MailboxName) -> Result<State> {
        self.exchange.exists = 0;
        let reply = self.run(command.mailbox(name)?, COMMAND).await?;
        let mut state = State { read_only: reply.code == Some(Code::ReadOnly), ..State::default() };
        for response in reply.untagged {
            match response {
                Response::Flags(flags) if state.permanent_flags.is_none() => state.flags = flags,
                Response::Status { code: Some(Code::PermanentFlags(flags)), .. } => state.permanent_flags = Some(flags),
                Response::Status { code: Some(Code::UidValidity(uid_validity)), .. } => {
                    state.uid_validity = Some(uid_validity)
                }
                Response::Status { code: Some(Code::UidNext(uid_next)), .. } => state.uid_next = Some(uid_next),
                _ => {}
            }
        }
        Ok(state)
    }

    /// Says goodbye; an answer is welcome, not needed.
    pub async fn log_out(&mut self) {
        let _ = self.run(Command::new("LOGOUT"), LOGOUT).await;
    }
}

/// Compares names; INBOX is the same in any case (RFC 9051, 5.1).
fn same(a: &MailboxName, b: &MailboxName) -> bool {
    a == b || (a.is_inbox() && b.is_inbox())
}

fn status_command(name: &MailboxName, capabilities: &Capabilities) -> Result<Command> {
    let items = if capabilities.status_size() { "(MESSAGES UNSEEN SIZE)" } else { "(MESSAGES UNSEEN)" };
    Ok(Command::new("STATUS").mailbox(name)?.word(items))
}

fn status_in(reply: Reply, name: &MailboxName) -> Option<StatusItems> {
    reply.untagged.into_iter().find_map(|response| match response {
        Response::MailboxStatus(named, items) if same(&named, name) => Some(items),
        _ => None,
    })
}
