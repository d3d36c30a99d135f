//! "Deliver the original": what SpamAssassin has wrapped goes to INBOX as it was sent, and only then the wrapper goes.
//!
//! The original is held while it is on its way, once; [`crate::mail::account::originals_budget::OriginalsBudget`] bounds how much of all people's mail is held at a time.

use super::bulk_action::{BulkAction, Operation, Selection};
use super::inbox_copy;
use super::recover::recover;
use super::rescue::NOT_SPAM;
use crate::imap::{self, FetchItems, MailboxName, PooledConnection, Session};
use crate::mail::account::recovery_log::{InboxLocation, Journal, PendingWork};
use crate::mail::account::work::Mail;
use crate::mail::content::decode::Decoder;
use crate::mail::content::{mime, wrapper};
use crate::mail::{Error, Mailbox, Outcome, Result, Uid, UidSet, UidValidity};
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

/// Octets of the largest original that is taken out of its wrapper.
pub const LARGEST_ORIGINAL: u64 = 30 * MEGABYTE;
const MEGABYTE: u64 = 1 << 20;

/// Says what became of a wrapped message.
#[derive(Debug)]
pub enum Unwrapped {
    /// The original is in INBOX, and the wrapper is gone.
    Delivered,
    /// The original is in INBOX; the wrapper could not be deleted.
    WrapperLeft,
    /// The original is in INBOX; the line was cut while the wrapper was being deleted.
    WrapperUnknown,
    /// The server has taken the original, but it could not be found in INBOX, whole; the wrapper is still there.
    NotFound,
    /// The line was cut while the original was on its way; the wrapper is still there.
    Unknown,
    /// The wrapper was no longer there, and nothing was done.
    Missing,
    /// No filter has wrapped it; nothing was done.
    NotWrapped,
    /// There is no original that can be taken out; nothing was done.
    NothingInside,
    /// The original is larger than [`LARGEST_ORIGINAL`]; nothing was done.
    TooLarge,
    /// The server refused; nothing was done.
    Refused(Error),
}

/// Names a wrapper.
#[derive(Debug, Clone)]
struct Wrapper {
    name: MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
}

/// The message that was inside, ready to be sent.
struct Original {
    octets: Vec<u8>,
    /// When the wrapper arrived: that is when the original did.
    received: Option<Timestamp>,
    /// Where the server has put it in an earlier try.
    sent: Option<InboxLocation>,
    _room: OwnedSemaphorePermit,
}

/// What the wrapper's mailbox holds.
enum Extracted {
    Original(Original),
    Not(Unwrapped),
    Stopped(Error),
}

/// Says where an original is.
enum Arrival {
    InInbox,
    /// Not there, whole; the server may have said where it has put it.
    NotFound(Option<InboxLocation>),
    Refused(Error),
    Unknown,
}

impl Mail {
    /// Puts the original of a wrapped message into INBOX, looks whether it is there, and then deletes the wrapper for good.
    ///
    /// It goes on to its end when the caller goes away. An original that is there already, octet for octet, is not sent again.
    ///
    /// # Errors
    /// Only when nothing was begun: [`Error::MailboxChanged`], [`Error::ReadOnly`], [`Error::Busy`], or no connection;
    /// [`Error::Unknown`] when the work broke off.
    pub async fn deliver_original(&self, spam: &Mailbox, uid_validity: UidValidity, uid: Uid) -> Result<Unwrapped> {
        let (mail, spam) = (self.clone(), spam.clone());
        let work = tokio::spawn(async move { mail.unwrapped(&spam, uid_validity, uid).await }.in_current_span());
        work.await.map_err(|_| Error::Unknown(imap::Error::BrokenOff))?
    }

    async fn unwrapped(&self, spam: &Mailbox, uid_validity: UidValidity, uid: Uid) -> Result<Unwrapped> {
        let lock = self.account.state().lock(self.deadline).await?;
        let pending = self.account.state().recovery.about(&spam.name, uid_validity);
        let wrapper = Wrapper { name: spam.name.clone(), uid_validity, uid };
        let mut connection = self.acquire_for_change(&lock).await?;
        let mut found = self.take_out(&connection, &wrapper, &pending).await;
        if self.renewed_if_stale(&mut connection, &found).await? {
            found = self.take_out(&connection, &wrapper, &pending).await;
        }
        let original = match found? {
            Extracted::Original(original) => Arc::new(Original { sent: pending.appended(uid), ..original }),
            Extracted::Not(unwrapped) => return Ok(unwrapped),
            Extracted::Stopped(error) => return Err(error),
        };
        match self.arrive(&mut connection, original).await? {
            Arrival::InInbox => {}
            Arrival::NotFound(place) => {
                place.into_iter().for_each(|place| pending.note_appended(uid, place));
                pending.write_end().await;
                return Ok(Unwrapped::NotFound);
            }
            Arrival::Refused(error) => return Ok(Unwrapped::Refused(error)),
            Arrival::Unknown => return Ok(Unwrapped::Unknown),
        }
        let deletion =
            BulkAction::new(spam, uid_validity, Selection::Uids(UidSet::from_iter([uid])), Operation::Delete);
        let mut deleted = self.run_locked(&mut connection, &pending, deletion.clone()).await;
        if matches!(deleted, Err(Error::Unreachable(_))) && self.renew(&mut connection).await.is_ok() {
            deleted = self.run_locked(&mut connection, &pending, deletion).await;
        }
        Ok(match deleted {
            Ok(Outcome { left: 0, unknown: 0, .. }) => Unwrapped::Delivered,
            Ok(Outcome { unknown: 0, .. }) => Unwrapped::WrapperLeft,
            Ok(_) | Err(Error::Unknown(_)) => Unwrapped::WrapperUnknown,
            // Nothing of the deletion was begun.
            Err(_) => Unwrapped::WrapperLeft,
        })
    }

    /// Reads the original out of its wrapper; nothing of it is changed.
    async fn take_out(
        &self,
        connection: &PooledConnection,
        wrapper: &Wrapper,
        pending: &PendingWork,
    ) -> imap::Result<Extracted> {
        let (wrapper, mut journal) = (wrapper.clone(), pending.journal());
        let (room, deadline) = (self.account.server().room.0.clone(), self.deadline);
        let work = connection.run(move |session| {
            Box::pin(async move {
                let found = take_out(session, &wrapper, &mut journal, room, deadline).await;
                Ok((found, journal))
            })
        });
        let (found, journal) = work.await?;
        pending.note_journal(&journal);
        found
    }

    /// Sends the original to INBOX; when the line is cut, only looks whether it has come.
    async fn arrive(&self, connection: &mut PooledConnection, original: Arc<Original>) -> Result<Arrival> {
        let (sent, begun) = match send(connection, &original, Sending::IfMissing).await {
            Err(error @ imap::Error::BrokenOff) => (Err(error), true),
            Err(error) => return Err(error.into()),
            Ok(tried) => tried,
        };
        let error = match sent {
            Ok(arrival) => return Ok(arrival),
            // It was sent, and now the server will not let us look.
            Err(error) if begun && !error.ends_connection() => return Ok(Arrival::NotFound(None)),
            Err(error) if !error.ends_connection() => return Ok(Arrival::Refused(error.into())),
            Err(error) => error,
        };
        if !begun {
            return Err(error.into());
        }
        tracing::info!("cut while a message was stored: {error}");
        let looked = async {
            self.renew(connection).await?;
            send(connection, &original, Sending::Never).await?.0
        };
        Ok(looked.await.unwrap_or(Arrival::Unknown))
    }
}

/// An error means that nothing was begun.
async fn take_out(
    session: &mut Session,
    wrapper: &Wrapper,
    journal: &mut Journal,
    room: Arc<Semaphore>,
    deadline: Instant,
) -> imap::Result<Extracted> {
    if !journal.is_empty() {
        recover(session, &wrapper.name, wrapper.uid_validity, journal).await?;
    }
    let mut selected = session.select(&wrapper.name).await?;
    if selected.uid_validity() != Some(wrapper.uid_validity) {
        return Ok(Extracted::Stopped(Error::MailboxChanged));
    }
    if selected.is_read_only() {
        return Ok(Extracted::Stopped(Error::ReadOnly));
    }
    let fetched = match selected.fetch(&UidSet::from_iter([wrapper.uid]), FetchItems::Whole).await {
        // A structure that the server cannot parse: its page shows it as no wrapper, either.
        Err(imap::Error::Refused(_)) => return Ok(Extracted::Not(Unwrapped::NotWrapped)),
        fetched => fetched?,
    };
    let Some(fetched) = fetched.into_iter().find(|message| message.size.is_some()) else {
        return Ok(Extracted::Not(Unwrapped::Missing));
    };
    let outer = fetched.sections.first().map(|(_, literal)| mime::head(&literal.bytes)).unwrap_or_default();
    let structure = fetched.structure.unwrap_or_default();
    let Some(part) = wrapper::original(&structure) else { return Ok(Extracted::Not(Unwrapped::NotWrapped)) };
    if part.size > LARGEST_ORIGINAL {
        return Ok(Extracted::Not(Unwrapped::TooLarge));
    }
    let wanted = room.acquire_many_owned(u32::try_from(part.size / MEGABYTE + 1).unwrap_or(u32::MAX));
    let room = timeout_at(deadline, wanted).await.ok().and_then(Result::ok).ok_or(imap::Error::Busy)?;
    let mut octets = Vec::with_capacity(usize::try_from(part.size + 2).unwrap_or(0));
    let mut decoder = Decoder::of(&part.encoding);
    let take = |piece: &[u8]| {
        octets.extend(decoder.push(piece));
        octets.len() as u64 <= LARGEST_ORIGINAL
    };
    match selected.take_section(wrapper.uid, &part.section, take).await {
        Err(imap::Error::TooLarge(_)) => return Ok(Extracted::Not(Unwrapped::TooLarge)),
        taken => taken?,
    }
    octets.extend(decoder.finish());
    if !wrapper::is_of_author(mime::head(wrapper::header(&octets)).from.first(), outer.from.first()) {
        return Ok(Extracted::Not(Unwrapped::NotWrapped));
    }
    Ok(match inbox_copy::as_sent(octets) {
        Some(octets) => {
            Extracted::Original(Original { octets, received: fetched.internal_date, sent: None, _room: room })
        }
        None => Extracted::Not(Unwrapped::NothingInside),
    })
}

/// Says whether an original that is not in INBOX is sent there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sending {
    IfMissing,
    Never,
}

/// Makes sure on one connection that the original is in INBOX; tells also whether it may have been sent. An outer error means that
/// the connection has ended.
async fn send(
    connection: &PooledConnection,
    original: &Arc<Original>,
    sending: Sending,
) -> imap::Result<(imap::Result<Arrival>, bool)> {
    let original = original.clone();
    let work = connection.run(move |session| {
        Box::pin(async move {
            let mut begun = false;
            let sent = make_sure(session, &original, sending, &mut begun).await;
            Ok((sent, begun))
        })
    });
    work.await
}

async fn make_sure(
    session: &mut Session,
    original: &Original,
    sending: Sending,
    begun: &mut bool,
) -> imap::Result<Arrival> {
    let (inbox, octets) = (MailboxName::inbox(), &original.octets);
    let mut selected = session.select(&inbox).await?;
    let before = inbox_copy::alike(&mut selected, octets).await?;
    let mut there = inbox_copy::the_same(&mut selected, &before, octets).await?;
    if there.is_none() {
        if sending == Sending::Never {
            return Ok(Arrival::Unknown);
        }
        // Some servers change what they are given: then it is there, and never the same.
        if let Some((uid_validity, uid)) =
            original.sent.filter(|(uid_validity, _)| Some(*uid_validity) == selected.uid_validity())
            && !selected.fetch(&UidSet::from_iter([uid]), FetchItems::Size).await?.is_empty()
        {
            return Ok(Arrival::NotFound(Some((uid_validity, uid))));
        }
        *begun = true;
        let told = match session.append(&inbox, original.received, octets).await {
            Err(error) if !error.ends_connection() => return Ok(Arrival::Refused(error.into())),
            told => told?,
        };
        selected = session.select(&inbox).await?;
        let new = match told.filter(|(uid_validity, _)| Some(*uid_validity) == selected.uid_validity()) {
            Some((_, uid)) => UidSet::from_iter([uid]),
            None => inbox_copy::alike(&mut selected, octets).await?.difference(&before),
        };
        there = inbox_copy::with_this_head(&mut selected, &new, octets).await?.pop();
        if there.is_none() {
            return Ok(Arrival::NotFound(told));
        }
    }
    let Some(uid) = there else { return Ok(Arrival::Unknown) };
    // Each change is made or refused by itself: no keyword stops a delivery.
    let changes: Vec<_> = NOT_SPAM.iter().filter(|(_, flag)| selected.can_store(flag)).copied().collect();
    selected.store_all(&UidSet::from_iter([uid]), &changes).await?;
    Ok(Arrival::InInbox)
}
