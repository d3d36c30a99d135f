//! A small picture of an attached one.

use crate::mail::account::work::Mail;
use crate::mail::content::preview::{self, MAX_FILE, Preview};
use crate::mail::{Error, Mailbox, Result, Uid, UidValidity};
use tokio::sync::Semaphore;

/// Files that are held at the same time.
static FILES: Semaphore = Semaphore::const_new(2);
/// Pictures that are decoded at the same time; one may take 60 MB.
static DECODERS: Semaphore = Semaphore::const_new(1);

impl Mail {
    /// Makes a small picture of an attached one; `section` is the part's number, such as `2.1`.
    ///
    /// # Errors
    /// As [`Mail::file`]; [`Error::Gone`] also for what is no picture, is broken or too large.
    pub async fn preview(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uid: Uid,
        section: &str,
    ) -> Result<Preview> {
        let _file = FILES.acquire().await.map_err(|_| Error::Gone)?;
        // Base64 takes four octets for three, and the ends of its lines.
        let most = MAX_FILE as u64 / 2 * 3;
        let mut file = self.file_up_to(mailbox, uid_validity, uid, section, most).await?;
        let mut octets = Vec::new();
        while let Some(piece) = file.octets.next().await? {
            octets.extend_from_slice(&piece);
        }
        let _decoder = DECODERS.acquire().await.map_err(|_| Error::Gone)?;
        let made = tokio::task::spawn_blocking(move || preview::preview(&octets)).await;
        made.ok().flatten().ok_or(Error::Gone)
    }
}
