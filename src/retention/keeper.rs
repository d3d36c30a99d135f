//! Previews what would go, switches it on and off, and runs it.

use super::master::Master;
use super::rules::{FOLDERS, Rule, folder};
use crate::jobs::{AskError, Asked, JobId, Jobs, NameOwner, OpenJob, State};
use crate::mail::{
    self, Account, Due, Epoch, FirstSeen, Mailbox, MailboxName, Role, UidValidity, Verb, Wanted, loggable,
};
use crate::store::{self, Store, growth, retention as rows};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::Instrument as _;

const DAY: i64 = 24 * 3600;
/// How long a folder is remembered that is not cleaned.
const UNSEEN: i64 = 400 * DAY;
/// How often a folder is cleaned: the second sign-in of a day changes nothing.
const APART: i64 = 20 * 3600;
/// Messages that a preview describes.
const DESCRIBED: usize = 10;
/// After so long without a look the first night only looks.
const LONG_UNSEEN: i64 = 4 * DAY;
/// Owners of whom it is remembered that they were noted today.
const REMEMBERED: usize = 50_000;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The mail server's.
    #[error(transparent)]
    Mail(#[from] mail::Error),
    /// The database's.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The work was not taken in.
    #[error(transparent)]
    Ask(#[from] AskError),
}

/// Keeps the folders of a site clean. Cheap to clone.
#[derive(Clone)]
pub struct Keeper(Arc<Inner>);

struct Inner {
    store: Store,
    jobs: Jobs,
    name_owner: NameOwner,
    masters: Vec<Master>,
    /// Owners whose folders were noted, and when.
    noted: Mutex<BTreeMap<[u8; 32], i64>>,
    /// Owners of whom it was noted how full their mailboxes are, and the day.
    weighed: Mutex<BTreeMap<[u8; 32], i64>>,
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeper")
    }
}

/// What a preview has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The moment it was reckoned for, in Unix seconds.
    pub as_of: i64,
    /// The mailbox's UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// How many messages it named.
    pub count: u64,
    /// The mailbox, as the server spells it.
    pub mailbox: MailboxName,
}

/// When a run begins that deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// After the grace time, in which its owner can take it back.
    AfterGrace,
    /// At once: nobody is there.
    AtOnce,
}

impl Keeper {
    /// Gathers what it works with; `masters` open mailboxes at night.
    pub fn new(store: Store, jobs: Jobs, name_owner: NameOwner, masters: Vec<Master>) -> Self {
        Self(Arc::new(Inner { store, jobs, name_owner, masters, noted: Mutex::default(), weighed: Mutex::default() }))
    }

    pub(super) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(super) fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    pub(super) fn masters(&self) -> &[Master] {
        &self.0.masters
    }

    pub(super) fn owner(&self, account: &Account) -> [u8; 32] {
        (self.0.name_owner)(&account.mailbox_key())
    }

    /// Tells whether folders of this account are cleaned also while its owner is not there.
    pub fn works_at_night(&self, account: &Account) -> bool {
        self.0.masters.iter().any(|master| master.opens(account))
    }

    /// Returns what is agreed for Spam and for Trash.
    ///
    /// # Errors
    /// The database's.
    pub async fn rules(&self, account: &Account) -> store::Result<Vec<Rule>> {
        Ok(self.rules_and_results(account).await?.into_iter().map(|(rule, _)| rule).collect())
    }

    /// Returns what is agreed, and of what went lately what the job says and the row does not.
    async fn rules_and_results(&self, account: &Account) -> store::Result<Vec<(Rule, bool)>> {
        let mut kept = rows::of(&self.0.store, &self.owner(account)).await?;
        let mut rules = Vec::new();
        for (role, name) in FOLDERS {
            let at = kept.iter().position(|row| row.folder == name);
            let mut rule = Rule::of(role, at.map(|at| kept.swap_remove(at)));
            let is_news = self.add_result(account, &mut rule).await?;
            rules.push((rule, is_news));
        }
        Ok(rules)
    }

    async fn rule(&self, account: &Account, role: Role) -> store::Result<Rule> {
        let rules = self.rules(account).await?;
        Ok(rules.into_iter().find(|rule| rule.role == role).unwrap_or_else(|| Rule::of(role, None)))
    }

    /// Looks what became of the job of the last run, and tells whether the row does not say that yet.
    async fn add_result(&self, account: &Account, rule: &mut Rule) -> store::Result<bool> {
        let (Some(last), Some(row)) = (&mut rule.last, &rule.row) else { return Ok(false) };
        let Some(job) = row.job.filter(|_| row.taken == 0) else { return Ok(false) };
        let Some(view) = self.0.jobs.find(account, JobId::from_key(job)).await? else { return Ok(false) };
        (last.taken, last.octets) = (view.progress.done, view.progress.bytes);
        last.runs = view.progress.state == State::Running;
        last.stopped = matches!(view.progress.state, State::Cancelled | State::Failed);
        Ok(!last.runs && last.taken > 0)
    }

    /// Keeps what the last run took: jobs are forgotten one day.
    async fn keep_result(&self, owner: &[u8; 32], rule: &Rule) -> store::Result<()> {
        let (Some(last), Some(row)) = (&rule.last, &rule.row) else { return Ok(()) };
        let Some(job) = row.job else { return Ok(()) };
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        rows::note_taken(&self.0.store, owner, &row.folder, &job, number(last.taken), number(last.octets)).await
    }

    /// Finds what would go if messages went after so many days in the folder; changes nothing. `now` is in Unix seconds.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn preview(&self, account: &Account, role: Role, days: u32, now: i64) -> Result<(Mailbox, Due), Error> {
        let rule = self.rule(account, role).await?;
        self.due(account, &rule, days, now, DESCRIBED).await
    }

    async fn due(
        &self,
        account: &Account,
        rule: &Rule,
        days: u32,
        now: i64,
        rows: usize,
    ) -> Result<(Mailbox, Due), Error> {
        let mail = account.mail();
        let mailbox = mail.find(rule.role).await?;
        let due = mail.find_due(&mailbox, &rule.seen, now - i64::from(days) * DAY, rows).await?;
        Ok((mailbox, due))
    }

    /// Switches it on for a folder, and begins with what its owner was shown: no more than `count` messages, those that had been there
    /// for so many days at `as_of` (Unix seconds), in the mailbox with that UIDVALIDITY.
    ///
    /// # Errors
    /// [`mail::Error::MoreThanShown`] and [`mail::Error::MailboxChanged`], and then nothing is switched on.
    pub async fn switch_on(&self, account: &Account, role: Role, days: u32, seen: Shown) -> Result<(), Error> {
        let Shown { as_of, uid_validity, count, mailbox: shown } = seen;
        let Some(name) = folder(role) else { return Ok(()) };
        let mut rule = self.rule(account, role).await?;
        let (mailbox, due) = self.due(account, &rule, days, as_of, 0).await?;
        if due.epoch.uid_validity != uid_validity || mailbox.name != shown {
            return Err(mail::Error::MailboxChanged.into());
        }
        if due.amount.count > count {
            return Err(mail::Error::MoreThanShown.into());
        }
        let owner = self.owner(account);
        self.note(&owner, name, &mut rule.seen, &due.epoch, true).await?;
        rows::set(&self.0.store, &owner, name, days.into(), &self.sealed(account, &owner)).await?;
        self.begin(account, name, &mailbox, &due, Begin::AfterGrace).await.map(drop)
    }

    /// Switches it off for a folder; a run that is under way goes on.
    ///
    /// # Errors
    /// The database's.
    pub async fn switch_off(&self, account: &Account, role: Role) -> store::Result<()> {
        match folder(role) {
            Some(name) => rows::set(&self.0.store, &self.owner(account), name, 0, &[]).await,
            None => Ok(()),
        }
    }

    /// Cleans what is to be cleaned, now that the owner is there; nobody waits for it.
    pub fn arrived(&self, account: &Account) {
        let (keeper, account) = (self.clone(), account.clone());
        let run = async move {
            if let Err(error) = keeper.run_all(&account, store::now(), Begin::AfterGrace).await {
                tracing::info!("a folder was not cleaned: {}", loggable(&error));
            }
        };
        tokio::spawn(run.in_current_span());
    }

    /// Cleans the folders whose turn it is, and returns the jobs. What is wrong with one folder does not keep the other from it.
    pub(super) async fn run_all(&self, account: &Account, now: i64, begin: Begin) -> Result<Vec<Arc<OpenJob>>, Error> {
        let (mut jobs, mut first) = (Vec::new(), None);
        let owner = self.owner(account);
        for (rule, is_news) in self.rules_and_results(account).await? {
            if is_news {
                self.keep_result(&owner, &rule).await?;
            }
            match self.run_one(account, &owner, rule, now, begin).await {
                Ok(job) => jobs.extend(job),
                // A folder that is not there holds nothing.
                Err(Error::Mail(mail::Error::NoSuchRole(_) | mail::Error::Gone)) => {}
                Err(error) => first = first.or(Some(error)),
            }
        }
        // What was begun is waited for, whatever became of the rest.
        match first {
            Some(error) if jobs.is_empty() => Err(error),
            _ => Ok(jobs),
        }
    }

    async fn run_one(
        &self,
        account: &Account,
        owner: &[u8; 32],
        mut rule: Rule,
        now: i64,
        begin: Begin,
    ) -> Result<Option<Arc<OpenJob>>, Error> {
        let (Some(days), Some(name), Some(row)) = (rule.days, folder(rule.role), rule.row.clone()) else {
            return Ok(None);
        };
        // The master's password may be another one since.
        let sealed = self.sealed(account, owner);
        if begin == Begin::AfterGrace && row.address != sealed {
            rows::note_address(&self.0.store, owner, &sealed).await?;
        }
        if now < row.run_at.saturating_add(APART) {
            return Ok(None);
        }
        let noted_at = rule.seen.noted_at();
        let (mailbox, due) = self.due(account, &rule, days, now, 0).await?;
        self.note(owner, name, &mut rule.seen, &due.epoch, false).await?;
        if begin == Begin::AtOnce {
            // A clock that is far ahead makes everything old; at night nobody is there to see it.
            let leapt = noted_at.is_none_or(|at| now > at.saturating_add(LONG_UNSEEN));
            // What its owner has begun there comes first, and may wait for its owner.
            if leapt || self.0.jobs.is_busy(account, &mailbox.name) {
                return Ok(None);
            }
        }
        if !rows::claim(&self.0.store, owner, &row, now).await? {
            return Ok(None);
        }
        self.begin(account, name, &mailbox, &due, begin).await
    }

    async fn begin(
        &self,
        account: &Account,
        name: &str,
        mailbox: &Mailbox,
        due: &Due,
        begin: Begin,
    ) -> Result<Option<Arc<OpenJob>>, Error> {
        let job = match due.uids.is_empty() {
            true => None,
            false => {
                let asked = Asked::new(Verb::Clean, mailbox, &Wanted::Chosen(due.epoch.uid_validity, due.uids.clone()));
                let asked = if begin == Begin::AtOnce { asked.at_once() } else { asked };
                Some(self.0.jobs.ask(account, asked).await?)
            }
        };
        let key = job.as_ref().map(|job| job.id().key());
        rows::note_run(&self.0.store, &self.owner(account), name, store::now(), key.as_ref()).await?;
        Ok(job)
    }

    /// Tells whether nothing was noted yet on this day of how full a mailbox is.
    pub(super) fn is_first_today(&self, owner: &[u8; 32], day: i64) -> bool {
        remember(&self.0.weighed, owner, day, |last| last == day)
    }

    /// Notes how Spam and Trash are now, so that it is known later how long messages have been there. Once a day an owner.
    pub fn note_seen(&self, account: &Account, folders: Vec<Epoch>) {
        let (owner, now) = (self.owner(account), store::now());
        if !remember(&self.0.noted, &owner, now, |at| now < at + APART) {
            return;
        }
        let keeper = self.clone();
        let note = async move {
            let kept = rows::of(&keeper.0.store, &owner).await?;
            for epoch in folders {
                let Some(name) = folder(epoch.role) else { continue };
                let row = kept.iter().find(|row| row.folder == name).cloned();
                let mut seen = Rule::of(epoch.role, row).seen;
                keeper.note(&owner, name, &mut seen, &epoch, false).await?;
            }
            Ok::<_, store::Error>(())
        };
        let note = async move {
            if let Err(error) = note.await {
                tracing::warn!("how the folders are cannot be noted: {error}");
            }
        };
        tokio::spawn(note.in_current_span());
    }

    /// Forgets folders that are not cleaned and were not seen for a year; `now` is in Unix seconds.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self, now: i64) -> store::Result<u64> {
        Ok(rows::sweep(&self.0.store, now - UNSEEN).await? + growth::sweep(&self.0.store, (now - UNSEEN) / DAY).await?)
    }

    /// Notes how a folder is, where there is something to note, or there must be a row.
    async fn note(
        &self,
        owner: &[u8; 32],
        name: &str,
        seen: &mut FirstSeen,
        epoch: &Epoch,
        always: bool,
    ) -> store::Result<()> {
        let now = store::now();
        if seen.note(now, epoch) || always {
            // Plain numbers: they can always be written.
            let text = serde_json::to_string(&seen).unwrap_or_default();
            rows::note_seen(&self.0.store, owner, name, &text, now).await?;
        }
        Ok(())
    }

    fn sealed(&self, account: &Account, owner: &[u8; 32]) -> Vec<u8> {
        let master = self.0.masters.iter().find(|master| master.opens(account));
        master.map(|master| master.seal(account, owner)).unwrap_or_default()
    }
}

/// Remembers of an owner when something was done, unless it was done lately, and tells whether it was not.
fn remember(
    memory: &Mutex<BTreeMap<[u8; 32], i64>>,
    owner: &[u8; 32],
    now: i64,
    is_recent: impl FnOnce(i64) -> bool,
) -> bool {
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    if memory.get(owner).copied().is_some_and(is_recent) {
        return false;
    }
    if memory.len() >= REMEMBERED {
        memory.clear();
    }
    memory.insert(*owner, now);
    true
}
