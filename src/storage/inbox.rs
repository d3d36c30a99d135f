//! `GET /storage/inbox`: what a mail program has left in the Inbox, and a way to clear it away: chosen in a preview, to Trash first.

use crate::mail::{OldMail, OldMailFound, UidSet};
use crate::store;
use crate::web::{self, Layout, Query, SignedIn};
use askama::Template;

const DAY: i64 = 24 * 3600;
/// Ages that are told, in days.
pub(super) const AGES: [u32; 3] = [30, 90, 365];
/// The most days that may be chosen.
const MOST_DAYS: u32 = 36_500;
/// Octets of the UID set that the form carries.
const MAX_UIDS: usize = 64 * 1024;

/// Shows `/storage/inbox`.
#[derive(Debug, Clone, Template)]
#[template(path = "storage/inbox.html")]
pub struct OldMailPage {
    /// The frame.
    pub layout: Layout,
    /// What is older than 30, 90 and 365 days.
    pub ages: Vec<OldMailFound>,
    /// What was chosen, and what would go.
    pub preview: Option<OldMailPreview>,
}

/// What would go to Trash.
#[derive(Debug, Clone)]
pub struct OldMailPreview {
    /// Received so many days ago, or earlier.
    pub days: u32,
    /// Only those that are marked as read.
    pub only_read: bool,
    /// The messages.
    pub found: OldMailFound,
    /// Those of them that one form takes: the ones that lie first in the Inbox.
    pub uids: UidSet,
    /// What binds the form to its owner.
    pub seal: String,
}

/// What the page can be asked for; what cannot be understood asks for nothing.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct OldMailQuery {
    days: String,
    read: String,
}

/// Shows how much old mail there is and, where it was chosen, what would go; changes nothing.
pub(super) async fn show(Query(query): Query<OldMailQuery>, user: SignedIn) -> web::Result {
    let days = query.days.parse::<u32>().ok().filter(|&days| days <= MOST_DAYS);
    // Everything, read or not, is nobody's choice here.
    let only_read = query.read == "yes" || days == Some(0);
    let now = store::now();
    let ask = |days: u32, only_read| OldMail { received_by: now - i64::from(days) * DAY, only_read };
    let chosen = days.map(|days| ask(days, only_read));
    let asked = AGES.into_iter().map(|days| ask(days, false)).chain(chosen).collect();
    let mail = user.account.mail();
    let mut ages = mail.find_old_mail(asked).await?;
    let found = if chosen.is_some() { ages.pop() } else { None };
    let preview = match found.zip(days) {
        Some((found, days)) => {
            let inbox = mail.find(crate::mail::Role::Inbox).await?;
            let uids = found.uids.chunks(u32::MAX, MAX_UIDS).into_iter().next().unwrap_or_default();
            let seal = user.seal(&inbox, found.uid_validity);
            Some(OldMailPreview { days, only_read, found, uids, seal })
        }
        None => None,
    };
    web::page(&OldMailPage { layout: user.visit.layout("storage"), ages, preview })
}
