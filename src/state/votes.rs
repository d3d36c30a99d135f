//! What visitors think of the articles, without a page that waits for it.
//!
//! What pages show of them is kept in memory; an old figure is better than a wait. A vote that was given here shows at once.

use super::limiter::{Limiter, RateDecision};
use crate::store::{self, Store, votes};
use moka::sync::Cache;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How old may be what is remembered; other processes vote, too.
const AGE: Duration = Duration::from_secs(60);
/// Votes that are remembered, or that there is none; some 200 octets each.
const MOST_GIVEN: u64 = 10_000;
/// How long a page waits to know what its visitor voted.
const PATIENCE: Duration = Duration::from_millis(250);
/// New votes of a client on an article, and how long until it has one more. A household or an office is one client.
const NEW: (u32, Duration) = (10, Duration::from_secs(300));
/// Votes of a client of any kind, and how long until it has one more.
const ALL: (u32, Duration) = (60, Duration::from_secs(10));

/// Keeps the votes.
#[derive(Debug)]
pub struct Votes {
    store: Store,
    new: Limiter<(IpAddr, String)>,
    all: Limiter<IpAddr>,
    shown: Arc<Mutex<Shown>>,
    /// What visitors have voted, by article and visitor, as of a minute ago.
    given: Cache<(String, [u8; 32]), Option<bool>>,
}

/// What pages show, and since when.
#[derive(Debug)]
struct Shown {
    useful: Arc<BTreeMap<String, u32>>,
    asked: Instant,
}

/// Why a vote does not count.
#[derive(Debug, thiserror::Error)]
pub enum CastError {
    /// The client has voted too often; after so long it may again.
    #[error("too many votes")]
    TooOften(Duration),
    /// The database does not take it.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// One vote that somebody sends.
#[derive(Debug, Clone, Copy)]
pub struct Ballot<'a> {
    /// The slug.
    pub article: &'a str,
    /// What is stored of the visitor.
    pub visitor: &'a [u8; 32],
    /// Whether the visitor is signed in, and so cannot be somebody new each time.
    pub is_owner: bool,
    /// What was voted.
    pub useful: bool,
    /// What the visitor missed; empty when nothing was said.
    pub missing: &'a str,
}

impl Votes {
    /// Reads the counts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(store: Store) -> store::Result<Self> {
        let shown = Shown { useful: Arc::new(votes::useful_counts(&store).await?), asked: Instant::now() };
        let (new, all) = (Limiter::new(NEW.0, NEW.1), Limiter::new(ALL.0, ALL.1));
        let given = Cache::builder().max_capacity(MOST_GIVEN).time_to_live(AGE).build();
        Ok(Self { store, new, all, shown: Arc::new(Mutex::new(shown)), given })
    }

    /// Tells how many found each article useful, as of a minute ago; asking anew is left to a task.
    pub fn useful(&self) -> Arc<BTreeMap<String, u32>> {
        let mut shown = lock(&self.shown);
        if shown.asked.elapsed() > AGE {
            shown.asked = Instant::now();
            let (store, shown) = (self.store.clone(), self.shown.clone());
            tokio::spawn(async move {
                match votes::useful_counts(&store).await {
                    Ok(useful) => lock(&shown).useful = Arc::new(useful),
                    Err(error) => tracing::warn!(%error, "votes cannot be read"),
                }
            });
        }
        shown.useful.clone()
    }

    /// Returns what a visitor voted; nothing when that cannot be said soon, for the help must open when nothing else does.
    pub async fn vote_of(&self, article: &str, visitor: &[u8; 32]) -> Option<bool> {
        let key = (article.to_owned(), *visitor);
        if let Some(vote) = self.given.get(&key) {
            return vote;
        }
        match timeout(PATIENCE, votes::vote_of(&self.store, article, visitor)).await {
            Ok(Ok(vote)) => {
                self.given.insert(key, vote);
                vote
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "votes cannot be read");
                None
            }
            Err(_) => None,
        }
    }

    /// Counts a vote, or changes the one that the visitor gave before.
    ///
    /// # Errors
    /// When the client has voted too often, or the database does not take it.
    pub async fn cast(&self, network: IpAddr, ballot: Ballot<'_>) -> Result<(), CastError> {
        let Ballot { article, visitor, .. } = ballot;
        allowed(self.all.take(&network, Instant::now()))?;
        // A cookie may be made up: what counts is whether it has voted. An owner has one vote wherever it comes from.
        if !ballot.is_owner && self.vote_of(article, visitor).await.is_none() {
            allowed(self.new.take(&(network, article.to_owned()), Instant::now()))?;
        }
        if !ballot.missing.is_empty() {
            votes::say_missing(&self.store, article, visitor, ballot.missing, store::now()).await?;
        }
        let count = votes::vote(&self.store, article, visitor, ballot.useful, store::now()).await?;
        Arc::make_mut(&mut lock(&self.shown).useful).insert(article.to_owned(), count);
        self.given.insert((article.to_owned(), *visitor), Some(ballot.useful));
        Ok(())
    }

    /// Forgets votes that are older than two years, and tells how many there were.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self) -> store::Result<u64> {
        votes::sweep(&self.store, store::now()).await
    }
}

fn allowed(decision: RateDecision) -> Result<(), CastError> {
    match decision {
        RateDecision::Allowed => Ok(()),
        RateDecision::RetryAfter(wait) => Err(CastError::TooOften(wait)),
    }
}

/// Locks the counts; a poisoned lock still holds them.
fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}
