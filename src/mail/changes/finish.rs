//! Finishing what an earlier process left half done, as soon as its owner is back.

use super::expunge::expunge;
use super::recover::{is_gone, recover};
use crate::imap::{self, SearchCriteria, Session};
use crate::mail::account::recovery_log::{Journal, PendingWork};
use crate::mail::account::turn::AccountLock;
use crate::mail::account::work::Mail;
use crate::mail::{Account, Error, MailboxName, Result, UidSet, UidValidity};
use tracing::Instrument as _;

/// Messages that are expunged at once.
const AT_ONCE: u32 = 4000;

impl Account {
    /// Finishes in the background what an earlier process left half done; nothing where that was looked for before.
    pub fn finish_half_done(&self) {
        if !self.state().recovery.is_time_to_finish() {
            return;
        }
        let account = self.clone();
        let work = async move {
            if !account.state().recovery.is_something_left().await.unwrap_or_default() {
                return;
            }
            let mail = account.mail();
            // What another node is at now is not left half done: its turn is waited for.
            let Ok(lock) = account.state().lock(mail.deadline).await else { return };
            for (name, uid_validity) in account.state().recovery.left_over() {
                match mail.finish(&lock, &name, uid_validity).await {
                    Ok(()) => tracing::info!("what an earlier process left half done is finished"),
                    Err(error) => tracing::warn!("what an earlier process left half done waits: {error}"),
                }
            }
        };
        tokio::spawn(work.in_current_span());
    }
}

impl Mail {
    /// Finishes moves into a mailbox whose originals are there yet: copies that are moved on, or deleted, would not be found again, and the
    /// originals stay for good.
    ///
    /// # Errors
    /// When the server cannot be asked. What it refuses stays half done.
    pub(in crate::mail) async fn finish_moves_into(&self, lock: &AccountLock, target: &MailboxName) -> Result<()> {
        for (name, uid_validity) in self.account.state().recovery.copying_into(target) {
            match self.finish(lock, &name, uid_validity).await {
                Err(error @ (Error::Unreachable(_) | Error::Unknown(_) | Error::Busy)) => return Err(error),
                Err(error) => tracing::warn!("a move that is half done waits: {error}"),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// Expunges originals that have been copied, puts marks of other programs back, and expunges what we have marked, where it still is.
    async fn finish(&self, lock: &AccountLock, name: &MailboxName, uid_validity: UidValidity) -> Result<()> {
        let pending = self.account.state().recovery.about(name, uid_validity);
        let connection = self.acquire_for_change(lock).await?;
        let (name, at) = (name.clone(), pending.clone());
        let (finished, journal) = connection
            .run(move |session| {
                Box::pin(async move {
                    let mut journal = at.journal();
                    let finished = finish(session, &name, uid_validity, &at, &mut journal).await;
                    Ok((finished, journal))
                })
            })
            .await?;
        pending.note_journal(&journal);
        if finished.is_ok() {
            pending.note_finished();
        }
        pending.write_end().await;
        Ok(finished?)
    }
}

async fn finish(
    session: &mut Session,
    name: &MailboxName,
    uid_validity: UidValidity,
    pending: &PendingWork,
    journal: &mut Journal,
) -> imap::Result<()> {
    let ours = pending.marking();
    if let Err(error) = session.examine(name).await {
        if !is_gone(&error) {
            return Err(error);
        }
        // With the mailbox went what was half done in it.
        *journal = Journal::default();
        pending.note_marked(&ours, &UidSet::default());
        return Ok(());
    }
    recover(session, name, uid_validity, journal).await?;
    let mut selected = session.select(name).await?;
    for uids in ours.chunks(AT_ONCE, UidSet::MAX_TEXT) {
        if selected.uid_validity() == Some(uid_validity) {
            // Who has taken the mark off since wants the message.
            let marked = SearchCriteria { uids: Some(uids.clone()), deleted: Some(true), ..SearchCriteria::default() };
            let left = selected.search(&marked).await?;
            expunge(&mut selected, &left, journal).await?;
        }
        pending.note_marked(&uids, &UidSet::default());
    }
    Ok(())
}
