//! Takes jobs in, finds them again, and knows which of them are at work.

use super::desk::{Desk, NameOwner, Settings, seconds, text};
use super::id::JobId;
use super::job::{Asked, JobView, Progress, State};
use super::node::Node;
use super::open::OpenJob;
use super::run::{Ran, run};
use crate::mail::{Account, MailboxName, UidSet, UidValidity};
use crate::store::jobs::{self as rows, JobRow};
use crate::store::{self, Store, moves, nodes};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;

/// Jobs of one owner that may be open at a time.
const MOST: usize = 50;
/// How long the number of a turn is remembered that nobody has, in seconds.
const TURNS: i64 = 24 * 3600;

/// How soon it is tried again to take a row away that may be there.
const AGAIN: Duration = Duration::from_secs(1);

/// Says whether the database knows already that this node is at a job.
#[derive(Debug, Clone, Copy)]
enum Claim {
    Made,
    ToMake,
}

/// Why a job is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The database does not keep it.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// There is no chance in this machine to name it by.
    #[error(transparent)]
    Chance(#[from] getrandom::Error),
    /// The owner has too many of them.
    #[error("too many jobs at once")]
    TooMany,
}

/// The jobs of a site. Cheap to clone.
#[derive(Clone)]
pub struct Jobs(Arc<Desk>);

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jobs")
    }
}

/// How a job stands, for those who look after the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Somebody is at it.
    AtWork,
    /// It waits for its owner to come back.
    Waiting,
    /// It came to its end.
    Done,
    /// Its owner stopped it.
    Cancelled,
    /// It could not go on.
    Failed,
}

impl Jobs {
    /// Counts what is under way in this process, and what ended a moment ago, by what is done and how it stands.
    pub fn tally(&self) -> BTreeMap<(&'static str, Standing), u32> {
        let mut tally = BTreeMap::new();
        for job in self.0.open().values().filter(|job| !job.is_elsewhere()) {
            let standing = match job.progress().state {
                State::Running if job.is_at_work() => Standing::AtWork,
                State::Running => Standing::Waiting,
                State::Done => Standing::Done,
                State::Cancelled => Standing::Cancelled,
                State::Failed => Standing::Failed,
            };
            *tally.entry((job.asked.verb.name(), standing)).or_default() += 1;
        }
        tally
    }

    /// Takes a place among the nodes of a site, and reads the jobs that were left open; they go on when their owners are back.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(store: Store, settings: Settings, name_owner: NameOwner) -> store::Result<Self> {
        let mut open = BTreeMap::new();
        // Where there are other nodes, those of an owner are looked up when one comes.
        let left = if store.is_shared() { Vec::new() } else { rows::open(&store).await? };
        for row in left {
            match OpenJob::read(&row) {
                Some(job) => drop(open.insert(job.id, Arc::new(job))),
                None => tracing::warn!("a job in the database is not understood"),
            }
        }
        let node = Node::join(store.clone()).await?;
        let (stopping, at_work) = (watch::Sender::new(false), Arc::default());
        let open = Mutex::new(open);
        let turn = Notify::new();
        let jobs = Self(Arc::new(Desk { store, node, settings, name_owner, open, turn, stopping, at_work }));
        if jobs.0.node.is_shared() {
            jobs.look_around();
        }
        Ok(jobs)
    }

    pub(super) fn desk(&self) -> &Desk {
        &self.0
    }

    pub(super) fn shared_desk(&self) -> &Arc<Desk> {
        &self.0
    }

    /// Returns what the host decides.
    pub fn settings(&self) -> Settings {
        self.0.settings
    }

    pub(super) fn store(&self) -> &Store {
        &self.0.store
    }

    /// Returns until when what is kept of an action is kept, in Unix seconds.
    pub(super) fn kept_until(&self, now: i64) -> i64 {
        self.0.kept_until(now)
    }

    pub(super) fn owner(&self, account: &Account) -> [u8; 32] {
        (self.0.name_owner)(&account.mailbox_key())
    }

    /// Takes a job in, and begins with it. Who asks for the same again, while it is not done, gets the same job.
    ///
    /// # Errors
    /// [`AskError`]; then nothing is begun.
    pub async fn ask(&self, account: &Account, asked: Asked) -> Result<Arc<OpenJob>, AskError> {
        let owner = self.owner(account);
        let (id, now) = (JobId::random()?, store::now());
        let grace = if asked.waits() { seconds(self.0.settings.grace) } else { 0 };
        let progress = Progress::new(now + grace);
        let job = Arc::new(OpenJob::new(id, owner, asked, i64::MAX, progress, None));
        job.note_holder(self.0.node.id());
        // Nobody else begins before the row is there.
        job.take();
        {
            let mut open = self.0.open();
            let own = || open.values().filter(|other| other.owner == owner && !other.has_ended());
            if let Some(same) = own().find(|other| other.asked == job.asked) {
                return Ok(same.clone());
            }
            if own().count() >= MOST {
                return Err(AskError::TooMany);
            }
            open.insert(job.id, job.clone());
        }
        let row = JobRow {
            id: job.id.0,
            owner,
            is_open: true,
            asked: text(&job.asked),
            uids: String::new(),
            progress: text(&job.progress()),
            asked_at: now,
            expires_at: self.kept_until(now),
            is_cancelled: false,
            holder: job.holder(),
            number: 0,
        };
        match rows::insert(&self.0.store, &row).await {
            Ok(number) => job.note_number(number),
            Err(error) => {
                self.0.open().remove(&job.id);
                self.0.turn.notify_waiters();
                // It may have been kept all the same, and nobody is told of it.
                let store = self.0.store.clone();
                tokio::spawn(async move {
                    while rows::remove(&store, &job.id.0).await.is_err() {
                        sleep(AGAIN).await;
                    }
                });
                return Err(error.into());
            }
        }
        self.begin(&job, account, Claim::Made);
        Ok(job)
    }

    /// Goes on with a job, unless somebody is at it.
    fn start(&self, job: &Arc<OpenJob>, account: &Account) {
        if !*self.0.stopping.borrow() && !job.has_ended() && !job.is_elsewhere() && job.take() {
            self.begin(job, account, Claim::ToMake);
        }
    }

    fn begin(&self, job: &Arc<OpenJob>, account: &Account, claim: Claim) {
        let (inner, job, account) = (self.0.clone(), job.clone(), account.clone());
        tokio::spawn(async move {
            let _at_work = inner.at_work.clone().read_owned().await;
            let mut is_ours = matches!(claim, Claim::Made) || inner.claim(&job).await;
            while is_ours && run(&inner, &job, &account).await == Ran::Lost {
                is_ours = inner.claim_again(&job).await;
            }
            if is_ours {
                inner.let_go(&job).await;
            }
            job.let_go();
            inner.turn.notify_waiters();
        });
    }

    /// Goes on with what an owner has left open, now that the password is here again.
    pub fn wake(&self, account: &Account) {
        let waits = |job: &&Arc<OpenJob>| !job.is_taken() && !job.has_ended() && !job.is_elsewhere();
        if !self.0.open().values().any(|job| waits(&job)) {
            return;
        }
        let owner = self.owner(account);
        let may = |job: &&Arc<OpenJob>| job.owner == owner && !job.has_refused(account);
        let waiting: Vec<_> = self.0.open().values().filter(waits).filter(may).cloned().collect();
        waiting.iter().for_each(|job| self.start(job, account));
    }

    /// Goes on with the jobs of an owner that began while nobody was there and were cut, and returns those whose turn it is.
    pub fn go_on_unattended(&self, account: &Account) -> Vec<Arc<OpenJob>> {
        let owner = self.owner(account);
        let is_it = |job: &&Arc<OpenJob>| job.owner == owner && job.asked.is_unattended() && !job.has_ended();
        let found: Vec<_> = self.0.open().values().filter(is_it).cloned().collect();
        // One that waits behind another would only wait.
        found.into_iter().filter(|job| self.0.is_first(job)).inspect(|job| self.start(job, account)).collect()
    }

    /// Tells whether an owner has work open in a mailbox: what is asked for there now waits for its end.
    pub fn is_busy(&self, account: &Account, mailbox: &MailboxName) -> bool {
        let owner = self.owner(account);
        let open = self.0.open();
        open.values().any(|job| job.owner == owner && !job.has_ended() && job.asked.mailbox().name == *mailbox)
    }

    /// Returns the jobs of an owner that are open, in the order of asking, and those that ended a moment ago.
    pub fn of(&self, account: &Account) -> Vec<JobView> {
        let now = store::now();
        let is_old = |job: &OpenJob| job.progress().news_until() < now;
        let mut open = self.0.open();
        if open.is_empty() {
            return Vec::new();
        }
        open.retain(|_, job| !is_old(job));
        let owner = self.owner(account);
        let mut own: Vec<_> = open.values().filter(|job| job.owner == owner).cloned().collect();
        drop(open);
        own.sort_by_key(|job| job.place());
        own.iter().map(|job| job.view()).collect()
    }

    /// Returns the messages of a mailbox that jobs of this owner are about and have not reached yet.
    pub fn waiting_in(&self, account: &Account, mailbox: &MailboxName, uid_validity: UidValidity) -> UidSet {
        let open = self.0.open();
        if open.is_empty() {
            return UidSet::default();
        }
        let owner = self.owner(account);
        let there =
            |job: &&Arc<OpenJob>| job.owner == owner && !job.has_ended() && job.asked.takes_from(mailbox, uid_validity);
        let rest =
            |job: &Arc<OpenJob>| job.uids().or_else(|| job.asked.chosen()).map(|uids| job.progress().rest(&uids));
        open.values().filter(there).filter_map(rest).fold(UidSet::default(), |all, uids| all.union(&uids))
    }

    /// Notes which messages an action that is no job has taken: a step of long work that was cut, and is done once more, does not count
    /// them as its own.
    pub async fn note_taken(&self, account: &Account, mailbox: &MailboxName, uid_validity: UidValidity, gone: &UidSet) {
        let owner = self.owner(account);
        let concerned: Vec<(JobId, UidSet)> = {
            let open = self.0.open();
            let there = open.values().filter(|job| job.owner == owner && !job.has_ended());
            let both = |job: &Arc<OpenJob>| Some((job.id, job.uids()?.intersection(gone)));
            there.filter(|job| job.asked.takes_from(mailbox, uid_validity)).filter_map(both).collect()
        };
        for (id, taken) in concerned.iter().filter(|(_, taken)| !taken.is_empty()) {
            if let Err(error) = rows::note_taken(&self.0.store, &id.0, &taken.to_string()).await {
                tracing::warn!("what was taken of a job cannot be noted: {error}");
            }
        }
    }

    /// Finds a job that is open, or ended a moment ago.
    pub fn open(&self, account: &Account, id: JobId) -> Option<Arc<OpenJob>> {
        let owner = self.owner(account);
        self.0.open().get(&id).filter(|job| job.owner == owner).cloned()
    }

    /// Finds a job of this owner, also one that ended long ago.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, account: &Account, id: JobId) -> store::Result<Option<JobView>> {
        if let Some(job) = self.open(account, id) {
            return Ok(Some(job.view()));
        }
        let row = rows::find(&self.0.store, &self.owner(account), &id.0).await?;
        Ok(row.as_ref().and_then(OpenJob::read).map(|job| job.view()))
    }

    /// Returns the messages that a job is about, also one that ended long ago, and the UIDVALIDITY of their mailbox; `None` where they are
    /// not known.
    ///
    /// # Errors
    /// The database's.
    pub async fn messages(&self, account: &Account, id: JobId) -> store::Result<Option<(UidValidity, UidSet)>> {
        let about = |job: &OpenJob| job.asked.wanted().map(|wanted| wanted.uid_validity()).zip(job.uids());
        if let Some(job) = self.open(account, id) {
            return Ok(about(&job));
        }
        let row = rows::find(&self.0.store, &self.owner(account), &id.0).await?;
        Ok(row.as_ref().and_then(OpenJob::read).and_then(|job| about(&job)))
    }

    /// Ends a job after the running step; one that has ended stays as it is. It does not go on after a restart, either.
    ///
    /// # Errors
    /// The database's: then it is not certain that it ends if this process does.
    pub async fn cancel(&self, account: &Account, job: &Arc<OpenJob>) -> store::Result<()> {
        job.request_cancel();
        self.0.turn.notify_waiters();
        // One that waits for its owner needs no password to end.
        self.start(job, account);
        rows::cancel(&self.0.store, &job.id.0).await
    }

    /// Tells no more of a job that has ended.
    pub async fn forget(&self, id: JobId) {
        self.0.open().retain(|&other, job| other != id || !job.has_ended());
        if self.0.node.is_shared()
            && let Err(error) = rows::note_told(&self.0.store, &id.0).await
        {
            tracing::warn!("other nodes tell of the end of a job once more: {error}");
        }
    }

    /// Stops the work: waits for the running steps, not for the end.
    pub async fn stop(&self) {
        self.0.stopping.send_replace(true);
        self.0.turn.notify_waiters();
        let _ended = self.0.at_work.write().await;
    }

    /// Becomes true when the process stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stopping.subscribe()
    }

    /// Deletes rows that are too old, and tells how many there were.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self, now: i64) -> store::Result<u64> {
        let is_old = |job: &OpenJob| !job.is_taken() && self.kept_until(job.progress().begins_at) < now;
        self.0.open().retain(|_, job| !is_old(job));
        nodes::sweep_turns(&self.0.store, (now - TURNS) * 1000).await?;
        Ok(rows::sweep(&self.0.store, now).await? + moves::sweep(&self.0.store, now).await?)
    }
}
