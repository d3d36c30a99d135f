//! What is cached of an account while it is in use: rows never change under their UID (RFC 9051, 2.3.1.1), and the list of
//! mailboxes seldom does. Bounded for each account and in all; nothing is shown of it that the server was not asked about.

use crate::imap::{ListedMailbox, MailboxName, StatusItems};
use crate::mail::account::size_index::{SenderIndex, SizeIndex};
use crate::mail::account::trail::Trail;
use crate::mail::types::view::Sort;
use crate::mail::{Storage, Summary, Uid, UidValidity};
use std::cmp::Ordering::{Equal, Greater, Less};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Rows remembered of one account, about half a kilobyte each.
const ROWS_EACH: usize = 2_500;
/// Pages of a mailbox that are known to have been drawn.
const PAGES: usize = 100;
/// Runs of lists that are remembered of a mailbox.
const TRAILS: usize = 4;
/// Messages whose size alone is known that weigh as much as a row, and senders.
const SIZED_PER_ROW: usize = 40;
const SENDERS_PER_ROW: usize = 4;
/// How long the list of mailboxes is believed while pages are drawn.
const LIST_AGE: Duration = Duration::from_secs(60);

/// Caches what was seen of one account. Rows are counted over all accounts.
#[derive(Debug)]
pub(in crate::mail) struct AccountCache {
    state: Mutex<CacheState>,
    rows_in_all: Arc<AtomicUsize>,
    /// Held by who counts all messages of the account.
    counting: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct CacheState {
    listed: Option<(Instant, Vec<ListedMailbox>)>,
    /// How full the account was when that was last told.
    storage: Option<(Instant, Option<Storage>)>,
    /// When somebody was sent to ask that.
    weighed: Option<Instant>,
    /// Whether the server took too long to search a mailbox for somebody.
    searches_slowly: bool,
    mailboxes: BTreeMap<MailboxName, CachedMailbox>,
}

#[derive(Debug, Default)]
struct CachedMailbox {
    uid_validity: Option<UidValidity>,
    /// How many messages there were when it was last looked at.
    messages: Option<u32>,
    rows: BTreeMap<Uid, Summary>,
    pages: BTreeSet<u32>,
    /// How many of the newest messages were looked at together.
    newest: u32,
    sum: Option<Sum>,
    sizes: Option<Arc<SizeIndex>>,
    senders: Option<Arc<SenderIndex>>,
    /// Runs of sorted and searched lists, the latest first.
    trails: Vec<Trail>,
}

/// Holds the octets of a mailbox, and what it looked like when they were summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mail) struct Sum {
    /// Its UIDVALIDITY.
    pub uid_validity: UidValidity,
    /// The UID the next message was to get.
    pub uid_next: u32,
    /// How many messages there were.
    pub messages: u32,
    /// Octets of all of them.
    pub octets: u64,
}

impl Sum {
    /// Tells whether a mailbox is as it was when it was summed: nothing came (UIDNEXT), so nothing can have gone either when there
    /// are as many messages as before.
    pub fn holds_for(&self, status: &StatusItems) -> bool {
        status.uid_validity == Some(self.uid_validity)
            && status.uid_next == Some(self.uid_next)
            && status.messages == Some(self.messages)
    }
}

impl AccountCache {
    /// Begins with nothing; `rows_in_all` counts the rows of all caches.
    pub fn new(rows_in_all: Arc<AtomicUsize>) -> Self {
        Self { state: Mutex::default(), rows_in_all, counting: Arc::default() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut CacheState) -> T) -> T {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = state.weight();
        work(&mut Counted { state, before, rows_in_all: &self.rows_in_all }.state)
    }

    fn mailbox<T>(&self, name: &MailboxName, work: impl FnOnce(&mut CachedMailbox) -> T) -> T {
        self.with(|state| work(state.mailboxes.entry(name.clone()).or_default()))
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.with(|state| *state = CacheState::default());
    }

    /// Returns the mailboxes as last listed, if that is not long ago.
    pub fn listed(&self) -> Option<Vec<ListedMailbox>> {
        self.with(|state| {
            let (when, listed) = state.listed.as_ref()?;
            (when.elapsed() <= LIST_AGE).then(|| listed.clone())
        })
    }

    /// Notes the mailboxes of an account, and how many messages each has.
    pub fn note_listed(&self, listed: &[ListedMailbox]) {
        self.with(|state| {
            state.listed = Some((Instant::now(), listed.to_vec()));
            state.mailboxes.retain(|name, _| listed.iter().any(|mailbox| mailbox.name == *name));
            for mailbox in listed {
                if let Some(messages) = mailbox.status.and_then(|status| status.messages) {
                    state.mailboxes.entry(mailbox.name.clone()).or_default().messages = Some(messages);
                }
            }
        });
    }

    /// Returns how many messages a mailbox had when it was last looked at.
    pub fn messages(&self, name: &MailboxName) -> Option<u32> {
        self.mailbox(name, |mailbox| mailbox.messages)
    }

    /// Tells whether the server took too long for a search that nobody needs.
    pub fn searches_slowly(&self) -> bool {
        self.with(|state| state.searches_slowly)
    }

    /// Notes that the server took too long for such a search.
    pub fn note_slow_search(&self) {
        self.with(|state| state.searches_slowly = true);
    }

    /// Tells whether a page was drawn before, so that most of its rows are known.
    pub fn is_page_cached(&self, name: &MailboxName, page: u32) -> bool {
        self.mailbox(name, |mailbox| mailbox.pages.contains(&page))
    }

    /// Tells whether so many of the newest messages were looked at before, so that most of their rows are known.
    pub fn is_newest_cached(&self, name: &MailboxName, count: u32) -> bool {
        self.mailbox(name, |mailbox| mailbox.newest >= count)
    }

    /// Returns the rows that are known of these messages.
    pub fn rows(
        &self,
        name: &MailboxName,
        uid_validity: UidValidity,
        uids: impl Iterator<Item = Uid>,
    ) -> BTreeMap<Uid, Summary> {
        self.mailbox(name, |mailbox| match mailbox.uid_validity {
            Some(known) if known == uid_validity => {
                uids.filter_map(|uid| mailbox.rows.get(&uid).map(|row| (uid, row.clone()))).collect()
            }
            _ => BTreeMap::new(),
        })
    }

    /// Notes rows that were fetched.
    pub fn note_rows(&self, name: &MailboxName, uid_validity: UidValidity, rows: &[Summary]) {
        self.with(|state| {
            if state.rows() + rows.len() > ROWS_EACH {
                state.mailboxes.values_mut().for_each(CachedMailbox::forget_rows);
            }
            let mailbox = state.mailboxes.entry(name.clone()).or_default();
            mailbox.enter(uid_validity);
            mailbox.rows.extend(rows.iter().take(ROWS_EACH).map(|row| (row.uid, row.clone())));
        });
    }

    /// Notes that a page was drawn, and how many messages the mailbox had.
    pub fn note_page(&self, name: &MailboxName, uid_validity: UidValidity, page: u32, messages: u32) {
        self.mailbox(name, |mailbox| {
            mailbox.enter(uid_validity);
            mailbox.messages = Some(messages);
            if mailbox.pages.len() >= PAGES {
                mailbox.pages.clear();
            }
            mailbox.pages.insert(page);
        });
    }

    /// Notes that so many of the newest messages were looked at, and how many messages the mailbox had.
    pub fn note_newest(&self, name: &MailboxName, uid_validity: UidValidity, count: u32, messages: u32) {
        self.mailbox(name, |mailbox| {
            mailbox.enter(uid_validity);
            mailbox.messages = Some(messages);
            mailbox.newest = count;
        });
    }

    /// Returns the run of a list that holds a message.
    pub fn trail(&self, name: &MailboxName, sort: Sort, query: &str, uid: Uid) -> Option<Trail> {
        let is_it = |trail: &&Trail| trail.sort == sort && trail.query == query && trail.uids.contains(&uid);
        self.mailbox(name, |mailbox| mailbox.trails.iter().find(is_it).cloned())
    }

    /// Notes a run of a list, in place of what was known of the same list.
    pub fn note_trail(&self, name: &MailboxName, uid_validity: UidValidity, trail: Trail) {
        self.mailbox(name, |mailbox| {
            mailbox.enter(uid_validity);
            mailbox.trails.retain(|known| known.sort != trail.sort || known.query != trail.query);
            mailbox.trails.insert(0, trail);
            mailbox.trails.truncate(TRAILS);
        });
    }

    /// Returns what the octets of a mailbox came to when they were last summed.
    pub fn sum(&self, name: &MailboxName) -> Option<Sum> {
        self.mailbox(name, |mailbox| mailbox.sum)
    }

    /// Returns the right to count all messages of the account.
    pub fn counting(&self) -> Arc<tokio::sync::Mutex<()>> {
        self.counting.clone()
    }

    /// Returns what was counted of a mailbox.
    pub fn size_index(&self, name: &MailboxName) -> Option<Arc<SizeIndex>> {
        self.mailbox(name, |mailbox| mailbox.sizes.clone())
    }

    /// Notes what was counted of a mailbox.
    pub fn note_size_index(&self, name: &MailboxName, index: Arc<SizeIndex>) {
        self.mailbox(name, |mailbox| mailbox.sizes = Some(index));
    }

    /// Returns who wrote the newest messages of a mailbox, as far as that was looked at.
    pub fn sender_index(&self, name: &MailboxName) -> Option<Arc<SenderIndex>> {
        self.mailbox(name, |mailbox| mailbox.senders.clone())
    }

    /// Notes who wrote the newest messages of a mailbox.
    pub fn note_sender_index(&self, name: &MailboxName, index: SenderIndex) {
        self.mailbox(name, |mailbox| mailbox.senders = Some(Arc::new(index)));
    }

    /// Returns how full the account was when that was last told; `None` also where the server does not say.
    pub fn storage(&self) -> Option<Storage> {
        self.with(|state| state.storage.and_then(|(_, storage)| storage))
    }

    /// Tells whether somebody may go and ask how full the account is: what was told is older than that, and nobody was sent lately.
    pub fn weighs(&self, age: Duration, apart: Duration) -> bool {
        self.with(|state| {
            let is_known = state.storage.is_some_and(|(at, _)| at.elapsed() < age);
            let goes = !is_known && state.weighed.is_none_or(|at| at.elapsed() >= apart);
            state.weighed = if goes { Some(Instant::now()) } else { state.weighed };
            goes
        })
    }

    /// Forgets how full the account is: messages are gone.
    pub fn forget_storage(&self) {
        self.with(|state| (state.storage, state.weighed) = (None, None));
    }

    /// Notes how full the account is; `None` where the server does not say.
    pub fn note_storage(&self, storage: Option<Storage>) {
        self.with(|state| state.storage = Some((Instant::now(), storage)));
    }

    /// Notes the octets of a mailbox.
    pub fn note_sum(&self, name: &MailboxName, sum: Sum) {
        self.mailbox(name, |mailbox| mailbox.sum = Some(sum));
    }
}

impl Drop for AccountCache {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A cache that is being looked at or changed; its rows are counted anew when this goes, however the work has ended.
struct Counted<'a> {
    state: MutexGuard<'a, CacheState>,
    before: usize,
    rows_in_all: &'a AtomicUsize,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        let after = self.state.weight();
        // Never below zero, for what goes was counted when it came.
        match after.cmp(&self.before) {
            Greater => drop(self.rows_in_all.fetch_add(after - self.before, Relaxed)),
            Less => drop(self.rows_in_all.fetch_sub(self.before - after, Relaxed)),
            Equal => {}
        }
    }
}

impl CacheState {
    fn rows(&self) -> usize {
        self.mailboxes.values().map(|mailbox| mailbox.rows.len()).sum()
    }

    /// Returns how much is cached, in rows.
    fn weight(&self) -> usize {
        self.rows() + self.mailboxes.values().map(CachedMailbox::weight_of_indexes).sum::<usize>()
    }
}

impl CachedMailbox {
    /// Begins anew under another UIDVALIDITY.
    fn enter(&mut self, uid_validity: UidValidity) {
        if self.uid_validity != Some(uid_validity) {
            self.forget_rows();
            self.trails.clear();
            self.uid_validity = Some(uid_validity);
        }
    }

    fn weight_of_indexes(&self) -> usize {
        let sizes = self.sizes.as_ref().map_or(0, |index| index.messages.len() / SIZED_PER_ROW);
        sizes + self.senders.as_ref().map_or(0, |index| index.by_address.len() / SENDERS_PER_ROW)
    }

    fn forget_rows(&mut self) {
        self.rows.clear();
        self.pages.clear();
        self.newest = 0;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_page_far_behind_is_not_taken_for_the_newest_messages_nor_these_for_a_page() {
        let uid_validity = UidValidity::new(1).unwrap();
        let cache = AccountCache::new(Arc::default());
        let (deep, short) = (MailboxName::inbox(), MailboxName::encode("Spam"));
        cache.note_page(&deep, uid_validity, 2000, 150_000);
        assert!(cache.is_page_cached(&deep, 2000) && !cache.is_newest_cached(&deep, 2000));
        cache.note_newest(&short, uid_validity, 2000, 150_000);
        assert!(cache.is_newest_cached(&short, 2000) && !cache.is_page_cached(&short, 2000));
        cache.note_page(&short, UidValidity::new(2).unwrap(), 1, 3);
        assert!(!cache.is_newest_cached(&short, 2000), "made anew");
    }
}
