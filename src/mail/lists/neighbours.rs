//! Who stands beside a message in its list: the way from one message to the next without going back.
//!
//! Newest first, the server is asked for the places beside the message, in the round trip that brings its text. In another order,
//! or among what a search found, the run of the list that was shown is remembered; which of its messages are still there is
//! asked in the same round trip. Only at the end of a run the list is sorted again, which costs one more.

use super::sorted::sorted;
use crate::imap::{self, AlsoFetch, Examined, FetchItems, Fetched, MailboxName};
use crate::mail::account::trail::{Neighbours, Step, Trail, page_at};
use crate::mail::{Account, Uid, View};

/// The way through a list while one of its messages is opened.
pub(in crate::mail) struct Walk<'a> {
    account: &'a Account,
    name: &'a MailboxName,
    uid: Uid,
    /// Nobody walks through a list when there is none.
    view: Option<&'a View>,
    trail: Option<Trail>,
    /// Whether the trail was made a moment ago, so that everybody in it is there.
    fresh: bool,
}

impl<'a> Walk<'a> {
    /// Begins at an opened message: what is remembered of the list will do, else it is sorted.
    pub async fn begin(
        examined: &mut Examined<'_>,
        account: &'a Account,
        name: &'a MailboxName,
        uid: Uid,
        view: Option<&'a View>,
    ) -> imap::Result<Self> {
        let mut walk = Self { account, name, uid, view, trail: None, fresh: false };
        if let Some(view) = view.filter(|view| !view.is_by_arrival()) {
            let query = view.words().join(" ");
            walk.trail = account.cache().trail(name, view.sort, &query, uid);
            if walk.trail.as_ref().is_none_or(|trail| trail.index(uid).is_none_or(|index| !trail.leads_on(index))) {
                walk.sort_again(examined, view).await?;
            }
        }
        Ok(walk)
    }

    async fn sort_again(&mut self, examined: &mut Examined<'_>, view: &View) -> imap::Result<()> {
        let known = self.trail.as_ref().and_then(|trail| trail.neighbours(self.uid).page);
        let view = View { page: known.unwrap_or(view.page), ..view.clone() };
        let sorted = sorted(examined, self.account, self.name, &view, view.words(), Some(self.uid)).await?;
        self.trail = Some(sorted.trail);
        self.fresh = true;
        Ok(())
    }

    /// Says who is to be asked for beside the message's parts.
    pub fn asks(&self, fetched: &Fetched) -> AlsoFetch {
        match (&self.trail, self.view) {
            (Some(trail), _) if !self.fresh => {
                let near = trail.index(self.uid).map(|index| trail.near(index).collect());
                near.map_or(AlsoFetch::Nobody, AlsoFetch::These)
            }
            (None, Some(_)) => AlsoFetch::Around(fetched.seq_num()),
            _ => AlsoFetch::Nobody,
        }
    }

    /// Ends with those who were found there.
    pub async fn end(
        mut self,
        examined: &mut Examined<'_>,
        fetched: &Fetched,
        found: Vec<Fetched>,
    ) -> imap::Result<Neighbours> {
        let Some(view) = self.view else { return Ok(Neighbours::default()) };
        if view.is_by_arrival() {
            return self.by_arrival(examined, fetched, found).await;
        }
        if let (false, Some(trail)) = (self.fresh, &mut self.trail)
            && let Some(index) = trail.index(self.uid)
        {
            trail.forget_gone(index, &found);
            // Where all that were asked for are gone, nobody knows of those behind them.
            let is_there = |step: Step| found.iter().any(|message| message.uid == Some(step.uid));
            let Neighbours { previous, next, .. } = trail.neighbours(self.uid);
            let known = previous.is_none_or(is_there) && next.is_none_or(is_there);
            if !known || trail.index(self.uid).is_none_or(|index| !trail.leads_on(index)) {
                self.sort_again(examined, view).await?;
            }
        }
        let Some(trail) = self.trail else { return Ok(Neighbours::default()) };
        let neighbours = trail.neighbours(self.uid);
        if let Some(uid_validity) = examined.uid_validity() {
            self.account.cache().note_trail(self.name, uid_validity, trail);
        }
        Ok(neighbours)
    }

    /// A message that was deleted meanwhile shifts the others: then it is asked once more who stands where.
    async fn by_arrival(
        &self,
        examined: &mut Examined<'_>,
        fetched: &Fetched,
        found: Vec<Fetched>,
    ) -> imap::Result<Neighbours> {
        if let Some(neighbours) = self.among(examined, &found) {
            return Ok(neighbours);
        }
        let again = examined.fetch(&[self.uid].into_iter().collect(), FetchItems::Flags).await?;
        let spot = again.first().unwrap_or(fetched).seq_num();
        let (_, found) = examined.fetch_sections_beside(self.uid, &[], 0, &AlsoFetch::Around(spot)).await?;
        Ok(self.among(examined, &found).unwrap_or_default())
    }

    fn among(&self, examined: &Examined<'_>, found: &[Fetched]) -> Option<Neighbours> {
        let index = found.iter().position(|message| message.uid == Some(self.uid))?;
        let step = |at: usize| {
            let message = found.get(at)?;
            Some(Step { uid: message.uid?, page: page_at(examined.newer_than(message.seq_num())) })
        };
        let page = found.get(index).map(|message| page_at(examined.newer_than(message.seq_num())));
        Some(Neighbours { previous: index.checked_sub(1).and_then(step), next: step(index + 1), page })
    }
}
