//! What is remembered of an account while it is in use: rows never change under their UID (RFC 9051, 2.3.1.1), and the list of
//! mailboxes seldom does. Bounded for each account and in all; nothing is shown of it that the server was not asked about.

use super::neighbours::Trail;
use super::{Sort, Summary, Uid, UidValidity};
use crate::imap::{Listed, MailboxName, StatusItems};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Rows remembered of one account, about half a kilobyte each.
const ROWS_EACH: usize = 2_500;
/// Rows remembered in all.
const ROWS_ALL: usize = 40_000;
/// Pages of a mailbox that are known to have been drawn.
const PAGES: usize = 100;
/// Stretches of lists that are remembered of a mailbox.
const TRAILS: usize = 4;
/// How long an account is remembered that nobody uses.
const UNUSED: Duration = Duration::from_secs(900);
/// How often it is looked for such accounts.
const SWEEP: Duration = Duration::from_secs(60);
/// How long the list of mailboxes is believed while pages are drawn.
const LIST_AGE: Duration = Duration::from_secs(60);

/// Remembers accounts, by the name they sign in with.
#[derive(Debug, Default)]
pub(super) struct AccountCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    swept: Option<Instant>,
    accounts: BTreeMap<String, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    used: Instant,
    listed: Option<(Instant, Vec<Listed>)>,
    /// Whether the server took too long to search a mailbox for somebody.
    searches_slowly: bool,
    folders: BTreeMap<MailboxName, Folder>,
}

#[derive(Debug, Default)]
struct Folder {
    uid_validity: Option<UidValidity>,
    /// How many messages there were when it was last looked at.
    messages: Option<u32>,
    rows: BTreeMap<Uid, Summary>,
    drawn: BTreeSet<u32>,
    sum: Option<Sum>,
    /// Stretches of sorted and searched lists, the latest first.
    trails: Vec<Trail>,
}

/// Holds the octets of a mailbox, and what it looked like when they were summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// The epoch of its UIDs.
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
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, user: &str, work: impl FnOnce(&mut Remembered) -> T) -> T {
        let now = Instant::now();
        let mut kept = self.kept();
        if kept.swept.is_none_or(|swept| now.duration_since(swept) > SWEEP) {
            kept.swept = Some(now);
            kept.accounts.retain(|_, account| now.duration_since(account.used) < UNUSED);
        }
        let fresh = || Remembered { used: now, listed: None, searches_slowly: false, folders: BTreeMap::new() };
        let account = kept.accounts.entry(user.to_owned()).or_insert_with(fresh);
        account.used = now;
        work(account)
    }

    fn folder<T>(&self, user: &str, name: &MailboxName, work: impl FnOnce(&mut Folder) -> T) -> T {
        self.with(user, |account| work(account.folders.entry(name.clone()).or_default()))
    }

    /// Forgets an account; for the end of its session.
    pub fn forget(&self, user: &str) {
        self.kept().accounts.remove(user);
    }

    /// Returns the mailboxes as last listed, if that is not long ago.
    pub fn listed(&self, user: &str) -> Option<Vec<Listed>> {
        self.with(user, |account| {
            let (when, listed) = account.listed.as_ref()?;
            (when.elapsed() <= LIST_AGE).then(|| listed.clone())
        })
    }

    /// Notes the mailboxes of an account, and how many messages each has.
    pub fn note_listed(&self, user: &str, listed: &[Listed]) {
        self.with(user, |account| {
            account.listed = Some((Instant::now(), listed.to_vec()));
            account.folders.retain(|name, _| listed.iter().any(|mailbox| mailbox.name == *name));
            for mailbox in listed {
                if let Some(messages) = mailbox.status.and_then(|status| status.messages) {
                    account.folders.entry(mailbox.name.clone()).or_default().messages = Some(messages);
                }
            }
        });
    }

    /// Returns how many messages a mailbox had when it was last looked at.
    pub fn messages(&self, user: &str, name: &MailboxName) -> Option<u32> {
        self.folder(user, name, |folder| folder.messages)
    }

    /// Tells whether the server took too long for a search that nobody needs.
    pub fn searches_slowly(&self, user: &str) -> bool {
        self.with(user, |account| account.searches_slowly)
    }

    /// Notes that it did.
    pub fn note_slow_search(&self, user: &str) {
        self.with(user, |account| account.searches_slowly = true);
    }

    /// Tells whether a page was drawn before, so that most of its rows are known.
    pub fn is_page_cached(&self, user: &str, name: &MailboxName, page: u32) -> bool {
        self.folder(user, name, |folder| folder.drawn.contains(&page))
    }

    /// Returns the rows that are known of these messages.
    pub fn rows(
        &self,
        user: &str,
        name: &MailboxName,
        uid_validity: UidValidity,
        uids: impl Iterator<Item = Uid>,
    ) -> BTreeMap<Uid, Summary> {
        self.folder(user, name, |folder| match folder.uid_validity {
            Some(known) if known == uid_validity => {
                uids.filter_map(|uid| folder.rows.get(&uid).map(|row| (uid, row.clone()))).collect()
            }
            _ => BTreeMap::new(),
        })
    }

    /// Notes rows that were fetched.
    pub fn note_rows(&self, user: &str, name: &MailboxName, uid_validity: UidValidity, rows: &[Summary]) {
        self.with(user, |account| {
            let known: usize = account.folders.values().map(|folder| folder.rows.len()).sum();
            if known + rows.len() > ROWS_EACH {
                account.folders.values_mut().for_each(Folder::forget_rows);
            }
            let folder = account.folders.entry(name.clone()).or_default();
            folder.enter(uid_validity);
            folder.rows.extend(rows.iter().take(ROWS_EACH).map(|row| (row.uid, row.clone())));
        });
        self.shrink(user);
    }

    /// Notes that a page was drawn, and how many messages the mailbox had.
    pub fn note_page(&self, user: &str, name: &MailboxName, uid_validity: UidValidity, page: u32, messages: u32) {
        self.folder(user, name, |folder| {
            folder.enter(uid_validity);
            folder.messages = Some(messages);
            if folder.drawn.len() >= PAGES {
                folder.drawn.clear();
            }
            folder.drawn.insert(page);
        });
    }

    /// Returns the stretch of a list that holds a message.
    pub fn trail(&self, user: &str, name: &MailboxName, sort: Sort, query: &str, uid: Uid) -> Option<Trail> {
        let is_it = |trail: &&Trail| trail.sort == sort && trail.query == query && trail.uids.contains(&uid);
        self.folder(user, name, |folder| folder.trails.iter().find(is_it).cloned())
    }

    /// Notes a stretch of a list, in place of what was known of the same list.
    pub fn note_trail(&self, user: &str, name: &MailboxName, uid_validity: UidValidity, trail: Trail) {
        self.folder(user, name, |folder| {
            folder.enter(uid_validity);
            folder.trails.retain(|known| known.sort != trail.sort || known.query != trail.query);
            folder.trails.insert(0, trail);
            folder.trails.truncate(TRAILS);
        });
    }

    /// Returns what the octets of a mailbox came to when they were last summed.
    pub fn sum(&self, user: &str, name: &MailboxName) -> Option<Sum> {
        self.folder(user, name, |folder| folder.sum)
    }

    /// Notes the octets of a mailbox.
    pub fn note_sum(&self, user: &str, name: &MailboxName, sum: Sum) {
        self.folder(user, name, |folder| folder.sum = Some(sum));
    }

    /// Forgets those accounts that were used longest ago, until few enough rows are left; never this one.
    fn shrink(&self, user: &str) {
        let mut kept = self.kept();
        let rows = |account: &Remembered| account.folders.values().map(|folder| folder.rows.len()).sum::<usize>();
        let mut all: usize = kept.accounts.values().map(rows).sum();
        while all > ROWS_ALL {
            let others = kept.accounts.iter().filter(|(name, _)| *name != user);
            let Some(oldest) = others.min_by_key(|(_, account)| account.used).map(|(name, _)| name.clone()) else {
                return;
            };
            all -= kept.accounts.remove(&oldest).as_ref().map(rows).unwrap_or_default();
        }
    }
}

impl Folder {
    /// Begins anew when the UIDs have another epoch.
    fn enter(&mut self, uid_validity: UidValidity) {
        if self.uid_validity != Some(uid_validity) {
            self.forget_rows();
            self.trails.clear();
            self.uid_validity = Some(uid_validity);
        }
    }

    fn forget_rows(&mut self) {
        self.rows.clear();
        self.drawn.clear();
    }
}
