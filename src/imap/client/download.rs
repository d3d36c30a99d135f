//! A literal that is passed on as it comes, so that an attachment is never held.

use super::exchange::{Exchange, Piece, write_at_once};
use crate::imap::codec::{Command, Response};
use crate::imap::types::{Capabilities, Error, Result};
use bytes::Bytes;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

/// How long the server, or the reader at the other end, may stall.
const STALL: Duration = Duration::from_secs(60);
/// How long a download may take in all, at whatever pace.
const WHOLE: Duration = Duration::from_secs(3600);

impl Exchange {
    /// Sends one command, and passes the octets of its literals to `sink` as they come.
    ///
    /// # Errors
    /// [`Error::Abandoned`] when the reader goes away, [`Error::Timeout`] when one of both stalls: the connection is then broken.
    pub async fn stream_literal(
        &mut self,
        command: Command,
        capabilities: &Capabilities,
        sink: mpsc::Sender<Bytes>,
    ) -> Result<()> {
        if !command.literals.iter().all(|(_, octets)| capabilities.takes_literal_at_once(octets.len())) {
            return Err(Error::Protocol("a streamed command takes no literals"));
        }
        self.enter()?;
        let end = Instant::now() + WHOLE;
        let stall = |what| move |_| Error::Timeout(what);
        let soon = || end.min(Instant::now() + STALL);
        let tag = self.next_tag();
        let mut out = self.begin();
        write_at_once(&mut out, &tag, &command);
        timeout_at(soon(), self.flush(&mut out)).await.map_err(stall(command.name))??;
        timeout_at(soon(), self.end_idle()).await.map_err(stall(command.name))??;
        self.framer.streaming = true;
        loop {
            let piece = timeout_at(soon(), self.read_piece()).await.map_err(stall(command.name))??;
            let response = match piece {
                Piece::Chunk(chunk) => {
                    pass(&sink, chunk, soon()).await?;
                    continue;
                }
                Piece::Response(response) => response,
            };
            if let Some(end) = self.end_in(&response, &tag, command.name)? {
                self.framer.streaming = false;
                self.broken = false;
                return Ok(end.map(|_| ())?);
            }
            // A short body may come as a quoted string.
            if let Response::Fetch(fetched) = response {
                for (_, literal) in fetched.sections {
                    pass(&sink, Bytes::from(literal.bytes), soon()).await?;
                }
            }
        }
    }
}

/// Hands octets to the reader, who may be slow.
async fn pass(sink: &mpsc::Sender<Bytes>, chunk: Bytes, until: Instant) -> Result<()> {
    if chunk.is_empty() {
        return Ok(());
    }
    let passed = timeout_at(until, sink.send(chunk)).await;
    passed.map_err(|_| Error::Timeout("the reader"))?.map_err(|_| Error::Abandoned)
}
