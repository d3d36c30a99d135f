//! This process among those that share a database: that it is there, and which turns of accounts it has.
//!
//! It says every two seconds that it is there. Who was silent for ten (it was killed, paused, or cannot reach the database) is taken out
//! by any other, and what it held is free. A process that stood still and goes on finds its fence down: it believes in its place for
//! seven seconds from before it last asked, and sends nothing after that. It takes a new name then, and what it had under the old one
//! is lost to it.

use crate::mail::{AccountTurn, Fence, NotKept, TurnName};
use crate::store::nodes::{self, AccountKey, Left};
use crate::store::{self, Store};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::RwLock;
use tokio::time::{Instant as Deadline, sleep, timeout_at};

/// How long the others wait for a node that is silent.
const LEASE: Duration = Duration::from_secs(10);
/// How long a node itself believes that it is waited for.
const BELIEVED: Duration = Duration::from_secs(7);
/// How often it says that it is there.
const BEAT: Duration = Duration::from_secs(2);
/// How long a node that was taken out waits before it begins anew, so that all see its new name before they see what it holds.
const REST: Duration = Duration::from_secs(1);
/// How often a turn is asked for that another node has.
const ASKED: Duration = Duration::from_millis(25);
/// How long long work leaves its owner's turn to others between two steps, so that each of them finds it free.
pub(super) const TURN_OF_OTHERS: Duration = Duration::from_millis(60);
/// How long it is waited for what a node that is gone may have sent in its turn: it could send for the last time three seconds before
/// its turn was free, and a mail server may be at that yet.
const SETTLES: Duration = Duration::from_secs(5);

/// The place of this process among those that share a database.
pub(super) struct Node {
    store: Store,
    /// `None` where the database is a file of this process alone.
    lease: Option<Mutex<Lease>>,
    has_left: AtomicBool,
    /// Whether there may be other nodes now.
    has_others: AtomicBool,
    turns: Mutex<Turns>,
    /// Read while a turn is taken; who has it alone may free what nobody here has.
    settling: RwLock<()>,
}

/// The turns of this node.
#[derive(Debug, Default)]
struct Turns {
    held: BTreeSet<AccountKey>,
    /// Those of which the database did not say whether they were taken, or given back.
    unsure: BTreeSet<AccountKey>,
}

/// What this process is called among the others, and until when it is sure of it.
#[derive(Debug, Clone)]
struct Lease {
    id: String,
    fence: Fence,
    /// Since when it was said without a gap that this node is there.
    steady_since: Instant,
    /// When that was said last.
    said_at: Instant,
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Node")
    }
}

impl Node {
    /// Takes a place among the others, and keeps it for as long as anybody holds this.
    ///
    /// # Errors
    /// The database's.
    pub async fn join(store: Store) -> store::Result<Arc<Self>> {
        let lease = if store.is_shared() { Some(Mutex::new(joined(&store).await?)) } else { None };
        let is_shared = lease.is_some();
        let node = Arc::new(Self {
            store,
            lease,
            has_left: AtomicBool::new(false),
            has_others: AtomicBool::new(is_shared),
            turns: Mutex::default(),
            settling: RwLock::default(),
        });
        if !is_shared {
            return Ok(node);
        }
        let kept = Arc::downgrade(&node);
        tokio::spawn(async move {
            loop {
                sleep(BEAT).await;
                let Some(node) = kept.upgrade().filter(|node| !node.has_left.load(Ordering::SeqCst)) else { return };
                if let Err(error) = node.beat().await {
                    tracing::warn!("the other nodes cannot be told that this one is there: {error}");
                }
            }
        });
        Ok(node)
    }

    /// Tells whether other processes may share the database.
    pub fn is_shared(&self) -> bool {
        self.lease.is_some()
    }

    /// Returns what this process is called now; empty where it is alone.
    pub fn id(&self) -> String {
        self.lease().map(|lease| lease.id).unwrap_or_default()
    }

    fn lease(&self) -> Option<Lease> {
        self.lease.as_ref().map(|lease| lease.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Tells whether another node may wait for what this one has.
    pub fn has_others(&self) -> bool {
        self.has_others.load(Ordering::Relaxed)
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn beat(&self) -> store::Result<()> {
        let (Some(lease), Some(shared)) = (self.lease(), &self.lease) else { return Ok(()) };
        let begun = now();
        let steady_since = if nodes::renew(&self.store, &lease.id, millis(LEASE)).await? {
            lease.fence.extend(begun, BELIEVED);
            let is_gap = lease.said_at.elapsed() > LEASE;
            let steady_since = if is_gap { begun.0 } else { lease.steady_since };
            let lease = Lease { steady_since, said_at: begun.0, ..lease };
            *shared.lock().unwrap_or_else(PoisonError::into_inner) = lease;
            steady_since
        } else {
            lease.fence.fall();
            tracing::warn!("this node was silent too long: others may have gone on with its work");
            let anew = joined(&self.store).await?;
            sleep(REST).await;
            let steady_since = anew.steady_since;
            self.turns().unsure.clear();
            *shared.lock().unwrap_or_else(PoisonError::into_inner) = anew;
            steady_since
        };
        self.settle().await?;
        // Where the database was away, nobody could say that he was there.
        if steady_since.elapsed() > LEASE {
            match nodes::take_out(&self.store).await? {
                0 => {}
                count => tracing::warn!(count, "nodes are gone without a word"),
            }
        }
        self.has_others.store(nodes::count(&self.store).await? > 1, Ordering::Relaxed);
        Ok(())
    }

    /// Frees the turns that may be this node's, and that nobody here has.
    async fn settle(&self) -> store::Result<()> {
        if self.turns().unsure.is_empty() {
            return Ok(());
        }
        let _nobody_takes = self.settling.write().await;
        let unsure: Vec<AccountKey> = {
            let turns = self.turns();
            turns.unsure.difference(&turns.held).copied().collect()
        };
        for account in unsure {
            nodes::free_turn(&self.store, &account, &self.id()).await?;
            self.turns().unsure.remove(&account);
        }
        Ok(())
    }

    /// Gives up the place: others may go on with what this process held.
    pub async fn leave(&self) {
        self.has_left.store(true, Ordering::SeqCst);
        let Some(Lease { id, fence, .. }) = self.lease() else { return };
        // Nothing is sent any more in a turn that another may take.
        fence.fall();
        if let Err(error) = nodes::leave(&self.store, &id).await {
            tracing::warn!("the other nodes cannot be told that this one ends: {error}");
        }
    }

    /// Takes the turn of an account, waiting for it until the deadline; `None` where this process is alone.
    ///
    /// # Errors
    /// When another node has it for that long, or the database does not answer.
    pub async fn take_turn(
        self: &Arc<Self>,
        account: AccountKey,
        deadline: Deadline,
    ) -> Result<Option<AccountTurn>, NotKept> {
        if !self.is_shared() {
            return Ok(None);
        }
        loop {
            // Read each time: it may have become another.
            if let Some(Lease { id, fence, .. }) = self.lease().filter(|lease| lease.fence.holds()) {
                // In a task of its own: a turn that came when nobody waited any more would be nobody's to give back.
                let taking = tokio::spawn(HeldTurn::take(self.clone(), account, id.clone()));
                let taken = timeout_at(deadline, taking).await.map_err(|_| too_late())?;
                let taken = taken.map_err(|error| NotKept(error.to_string()))?;
                if let Some((held, left)) = taken.map_err(|error| NotKept(error.to_string()))? {
                    if left == Left::WithoutAWord {
                        sleep(SETTLES).await;
                    }
                    let name = TurnName { holder: id, number: held.number };
                    return Ok(Some(AccountTurn { name, fence, held: Box::new(held) }));
                }
            }
            timeout_at(deadline, sleep(ASKED)).await.map_err(|_| too_late())?;
        }
    }

    /// Tells whether what this process took under that name is still its own, as far as it knows.
    pub fn still_is(&self, holder: &str) -> bool {
        self.lease().is_none_or(|lease| lease.id == holder && lease.fence.holds())
    }
}

/// A turn that was taken; given back when dropped.
struct HeldTurn {
    node: Arc<Node>,
    account: AccountKey,
    holder: String,
    number: i64,
}

impl HeldTurn {
    async fn take(node: Arc<Node>, account: AccountKey, holder: String) -> store::Result<Option<(Self, Left)>> {
        let taking = node.settling.read().await;
        let taken = nodes::take_turn(&node.store, &account, &holder).await;
        match &taken {
            Ok(Some(_)) => drop(node.turns().held.insert(account)),
            Ok(None) => {}
            // It may have been taken all the same.
            Err(_) => drop(node.turns().unsure.insert(account)),
        }
        drop(taking);
        Ok(taken?.map(|(number, left)| (Self { node, account, holder, number }, left)))
    }
}

impl Drop for HeldTurn {
    fn drop(&mut self) {
        self.node.turns().held.remove(&self.account);
        let (node, account, holder, number) = (self.node.clone(), self.account, self.holder.clone(), self.number);
        let giving_back = async move {
            if let Err(error) = nodes::give_turn_back(&node.store, &account, &holder, number).await {
                tracing::warn!("the turn of an account cannot be given back yet: {error}");
                node.turns().unsure.insert(account);
            }
        };
        // At the end of the process there is nobody to do it: then its place goes, and with that its turns.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(giving_back);
        }
    }
}

async fn joined(store: &Store) -> store::Result<Lease> {
    let (id, fence, begun) = (name(), Fence::default(), now());
    nodes::join(store, &id, millis(LEASE)).await?;
    fence.extend(begun, BELIEVED);
    Ok(Lease { id, fence, steady_since: begun.0, said_at: begun.0 })
}

/// Returns this moment by both clocks.
fn now() -> (Instant, SystemTime) {
    (Instant::now(), SystemTime::now())
}

fn too_late() -> NotKept {
    NotKept("another node has it".to_owned())
}

/// Names this process among those that share a database.
fn name() -> String {
    let mut chance = [0; 8];
    // Without chance the process's number and the time are all that there is.
    let _ = getrandom::fill(&mut chance);
    format!("{}-{}-{:x}", std::process::id(), store::now(), u64::from_ne_bytes(chance))
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
