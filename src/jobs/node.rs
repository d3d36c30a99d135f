//! This process among those that share a database: that it is there, and which turns of accounts it has.
//!
//! It says every two seconds that it is there. Who was silent for ten (it was killed, paused, or cannot reach the database) is taken out
//! by any other, and what it held is free. A process that stood still and goes on finds its fence down: it believes in its place for
//! seven seconds from before it last asked, and sends nothing after that. It takes a new name then, and what it had under the old one
//! is lost to it.

use crate::mail::{AccountTurn, Fence, NotKept, TurnName};
use crate::store::nodes::{self, AccountKey};
use crate::store::{self, Store};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::{Instant as Deadline, sleep, timeout_at};

/// How long the others wait for a node that is silent.
const LEASE: Duration = Duration::from_secs(10);
/// How long a node itself believes that it is waited for.
const BELIEVED: Duration = Duration::from_secs(7);
/// How often it says that it is there.
const BEAT: Duration = Duration::from_secs(2);
/// How long a node that was taken out waits before it begins anew, so that all see its new name before they see what it holds.
const REST: Duration = Duration::from_secs(1);
/// How soon a turn is asked for again that another node has; doubled each time up to the second.
const SOON: Duration = Duration::from_millis(30);
const LATER: Duration = Duration::from_millis(250);
/// How often it is tried to give a turn back; after that it is kept until somebody here takes it again, or the process ends.
const TRIES: u64 = 10;

/// The place of this process among those that share a database.
pub(super) struct Node {
    store: Store,
    /// `None` where the database is a file of this process alone.
    lease: Option<Mutex<Lease>>,
    has_left: AtomicBool,
}

/// What this process is called among the others, and until when it is sure of it.
#[derive(Debug, Clone)]
struct Lease {
    id: String,
    fence: Fence,
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
        if !store.is_shared() {
            return Ok(Arc::new(Self { store, lease: None, has_left: AtomicBool::new(false) }));
        }
        let lease = joined(&store).await?;
        let node = Arc::new(Self { store, lease: Some(Mutex::new(lease)), has_left: AtomicBool::new(false) });
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

    async fn beat(&self) -> store::Result<()> {
        let Some(Lease { id, fence }) = self.lease() else { return Ok(()) };
        let begun = Instant::now();
        if nodes::renew(&self.store, &id, millis(LEASE)).await? {
            fence.extend(begun, BELIEVED);
        } else {
            tracing::warn!("this node was silent too long: others may have gone on with its work");
            let anew = joined(&self.store).await?;
            sleep(REST).await;
            if let Some(lease) = &self.lease {
                *lease.lock().unwrap_or_else(PoisonError::into_inner) = anew;
            }
        }
        match nodes::take_out(&self.store).await? {
            0 => {}
            count => tracing::warn!(count, "nodes are gone without a word"),
        }
        Ok(())
    }

    /// Gives up the place: others may go on with what this process held.
    pub async fn leave(&self) {
        self.has_left.store(true, Ordering::SeqCst);
        let Some(Lease { id, fence }) = self.lease() else { return };
        // Nothing is sent any more in a turn that another may take.
        fence.extend(Instant::now(), Duration::ZERO);
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
        let mut pause = SOON;
        loop {
            // Read each time: it may have become another.
            if let Some(Lease { id, fence }) = self.lease().filter(|lease| lease.fence.holds()) {
                // Taken by a task of its own, or a turn that came when nobody waited any more would be nobody's to give back.
                let (node, asked) = (self.clone(), id.clone());
                let taking = tokio::spawn(async move {
                    let number = nodes::take_turn(&node.store, &account, &asked).await?;
                    Ok::<_, store::Error>(number.map(|number| HeldTurn { node, account, holder: asked, number }))
                });
                let taken = timeout_at(deadline, taking).await.map_err(|_| too_late())?;
                let taken = taken.map_err(|error| NotKept(error.to_string()))?;
                if let Some(held) = taken.map_err(|error| NotKept(error.to_string()))? {
                    let name = TurnName { holder: id, number: held.number };
                    return Ok(Some(AccountTurn { name, fence, held: Box::new(held) }));
                }
            }
            timeout_at(deadline, sleep(pause)).await.map_err(|_| too_late())?;
            pause = (pause * 2).min(LATER);
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

impl Drop for HeldTurn {
    fn drop(&mut self) {
        let (node, account, holder, number) = (self.node.clone(), self.account, self.holder.clone(), self.number);
        let giving_back = async move {
            for tried in 1..=TRIES {
                match nodes::give_turn_back(&node.store, &account, &holder, number).await {
                    Ok(()) => return,
                    Err(error) => tracing::warn!("the turn of an account cannot be given back: {error}"),
                }
                sleep(Duration::from_secs(tried)).await;
            }
        };
        // At the end of the process there is nobody to do it: then its place goes, and with that its turns.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(giving_back);
        }
    }
}

async fn joined(store: &Store) -> store::Result<Lease> {
    let (id, fence, begun) = (name(), Fence::default(), Instant::now());
    nodes::join(store, &id, millis(LEASE)).await?;
    fence.extend(begun, BELIEVED);
    Ok(Lease { id, fence })
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
