//! One or several pipelined commands, and their answers.

use super::capability::Capabilities;
use super::code::Code;
use super::command::Command;
use super::connect::Stream;
use super::error::{Error, Refusal, Result};
use super::response::{Response, Status};
use super::wire::{Found, Framer};
use bytes::{Buf as _, Bytes, BytesMut};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Octets kept of each literal, unless a caller asks for more.
pub(crate) const KEEP: usize = 64 * 1024;
/// Responses one command may bring when they are all kept.
const MAX_RESPONSES: usize = 200_000;
/// How long a streamed literal may stall.
const STALL: Duration = Duration::from_secs(60);

/// Holds the answer to a command that the server ended with OK.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// What came before the tagged line, unknown responses left out.
    pub untagged: Vec<Response>,
    /// The response code of the tagged line.
    pub code: Option<Code>,
}

/// Tells how one of several pipelined commands ended.
pub(crate) type Answer = Result<Reply, Refusal>;

/// Takes responses as they come; the number says to which of the pipelined commands they belong.
type Taker<'a> = &'a mut (dyn FnMut(usize, Response) -> Result<()> + Send);

/// Talks to one server, one pipeline at a time. After any error but a refusal it is broken, and stays so.
#[derive(Debug)]
pub(crate) struct Exchange {
    stream: Stream,
    framer: Framer,
    input: BytesMut,
    tag: u32,
    /// In flight, or left half-way: nobody knows what comes next on this line.
    broken: bool,
    /// Messages in the selected mailbox, as last announced (RFC 9051, 7.3.1 and 7.5.1).
    pub exists: u32,
}

impl Exchange {
    /// Starts on a fresh stream.
    pub fn new(stream: Stream) -> Self {
        Self {
            stream,
            framer: Framer::default(),
            input: BytesMut::with_capacity(8192),
            tag: 0,
            broken: false,
            exists: 0,
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
        timeout(limit, self.read(None)).await.map_err(|_| Error::Timeout("greeting"))?
    }

    /// Sends one command and takes its answer; NO and BAD are errors.
    pub async fn run(&mut self, command: Command, capabilities: &Capabilities, limit: Duration) -> Result<Reply> {
        let mut answers = self.run_all(vec![command], capabilities, limit).await?;
        match answers.pop() {
            Some(answer) => Ok(answer?),
            None => Err(Error::Protocol("no answer")),
        }
    }

    /// Sends several commands at once, and takes one answer for each.
    pub async fn run_all(
        &mut self,
        commands: Vec<Command>,
        capabilities: &Capabilities,
        limit: Duration,
    ) -> Result<Vec<Answer>> {
        let mut untagged: Vec<Vec<Response>> = commands.iter().map(|_| Vec::new()).collect();
        let mut count = 0;
        let mut take = |which: usize, response| {
            count += 1;
            if count > MAX_RESPONSES {
                return Err(Error::TooLarge("the answer to a command"));
            }
            if let Some(list) = untagged.get_mut(which) {
                list.push(response);
            }
            Ok(())
        };
        let ends = self.converse(commands, capabilities, limit, &mut take).await?;
        let answer = |(end, untagged): (Result<Option<Code>, Refusal>, _)| end.map(|code| Reply { untagged, code });
        Ok(ends.into_iter().zip(untagged).map(answer).collect())
    }

    /// Sends one command and hands each of its responses on, so that a large answer is never held.
    pub async fn run_each(
        &mut self,
        command: Command,
        capabilities: &Capabilities,
        limit: Duration,
        mut take: impl FnMut(Response) + Send,
    ) -> Result<Option<Code>> {
        let mut take = |_, response| {
            take(response);
            Ok(())
        };
        let mut ends = self.converse(vec![command], capabilities, limit, &mut take).await?;
        Ok(ends.pop().unwrap_or(Ok(None))?)
    }

    /// Sends one command, keeping up to `keep` octets of each literal in its answer.
    pub async fn run_keeping(
        &mut self,
        command: Command,
        capabilities: &Capabilities,
        limit: Duration,
        keep: usize,
    ) -> Result<Reply> {
        self.framer.keep = keep;
        let reply = self.run(command, capabilities, limit).await;
        self.framer.keep = KEEP;
        reply
    }

    /// Sends one command, and passes the octets of its literals to `sink` as they come.
    ///
    /// There is no limit on the whole, for the reader at the other end may be slow; only a stall ends it.
    pub async fn stream_literal(
        &mut self,
        command: Command,
        capabilities: &Capabilities,
        sink: mpsc::Sender<Bytes>,
    ) -> Result<()> {
        self.enter()?;
        self.framer.streaming = true;
        let tag = self.next_tag();
        timeout(STALL, self.send(&tag, &command, capabilities)).await.map_err(|_| Error::Timeout(command.name))??;
        loop {
            let response = timeout(STALL, self.read(Some(&sink))).await.map_err(|_| Error::Timeout(command.name))??;
            if let Some(end) = self.sort_out(&response, &tag, command.name)? {
                self.framer.streaming = false;
                self.broken = false;
                return Ok(end.map(|_| ())?);
            }
        }
    }

    /// Marks the line as in use; whoever does not come back leaves it broken.
    fn enter(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.broken, true) { Err(Error::Closed) } else { Ok(()) }
    }

    fn next_tag(&mut self) -> String {
        self.tag += 1;
        format!("P{}", self.tag)
    }

    async fn converse(
        &mut self,
        commands: Vec<Command>,
        capabilities: &Capabilities,
        limit: Duration,
        take: Taker<'_>,
    ) -> Result<Vec<Result<Option<Code>, Refusal>>> {
        self.enter()?;
        let waited_for = commands.first().map_or("nothing", |command| command.name);
        let ends = timeout(limit, self.pipeline(&commands, capabilities, take)).await;
        let ends = ends.map_err(|_| Error::Timeout(waited_for))??;
        self.broken = false;
        Ok(ends)
    }

    async fn pipeline(
        &mut self,
        commands: &[Command],
        capabilities: &Capabilities,
        take: Taker<'_>,
    ) -> Result<Vec<Result<Option<Code>, Refusal>>> {
        let tags: Vec<String> = commands.iter().map(|_| self.next_tag()).collect();
        let mut ends = Vec::with_capacity(commands.len());
        let mut out = Vec::new();
        for (command, tag) in commands.iter().zip(&tags) {
            let at_once = command.literals.iter().all(|(_, octets)| capabilities.takes_literal_at_once(octets.len()));
            if at_once {
                write_at_once(&mut out, tag, command);
                continue;
            }
            // A literal must be waited for, and its `+` must not be mistaken for another's: so all before it first.
            self.flush(&mut out).await?;
            while ends.len() < tags.iter().position(|t| t == tag).unwrap_or(0) {
                self.take_one(&mut ends, commands, &tags, take).await?;
            }
            self.send_waiting(tag, command, &mut ends, commands, &tags, take).await?;
        }
        self.flush(&mut out).await?;
        while ends.len() < commands.len() {
            self.take_one(&mut ends, commands, &tags, take).await?;
        }
        Ok(ends)
    }

    /// Reads one response and files it with the first command that has not ended.
    async fn take_one(
        &mut self,
        ends: &mut Vec<Result<Option<Code>, Refusal>>,
        commands: &[Command],
        tags: &[String],
        take: Taker<'_>,
    ) -> Result<bool> {
        let response = self.read(None).await?;
        let which = ends.len();
        let (Some(tag), Some(command)) = (tags.get(which), commands.get(which)) else {
            return Err(Error::Protocol("an answer to nothing"));
        };
        if matches!(response, Response::Continue) {
            return Ok(true);
        }
        match self.sort_out(&response, tag, command.name)? {
            Some(end) => ends.push(end),
            None if matches!(response, Response::Unknown) => {}
            None => take(which, response)?,
        }
        Ok(false)
    }

    /// Sends a command with literals, waiting for each `+` (RFC 9051, 4.3); a tagged NO instead ends it.
    async fn send_waiting(
        &mut self,
        tag: &str,
        command: &Command,
        ends: &mut Vec<Result<Option<Code>, Refusal>>,
        commands: &[Command],
        tags: &[String],
        take: Taker<'_>,
    ) -> Result<()> {
        let before = ends.len();
        let mut out = format!("{tag} ").into_bytes();
        for (text, octets) in &command.literals {
            out.extend_from_slice(format!("{text}{{{}}}\r\n", octets.len()).as_bytes());
            self.flush(&mut out).await?;
            while !self.take_one(ends, commands, tags, take).await? {
                if ends.len() > before {
                    return Ok(());
                }
            }
            out.extend_from_slice(octets);
        }
        out.extend_from_slice(command.tail.as_bytes());
        out.extend_from_slice(b"\r\n");
        self.flush(&mut out).await
    }

    async fn send(&mut self, tag: &str, command: &Command, capabilities: &Capabilities) -> Result<()> {
        if !command.literals.iter().all(|(_, octets)| capabilities.takes_literal_at_once(octets.len())) {
            return Err(Error::Protocol("a streamed command takes no literals"));
        }
        let mut out = Vec::new();
        write_at_once(&mut out, tag, command);
        self.flush(&mut out).await
    }

    async fn flush(&mut self, out: &mut Vec<u8>) -> Result<()> {
        if !out.is_empty() {
            self.stream.write_all(out).await?;
            self.stream.flush().await?;
            out.clear();
        }
        Ok(())
    }

    /// Says how the command with this tag ended, if this response ends it; keeps count of the mailbox on the way.
    fn sort_out(
        &mut self,
        response: &Response,
        tag: &str,
        command: &'static str,
    ) -> Result<Option<Result<Option<Code>, Refusal>>> {
        match response {
            Response::Tagged { tag: theirs, status, code, text } if theirs == tag.as_bytes() => {
                let refusal =
                    || Refusal { command, bad: *status == Status::Bad, code: code.clone(), text: text.clone() };
                Ok(Some(if *status == Status::Ok { Ok(code.clone()) } else { Err(refusal()) }))
            }
            Response::Tagged { .. } => Err(Error::Protocol("an answer to another command")),
            Response::Status { status: Status::Bye, text, .. } if command != "LOGOUT" => Err(Error::Bye(text.clone())),
            Response::Exists(count) => {
                self.exists = *count;
                Ok(None)
            }
            Response::Expunge => {
                self.exists = self.exists.saturating_sub(1);
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Reads one response, without a deadline of its own.
    pub async fn next_response(&mut self) -> Result<Response> {
        self.read(None).await
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
            Found::Frame(frame) => Some(Response::parse(&frame)?),
            Found::Chunk(_) => return Err(Error::Protocol("a literal out of place")),
            Found::NeedMore => None,
        };
        self.input.advance(used);
        Ok(response)
    }

    async fn read(&mut self, sink: Option<&mpsc::Sender<Bytes>>) -> Result<Response> {
        loop {
            let mut rest = &self.input[..];
            let found = self.framer.push(&mut rest)?;
            let used = self.input.len() - rest.len();
            self.input.advance(used);
            match found {
                Found::Frame(frame) => return Response::parse(&frame),
                Found::Chunk(chunk) => match sink {
                    Some(sink) => sink.send(chunk).await.map_err(|_| Error::Abandoned)?,
                    None => return Err(Error::Protocol("a literal out of place")),
                },
                Found::NeedMore => {
                    self.input.reserve(16 * 1024);
                    if self.stream.read_buf(&mut self.input).await? == 0 {
                        return Err(Error::Closed);
                    }
                }
            }
        }
    }
}

fn write_at_once(out: &mut Vec<u8>, tag: &str, command: &Command) {
    out.extend_from_slice(tag.as_bytes());
    out.push(b' ');
    for (text, octets) in &command.literals {
        out.extend_from_slice(format!("{text}{{{}+}}\r\n", octets.len()).as_bytes());
        out.extend_from_slice(octets);
    }
    out.extend_from_slice(command.tail.as_bytes());
    out.extend_from_slice(b"\r\n");
}
