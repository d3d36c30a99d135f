//! Questions that may go unanswered: on a connection that waits, in one round trip, within a short time.

use super::command::Command;
use super::error::{Error, Result};
use super::examined::{Criteria, Items, found_by, search_for};
use super::lease::Lease;
use super::login::Credentials;
use super::mailbox_name::MailboxName;
use super::pool::Pool;
use super::session::Session;
use super::uid::UidSet;
use std::time::Duration;
use tokio::time::timeout;

impl Session {
    /// Opens a mailbox for reading, or goes on with what is open, and searches it, in one round trip; returns also how many messages
    /// it has.
    ///
    /// # Errors
    /// [`Error::Timeout`] after `limit`; the connection ends with it, for nobody reads the answer any more.
    pub async fn look_for(
        &mut self,
        name: &MailboxName,
        criteria: &Criteria,
        limit: Duration,
    ) -> Result<(UidSet, u32)> {
        let command = search_for(Command::new("UID SEARCH"), criteria, &self.capabilities)?;
        let answer = timeout(limit, self.open_and(name, Some(command), Items::Flags)).await;
        let reply = answer.map_err(|_| Error::Timeout("UID SEARCH"))???;
        Ok((found_by(reply)?, self.exchange.exists))
    }
}

impl Pool {
    /// Borrows a connection that waits with this mailbox open, else one that waits with none; neither waits for one nor opens any.
    pub fn lease_beside(&self, credentials: &Credentials, name: &MailboxName) -> Option<Lease> {
        let seat = self.seat_now(credentials)?;
        let line = self.shared.accounts().get_mut(&seat.key)?.pick_beside(name)?;
        Some(Lease { line: Some(line), was_idle: true, beside: true, seat })
    }
}
