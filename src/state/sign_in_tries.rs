//! What a try to sign in takes, and when it gives it back.

use super::limiter::RateDecision;
use super::signing_key::SigningKey;
use super::tries::{Tries, Whose};
use crate::config;
use crate::store::{self, Store};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Tries under way at once. They go on without a browser, so that the number of browsers does not bound them.
const UNDER_WAY: usize = 1000;

/// Counts failed sign-ins: by mailbox, whatever address led to it, and by the client's network, where it has one. For one mailbox
/// those of a browser that its owner has used before are counted apart. Nodes that share a database count together.
#[derive(Debug)]
pub struct SignInTries {
    by_owner: Tries,
    by_client: Tries,
    under_way: Arc<Semaphore>,
}

/// Says why no try may be made now.
#[derive(Debug)]
pub enum Declined {
    /// Too many failed: after so long there is one more.
    Wait(Duration),
    /// Too many are under way, whoever made them.
    Full,
    /// The database does not say.
    Store(store::Error),
}

impl SignInTries {
    /// Allows as many as the configuration says.
    pub fn new(config: &config::Login, store: &Store, key: &SigningKey) -> Self {
        let refill = Duration::from_secs(config.refill_seconds);
        let tries = |kind, capacity, refill| Tries::new(store, key.clone(), kind, capacity, refill);
        Self {
            by_owner: tries("sign-in tries of an owner", config.tries_per_address, refill),
            by_client: tries("sign-in tries of a network", config.tries_per_client, refill / 4),
            under_way: Arc::new(Semaphore::new(UNDER_WAY)),
        }
    }

    /// Returns how long such a try would have to wait; `None` where it need not.
    ///
    /// # Errors
    /// The database's, where it counts.
    pub async fn wait(
        &self,
        network: Option<IpAddr>,
        owner: &str,
        device: Option<&str>,
    ) -> store::Result<Option<Duration>> {
        let of_network = match self.network(network, device) {
            Some(network) => self.by_client.wait(&network).await?,
            None => None,
        };
        Ok(of_network.max(self.by_owner.wait(&self.owner(owner, device)).await?))
    }

    /// Takes a try for the mailbox of `owner`; a browser that was signed in to it before has tries of its own, under the name of
    /// the `device`, and pays for none of its `network`. That is the client's; `None` where others stand behind the same one.
    ///
    /// A try that is refused still costs the client's network: else a client that never stops would get each try that the mailbox
    /// gets back before its owner does.
    ///
    /// # Errors
    /// How long to wait, that too many are under way, or that nobody can say.
    pub async fn take(
        self: &Arc<Self>,
        network: Option<IpAddr>,
        owner: &str,
        device: Option<&str>,
    ) -> Result<SignInTry, Declined> {
        let permit = self.under_way.clone().try_acquire_owned().map_err(|_| Declined::Full)?;
        // What is taken goes back when the try is dropped, whatever comes between.
        let mut taken = SignInTry { tries: self.clone(), network: None, owner: None, _permit: permit };
        if let Some(network) = self.network(network, device) {
            allowed(self.by_client.take(&network).await)?;
            taken.network = Some(network);
        }
        let owner = self.owner(owner, device);
        match allowed(self.by_owner.take(&owner).await) {
            Ok(()) => taken.owner = Some(owner),
            Err(Declined::Wait(wait)) => {
                taken.fail();
                return Err(Declined::Wait(wait));
            }
            Err(declined) => return Err(declined),
        }
        Ok(taken)
    }

    /// Forgets what the database need not know any more, where it counts.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(store: &Store) -> store::Result<u64> {
        Tries::sweep(store).await
    }

    /// A device pays for no network.
    fn network(&self, network: Option<IpAddr>, device: Option<&str>) -> Option<Whose> {
        let network = network.filter(|_| device.is_none())?;
        Some(self.by_client.whose(&[network.to_string().as_bytes()]))
    }

    fn owner(&self, owner: &str, device: Option<&str>) -> Whose {
        let parts: Vec<&[u8]> = std::iter::once(owner).chain(device).map(str::as_bytes).collect();
        self.by_owner.whose(&parts)
    }
}

fn allowed(decision: store::Result<RateDecision>) -> Result<(), Declined> {
    match decision {
        Ok(RateDecision::Allowed) => Ok(()),
        Ok(RateDecision::RetryAfter(wait)) => Err(Declined::Wait(wait)),
        Err(error) => Err(Declined::Store(error)),
    }
}

/// A try under way. Dropped, it costs nothing, whatever ended it.
#[derive(Debug)]
#[must_use = "a try that is dropped is given back"]
pub struct SignInTry {
    tries: Arc<SignInTries>,
    network: Option<Whose>,
    owner: Option<Whose>,
    _permit: OwnedSemaphorePermit,
}

impl SignInTry {
    /// Ends a try that failed: it stays taken.
    pub fn fail(mut self) {
        (self.network, self.owner) = (None, None);
    }

    /// Ends a try that did not fail, and returns once the next one may have it.
    pub async fn give_back(mut self) {
        // Taken out first: none is given back twice.
        if let Some(owner) = self.owner.take() {
            self.tries.by_owner.give_back(&owner).await;
        }
        if let Some(network) = self.network.take() {
            self.tries.by_client.give_back(&network).await;
        }
    }
}

impl Drop for SignInTry {
    fn drop(&mut self) {
        if let Some(network) = self.network {
            self.tries.by_client.give_back_apart(network);
        }
        if let Some(owner) = self.owner {
            self.tries.by_owner.give_back_apart(owner);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::store::place_for_tests::Place;
    use std::time::Instant;

    async fn tries(place: &Place, tries_per_address: u32, tries_per_client: u32) -> Arc<SignInTries> {
        let login = config::Login { tries_per_address, tries_per_client, refill_seconds: 3600 };
        Arc::new(SignInTries::new(&login, &place.store().await, &SigningKey::new([7; 32].into())))
    }

    fn client(last: u8) -> Option<IpAddr> {
        Some([192, 0, 2, last].into())
    }

    /// What is dropped may be given back by a task.
    async fn taken_soon(tries: &Arc<SignInTries>, network: Option<IpAddr>, owner: &str) -> SignInTry {
        let began = Instant::now();
        loop {
            match tries.take(network, owner, None).await {
                Ok(taken) => return taken,
                Err(declined) => assert!(began.elapsed() < Duration::from_secs(10), "{owner}: {declined:?}"),
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn a_try_that_ends_without_a_verdict_is_given_back() {
        let place = Place::new();
        let tries = tries(&place, 1, 9).await;
        for _ in 0..3 {
            drop(taken_soon(&tries, client(1), "anna").await);
        }
        for _ in 0..3 {
            taken_soon(&tries, client(1), "anna").await.give_back().await;
            assert!(tries.wait(client(1), "anna", None).await.unwrap().is_none());
        }
        taken_soon(&tries, client(1), "anna").await.fail();
        assert!(tries.take(client(2), "anna", None).await.is_err(), "the mailbox's is used up");
        assert!(tries.wait(client(2), "anna", None).await.unwrap().is_some());
        assert!(tries.take(client(3), "ben", None).await.is_ok());
    }

    #[tokio::test]
    async fn tries_under_way_are_bounded_and_one_that_finds_no_room_costs_nothing() {
        let place = Place::new();
        let (tries, proxy) = (tries(&place, 1, 1).await, None);
        let mut under_way = Vec::new();
        for n in 0..UNDER_WAY {
            under_way.push(tries.take(proxy, &n.to_string(), None).await.unwrap());
        }
        assert!(matches!(tries.take(client(1), "anna", None).await, Err(Declined::Full)));
        drop(under_way);
        assert!(tries.take(client(1), "anna", None).await.is_ok());
    }

    #[tokio::test]
    async fn behind_a_proxy_that_names_nobody_nobody_pays_for_another() {
        let place = Place::new();
        let (tries, proxy) = (tries(&place, 1, 1).await, None);
        for owner in ["anna", "ben"] {
            tries.take(proxy, owner, None).await.unwrap().fail();
            assert!(tries.take(proxy, owner, None).await.is_err(), "{owner} has no more");
        }
    }

    #[tokio::test]
    async fn who_asks_for_what_is_used_up_pays_for_it() {
        let place = Place::new();
        let tries = tries(&place, 1, 3).await;
        tries.take(client(1), "anna", None).await.unwrap().fail();
        for _ in 0..2 {
            assert!(tries.take(client(1), "anna", None).await.is_err());
        }
        assert!(tries.take(client(1), "ben", None).await.is_err(), "the client has used up its tries");
        assert!(tries.take(client(1), "ben", Some("known")).await.is_ok(), "a browser used before pays for no network");
    }

    #[tokio::test]
    async fn a_browser_used_before_has_tries_of_its_own() {
        let place = Place::new();
        let tries = tries(&place, 1, 9).await;
        for device in [None, Some("one"), Some("two")] {
            tries.take(client(1), "anna", device).await.unwrap().fail();
            assert!(tries.take(client(1), "anna", device).await.is_err(), "{device:?}");
        }
    }
}
