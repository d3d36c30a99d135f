//! Who is connected: how many of each peer, which of them are idle and since when.
//!
//! When the server is full, or a peer has its share, the connection that has been idle for longest makes room for the new one. One is
//! idle while no request is at work and nothing waits to be read by the other side; half a head is no request yet.

use crate::figures;
use crate::web::Client;
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// How long a new connection waits for one that ends, where none is idle.
const WAIT: Duration = Duration::from_secs(1);

/// Knows who is connected to one port.
#[derive(Debug)]
pub(super) struct Connections {
    most: usize,
    share: usize,
    /// Peers that bring many people: they have no share of their own.
    proxies: Vec<IpNet>,
    registry: Mutex<Registry>,
    freed: Notify,
}

/// The connections of now.
#[derive(Debug, Default)]
struct Registry {
    /// Counts what happens: numbers connections, and tells which was idle first.
    clock: u64,
    entries: BTreeMap<u64, Entry>,
    peers: BTreeMap<IpAddr, Peer>,
}

/// One connection.
#[derive(Debug)]
struct Entry {
    peer: IpAddr,
    requests: usize,
    stuck: bool,
    idle_since: Option<u64>,
    leave: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Peer {
    entries: usize,
    /// Numbers of idle connections, by when they became idle.
    idle: BTreeMap<u64, u64>,
}

/// What a newcomer finds.
enum Admission {
    Granted(Arc<ConnectionPermit>),
    /// None is idle: the peer has as many connections as it may.
    ShareTaken,
    /// None is idle at all.
    Full,
}

/// Lets one connection be, until dropped.
#[derive(Debug)]
pub(super) struct ConnectionPermit {
    number: u64,
    leave: Arc<Notify>,
    connections: Arc<Connections>,
}

/// A request at work, until dropped.
#[derive(Debug)]
pub(super) struct Request(Arc<ConnectionPermit>);

impl Connections {
    /// Prepares for at most so many connections, and so many of a peer that is no proxy.
    pub fn new(most: usize, share: usize, proxies: Vec<IpNet>) -> Arc<Self> {
        let (registry, freed) = (Mutex::default(), Notify::new());
        Arc::new(Self { most: most.max(1), share: share.max(1), proxies, registry, freed })
    }

    /// Lets a connection in; `None` when it is to be closed, for all of its peer's are at work, or all of everybody's and stay so.
    pub async fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Arc<ConnectionPermit>> {
        let deadline = Instant::now() + WAIT;
        loop {
            let freed = self.freed.notified();
            match self.find(peer) {
                Admission::Granted(permit) => return Some(permit),
                Admission::ShareTaken => return None,
                Admission::Full => timeout_at(deadline, freed).await.ok()?,
            }
        }
    }

    fn find(self: &Arc<Self>, address: IpAddr) -> Admission {
        let address = address.to_canonical();
        let is_proxy = address.is_loopback() || self.proxies.iter().any(|net| net.contains(&address));
        let peer = Client::One(address).network();
        let mut registry = self.registry();
        if !is_proxy && registry.peers.get(&peer).is_some_and(|peer| peer.entries >= self.share) {
            if !registry.dismiss_of(peer) {
                return Admission::ShareTaken;
            }
        } else if registry.entries.len() >= self.most && !registry.evict_idle() {
            return Admission::Full;
        }
        let (number, leave) = registry.insert(peer);
        Admission::Granted(Arc::new(ConnectionPermit { number, leave, connections: self.clone() }))
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry {
    fn insert(&mut self, peer: IpAddr) -> (u64, Arc<Notify>) {
        self.clock += 1;
        let (number, leave) = (self.clock, Arc::new(Notify::new()));
        let entry = Entry { peer, requests: 0, stuck: false, idle_since: None, leave: leave.clone() };
        self.entries.insert(number, entry);
        self.peers.entry(peer).or_default().entries += 1;
        figures::connected();
        self.change(number, |_| ());
        (number, leave)
    }

    /// Changes what a connection is at; one that has left is left alone.
    fn change(&mut self, number: u64, change: impl FnOnce(&mut Entry)) {
        let Some(entry) = self.entries.get_mut(&number) else { return };
        change(entry);
        let Some(peer) = self.peers.get_mut(&entry.peer) else { return };
        let is_idle = entry.requests == 0 && !entry.stuck;
        match entry.idle_since {
            None if is_idle => {
                self.clock += 1;
                entry.idle_since = Some(self.clock);
                peer.idle.insert(self.clock, number);
            }
            Some(since) if !is_idle => {
                entry.idle_since = None;
                peer.idle.remove(&since);
            }
            _ => {}
        }
    }

    fn remove(&mut self, number: u64) -> Option<Entry> {
        let entry = self.entries.remove(&number)?;
        figures::disconnected();
        if let Some(peer) = self.peers.get_mut(&entry.peer) {
            peer.entries -= 1;
            if let Some(since) = entry.idle_since {
                peer.idle.remove(&since);
            }
            if peer.entries == 0 {
                self.peers.remove(&entry.peer);
            }
        }
        Some(entry)
    }

    /// Sends away the oldest idle connection of the peer that has most; tells whether there was one.
    fn evict_idle(&mut self) -> bool {
        let idle = self.peers.iter().filter(|(_, peer)| !peer.idle.is_empty());
        let most = idle.max_by_key(|(_, peer)| peer.entries).map(|(&peer, _)| peer);
        most.is_some_and(|peer| self.dismiss_of(peer))
    }

    /// Sends away the oldest idle connection of a peer; tells whether there was one.
    fn dismiss_of(&mut self, peer: IpAddr) -> bool {
        let oldest = self.peers.get(&peer).and_then(|peer| peer.idle.values().next().copied());
        let entry = oldest.and_then(|number| self.remove(number));
        entry.iter().for_each(|entry| entry.leave.notify_one());
        entry.is_some()
    }
}

impl ConnectionPermit {
    /// Waits until the place is needed for somebody else.
    pub async fn evicted(&self) {
        self.leave.notified().await;
    }

    /// Notes whether something waits to be read by the other side.
    pub fn set_stuck(&self, stuck: bool) {
        self.change(|entry| entry.stuck = stuck);
    }

    /// Notes that a request is at work.
    pub fn request(self: &Arc<Self>) -> Request {
        self.change(|entry| entry.requests += 1);
        Request(self.clone())
    }

    fn change(&self, change: impl FnOnce(&mut Entry)) {
        self.connections.registry().change(self.number, change);
        self.connections.freed.notify_waiters();
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        self.0.change(|entry| entry.requests -= 1);
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        self.connections.registry().remove(self.number);
        self.connections.freed.notify_waiters();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    const ANNA: &str = "192.0.2.1";
    const BEN: &str = "192.0.2.2";
    const PROXY: &str = "10.1.1.1";

    fn let_in(connections: &Arc<Connections>, peer: &str) -> Option<Arc<ConnectionPermit>> {
        match connections.find(peer.parse().unwrap()) {
            Admission::Granted(permit) => Some(permit),
            _ => None,
        }
    }

    fn is_dismissed(permit: &ConnectionPermit) -> bool {
        permit.evicted().now_or_never().is_some()
    }

    #[test]
    fn a_peer_that_has_its_share_gives_up_the_connection_that_was_idle_first() {
        let connections = Connections::new(100, 3, vec!["10.0.0.0/8".parse().unwrap()]);
        let ben = let_in(&connections, BEN).unwrap();
        let anna: Vec<_> = (0..3).map(|_| let_in(&connections, ANNA).unwrap()).collect();
        // The first one has been at work since, and became idle last.
        drop(anna[0].request());
        let fourth = let_in(&connections, ANNA).unwrap();
        assert_eq!(anna.iter().map(|t| is_dismissed(t)).collect::<Vec<_>>(), [false, true, false]);
        assert!(!is_dismissed(&ben) && !is_dismissed(&fourth));
        let (_at_work, _too) = (anna[0].request(), fourth.request());
        anna[2].set_stuck(true);
        assert!(let_in(&connections, ANNA).is_none(), "none is idle");
        anna[2].set_stuck(false);
        assert!(let_in(&connections, ANNA).is_some() && is_dismissed(&anna[2]));
        for proxy in [PROXY, "127.0.0.1", "::1", "::ffff:10.1.1.1"] {
            let many: Vec<_> = (0..9).map(|_| let_in(&connections, proxy).unwrap()).collect();
            assert!(!many.iter().any(|permit| is_dismissed(permit)), "{proxy}");
        }
    }

    #[test]
    fn a_full_server_takes_from_the_peer_that_has_most() {
        let connections = Connections::new(4, 3, Vec::new());
        let ben = let_in(&connections, BEN).unwrap();
        let anna: Vec<_> = (0..3).map(|_| let_in(&connections, ANNA).unwrap()).collect();
        let new = let_in(&connections, "192.0.2.3").unwrap();
        assert!(is_dismissed(&anna[0]) && !is_dismissed(&ben) && !is_dismissed(&new));
        drop(anna);
        assert_eq!(connections.registry().entries.len(), 2);
        drop((ben, new));
        assert!(connections.registry().entries.is_empty() && connections.registry().peers.is_empty());
    }

    #[test]
    fn neighbours_in_one_network_share() {
        let connections = Connections::new(9, 1, Vec::new());
        let one = let_in(&connections, "2001:db8::1").unwrap();
        let _two = let_in(&connections, "2001:db8::2").unwrap();
        assert!(is_dismissed(&one));
    }

    #[tokio::test]
    async fn who_comes_while_all_are_at_work_waits_for_one_that_ends() {
        let connections = Connections::new(1, 1, Vec::new());
        let permit = let_in(&connections, ANNA).unwrap();
        let request = permit.request();
        let ben = connections.admit(BEN.parse().unwrap());
        let (ben, ()) = tokio::join!(ben, async {
            tokio::task::yield_now().await;
            drop(request);
        });
        assert!(ben.is_some() && is_dismissed(&permit));
    }
}
