//! Taking a move back: how messages are is written down before; then they are looked for where they went, get the flags they had, and return.

use super::bulk_action::{FlagChanges, Operation, Selection};
use super::identity::{IDENTITY, Identity};
use super::move_record::{FlagsBefore, MoveRecord};
use crate::imap::{self, Examined, Fetched};
use crate::mail::account::work::Mail;
use crate::mail::{Error, Mailbox, MailboxName, Outcome, Result, Uid, UidSet, UidValidity, Verb};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Mail {
    /// Writes down how messages are that a verb is about to move; changes nothing.
    ///
    /// # Errors
    /// When the server cannot be asked; [`Error::MailboxChanged`].
    pub async fn record_move(
        &self,
        verb: Verb,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uids: &UidSet,
    ) -> Result<Option<MoveRecord>> {
        let Operation::Move { target, .. } = self.operation(verb).await? else { return Ok(None) };
        let (name, uids) = (mailbox.name.clone(), uids.clone());
        let recorded = self.read_before_change(move |session| {
            let (name, target, uids) = (name.clone(), target.clone(), uids.clone());
            Box::pin(async move {
                let mut selected = session.select_still(&name).await?;
                if selected.uid_validity() != Some(uid_validity) {
                    return Ok(None);
                }
                let mut messages = Vec::new();
                for piece in uids.chunks(u32::MAX, UidSet::MAX_TEXT) {
                    messages.extend(selected.fetch(&piece, IDENTITY).await?);
                }
                let status = selected.status(&target).await?;
                Ok(Some(MoveRecord::new(&messages, &target, &status)))
            })
        });
        recorded.await?.map(Some).ok_or(Error::MailboxChanged)
    }

    /// Looks for the messages of a move where they went, and returns those that are still there; changes nothing.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] when that mailbox was made anew; [`Error::Gone`] when nothing is known of the move.
    pub async fn find_moved(&self, records: &[MoveRecord]) -> Result<UidSet> {
        let first = records.first().ok_or(Error::Gone)?;
        let (target, uid_validity) = (first.target(), first.uid_validity().ok_or(Error::Gone)?);
        let (name, records) = (target.clone(), records.to_vec());
        let records = Arc::new(records);
        let found = self.read_before_change(move |session| {
            let (name, records) = (name.clone(), records.clone());
            Box::pin(async move {
                let mut selected = session.select(&name).await?;
                if selected.uid_validity() != Some(uid_validity) {
                    return Ok(None);
                }
                find(&mut selected, &records).await.map(Some)
            })
        });
        found.await?.ok_or(Error::MailboxChanged)
    }

    /// Puts messages of a move back into the mailbox they were in, with the flags they had.
    ///
    /// # Errors
    /// Only when nothing was begun; see [`Outcome`] for all else.
    pub async fn put_back(
        &self,
        from: &Mailbox,
        uid_validity: UidValidity,
        uids: UidSet,
        to: &MailboxName,
        flags: &FlagsBefore,
    ) -> Result<Outcome> {
        let changes = FlagChanges::AsBefore(flags.clone());
        let operation = Operation::Move { target: to.clone(), changes };
        self.run_bulk_action(from, uid_validity, Selection::Uids(uids), operation).await
    }
}

/// Finds the messages of all records; each that is there counts for one.
async fn find(examined: &mut Examined<'_>, records: &[MoveRecord]) -> imap::Result<UidSet> {
    let places = records.iter().fold(UidSet::default(), |all, record| all.union(&record.places()));
    let mut wanted: BTreeMap<&Identity, usize> = BTreeMap::new();
    for identity in records.iter().flat_map(MoveRecord::identities) {
        *wanted.entry(identity).or_default() += 1;
    }
    let mut found: Vec<Uid> = Vec::new();
    for piece in places.chunks(u32::MAX, UidSet::MAX_TEXT) {
        let fetched = examined.fetch(&piece, IDENTITY).await?;
        let mut take = |message: &Fetched| {
            let left = wanted.get_mut(&Identity::of(message)?).filter(|left| **left > 0)?;
            *left -= 1;
            message.uid
        };
        found.extend(fetched.iter().filter_map(&mut take));
    }
    Ok(found.into_iter().collect())
}
