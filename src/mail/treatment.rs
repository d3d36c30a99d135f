//! How messages are treated: chosen exactly, in steps, counted by looking again. Rescue, delete and empty all go through here.

use super::freed::Before;
use super::leased::{self, Mail};
use super::progress::Progress;
use super::settle::settle;
use super::unfinished::HalfDone;
use super::{Error, Mailbox, Outcome, Result, Uid, UidSet, UidValidity};
use crate::imap::{self, Change, Criteria, Items, Lease, Ledger, MailboxName, Purpose, Selected, Session};
use std::sync::Arc;
use tracing::Instrument as _;

/// Messages one move names: servers learn from each, one after the other.
const MOVED_AT_ONCE: u32 = 25;
/// Messages one deletion names. Each EXPUNGE makes the server write its index anew (Dovecot 2.3: some 10 ms and more), so steps
/// are large; they stay within the time a command may take on a slow disk.
const DELETED_AT_ONCE: u32 = 4000;
/// Octets of a command's UID set (RFC 7162, 4 wants lines of at most 8192).
const SET_TEXT: usize = 7000;

/// Says which messages are to be treated.
#[derive(Debug, Clone)]
pub(super) enum Chosen {
    /// These.
    Uids(UidSet),
    /// These, which were found before the line was cut among all up to that UID.
    Rest(UidSet, Uid),
    /// All that a page showed: up to this UID, so many at most; not those another mail program has marked `\Deleted`, whether it
    /// had done so when the page was drawn (those were left out of the count) or does now.
    Shown { last: Uid, count: u32, left_out: UidSet },
}

/// Says what is done to them.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Deleted for good, in place.
    Delete,
    /// Moved, after these changes of flags; a refused change does not stop the move.
    Move { target: MailboxName, changes: &'static [(Change, &'static str)] },
    /// Flags changed.
    Flag { change: Change, flags: &'static str },
}

/// Is what is done, and to which messages.
#[derive(Debug, Clone)]
pub(super) struct Treatment {
    mailbox: Mailbox,
    uid_validity: UidValidity,
    chosen: Chosen,
    act: Act,
    /// Messages that an earlier try marked `\Deleted` and could not expunge: they are ours to finish.
    unfinished: UidSet,
}

impl Treatment {
    pub fn new(mailbox: &Mailbox, uid_validity: UidValidity, chosen: Chosen, act: Act) -> Self {
        Self { mailbox: mailbox.clone(), uid_validity, chosen, act, unfinished: UidSet::default() }
    }

    /// Tells how many messages were asked for; `None` for what a page showed, whose number the server must tell.
    pub fn asked(&self) -> Option<u64> {
        match &self.chosen {
            Chosen::Uids(uids) | Chosen::Rest(uids, _) => Some(uids.len()),
            Chosen::Shown { .. } => None,
        }
    }

    pub fn moves(&self) -> bool {
        matches!(self.act, Act::Move { .. })
    }

    /// Picks what was asked for and is done already: an earlier try had copied it, and only now the originals went.
    fn moved_before(&self, moved: Vec<(MailboxName, UidSet)>) -> UidSet {
        let (Act::Move { target, .. }, Chosen::Uids(chosen)) = (&self.act, &self.chosen) else {
            return UidSet::default();
        };
        let there = moved.into_iter().filter(|(mailbox, _)| mailbox == target);
        there.fold(UidSet::default(), |all, (_, uids)| all.union(&uids.intersection(chosen)))
    }
}

/// Says why nothing was even begun.
#[derive(Debug)]
enum Refused {
    Changed,
    ReadOnly,
}

impl Mail {
    /// Treats messages, and says what became of each of them.
    ///
    /// It goes on to its end when the caller goes away: a closed browser takes nothing back.
    ///
    /// # Errors
    /// Only when nothing was begun: [`Error::MailboxChanged`], [`Error::ReadOnly`], [`Error::Gone`], or no connection;
    /// [`Error::Unknown`] when the work broke off.
    pub(super) async fn treat(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        chosen: Chosen,
        act: Act,
    ) -> Result<Outcome> {
        let mail = self.clone();
        let treatment = Treatment::new(mailbox, uid_validity, chosen, act);
        let work = tokio::spawn(async move { mail.treated(treatment).await }.in_current_span());
        work.await.map_err(|_| Error::Unknown(imap::Error::BrokenOff))?
    }

    async fn treated(&self, treatment: Treatment) -> Result<Outcome> {
        // What was left half done is read only when nobody else can be at it.
        let _turn = self.account.server().turns.wait(&self.account, self.deadline).await?;
        let notes = self.account.server().unfinished.about(&self.account, &treatment.mailbox, treatment.uid_validity);
        let mut lease = self.lease(Purpose::Change).await?;
        self.treat_in_turn(&mut lease, &notes, treatment).await
    }

    /// As [`Mail::treat`], for who has the account's turn.
    pub(super) async fn treat_in_turn(
        &self,
        lease: &mut Lease,
        notes: &HalfDone,
        mut treatment: Treatment,
    ) -> Result<Outcome> {
        treatment.unfinished = notes.marked();
        let treatment = Arc::new(treatment);
        let tried = match try_once(lease, &treatment, notes).await {
            // Nothing was begun: the connection had ended while nobody used it.
            Err(error) if lease.was_idle() && leased::went_stale(&error) => {
                self.renew(lease).await?;
                try_once(lease, &treatment, notes).await
            }
            tried => tried,
        };
        let first = match tried? {
            Ok(progress) => progress,
            Err(Refused::Changed) => return Err(Error::MailboxChanged),
            Err(Refused::ReadOnly) => return Err(Error::ReadOnly),
        };
        let progress = match &first.stopped {
            Some(stopped) if stopped.ends_connection() => self.after_cut(lease, &treatment, notes, first).await,
            _ => first,
        };
        if matches!(treatment.act, Act::Delete) {
            let left = progress.remaining.as_ref().unwrap_or(&progress.present);
            notes.note_marked(&progress.present, left);
        }
        Ok(progress.outcome(&treatment))
    }

    /// Finishes after the line was cut: a deletion goes on where it was, for the person has decided; of a move only what was copied
    /// is finished and the rest looked at, for trying again could make copies.
    async fn after_cut(&self, lease: &mut Lease, treatment: &Treatment, notes: &HalfDone, cut: Progress) -> Progress {
        let chosen = match treatment.chosen {
            Chosen::Shown { last, .. } => Chosen::Rest(cut.present.clone(), last),
            _ => Chosen::Uids(cut.present.clone()),
        };
        let rest = Arc::new(Treatment { chosen, unfinished: UidSet::default(), ..treatment.clone() });
        let again = async {
            self.renew(lease).await?;
            if rest.moves() {
                return look_again(lease, &rest, notes, &cut.present).await;
            }
            try_once(lease, &rest, notes).await?.map_err(|_| imap::Error::Closed)
        };
        match again.await {
            Ok(then) => {
                let over = then.remaining.as_ref().is_some_and(UidSet::is_empty);
                Progress {
                    present: cut.present,
                    remaining: then.remaining,
                    confirmed: None,
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

/// Tries a treatment on one connection. An error means that nothing of it was begun.
async fn try_once(
    lease: &Lease,
    treatment: &Arc<Treatment>,
    notes: &HalfDone,
) -> imap::Result<Result<Progress, Refused>> {
    let (treatment, mut ledger) = (treatment.clone(), notes.ledger());
    let work = lease.run(move |session| {
        Box::pin(async move {
            let tried = run(session, &treatment, &mut ledger).await;
            Ok((tried, ledger))
        })
    });
    let (tried, ledger) = work.await?;
    notes.note_ledger(ledger);
    tried
}

async fn look_again(
    lease: &Lease,
    rest: &Arc<Treatment>,
    notes: &HalfDone,
    present: &UidSet,
) -> imap::Result<Progress> {
    let (rest, present, mut ledger) = (rest.clone(), present.clone(), notes.ledger());
    let work = lease.run(move |session| {
        Box::pin(async move {
            let looked = async {
                let copying = ledger.copying.clone();
                settle(session, &rest.mailbox.name, rest.uid_validity, &mut ledger).await?;
                let mut examined = session.examine(&rest.mailbox.name).await?;
                if examined.uid_validity() != Some(rest.uid_validity) {
                    return Err(imap::Error::Closed);
                }
                let remaining = examined.search(&Criteria { uids: Some(present), ..Criteria::default() }).await?;
                // Their copies may come yet.
                let late = copying.into_iter().filter(|one| !one.uids.intersection(&remaining).is_empty());
                ledger.copying.extend(late);
                Ok(Progress { remaining: Some(remaining), may_go: true, ..Progress::default() })
            };
            let looked = looked.await;
            Ok((looked, ledger))
        })
    });
    let (looked, ledger) = work.await?;
    notes.note_ledger(ledger);
    looked
}

/// Does a treatment on one connection. An error means that nothing of it was begun.
async fn run(
    session: &mut Session,
    treatment: &Treatment,
    ledger: &mut Ledger,
) -> imap::Result<Result<Progress, Refused>> {
    let name = &treatment.mailbox.name;
    let mut selected = session.select(name).await?;
    if selected.uid_validity() != Some(treatment.uid_validity) {
        return Ok(Err(Refused::Changed));
    }
    if selected.is_read_only() {
        return Ok(Err(Refused::ReadOnly));
    }
    let mut moved = Vec::new();
    if !ledger.is_empty() {
        moved = settle(session, name, treatment.uid_validity, ledger).await?;
        selected = session.select(name).await?;
        if selected.uid_validity() != Some(treatment.uid_validity) {
            return Ok(Err(Refused::Changed));
        }
    }
    let present = match &treatment.chosen {
        Chosen::Uids(uids) | Chosen::Rest(uids, _) => {
            selected.search(&Criteria { uids: Some(uids.clone()), ..Criteria::default() }).await?
        }
        Chosen::Shown { last, count, left_out } => {
            let going = shown(&mut selected, *last, &treatment.unfinished).await?;
            // A mark that was taken back since makes wanted mail of what was left out.
            if going.len() > u64::from(*count) || !going.intersection(left_out).is_empty() {
                return Ok(Err(Refused::Changed));
            }
            going
        }
    };
    let before = treatment.moved_before(moved);
    let confirmed = Some(before.len());
    let mut progress = Progress { present: present.union(&before), confirmed, ..Progress::default() };
    if let Err(stopped) = steps(&mut selected, treatment, &present, &mut progress, ledger).await {
        progress.stopped = Some(stopped);
    }
    if progress.stopped.as_ref().is_none_or(|stopped| !stopped.ends_connection())
        && let Err(cut) = count_up(&mut selected, treatment, &mut progress).await
    {
        progress.stopped = Some(cut);
    }
    Ok(Ok(progress))
}

/// Finds what an Empty button would take.
async fn shown(selected: &mut Selected<'_>, last: Uid, unfinished: &UidSet) -> imap::Result<UidSet> {
    let up_to = Criteria { uids: Some(UidSet::up_to(last)), ..Criteria::default() };
    let all = selected.search(&up_to).await?;
    let marked = selected.search(&Criteria { deleted: Some(true), ..up_to }).await?;
    Ok(all.difference(&marked.difference(unfinished)))
}

async fn steps(
    selected: &mut Selected<'_>,
    treatment: &Treatment,
    present: &UidSet,
    progress: &mut Progress,
    ledger: &mut Ledger,
) -> imap::Result<()> {
    match &treatment.act {
        Act::Delete => {
            if matches!(treatment.chosen, Chosen::Shown { .. }) {
                progress.before = Before::ask(selected, &treatment.mailbox.name).await?;
            }
            for uids in present.chunks(DELETED_AT_ONCE, SET_TEXT) {
                let sizes = match progress.before {
                    Some(_) => Vec::new(),
                    None => selected.fetch(&uids, Items::Size).await?,
                };
                selected.expunge(&uids, ledger).await?;
                let octets = sizes.iter().filter_map(|message| message.size).fold(0, u64::saturating_add);
                progress.bytes = progress.bytes.saturating_add(octets);
            }
        }
        Act::Move { target, changes } => {
            let kept =
                |(_, keyword): &&(Change, &'static str)| keyword.starts_with('\\') || selected.keeps_keyword(keyword);
            let changes: Vec<_> = changes.iter().filter(kept).copied().collect();
            for uids in present.chunks(MOVED_AT_ONCE, SET_TEXT) {
                selected.store_all(&uids, &changes).await?;
                let moved = selected.move_to(&uids, target, ledger).await?;
                progress.confirmed = progress.confirmed.zip(moved).map(|(so_far, now)| so_far + now);
            }
        }
        Act::Flag { change, flags } => {
            for uids in present.chunks(DELETED_AT_ONCE, SET_TEXT) {
                selected.store(&uids, *change, flags).await?;
            }
        }
    }
    Ok(())
}

/// Looks at what is left: "done" is what the server no longer has, not what we believe.
async fn count_up(selected: &mut Selected<'_>, treatment: &Treatment, progress: &mut Progress) -> imap::Result<()> {
    if matches!(treatment.act, Act::Flag { .. }) {
        progress.remaining =
            Some(if progress.stopped.is_none() { UidSet::default() } else { progress.present.clone() });
        return Ok(());
    }
    let remaining = match treatment.act {
        // Each step has looked already.
        Act::Delete if progress.stopped.is_none() => UidSet::default(),
        _ => selected.search(&Criteria { uids: Some(progress.present.clone()), ..Criteria::default() }).await?,
    };
    if let Chosen::Shown { last, .. } | Chosen::Rest(_, last) = &treatment.chosen {
        let newer = UidSet::above(*last);
        let newer = selected.search(&Criteria { uids: Some(newer), ..Criteria::default() }).await?;
        progress.newer_kept = u32::try_from(newer.len()).unwrap_or(u32::MAX);
    }
    let gone = progress.present.len() - remaining.len();
    progress.remaining = Some(remaining);
    if let Some(before) = progress.before {
        match before.freed(selected, &treatment.mailbox.name, gone).await {
            Ok(octets) => progress.bytes = octets.unwrap_or(0),
            // What is done is done, and known; only how much it was is not.
            Err(imap::Error::Refused(_)) => {}
            Err(cut) => return Err(cut),
        }
    }
    Ok(())
}
