//! How much emptying freed, from the mailbox's own size before and after (STATUS=SIZE, RFC 8438): for many messages that costs far
//! less than the size of each.

use crate::imap::{self, FetchItems, MailboxName, SearchCriteria, Selected, StatusItems};
use crate::mail::{Uid, UidSet};

/// Holds what the mailbox held before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SizeSnapshot {
    messages: u32,
    uid_next: u32,
    octets: u64,
}

impl SizeSnapshot {
    /// Asks; `None` where the server cannot tell.
    pub async fn ask(selected: &mut Selected<'_>, name: &MailboxName) -> imap::Result<Option<Self>> {
        if !selected.capabilities().status_size() {
            return Ok(None);
        }
        let StatusItems { messages, uid_next, size, .. } = selected.status(name).await?;
        let known = |((messages, uid_next), octets)| Self { messages, uid_next, octets };
        Ok(messages.zip(uid_next).zip(size).map(known))
    }

    /// Tells how many octets went with so many messages; `None` when others have come or gone so that it cannot be told apart.
    pub async fn freed(self, selected: &mut Selected<'_>, name: &MailboxName, gone: u64) -> imap::Result<Option<u64>> {
        let after = selected.status(name).await?;
        let mut arrived = Vec::new();
        if after.uid_next != Some(self.uid_next) {
            let since = Uid::new(self.uid_next.saturating_sub(1)).map_or_else(UidSet::all, UidSet::above);
            let found = selected.search(&SearchCriteria { uids: Some(since), ..SearchCriteria::default() }).await?;
            arrived = selected.fetch(&found, FetchItems::Size).await?;
        }
        let octets = arrived.iter().filter_map(|message| message.size).fold(0, u64::saturating_add);
        let fits = after.messages.map(u64::from) == (u64::from(self.messages) + arrived.len() as u64).checked_sub(gone);
        Ok(after.size.filter(|_| fits).and_then(|after| self.octets.saturating_add(octets).checked_sub(after)))
    }
}
