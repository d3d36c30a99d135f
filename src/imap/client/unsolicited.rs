//! Listening between two commands: IDLE, and unsolicited responses.

use super::count;
use super::exchange::{Exchange, Idle};
use crate::imap::codec::{Response, Status};
use crate::imap::types::{Error, Result};
use std::time::{Duration, Instant};
use tokio::time::timeout;

impl Exchange {
    /// Waits for unsolicited responses; may be dropped at any moment, and nothing is lost.
    ///
    /// # Errors
    /// When the server ends the connection, or talks as if it had been asked something.
    pub async fn read_unsolicited(&mut self) -> Result<()> {
        match self.read().await? {
            Response::Status { status: Status::Bye, text, .. } => Err(Error::Bye(text)),
            // The server has had enough of IDLE before we had.
            Response::Tagged { tag, .. } if matches!(&self.idle, Idle::Idling(idling) if tag == idling.as_bytes()) => {
                self.idle = Idle::No;
                Ok(())
            }
            Response::Tagged { .. } => Err(Error::Protocol("an answer to nothing")),
            news => {
                self.count(&news);
                Ok(())
            }
        }
    }

    /// Tells whether IDLE is running.
    pub fn is_idling(&self) -> bool {
        !matches!(self.idle, Idle::No)
    }

    /// Sends IDLE (RFC 2177) and waits for the server's `+`; tells whether the server is willing. The next command ends it.
    pub async fn start_idle(&mut self, limit: Duration) -> Result<bool> {
        self.enter()?;
        let (tag, began) = (self.next_tag(), Instant::now());
        let asked = timeout(self.scaled(limit), self.ask_to_idle(&tag)).await;
        let asked = asked.map_err(|_| Error::Timeout("IDLE")).flatten();
        count::asked("IDLE", began, asked.as_ref());
        let willing = asked?;
        self.idle = if willing { Idle::Idling(tag) } else { Idle::No };
        self.broken = false;
        Ok(willing)
    }

    async fn ask_to_idle(&mut self, tag: &str) -> Result<bool> {
        self.flush(&mut format!("{tag} IDLE\r\n").into_bytes()).await?;
        loop {
            let response = self.read().await?;
            if matches!(response, Response::Continue) {
                return Ok(true);
            }
            if self.end_in(&response, tag, "IDLE")?.is_some() {
                return Ok(false);
            }
        }
    }

    /// Begins what is sent next: with DONE, if IDLE is running.
    pub(super) fn begin(&mut self) -> Vec<u8> {
        match std::mem::replace(&mut self.idle, Idle::No) {
            Idle::Idling(tag) => {
                self.idle = Idle::Ending(tag);
                b"DONE\r\n".to_vec()
            }
            other => {
                self.idle = other;
                Vec::new()
            }
        }
    }

    /// Takes the end of IDLE, if DONE was sent; the next command's answer comes behind it.
    pub(super) async fn end_idle(&mut self) -> Result<()> {
        if let Idle::Ending(tag) = std::mem::replace(&mut self.idle, Idle::No) {
            while self.read().await.and_then(|response| self.end_in(&response, &tag, "IDLE"))?.is_none() {}
        }
        Ok(())
    }
}
