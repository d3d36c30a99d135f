//! A small picture of an attached one.

use super::apart::{Places, apart};
use super::download::File;
use crate::mail::account::work::Mail;
use crate::mail::content::preview::{self, MAX_FILE, Preview};
use crate::mail::{Error, Mailbox, Result, Uid, UidValidity};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Files that are held at the same time.
static FILES: Semaphore = Semaphore::const_new(2);
/// Pictures that are decoded at the same time; one may take 60 MB. Those that wait are held already.
static DECODERS: Places = Places::new(1, 4 * MAX_FILE);
/// Pages that wait at once for one of the [`FILES`]; each of them holds a connection.
static WAITING: Semaphore = Semaphore::const_new(64);
/// How long one waits for a place, and then how long a file may take to come: nobody else's pictures wait for longer.
const PATIENCE: Duration = Duration::from_secs(10);

impl Mail {
    /// Makes a small picture of an attached one; `section` is the part's number, such as `2.1`.
    ///
    /// # Errors
    /// As [`Mail::file`]; [`Error::Busy`] when too many others wait for that; [`Error::Gone`] also for what is no picture, is broken, too large or too slow.
    pub async fn preview(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uid: Uid,
        section: &str,
    ) -> Result<Preview> {
        // Base64 takes four octets for three, and two more behind each line; what a server says of a size may be wrong.
        let most = MAX_FILE as u64 / 2 * 3;
        // The account's own connection first: whoever keeps those busy waits for them alone.
        let file = self.file_up_to(mailbox, uid_validity, uid, section, most).await?;
        let waits = WAITING.try_acquire().map_err(|_| Error::Busy)?;
        let _place = timeout(PATIENCE, FILES.acquire()).await.ok().and_then(|place| place.ok()).ok_or(Error::Gone)?;
        drop(waits);
        let octets = timeout(PATIENCE, whole(file)).await.map_err(|_| Error::Gone)??;
        apart(&DECODERS, octets.len(), move || preview::preview(&octets)).await?.flatten().ok_or(Error::Gone)
    }
}

async fn whole(mut file: File) -> Result<Vec<u8>> {
    let mut octets = Vec::new();
    while let Some(piece) = file.octets.next().await? {
        if octets.len() + piece.len() > MAX_FILE {
            return Err(Error::Gone);
        }
        octets.extend_from_slice(&piece);
    }
    Ok(octets)
}
