//! One or several pipelined commands, and their answers.

use super::connect::Stream;
use super::pipeline::{Completion, Outstanding};
use crate::imap::codec::{Command, Framed, Framer, KEEP, Response, Status};
use crate::imap::types::{Capabilities, Error, Fence, Refusal, ResponseCode, Result};
use bytes::{Buf as _, Bytes, BytesMut};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

/// How long a server may take to answer, unless the host says otherwise. The limits of the commands are written for this, and
/// shrink and grow with it.
pub(crate) const ANSWER: Duration = Duration::from_secs(30);
/// Responses one command may bring when they are all kept.
const MAX_RESPONSES: usize = 200_000;

/// Holds the answer to a command that the server ended with OK.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// What came before the tagged line, unknown responses left out.
    pub untagged: Vec<Response>,
    /// The response code of the tagged line.
    pub code: Option<ResponseCode>,
}

/// Holds the answer to several pipelined commands.
#[derive(Debug)]
pub(crate) struct Replies {
    /// What came before the last tagged line, unknown responses left out. It is for the commands to pick what is theirs: a server
    /// may tell of one before it ends another (Dovecot 2.3 does).
    pub untagged: Vec<Response>,
    /// How each command ended.
    pub ends: Vec<Completion>,
}

/// What is read while literals are streamed.
pub(super) enum Piece {
    Response(Response),
    /// Octets of a literal.
    Chunk(Bytes),
}

/// Takes responses as they come.
type Taker<'a> = &'a mut (dyn FnMut(Response) -> Result<()> + Send);

/// Says where IDLE stands (RFC 2177), with its tag.
#[derive(Debug)]
pub(super) enum Idle {
    No,
    Idling(String),
    /// DONE is sent, or will be with the next command.
    Ending(String),
}

/// Talks to one server, one pipeline at a time. After any error but a refusal it is broken, and stays so.
#[derive(Debug)]
pub(crate) struct Exchange {
    stream: Stream,
    answer: Duration,
    pub(super) framer: Framer,
    input: BytesMut,
    tag: u32,
    /// In flight, or left half-way: nobody knows what comes next on this line.
    pub(super) broken: bool,
    pub(super) idle: Idle,
    /// Until when something may be sent, where that is bounded.
    pub fence: Option<Fence>,
    /// Messages in the selected mailbox, as last announced (RFC 9051, 7.3.1 and 7.5.1).
    pub exists: u32,
    /// Counts the messages that were announced as gone, over all mailboxes.
    pub expunged: u32,
}

impl Exchange {
    /// Starts on a fresh stream, with so long for an answer.
    pub fn new(stream: Stream, answer: Duration) -> Self {
        Self {
            stream,
            answer,
            framer: Framer::default(),
            input: BytesMut::with_capacity(8192),
            tag: 0,
            broken: false,
            idle: Idle::No,
            fence: None,
            exists: 0,
            expunged: 0,
        }
    }

    /// Tells whether the connection must be thrown away.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Gives the stream back, for STARTTLS.
    ///
    /// # Errors
    /// [`Error::Tls`] when the server already said more than it was asked: what comes before TLS must not count after it.
    pub fn into_stream(self) -> Result<Stream> {
        if self.input.is_empty() { Ok(self.stream) } else { Err(Error::Tls("text injected before TLS".into())) }
    }

    /// Lends the stream to another speaker (the sign-in), who must leave it between two responses.
    pub fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }

    /// Reads one response that no command asked for: the greeting.
    pub async fn greeting(&mut self, limit: Duration) -> Result<Response> {
        timeout(self.scaled(limit), self.read()).await.map_err(|_| Error::Timeout("greeting"))?
    }

    /// Sends one command and takes its answer; NO and BAD are errors.
    pub async fn run(&mut self, command: Command, capabilities: &Capabilities, limit: Duration) -> Result<Reply> {
        let Replies { untagged, mut ends } = self.run_all(vec![command], capabilities, limit).await?;
        match ends.pop() {
            Some(end) => Ok(Reply { untagged, code: end? }),
            None => Err(Error::Protocol("no answer")),
        }
    }

    /// Sends several commands at once, and takes the answers to all.
    pub async fn run_all(
        &mut self,
        commands: Vec<Command>,
        capabilities: &Capabilities,
        limit: Duration,
    ) -> Result<Replies> {
        let mut untagged = Vec::new();
        if commands.is_empty() {
            return Ok(Replies { untagged, ends: Vec::new() });
        }
        let mut take = |response| {
            if untagged.len() >= MAX_RESPONSES {
                return Err(Error::TooLarge("the answer to a command"));
            }
            untagged.push(response);
            Ok(())
        };
        let ends = self.converse(commands, capabilities, limit, &mut take).await?;
        Ok(Replies { untagged, ends })
    }

    /// Sends one command and hands each of its responses on, so that a large answer is never held.
    pub async fn run_each(
        &mut self,
        command: Command,
        capabilities: &Capabilities,
        limit: Duration,
        mut take: impl FnMut(Response) + Send,
    ) -> Result<Option<ResponseCode>> {
        let mut take = |response| {
            take(response);
            Ok(())
        };
        let mut ends = self.converse(vec![command], capabilities, limit, &mut take).await?;
        Ok(ends.pop().unwrap_or(Ok(None))?)
    }

    /// Sends several commands at once, keeping up to `keep` octets of each literal in their answers.
    pub async fn run_all_keeping(
        &mut self,
        commands: Vec<Command>,
        capabilities: &Capabilities,
        limit: Duration,
        keep: usize,
    ) -> Result<Replies> {
        self.framer.keep = keep;
        let replies = self.run_all(commands, capabilities, limit).await;
        self.framer.keep = KEEP;
        replies
    }

    /// Returns a limit that was written for [`ANSWER`] as it is for this server.
    pub fn scaled(&self, limit: Duration) -> Duration {
        limit.mul_f64(self.answer.as_secs_f64() / ANSWER.as_secs_f64())
    }

    /// Marks the line as in use; whoever does not come back leaves it broken.
    pub(super) fn enter(&mut self) -> Result<()> {
        self.framer.begin_answer();
        if std::mem::replace(&mut self.broken, true) { Err(Error::Closed) } else { Ok(()) }
    }

    pub(super) fn next_tag(&mut self) -> String {
        self.tag += 1;
        format!("P{}", self.tag)
    }

    async fn converse(
        &mut self,
        commands: Vec<Command>,
        capabilities: &Capabilities,
        limit: Duration,
        take: Taker<'_>,
    ) -> Result<Vec<Completion>> {
        self.enter()?;
        let waited_for = commands.first().map_or("nothing", |command| command.name);
        let mut open = Outstanding::new(&commands, || self.next_tag());
        let done = timeout(self.scaled(limit), self.pipeline(&commands, capabilities, &mut open, take)).await;
        done.map_err(|_| Error::Timeout(waited_for)).flatten().inspect_err(|why| open.break_off(why))?;
        self.broken = false;
        Ok(open.into_ends())
    }

    /// Sends the commands and takes what comes until each has ended; literals of all but the first wait for those before.
    async fn pipeline(
        &mut self,
        commands: &[Command],
        capabilities: &Capabilities,
        open: &mut Outstanding<'_>,
        take: Taker<'_>,
    ) -> Result<()> {
        let mut out = self.begin();
        for (which, command) in commands.iter().enumerate() {
            let tag = open.tag(which).to_owned();
            if command.literals.iter().all(|(_, octets)| capabilities.takes_literal_at_once(octets.len())) {
                write_at_once(&mut out, &tag, command);
                continue;
            }
            // A literal must be waited for, and its `+` must not be mistaken for another's: so all before it first.
            self.flush(&mut out).await?;
            while !open.have_ended(which) {
                self.take_one(open, take).await?;
            }
            self.send_waiting(which, command, open, take).await?;
        }
        self.flush(&mut out).await?;
        while !open.have_ended(commands.len()) {
            self.take_one(open, take).await?;
        }
        Ok(())
    }

    /// Reads one response; tells whether it was the server's `+`.
    async fn take_one(&mut self, open: &mut Outstanding<'_>, take: Taker<'_>) -> Result<bool> {
        self.end_idle().await?;
        let response = self.read().await?;
        let Some((which, tag, command)) = open.meant_by(&response) else {
            return Err(Error::Protocol("an answer to another command"));
        };
        if matches!(response, Response::Continue) {
            return Ok(true);
        }
        match self.end_in(&response, tag, command)? {
            Some(end) => open.end(which, end),
            None if matches!(response, Response::Unknown) => {}
            None => take(response)?,
        }
        Ok(false)
    }

    /// Sends a command with literals, waiting for each `+` (RFC 9051, 4.3); a tagged NO instead ends it.
    async fn send_waiting(
        &mut self,
        which: usize,
        command: &Command,
        open: &mut Outstanding<'_>,
        take: Taker<'_>,
    ) -> Result<()> {
        let mut out = self.begin();
        out.extend_from_slice(format!("{} ", open.tag(which)).as_bytes());
        for (text, octets) in &command.literals {
            out.extend_from_slice(format!("{text}{{{}}}\r\n", octets.len()).as_bytes());
            self.flush(&mut out).await?;
            while !self.take_one(open, take).await? {
                if open.have_ended(which + 1) {
                    return Ok(());
                }
            }
            out.extend_from_slice(octets);
        }
        out.extend_from_slice(command.tail.as_bytes());
        out.extend_from_slice(b"\r\n");
        self.flush(&mut out).await
    }

    pub(super) async fn flush(&mut self, out: &mut Vec<u8>) -> Result<()> {
        if !out.is_empty() {
            // Here, and not before: however long this process stood still, what it sends is sent within its turn.
            if self.fence.as_ref().is_some_and(|fence| !fence.holds()) {
                return Err(Error::TurnLost);
            }
            self.stream.write_all(out).await?;
            self.stream.flush().await?;
            out.clear();
        }
        Ok(())
    }

    /// Says how the command with this tag ended, if this response ends it; keeps count of the mailbox on the way.
    pub(super) fn end_in(
        &mut self,
        response: &Response,
        tag: &str,
        command: &'static str,
    ) -> Result<Option<Completion>> {
        match response {
            Response::Tagged { tag: theirs, status, code, text } if theirs == tag.as_bytes() => {
                let refusal =
                    || Refusal { command, bad: *status == Status::Bad, code: code.clone(), text: text.clone() };
                Ok(Some(if *status == Status::Ok { Ok(code.clone()) } else { Err(refusal()) }))
            }
            Response::Tagged { .. } => Err(Error::Protocol("an answer to another command")),
            Response::Status { status: Status::Bye, text, .. } if command != "LOGOUT" => Err(Error::Bye(text.clone())),
            other => {
                self.count(other);
                Ok(None)
            }
        }
    }

    /// Keeps count of the open mailbox.
    pub(super) fn count(&mut self, response: &Response) {
        match response {
            Response::Exists(count) => self.exists = *count,
            Response::Expunge => {
                self.exists = self.exists.saturating_sub(1);
                self.expunged = self.expunged.wrapping_add(1);
            }
            _ => {}
        }
    }

    /// Reads one response, without a deadline of its own.
    pub async fn next_response(&mut self) -> Result<Response> {
        self.read().await
    }

    /// Takes in what another speaker has read from the stream.
    pub fn absorb(&mut self, octets: &[u8]) -> Result<Vec<Response>> {
        self.input.extend_from_slice(octets);
        let mut found = Vec::new();
        while let Some(response) = self.next_in_input()? {
            found.push(response);
        }
        Ok(found)
    }

    fn next_in_input(&mut self) -> Result<Option<Response>> {
        let mut rest = &self.input[..];
        let found = self.framer.push(&mut rest);
        let used = self.input.len() - rest.len();
        let response = match found? {
            Framed::Frame(frame) => Some(Response::parse(&frame)?),
            Framed::Chunk(_) => return Err(Error::Protocol("a literal out of place")),
            Framed::NeedMore => None,
        };
        self.input.advance(used);
        Ok(response)
    }

    pub(super) async fn read(&mut self) -> Result<Response> {
        match self.read_piece().await? {
            Piece::Response(response) => Ok(response),
            Piece::Chunk(_) => Err(Error::Protocol("a literal out of place")),
        }
    }

    /// Reads a response, or octets of a literal when these are streamed; may be dropped at any moment, and nothing is lost.
    pub(super) async fn read_piece(&mut self) -> Result<Piece> {
        loop {
            let mut rest = &self.input[..];
            let found = self.framer.push(&mut rest)?;
            let used = self.input.len() - rest.len();
            self.input.advance(used);
            match found {
                Framed::Frame(frame) => return Response::parse(&frame).map(Piece::Response),
                Framed::Chunk(chunk) => return Ok(Piece::Chunk(chunk)),
                Framed::NeedMore => {
                    self.input.reserve(16 * 1024);
                    if self.stream.read_buf(&mut self.input).await? == 0 {
                        return Err(Error::Closed);
                    }
                }
            }
        }
    }
}

pub(super) fn write_at_once(out: &mut Vec<u8>, tag: &str, command: &Command) {
    out.extend_from_slice(tag.as_bytes());
    out.push(b' ');
    for (text, octets) in &command.literals {
        out.extend_from_slice(format!("{text}{{{}+}}\r\n", octets.len()).as_bytes());
        out.extend_from_slice(octets);
    }
    out.extend_from_slice(command.tail.as_bytes());
    out.extend_from_slice(b"\r\n");
}
