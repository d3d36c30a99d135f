//! How bulk actions run: chosen exactly, in steps, counted by looking again. Rescue, delete and empty all go through here.

use super::bulk_action::{BulkAction, FlagChanges, Operation, Selection};
use super::expunge::expunge;
use super::identity::IDENTITY;
use super::move_or_copy::move_or_copy;
use super::progress::Progress;
use super::recover::recover;
use super::size_snapshot::SizeSnapshot;
use crate::imap::{self, FetchItems, PooledConnection, SearchCriteria, Selected, Session};
use crate::mail::account::recovery_log::{Journal, PendingWork};
use crate::mail::account::work::Mail;
use crate::mail::{Error, Mailbox, Outcome, Result, Uid, UidSet, UidValidity};
use std::collections::BTreeMap;
use std::sync::Arc;
use tracing::Instrument as _;

/// Messages one move names: servers learn from each, one after the other.
const MOVED_AT_ONCE: u32 = 25;
/// Messages one deletion names. Each EXPUNGE makes the server write its index anew (Dovecot 2.3: some 10 ms and more), so steps
/// are large; they stay within the time a command may take on a slow disk.
const DELETED_AT_ONCE: u32 = 4000;

/// Says why nothing was even begun.
#[derive(Debug)]
enum NotBegun {
    Changed,
    ReadOnly,
}

impl Mail {
    /// Runs a bulk action, and counts what became of the messages.
    ///
    /// It goes on to its end when the caller goes away: a closed browser takes nothing back.
    ///
    /// # Errors
    /// Only when nothing was begun: [`Error::MailboxChanged`], [`Error::ReadOnly`], [`Error::Gone`], or no connection;
    /// [`Error::Unknown`] when the work broke off.
    pub(in crate::mail) async fn run_bulk_action(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        selection: Selection,
        operation: Operation,
    ) -> Result<Outcome> {
        self.run_action(BulkAction::new(mailbox, uid_validity, selection, operation)).await
    }

    /// As [`Mail::run_bulk_action`].
    pub(in crate::mail) async fn run_action(&self, action: BulkAction) -> Result<Outcome> {
        let mail = self.clone();
        let work = tokio::spawn(async move { mail.run_to_end(action).await }.in_current_span());
        work.await.map_err(|_| Error::Unknown(imap::Error::BrokenOff))?
    }

    async fn run_to_end(&self, action: BulkAction) -> Result<Outcome> {
        // What was left half done is read only when nobody else can be at it.
        let lock = self.account.state().lock(self.deadline).await?;
        self.finish_moves_into(&lock, &action.mailbox.name).await?;
        let pending = self.account.state().recovery.about(&action.mailbox.name, action.uid_validity);
        let mut connection = self.acquire_for_change(&lock).await?;
        let verb = action.count_as;
        let outcome = self.run_locked(&mut connection, &pending, action).await?;
        verb.iter().for_each(|verb| verb.count(outcome.done.into(), outcome.bytes));
        Ok(outcome)
    }

    /// As [`Mail::run_bulk_action`], for who holds the account's lock.
    pub(in crate::mail) async fn run_locked(
        &self,
        connection: &mut PooledConnection,
        pending: &PendingWork,
        mut action: BulkAction,
    ) -> Result<Outcome> {
        action.unfinished = pending.marked();
        let action = Arc::new(action);
        let mut tried = try_once(connection, &action, pending).await;
        if self.renewed_if_stale(connection, &tried).await? {
            tried = try_once(connection, &action, pending).await;
        }
        let first = match tried? {
            Ok(progress) => progress,
            Err(NotBegun::Changed) => return Err(Error::MailboxChanged),
            Err(NotBegun::ReadOnly) => return Err(Error::ReadOnly),
        };
        let progress = match &first.stopped {
            Some(stopped) if stopped.ends_connection() => self.after_cut(connection, &action, pending, first).await,
            _ => first,
        };
        if matches!(action.operation, Operation::Delete) {
            self.account.cache().forget_storage();
            let left = progress.remaining.as_ref().unwrap_or(&progress.present);
            pending.note_marked(&progress.present, left);
        }
        pending.write_end().await;
        Ok(progress.outcome(&action))
    }

    /// Finishes after the line was cut: a deletion goes on where it was, for the person has decided; of a move only what was copied
    /// is finished and the rest looked at, for trying again could make copies.
    async fn after_cut(
        &self,
        connection: &mut PooledConnection,
        action: &BulkAction,
        pending: &PendingWork,
        cut: Progress,
    ) -> Progress {
        let selection = match action.selection {
            Selection::Shown { last, .. } => Selection::Rest(cut.present.clone(), last),
            Selection::Step(_) => Selection::Step(cut.present.clone()),
            _ => Selection::Uids(cut.present.clone()),
        };
        let rest = Arc::new(BulkAction { selection, unfinished: UidSet::default(), ..action.clone() });
        let again = async {
            self.renew(connection).await?;
            if rest.moves() {
                return look_again(connection, &rest, pending, &cut.present).await;
            }
            try_once(connection, &rest, pending).await?.map_err(|_| imap::Error::Closed)
        };
        match again.await {
            Ok(then) => {
                let over = then.remaining.as_ref().is_some_and(UidSet::is_empty);
                Progress {
                    present: cut.present,
                    remaining: then.remaining,
                    confirmed: None,
                    copies: None,
                    bytes: cut.bytes + then.bytes,
                    before: None,
                    newer_kept: cut.newer_kept.max(then.newer_kept),
                    stopped: if over { None } else { then.stopped.or(cut.stopped) },
                    may_go: then.may_go,
                }
            }
            Err(_) => cut,
        }
    }
}

/// Tries an action on one connection. An error means that nothing of it was begun.
async fn try_once(
    connection: &PooledConnection,
    action: &Arc<BulkAction>,
    pending: &PendingWork,
) -> imap::Result<Result<Progress, NotBegun>> {
    let (action, mut journal) = (action.clone(), pending.journal());
    let work = connection.run(move |session| {
        Box::pin(async move {
            let tried = run(session, &action, &mut journal).await;
            Ok((tried, journal))
        })
    });
    let (tried, journal) = work.await?;
    pending.note_journal(&journal);
    tried
}

async fn look_again(
    connection: &PooledConnection,
    rest: &Arc<BulkAction>,
    pending: &PendingWork,
    present: &UidSet,
) -> imap::Result<Progress> {
    let (rest, present, mut journal) = (rest.clone(), present.clone(), pending.journal());
    let work = connection.run(move |session| {
        Box::pin(async move {
            let looked = async {
                let copying = journal.copies.clone();
                recover(session, &rest.mailbox.name, rest.uid_validity, &mut journal).await?;
                let mut examined = session.examine(&rest.mailbox.name).await?;
                if examined.uid_validity() != Some(rest.uid_validity) {
                    return Err(imap::Error::Closed);
                }
                let remaining =
                    examined.search(&SearchCriteria { uids: Some(present), ..SearchCriteria::default() }).await?;
                // Their copies may come yet.
                let late = copying.into_iter().filter(|one| !one.uids.intersection(&remaining).is_empty());
                journal.copies.extend(late);
                Ok(Progress { remaining: Some(remaining), may_go: true, ..Progress::default() })
            };
            let looked = looked.await;
            Ok((looked, journal))
        })
    });
    let (looked, journal) = work.await?;
    pending.note_journal(&journal);
    looked
}

/// Does an action on one connection. An error means that nothing of it was begun.
async fn run(
    session: &mut Session,
    action: &BulkAction,
    journal: &mut Journal,
) -> imap::Result<Result<Progress, NotBegun>> {
    let name = &action.mailbox.name;
    let mut selected = match action.goes_on {
        true => session.select_still(name).await?,
        false => session.select(name).await?,
    };
    if selected.uid_validity() != Some(action.uid_validity) {
        return Ok(Err(NotBegun::Changed));
    }
    if selected.is_read_only() {
        return Ok(Err(NotBegun::ReadOnly));
    }
    let mut moved = Vec::new();
    if !journal.is_empty() {
        match recover(session, name, action.uid_validity, journal).await {
            Ok(finished) => moved = finished,
            // What cannot be finished stops nothing that it is not about.
            Err(error) if !error.ends_connection() && !action.is_about_copies(journal) => {
                tracing::warn!("what was left half done waits: {error}");
            }
            Err(error) => return Err(error),
        }
        selected = session.select(name).await?;
        if selected.uid_validity() != Some(action.uid_validity) {
            return Ok(Err(NotBegun::Changed));
        }
    }
    let present = match &action.selection {
        Selection::Uids(uids) | Selection::Step(uids) | Selection::Rest(uids, _) => {
            selected.search(&SearchCriteria { uids: Some(uids.clone()), ..SearchCriteria::default() }).await?
        }
        Selection::Shown { last, count, left_out } => {
            let going = shown(&mut selected, *last, &action.unfinished).await?;
            // A mark that was taken back since makes wanted mail of what was left out.
            if going.len() > u64::from(*count) || !going.intersection(left_out).is_empty() {
                return Ok(Err(NotBegun::Changed));
            }
            going
        }
    };
    let before = action.moved_before(moved);
    let confirmed = Some(before.len());
    let mut progress = Progress { present: present.union(&before), confirmed, ..Progress::default() };
    if let Err(stopped) = steps(&mut selected, action, &present, &mut progress, journal).await {
        progress.stopped = Some(stopped);
    }
    if progress.stopped.as_ref().is_none_or(|stopped| !stopped.ends_connection())
        && let Err(cut) = count_up(&mut selected, action, &mut progress).await
    {
        progress.stopped = Some(cut);
    }
    Ok(Ok(progress))
}

/// Finds what an Empty button would take.
pub(in crate::mail) async fn shown(
    selected: &mut Selected<'_>,
    last: Uid,
    unfinished: &UidSet,
) -> imap::Result<UidSet> {
    let up_to = SearchCriteria { uids: Some(UidSet::up_to(last)), ..SearchCriteria::default() };
    let all = selected.search(&up_to).await?;
    let marked = selected.search(&SearchCriteria { deleted: Some(true), ..up_to }).await?;
    Ok(all.difference(&marked.difference(unfinished)))
}

async fn steps(
    selected: &mut Selected<'_>,
    action: &BulkAction,
    present: &UidSet,
    progress: &mut Progress,
    journal: &mut Journal,
) -> imap::Result<()> {
    match &action.operation {
        Operation::Delete => {
            if matches!(action.selection, Selection::Shown { .. }) {
                progress.before = SizeSnapshot::ask(selected, &action.mailbox.name).await?;
            }
            // Who goes step by step knows how large one may be.
            let most = if matches!(action.selection, Selection::Step(_)) { u32::MAX } else { DELETED_AT_ONCE };
            for uids in present.chunks(most, UidSet::MAX_TEXT) {
                let sizes = match (progress.before, &action.selection) {
                    (Some(_), _) | (None, Selection::Step(_)) => Vec::new(),
                    (None, _) => selected.fetch(&uids, FetchItems::Size).await?,
                };
                journal.write_marked(&uids).await?;
                expunge(selected, &uids, journal).await?;
                let octets = sizes.iter().filter_map(|message| message.size).fold(0, u64::saturating_add);
                progress.bytes = progress.bytes.saturating_add(octets);
            }
        }
        Operation::Move { target, changes } => {
            for uids in present.chunks(MOVED_AT_ONCE, UidSet::MAX_TEXT) {
                change_flags(selected, &uids, changes).await?;
                progress.note_moved(move_or_copy(selected, &uids, target, journal).await?);
            }
        }
        Operation::Flag { change, flags } => {
            for uids in present.chunks(DELETED_AT_ONCE, UidSet::MAX_TEXT) {
                selected.store(&uids, *change, flags).await?;
            }
        }
    }
    Ok(())
}

/// Changes the flags of messages that are about to be moved; a refused change stops nothing.
async fn change_flags(selected: &mut Selected<'_>, uids: &UidSet, changes: &FlagChanges) -> imap::Result<()> {
    let before = match changes {
        FlagChanges::These(changes) => {
            let changes: Vec<_> = changes.iter().filter(|(_, flag)| selected.can_store(flag)).copied().collect();
            return selected.store_all(uids, &changes).await.map(drop);
        }
        FlagChanges::AsBefore(before) => before,
    };
    let mut alike: BTreeMap<String, Vec<Uid>> = BTreeMap::new();
    for message in selected.fetch(uids, IDENTITY).await? {
        if let (Some(uid), Some(flags)) = (message.uid, before.get(&message)) {
            let kept: Vec<&str> = flags.split(' ').filter(|flag| selected.can_store(flag)).collect();
            alike.entry(kept.join(" ")).or_default().push(uid);
        }
    }
    for (flags, uids) in alike {
        match selected.replace_flags(&uids.into_iter().collect(), &flags).await {
            Err(error) if error.ends_connection() => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Looks at what is left: "done" is what the server no longer has, not what we believe.
async fn count_up(selected: &mut Selected<'_>, action: &BulkAction, progress: &mut Progress) -> imap::Result<()> {
    if matches!(action.operation, Operation::Flag { .. }) {
        progress.remaining =
            Some(if progress.stopped.is_none() { UidSet::default() } else { progress.present.clone() });
        return Ok(());
    }
    let remaining = match action.operation {
        // Each step has looked already.
        Operation::Delete if progress.stopped.is_none() => UidSet::default(),
        _ => {
            selected
                .search(&SearchCriteria { uids: Some(progress.present.clone()), ..SearchCriteria::default() })
                .await?
        }
    };
    if let Selection::Shown { last, .. } | Selection::Rest(_, last) = &action.selection {
        let newer = UidSet::above(*last);
        let newer = selected.search(&SearchCriteria { uids: Some(newer), ..SearchCriteria::default() }).await?;
        progress.newer_kept = u32::try_from(newer.len()).unwrap_or(u32::MAX);
    }
    let gone = progress.present.len() - remaining.len();
    progress.remaining = Some(remaining);
    if let Some(before) = progress.before {
        match before.freed(selected, &action.mailbox.name, gone).await {
            Ok(octets) => progress.bytes = octets.unwrap_or(0),
            // What is done is done, and known; only how much it was is not.
            Err(imap::Error::Refused(_)) => {}
            Err(cut) => return Err(cut),
        }
    }
    Ok(())
}
