//! The same verbs in steps, for work that is too long for one request: which messages are meant, one step, and what all came to.
//! Each step is a bulk action of its own, and as exact as any other.

use super::bulk_action::{BulkAction, Operation, Selection};
use super::run_bulk_action::shown;
use super::size_snapshot::SizeSnapshot;
use crate::imap::SearchCriteria;
use crate::mail::account::work::Mail;
use crate::mail::lists::all_listed::matching;
use crate::mail::{Error, Mailbox, MailboxName, Outcome, Result, Uid, UidSet, UidValidity, Verb, Wanted};

/// Holds which messages are meant, once and for all.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The messages; what arrives later is never among them.
    pub uids: UidSet,
    /// What the mailbox held before, where octets are told by that.
    pub before: Option<SizeSnapshot>,
}

/// Says how a step is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct StepOptions {
    /// Whether the octets that are deleted are summed.
    pub sized: bool,
    /// Whether it goes on at once with what the step before has opened.
    pub goes_on: bool,
    /// Whether it is all of the work, and is counted here for those who watch the site; work of many steps counts by itself.
    pub is_all: bool,
}

/// Says what stands beside the counts of the steps, looked up at the end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summing {
    /// Messages that arrived after the page was drawn, and were kept.
    pub newer_kept: u32,
    /// Octets that went, where the mailbox's size tells that.
    pub freed: Option<u64>,
}

/// Why there is no plan, told without a connection's error.
enum NoPlan {
    Changed,
    More,
    ReadOnly,
}

impl Mail {
    /// Finds out which messages are meant by what a page showed; changes nothing. What the mailbox held is asked where the verb deletes.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] for another UIDVALIDITY, and when more would be emptied than the page said;
    /// [`Error::MoreThanShown`] when more of a list match; [`Error::ReadOnly`].
    pub async fn plan(&self, verb: Verb, mailbox: &Mailbox, wanted: &Wanted) -> Result<Plan> {
        let (name, wanted, state) = (mailbox.name.clone(), wanted.clone(), self.account.clone());
        let planned = self.read(Some(&mailbox.name), move |session| {
            let (name, wanted, account) = (name.clone(), wanted.clone(), state.clone());
            Box::pin(async move {
                let mut selected = session.select(&name).await?;
                if selected.uid_validity() != Some(wanted.uid_validity()) {
                    return Ok(Err(NoPlan::Changed));
                }
                if selected.is_read_only() {
                    return Ok(Err(NoPlan::ReadOnly));
                }
                let uids = match &wanted {
                    Wanted::Chosen(_, uids) => uids.clone(),
                    Wanted::Listed(listed) => {
                        let last = Some(listed.last_uid);
                        let found = matching(&mut selected, &account, &name, &listed.query, last).await?;
                        if found.len() > u64::from(listed.count) {
                            return Ok(Err(NoPlan::More));
                        }
                        found
                    }
                    Wanted::Shown(seen) => {
                        let ours = account.state().recovery.about(&name, seen.uid_validity).marked();
                        let uids = match seen.last_uid {
                            Some(last) => shown(&mut selected, last, &ours).await?,
                            None => UidSet::default(),
                        };
                        if uids.len() > u64::from(seen.count) || !uids.intersection(&seen.left_out).is_empty() {
                            return Ok(Err(NoPlan::Changed));
                        }
                        uids
                    }
                };
                let before = if verb.destroys() { SizeSnapshot::ask(&mut selected, &name).await? } else { None };
                Ok(Ok(Plan { uids, before }))
            })
        });
        planned.await?.map_err(|why| match why {
            NoPlan::Changed => Error::MailboxChanged,
            NoPlan::More => Error::MoreThanShown,
            NoPlan::ReadOnly => Error::ReadOnly,
        })
    }

    /// Does one step: a verb to these messages.
    ///
    /// # Errors
    /// Only when nothing was begun; see [`Outcome`] for all else.
    pub async fn step(
        &self,
        verb: Verb,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uids: UidSet,
        how: StepOptions,
    ) -> Result<Outcome> {
        let StepOptions { sized, goes_on, is_all } = how;
        let count_as = is_all.then_some(verb);
        let selection = if sized { Selection::Uids(uids) } else { Selection::Step(uids) };
        let operation = self.operation(verb).await?;
        let action = BulkAction::new(mailbox, uid_validity, selection, operation);
        self.run_action(BulkAction { goes_on, count_as, ..action }).await
    }

    /// Counts what of these is still there, and what is where they go; `back` is where an undone move leads.
    ///
    /// # Errors
    /// When the server cannot be asked; [`Error::MailboxChanged`].
    pub async fn look_at_move(
        &self,
        verb: Verb,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uids: &UidSet,
        back: Option<&MailboxName>,
    ) -> Result<(u64, Option<u32>)> {
        let target = match (back, verb) {
            (Some(back), _) => back.clone(),
            (None, verb) => match self.operation(verb).await? {
                Operation::Move { target, .. } => target,
                _ => return Ok((0, None)),
            },
        };
        let (name, uids) = (mailbox.name.clone(), uids.clone());
        let looked = self.read_before_change(move |session| {
            let (name, target, uids) = (name.clone(), target.clone(), uids.clone());
            Box::pin(async move {
                let mut selected = session.select(&name).await?;
                if selected.uid_validity() != Some(uid_validity) {
                    return Ok(None);
                }
                let there = selected.search(&SearchCriteria { uids: Some(uids), ..SearchCriteria::default() }).await?;
                Ok(Some((there.len(), selected.status(&target).await?.messages)))
            })
        });
        looked.await?.ok_or(Error::MailboxChanged)
    }

    /// Looks what the steps came to, of which `gone` messages went.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn sum_up(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        last: Option<Uid>,
        before: Option<SizeSnapshot>,
        gone: u64,
    ) -> Result<Summing> {
        let name = mailbox.name.clone();
        let summed = self.read(Some(&mailbox.name), move |session| {
            let name = name.clone();
            Box::pin(async move {
                let mut selected = session.select(&name).await?;
                if selected.uid_validity() != Some(uid_validity) {
                    return Ok(Summing::default());
                }
                let newer = SearchCriteria { uids: last.map(UidSet::above), ..SearchCriteria::default() };
                let newer = if last.is_some() { selected.search(&newer).await? } else { UidSet::default() };
                let freed = match before {
                    Some(before) => before.freed(&mut selected, &name, gone).await?,
                    None => None,
                };
                Ok(Summing { newer_kept: u32::try_from(newer.len()).unwrap_or(u32::MAX), freed })
            })
        });
        summed.await
    }
}
