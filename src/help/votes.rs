//! What visitors think of the articles, without a page that waits for it.
//!
//! Votes have a database connection of their own: however many come, sessions never wait for one. What pages show of them is kept
//! in memory; an old figure is better than a wait.

use super::visitor::Visitor;
use crate::store::{self, votes};
use crate::web::{self, Client, Limiter, Turn};
use sqlx::SqlitePool;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How old the counts may be; other processes vote, too.
const AGE: Duration = Duration::from_secs(60);
/// How long a page waits to know what its visitor voted.
const PATIENCE: Duration = Duration::from_millis(250);
/// New votes of a client on an article, and how long until it has one more. A household or an office is one client.
const NEW: (u32, Duration) = (10, Duration::from_secs(300));
/// Votes of a client of any kind, and how long until it has one more.
const ALL: (u32, Duration) = (60, Duration::from_secs(10));

/// Keeps the votes.
#[derive(Debug)]
pub struct Votes {
    pool: SqlitePool,
    new: Limiter<(IpAddr, String)>,
    all: Limiter<IpAddr>,
    shown: Arc<Mutex<Shown>>,
}

/// What pages show, and since when.
#[derive(Debug)]
struct Shown {
    useful: Arc<BTreeMap<String, u32>>,
    asked: Instant,
}

/// One vote that somebody sends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ballot<'a> {
    pub article: &'a str,
    pub visitor: &'a Visitor,
    /// Whether the visitor is signed in, and so cannot be somebody new each time.
    pub is_owner: bool,
    pub useful: bool,
}

impl Votes {
    /// Opens a connection to a database that is open already, and reads the counts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(path: &Path) -> anyhow::Result<Self> {
        let pool = store::open_beside(path).await?;
        let shown = Shown { useful: Arc::new(votes::useful_counts(&pool).await?), asked: Instant::now() };
        let (new, all) = (Limiter::new(NEW.0, NEW.1), Limiter::new(ALL.0, ALL.1));
        Ok(Self { pool, new, all, shown: Arc::new(Mutex::new(shown)) })
    }

    /// Tells how many found each article useful, as of a minute ago; asking anew is left to a task.
    pub(super) fn useful(&self) -> Arc<BTreeMap<String, u32>> {
        let mut shown = lock(&self.shown);
        if shown.asked.elapsed() > AGE {
            shown.asked = Instant::now();
            let (pool, shown) = (self.pool.clone(), self.shown.clone());
            tokio::spawn(async move {
                match votes::useful_counts(&pool).await {
                    Ok(useful) => lock(&shown).useful = Arc::new(useful),
                    Err(error) => tracing::warn!(%error, "votes cannot be read"),
                }
            });
        }
        shown.useful.clone()
    }

    /// Returns what a visitor voted; nothing when that cannot be said soon, for the help must open when nothing else does.
    pub(super) async fn vote_of(&self, article: &str, visitor: &Visitor) -> Option<bool> {
        match timeout(PATIENCE, votes::vote_of(&self.pool, article, visitor.as_bytes())).await {
            Ok(Ok(vote)) => vote,
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
    /// [`web::Error::TooOften`] when the client has voted too often; [`web::Error::Internal`] when the store does not take it.
    pub(super) async fn cast(&self, client: Client, ballot: Ballot<'_>) -> web::Result<()> {
        let (article, visitor, network) = (ballot.article, ballot.visitor, client.network());
        allowed(self.all.take(&network, Instant::now()))?;
        // A cookie may be made up: what counts is whether it has voted. An owner has one vote wherever it comes from.
        if !ballot.is_owner && self.vote_of(article, visitor).await.is_none() {
            allowed(self.new.take(&(network, article.to_owned()), Instant::now()))?;
        }
        let count = votes::vote(&self.pool, article, visitor.as_bytes(), ballot.useful, web::now()).await;
        let count = count.map_err(|error| web::Error::Internal(error.into()))?;
        Arc::make_mut(&mut lock(&self.shown).useful).insert(article.to_owned(), count);
        Ok(())
    }

    /// Forgets votes that are older than two years, and tells how many there were.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self) -> sqlx::Result<u64> {
        votes::sweep(&self.pool, web::now()).await
    }

    /// Closes the connection, for the end of the process.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn allowed(turn: Turn) -> web::Result<()> {
    match turn {
        Turn::Yes => Ok(()),
        Turn::After(wait) => Err(web::Error::TooOften(wait)),
    }
}

/// A poisoned lock still holds counts.
fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}
