//! "Not spam" for messages some of which a filter has wrapped: those reach INBOX as they were sent, the others as they are.

use super::original::Unwrapped;
use crate::imap;
use crate::mail::account::work::Mail;
use crate::mail::lists::rows::rows_of;
use crate::mail::{Error, Mailbox, Outcome, Result, UidSet, UidValidity, Verb};
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument as _;

/// How long originals are delivered one after the other before somebody gets an answer; the rest stays where it is.
const LONGEST: Duration = Duration::from_secs(25);

/// Says what became of messages that were rescued, the originals out of their wrappers.
#[derive(Debug)]
pub struct Rescued {
    /// All of them, counted.
    pub outcome: Outcome,
    /// What became of each that is wrapped, as far as they were tried.
    pub originals: Vec<Unwrapped>,
}

impl Rescued {
    /// Returns how many originals were taken out of their wrappers and are in INBOX.
    pub fn delivered(&self) -> u64 {
        let delivered = |original: &&Unwrapped| {
            matches!(original, Unwrapped::Delivered | Unwrapped::WrapperLeft | Unwrapped::WrapperUnknown)
        };
        self.originals.iter().filter(delivered).count() as u64
    }
}

impl Mail {
    /// Moves messages out of Spam into INBOX, and of those that a filter has wrapped the originals. It goes on to its end when the
    /// caller goes away.
    ///
    /// # Errors
    /// Only when nothing was begun; see [`Outcome`] for all else. [`Error::Unknown`] when the work broke off.
    pub async fn rescue_originals(&self, spam: &Mailbox, uid_validity: UidValidity, uids: UidSet) -> Result<Rescued> {
        self.spawn_rescue(spam, uid_validity, uids, Some(LONGEST)).await
    }

    /// Does the same, however long it takes, for work that is tried again where nothing certain is known. What the server has taken
    /// and does not show whole is as certain as it will be: the wrapper is left.
    ///
    /// # Errors
    /// As [`Mail::rescue_originals`].
    pub async fn rescue_all_originals(
        &self,
        spam: &Mailbox,
        uid_validity: UidValidity,
        uids: UidSet,
    ) -> Result<Rescued> {
        let mut rescued = self.spawn_rescue(spam, uid_validity, uids, None).await?;
        let not_found = rescued.originals.iter().filter(|original| matches!(original, Unwrapped::NotFound)).count();
        let not_found = u32::try_from(not_found).unwrap_or(u32::MAX).min(rescued.outcome.unknown);
        rescued.outcome.unknown -= not_found;
        rescued.outcome.left += not_found;
        Ok(rescued)
    }

    async fn spawn_rescue(
        &self,
        spam: &Mailbox,
        uid_validity: UidValidity,
        uids: UidSet,
        longest: Option<Duration>,
    ) -> Result<Rescued> {
        let (mail, spam) = (self.clone(), spam.clone());
        let work = async move {
            let rescued = mail.rescued(&spam, uid_validity, uids, longest.unwrap_or(Duration::MAX)).await?;
            // Longer work counts by itself.
            if longest.is_some() {
                Verb::Rescue.count(rescued.outcome.done.into(), 0);
            }
            Ok(rescued)
        };
        tokio::spawn(work.in_current_span()).await.map_err(|_| Error::Unknown(imap::Error::BrokenOff))?
    }

    async fn rescued(
        &self,
        spam: &Mailbox,
        uid_validity: UidValidity,
        uids: UidSet,
        longest: Duration,
    ) -> Result<Rescued> {
        let wrapped = self.wrapped_among(spam, uid_validity, &uids).await?;
        let mut as_they_are = uids.difference(&wrapped);
        let (begun, mut originals, mut stopped, mut tried) = (Instant::now(), Vec::new(), None, 0);
        for uid in wrapped.iter() {
            if begun.elapsed() >= longest {
                stopped = Some(Error::Busy);
                break;
            }
            tried += 1;
            // Each has its own time to wait for a connection.
            match self.account.mail().deliver_original(spam, uid_validity, uid).await {
                Ok(Unwrapped::NotWrapped) => as_they_are = as_they_are.union(&UidSet::from_iter([uid])),
                Ok(original) => {
                    let full = matches!(original, Unwrapped::Refused(Error::OverQuota(_)));
                    originals.push(original);
                    if full {
                        break;
                    }
                }
                Err(error) if originals.is_empty() => return Err(error),
                Err(error) => {
                    stopped = Some(error);
                    tried -= 1;
                    break;
                }
            }
        }
        let mut outcome = match as_they_are.is_empty() {
            true => Outcome::default(),
            false => match self.account.mail().rescue(spam, uid_validity, as_they_are.clone()).await {
                Ok(outcome) => outcome,
                Err(error) if originals.is_empty() => return Err(error),
                Err(error) => {
                    let left = u32::try_from(as_they_are.len()).unwrap_or(u32::MAX);
                    Outcome { asked: left, left, trouble: Some(error), ..Outcome::default() }
                }
            },
        };
        let untried = u32::try_from(wrapped.len()).unwrap_or(u32::MAX).saturating_sub(tried);
        (outcome.asked, outcome.left) = (outcome.asked + untried, outcome.left + untried);
        outcome.trouble = outcome.trouble.or(stopped);
        originals.iter().for_each(|original| count(original, &mut outcome));
        Ok(Rescued { outcome, originals })
    }

    /// Finds those that are wrapped, as the list shows them; mostly it is remembered from there. One alone may come from its page, which
    /// knows its parts and so wrappers that a list does not know: it is looked at in any case.
    async fn wrapped_among(&self, spam: &Mailbox, uid_validity: UidValidity, uids: &UidSet) -> Result<UidSet> {
        if uids.len() == 1 {
            return Ok(uids.clone());
        }
        let known = self.account.cache().rows(&spam.name, uid_validity, uids.iter());
        if known.len() as u64 == uids.len() {
            return Ok(known.into_values().filter(|row| row.wrapped).map(|row| row.uid).collect());
        }
        let (account, name, uids) = (self.account.clone(), spam.name.clone(), uids.clone());
        let found = self.read(Some(&spam.name), move |session| {
            let (account, name, uids) = (account.clone(), name.clone(), uids.clone());
            Box::pin(async move {
                let mut examined = session.examine(&name).await?;
                if examined.uid_validity() != Some(uid_validity) {
                    return Ok(None);
                }
                let uids: Vec<_> = uids.iter().collect();
                let rows = rows_of(&account, &name, &mut examined, &uids).await?;
                Ok(Some(rows.into_iter().filter(|row| row.wrapped).map(|row| row.uid).collect()))
            })
        });
        found.await?.ok_or(Error::MailboxChanged)
    }
}

/// Adds what became of one original.
fn count(original: &Unwrapped, outcome: &mut Outcome) {
    outcome.asked += 1;
    match original {
        Unwrapped::Delivered | Unwrapped::WrapperLeft | Unwrapped::WrapperUnknown => outcome.done += 1,
        Unwrapped::Missing => outcome.missing += 1,
        Unwrapped::NotFound | Unwrapped::Unknown => outcome.unknown += 1,
        Unwrapped::NotWrapped | Unwrapped::NothingInside | Unwrapped::TooLarge | Unwrapped::Refused(_) => {
            outcome.left += 1;
        }
    }
}
