//! APPEND (RFC 9051, 6.3.12): a message is put into a mailbox, its octets sent in pieces.

use super::count;
use super::exchange::{Exchange, write_at_once};
use super::pipeline::Completion;
use super::session::{COMMAND, Session};
use crate::imap::codec::{Command, Response};
use crate::imap::types::{Capabilities, Error, MailboxName, ResponseCode, Result, Uid, UidValidity};
use jiff::Timestamp;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

/// Octets that are sent at once.
const PIECE: usize = 64 * 1024;
/// Octets of a message that is not asked for leave first. RFC 7888, 4 leaves the choice: a larger one waits for the server's `+`
/// even where it need not, for a mailbox that is full says NO before anything was sent for nothing.
const AT_ONCE: usize = 4096;
/// How long the server may take once it has the whole: it may scan the message, or run scripts over it.
const STORED: Duration = Duration::from_secs(120);

impl Session {
    /// Puts a message into a mailbox, without flags, with this INTERNALDATE, else the time of the server.
    ///
    /// Returns where it is, when the server says so (APPENDUID, RFC 4315, 3).
    ///
    /// # Errors
    /// [`Error::Refused`] when the server refuses: then nothing was added, and the connection goes on. After any other error but
    /// [`Error::Unsendable`] it is not known whether the message was added.
    pub async fn append(
        &mut self,
        name: &MailboxName,
        at: Option<Timestamp>,
        message: &[u8],
    ) -> Result<Option<(UidValidity, Uid)>> {
        // A literal may hold no NUL (RFC 9051, 9: CHAR8).
        if message.contains(&0) {
            return Err(Error::Unsendable);
        }
        let command = Command::new("APPEND").mailbox(name)?;
        let command = at.into_iter().fold(command, Command::date_time);
        let began = Instant::now();
        let appended = self.exchange.append(command, message, &self.capabilities).await;
        count::ended("APPEND", began, appended.as_ref());
        Ok(match appended? {
            Some(ResponseCode::AppendUid { uid_validity, uid }) => Some((uid_validity, uid)),
            _ => None,
        })
    }
}

impl Exchange {
    /// Sends a command whose last word is a literal that is not copied.
    async fn append(
        &mut self,
        command: Command,
        literal: &[u8],
        capabilities: &Capabilities,
    ) -> Result<Option<ResponseCode>> {
        if !command.literals.is_empty() {
            return Err(Error::Protocol("a command takes one literal in pieces"));
        }
        let at_once = literal.len() <= AT_ONCE && capabilities.takes_literal_at_once(literal.len());
        let command = command.before_literal(literal.len(), at_once);
        let late = |_| Error::Timeout(command.name);
        let (soon, stored) = (self.scaled(COMMAND), self.scaled(STORED));
        self.enter()?;
        let tag = self.next_tag();
        let mut out = self.begin();
        write_at_once(&mut out, &tag, &command);
        timeout(soon, self.flush(&mut out)).await.map_err(late)??;
        timeout(soon, self.end_idle()).await.map_err(late)??;
        if !at_once
            && let Some(end) = timeout(soon, self.wait_for_continuation(&tag, command.name)).await.map_err(late)??
        {
            let refusal = end.err().ok_or(Error::Protocol("OK to a message that was not sent"))?;
            self.broken = false;
            return Err(refusal.into());
        }
        for piece in literal.chunks(PIECE).chain([&b"\r\n"[..]]) {
            timeout(soon, self.stream().write_all(piece)).await.map_err(late)??;
        }
        timeout(soon, self.stream().flush()).await.map_err(late)??;
        let end = timeout(stored, self.end_of(&tag, command.name)).await.map_err(late)??;
        self.broken = false;
        Ok(end?)
    }

    /// Waits for the server's `+`; returns how the command ended, where it ended instead.
    async fn wait_for_continuation(&mut self, tag: &str, command: &'static str) -> Result<Option<Completion>> {
        loop {
            let response = self.read().await?;
            if matches!(response, Response::Continue) {
                return Ok(None);
            }
            if let Some(end) = self.end_in(&response, tag, command)? {
                return Ok(Some(end));
            }
        }
    }

    async fn end_of(&mut self, tag: &str, command: &'static str) -> Result<Completion> {
        loop {
            let response = self.read().await?;
            if let Some(end) = self.end_in(&response, tag, command)? {
                return Ok(end);
            }
        }
    }
}
