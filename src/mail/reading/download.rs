//! The source of a message, and its attachments, as they come from the server.

use super::lookup::{Lookup, look_up};
use crate::imap::{self, FetchItems, MailboxName, Part, PooledConnection, Purpose};
use crate::mail::account::work::Mail;
use crate::mail::content::decode::Decoder;
use crate::mail::content::mime;
use crate::mail::{Error, Mailbox, Result, Uid, UidValidity};
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tracing::Instrument as _;

/// Pieces that wait for a slow reader; each is at most what one read from the server brings.
const WAITING: usize = 4;

/// A body on its way.
#[derive(Debug)]
pub struct Download {
    first: Option<Bytes>,
    pieces: mpsc::Receiver<Bytes>,
    end: Option<oneshot::Receiver<imap::Result<()>>>,
    decoder: Decoder,
}

/// Describes an attachment that is about to come.
#[derive(Debug)]
pub struct File {
    /// The file name, decoded, if it has one.
    pub name: Option<String>,
    /// The media type, lower case, as the sender wrote it.
    pub media_type: String,
    /// The octets.
    pub octets: Download,
}

impl Mail {
    /// Fetches the source of a message, octet for octet.
    ///
    /// # Errors
    /// As [`Mail::open`]; what happens later comes with the pieces.
    pub async fn source(&self, mailbox: &Mailbox, uid_validity: UidValidity, uid: Uid) -> Result<Download> {
        let (connection, _) = self.look_at(&mailbox.name, uid_validity, uid, FetchItems::Size).await?;
        begin(connection, mailbox.name.clone(), uid_validity, uid, String::new(), Decoder::None).await
    }

    /// Fetches the header block of a message, octet for octet.
    ///
    /// # Errors
    /// As [`Mail::source`].
    pub async fn header(&self, mailbox: &Mailbox, uid_validity: UidValidity, uid: Uid) -> Result<Download> {
        let (connection, _) = self.look_at(&mailbox.name, uid_validity, uid, FetchItems::Size).await?;
        begin(connection, mailbox.name.clone(), uid_validity, uid, "HEADER".to_owned(), Decoder::None).await
    }

    /// Fetches one part of a message, decoded; `section` is its number, such as `2.1`.
    ///
    /// # Errors
    /// As [`Mail::source`]; [`Error::Gone`] also when the message has no such part.
    pub async fn file(&self, mailbox: &Mailbox, uid_validity: UidValidity, uid: Uid, section: &str) -> Result<File> {
        self.file_up_to(mailbox, uid_validity, uid, section, u64::MAX).await
    }

    /// Fetches one part of a message as [`Mail::file`] does, unless it is larger than `most`, in octets as encoded.
    pub(super) async fn file_up_to(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uid: Uid,
        section: &str,
        most: u64,
    ) -> Result<File> {
        let (connection, parts) = self.look_at(&mailbox.name, uid_validity, uid, FetchItems::Whole).await?;
        let part = parts.into_iter().find(|part| part.section == section && part.size <= most).ok_or(Error::Gone)?;
        let decoder = Decoder::of(&part.encoding);
        let octets = begin(connection, mailbox.name.clone(), uid_validity, uid, part.section.clone(), decoder).await?;
        Ok(File { name: part.file_name().and_then(mime::file_name), media_type: part.media_type, octets })
    }

    /// Makes sure that a message is there, on a connection that is then ours; returns its parts where these were asked for.
    async fn look_at(
        &self,
        name: &MailboxName,
        uid_validity: UidValidity,
        uid: Uid,
        items: FetchItems,
    ) -> Result<(PooledConnection, Vec<Part>)> {
        let mut connection = self.acquire(Purpose::Look(Some(name))).await?;
        let mut found = look_at(&connection, name, uid_validity, uid, items).await;
        if self.renewed_if_stale(&mut connection, &found).await? {
            found = look_at(&connection, name, uid_validity, uid, items).await;
        }
        let found = found?;
        Ok((connection, found.into_result()?))
    }
}

async fn look_at(
    connection: &PooledConnection,
    name: &MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
    items: FetchItems,
) -> imap::Result<Lookup<Vec<Part>>> {
    let name = name.clone();
    let work = connection.run(move |session| {
        Box::pin(async move {
            Ok(match look_up(session, &name, uid_validity, uid, items, None).await? {
                Lookup::Changed => Lookup::Changed,
                Lookup::Gone => Lookup::Gone,
                Lookup::Found((_, message)) => Lookup::Found(message.structure.unwrap_or_default().parts),
            })
        })
    });
    work.await
}

/// Starts the stream, and waits for its first piece, so that a refusal is known before anything is promised.
async fn begin(
    connection: PooledConnection,
    name: MailboxName,
    uid_validity: UidValidity,
    uid: Uid,
    section: String,
    decoder: Decoder,
) -> Result<Download> {
    let (sink, mut pieces) = mpsc::channel(WAITING);
    let (ended, mut end) = oneshot::channel();
    let streaming = async move {
        let work = connection.run(move |session| {
            Box::pin(async move {
                let mut examined = session.open(&name).await?;
                if examined.uid_validity() != Some(uid_validity) {
                    return Err(imap::Error::Closed);
                }
                examined.stream(uid, &section, sink).await
            })
        });
        let _ = ended.send(work.await);
    };
    tokio::spawn(streaming.in_current_span());
    let first = pieces.recv().await;
    if first.is_none() {
        // Nothing came, and nothing will: either there is nothing, or it failed.
        (&mut end).await.unwrap_or(Err(imap::Error::BrokenOff))?;
        return Ok(Download { first, pieces, end: None, decoder });
    }
    Ok(Download { first, pieces, end: Some(end), decoder })
}

impl Download {
    /// Returns the next piece; `None` at the end.
    ///
    /// # Errors
    /// When the rest will not come: what was given out so far is not the whole.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            let piece = match self.first.take() {
                Some(first) => Some(first),
                None => self.pieces.recv().await,
            };
            let decoded = match piece {
                Some(piece) if self.decoder.is_none() => return Ok(Some(piece)),
                Some(piece) => Bytes::from(self.decoder.push(&piece)),
                None => {
                    let Some(end) = self.end.take() else { return Ok(None) };
                    end.await.unwrap_or(Err(imap::Error::BrokenOff))?;
                    Bytes::from(std::mem::replace(&mut self.decoder, Decoder::None).finish())
                }
            };
            if !decoded.is_empty() {
                return Ok(Some(decoded));
            }
        }
    }
}
