//! Where the room of a mailbox went.

use super::count::{PIECE, SENDERS, count, fetch_rows, fewer, find_senders, largest, senders_missing};
use crate::imap::{ListedMailbox, MailboxName, Session, StatusItems};
use crate::mail::account::size_index::SizeIndex;
use crate::mail::account::work::{Mail, Working};
use crate::mail::types::role;
use crate::mail::{
    Epoch, Error, Mailbox, Person, QuotaUse, Result, Role, Storage, Summary, Uid, UidSet, UidValidity, loggable,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tracing::Instrument as _;

/// How many of the largest messages are shown.
const LARGEST: usize = 20;
/// How many senders are shown.
const TOP_SENDERS: usize = 10;
/// Messages of one account that are counted one by one.
const MOST: u64 = 400_000;

/// Holds a number of messages, and their octets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Messages.
    pub count: u64,
    /// Octets.
    pub octets: u64,
}

impl Amount {
    /// Adds a message.
    pub(in crate::mail) fn add(&mut self, octets: u64) {
        self.count += 1;
        self.octets = self.octets.saturating_add(octets);
    }
}

/// One of the largest messages.
#[derive(Debug, Clone)]
pub struct LargeMessage {
    /// Its mailbox.
    pub mailbox: Mailbox,
    /// The UIDVALIDITY there.
    pub uid_validity: UidValidity,
    /// Its UID.
    pub uid: Uid,
    /// Octets.
    pub octets: u64,
    /// What a list shows of it, once it was fetched.
    pub row: Option<Summary>,
}

/// Who wrote many messages of a mailbox.
#[derive(Debug, Clone)]
pub struct FrequentSender {
    /// The mailbox.
    pub mailbox: Mailbox,
    /// The UIDVALIDITY there.
    pub uid_validity: UidValidity,
    /// How the newest of the messages names its sender; `None` where they name none.
    pub from: Option<Person>,
    /// The messages.
    pub uids: UidSet,
    /// How many, and how large.
    pub amount: Amount,
}

/// Says where the room of a mailbox went, as far as it was counted.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Every mailbox that can be opened, with its octets where they are known, the largest first.
    pub mailboxes: Vec<Mailbox>,
    /// What is used of what the provider allows, by quota root and resource.
    pub quota: Vec<QuotaUse>,
    /// The largest messages, the largest first.
    pub largest: Vec<LargeMessage>,
    /// What came this year, last year, and before.
    pub ages: [Amount; 3],
    /// Who wrote most of Spam and Trash, by octets.
    pub senders: Vec<FrequentSender>,
    /// Of how many of the newest messages of a mailbox the senders are known, where there are more.
    pub newest_only: Option<u64>,
    /// Messages that were counted.
    pub counted: u64,
    /// Messages that there are, as far as the server says.
    pub messages: u64,
    /// Whether it is being counted just now.
    pub is_counting: bool,
    /// How Spam and Trash are.
    pub epochs: Vec<Epoch>,
}

impl Survey {
    /// Returns how full the account is, by the tightest root that limits storage.
    pub fn storage(&self) -> Option<Storage> {
        Storage::tightest(&self.quota)
    }
}

/// A mailbox, and what STATUS said of it.
type Told = (Mailbox, StatusItems);

impl Mail {
    /// Looks where the room went. What is not known of its messages is counted by the way, for so long at most; the count goes on behind
    /// that. `years` are the beginnings of this year and of the last, in Unix seconds.
    ///
    /// # Errors
    /// When the server cannot be asked; a mailbox it will not tell about is shown without figures.
    pub async fn survey_storage(&self, years: [i64; 2], patience: Duration) -> Result<Survey> {
        let (listed, quota) = self.list_with_quota().await?;
        let status: BTreeMap<MailboxName, StatusItems> =
            listed.iter().filter_map(|mailbox| Some((mailbox.name.clone(), mailbox.status?))).collect();
        let told = |mailbox: Mailbox| {
            let status = status.get(&mailbox.name).copied().unwrap_or_default();
            (mailbox, status)
        };
        let mailboxes: Vec<Told> = role::assign(listed, &self.account.server().pins).into_iter().map(told).collect();
        let turn = self.account.cache().counting();
        if !self.is_known(&mailboxes) {
            if let Ok(turn) = turn.clone().try_lock_owned() {
                let (mail, mailboxes) = (self.account.mail(), mailboxes.clone());
                let count = async move {
                    if let Err(error) = mail.count_all(&mailboxes).await {
                        tracing::info!("a mailbox is not counted to its end: {}", loggable(&error));
                    }
                    drop(turn);
                };
                tokio::spawn(count.in_current_span());
            }
            let _ended = timeout(patience, turn.lock()).await;
        }
        Ok(Survey { is_counting: turn.try_lock().is_err(), ..self.assembled(mailboxes, quota, years) })
    }

    /// Counts every mailbox of which not everything is known, the ones with few messages first, and then finds out who wrote what lies in
    /// Spam and Trash, and what the largest messages are.
    async fn count_all(&self, mailboxes: &[Told]) -> Result<()> {
        let mut counted = 0;
        let mut by_number: Vec<&Told> = mailboxes.iter().collect();
        by_number.sort_by_key(|(_, status)| status.messages);
        for (mailbox, status) in by_number {
            counted += u64::from(status.messages.unwrap_or(0));
            if counted > MOST || self.is_counted(&mailbox.name, status) || status.messages == Some(0) {
                continue;
            }
            // What is wrong with one mailbox does not keep the others from being counted.
            if let Err(error @ Error::Unreachable(_)) = self.count_mailbox(&mailbox.name, status).await {
                return Err(error);
            }
        }
        for (mailbox, _) in mailboxes.iter().filter(|(mailbox, _)| is_cleared_out(mailbox)) {
            let (account, name) = (self.account.clone(), mailbox.name.clone());
            self.in_mailbox(&mailbox.name, move |session| {
                let (account, name) = (account.clone(), name.clone());
                Box::pin(async move { find_senders(session, &account, &name).await })
            })
            .await?;
        }
        for (name, uids) in self.rows_missing(mailboxes) {
            let (account, named) = (self.account.clone(), name.clone());
            self.in_mailbox(&name, move |session| {
                let (account, name, uids) = (account.clone(), named.clone(), uids.clone());
                Box::pin(async move { fetch_rows(session, &account, &name, &uids).await })
            })
            .await?;
        }
        Ok(())
    }

    /// Counts a mailbox, piece by piece, so that pages have the connection in between, and returns what is known then.
    pub(in crate::mail) async fn count_mailbox(
        &self,
        name: &MailboxName,
        status: &StatusItems,
    ) -> Result<Option<Arc<SizeIndex>>> {
        let (mut most, mut known) = (PIECE, 0);
        loop {
            let (account, named, status) = (self.account.clone(), name.clone(), *status);
            let mail = self.account.mail();
            let piece = mail.read(Some(name), move |session| {
                let (account, name) = (account.clone(), named.clone());
                Box::pin(async move {
                    let mut examined = session.examine(&name).await?;
                    count(&mut examined, &account, &name, &status, most).await
                })
            });
            match piece.await {
                // Where a piece has told nothing, the next would not, either.
                Ok(Some(index)) if !index.is_complete && index.messages.len() > known => known = index.messages.len(),
                Ok(done) => return Ok(done),
                Err(error) => most = fewer(error, most)?,
            }
        }
    }

    /// Does work in a mailbox that may take long; one that cannot be opened is left out.
    async fn in_mailbox<F>(&self, name: &MailboxName, work: F) -> Result<()>
    where
        F: for<'a> Fn(&'a mut Session) -> Working<'a, ()> + Clone + Send + 'static,
    {
        // What one took of the time to wait for a connection is not the next one's loss.
        match self.account.mail().read(Some(name), work).await {
            Err(Error::Refused(_) | Error::Gone) => Ok(()),
            done => done,
        }
    }

    /// Asks for every mailbox and all quota roots, in one round trip where the server can.
    async fn list_with_quota(&self) -> Result<(Vec<ListedMailbox>, Vec<QuotaUse>)> {
        let (listed, roots) = self.read(None, |session| Box::pin(session.list_with_quota())).await?;
        self.account.cache().note_listed(&listed);
        let quota = QuotaUse::of(&roots);
        self.account.cache().note_storage(Storage::tightest(&quota));
        Ok((listed, quota))
    }

    fn is_counted(&self, name: &MailboxName, status: &StatusItems) -> bool {
        self.account.cache().size_index(name).is_some_and(|index| index.holds_for(status))
    }

    /// Tells whether there is nothing to count.
    fn is_known(&self, mailboxes: &[Told]) -> bool {
        let unknown = |(mailbox, status): &Told| {
            let senders = || senders_missing(&self.account, &mailbox.name).is_some_and(|missing| !missing.is_empty());
            let counted = status.messages == Some(0) || self.is_counted(&mailbox.name, status);
            !counted || (is_cleared_out(mailbox) && senders())
        };
        !mailboxes.iter().any(unknown) && self.rows_missing(mailboxes).is_empty()
    }

    fn indexes(&self, mailboxes: &[Told]) -> Vec<Option<Arc<SizeIndex>>> {
        let cache = self.account.cache();
        let of_now = |(mailbox, status): &Told| {
            cache
                .size_index(&mailbox.name)
                .filter(|index| status.uid_validity == Some(index.uid_validity) && status.messages != Some(0))
        };
        mailboxes.iter().map(of_now).collect()
    }

    /// Names those of the largest messages whose rows are not known.
    fn rows_missing(&self, mailboxes: &[Told]) -> BTreeMap<MailboxName, Vec<Uid>> {
        let mut missing: BTreeMap<MailboxName, Vec<Uid>> = BTreeMap::new();
        let large = self.largest(mailboxes, &self.indexes(mailboxes));
        large.into_iter().filter(|large| large.row.is_none()).for_each(|large| {
            missing.entry(large.mailbox.name).or_default().push(large.uid);
        });
        missing
    }

    fn largest(&self, mailboxes: &[Told], indexes: &[Option<Arc<SizeIndex>>]) -> Vec<LargeMessage> {
        let known = indexes.iter().enumerate().filter_map(|(at, index)| Some((at, &**index.as_ref()?)));
        let large = largest(known, LARGEST).into_iter().filter_map(|(at, uid, octets)| {
            let (mailbox, uid_validity) = (mailboxes.get(at)?.0.clone(), indexes.get(at)?.as_ref()?.uid_validity);
            let row = self.account.cache().rows(&mailbox.name, uid_validity, std::iter::once(uid)).remove(&uid);
            Some(LargeMessage { mailbox, uid_validity, uid, octets, row })
        });
        large.collect()
    }

    fn assembled(&self, mailboxes: Vec<Told>, quota: Vec<QuotaUse>, [this, last]: [i64; 2]) -> Survey {
        let indexes = self.indexes(&mailboxes);
        let mut ages = [Amount::default(); 3];
        for message in indexes.iter().flatten().flat_map(|index| &index.messages) {
            let [new, old, older] = &mut ages;
            let age = if message.arrived() >= this {
                new
            } else if message.arrived() >= last {
                old
            } else {
                older
            };
            age.add(message.octets());
        }
        let largest = self.largest(&mailboxes, &indexes);
        let counted = indexes.iter().flatten().map(|index| index.messages.len() as u64).sum();
        let messages = mailboxes.iter().map(|(_, status)| u64::from(status.messages.unwrap_or(0))).sum();
        let senders = self.senders(&mailboxes, &indexes);
        let whole = |(at, index): (usize, &Option<Arc<SizeIndex>>)| {
            let mailbox = &mailboxes.get(at)?.0;
            index.as_ref().filter(|_| is_cleared_out(mailbox)).map(|index| index.messages.len())
        };
        let newest_only = indexes.iter().enumerate().filter_map(whole).any(|count| count > SENDERS);
        let epochs = mailboxes.iter().filter_map(|(mailbox, status)| Epoch::of(mailbox, status)).collect();
        let sized = |((mailbox, _), index): (Told, &Option<Arc<SizeIndex>>)| {
            let counted = index.as_ref().filter(|index| index.is_complete).map(|index| index.octets());
            let none = mailbox.messages.filter(|&count| count == 0).map(|_| 0);
            Mailbox { size: mailbox.size.or(counted).or(none), ..mailbox }
        };
        let mut mailboxes: Vec<Mailbox> = mailboxes.into_iter().zip(&indexes).map(sized).collect();
        mailboxes.sort_by_key(|mailbox| std::cmp::Reverse(mailbox.size));
        Survey {
            mailboxes,
            quota,
            largest,
            ages,
            senders,
            newest_only: newest_only.then_some(SENDERS as u64),
            counted,
            messages,
            is_counting: false,
            epochs,
        }
    }

    fn senders(&self, mailboxes: &[Told], indexes: &[Option<Arc<SizeIndex>>]) -> Vec<FrequentSender> {
        let mut senders: Vec<FrequentSender> = Vec::new();
        for ((mailbox, _), sizes) in mailboxes.iter().zip(indexes) {
            let Some(sizes) = sizes.as_ref().filter(|_| is_cleared_out(mailbox)) else { continue };
            let known = self.account.cache().sender_index(&mailbox.name);
            let Some(known) = known.filter(|known| known.uid_validity == sizes.uid_validity) else { continue };
            for (from, uids) in known.by_address.values() {
                // What has gone since is not there to be deleted.
                let there: Vec<_> = uids.iter().filter_map(|uid| sizes.get(uid)).collect();
                let mut amount = Amount::default();
                there.iter().for_each(|message| amount.add(message.octets()));
                let uids = there.iter().map(|message| message.uid).collect();
                let (mailbox, uid_validity) = (mailbox.clone(), sizes.uid_validity);
                senders.push(FrequentSender { mailbox, uid_validity, from: from.clone(), uids, amount });
            }
        }
        senders.retain(|sender| sender.amount.count > 0);
        senders.sort_by_key(|sender| std::cmp::Reverse((sender.amount.octets, sender.amount.count)));
        senders.truncate(TOP_SENDERS);
        senders
    }
}

/// Tells whether a mailbox is one that is emptied from time to time.
fn is_cleared_out(mailbox: &Mailbox) -> bool {
    matches!(mailbox.role, Some(Role::Spam | Role::Trash))
}
