//! Who stands beside a message in its list: the way from one message to the next without going back.
//!
//! Newest first, the server is asked for the places beside the message, in the round trip that brings its text. In another order,
//! or among what a search found, the stretch of the list that was shown is remembered; which of its messages are still there is
//! asked in the same round trip. Only at the end of a stretch the list is sorted again, which costs one more.

use super::sorted::sorted;
use super::{Account, PAGE_SIZE, Sort, Uid, View};
use crate::imap::{self, Beside, Examined, Fetched, Items, MailboxName};

/// Messages on each side of which it is asked whether they are still there.
const LOOKED_AT: usize = 12;

/// Says which messages stand beside one in its list, and on which page of it the message stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The one above.
    pub previous: Option<Step>,
    /// The one below.
    pub next: Option<Step>,
    /// The page of the list, from 1; `None` where it is not known.
    pub page: Option<u32>,
}

/// Names a message beside another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its UID.
    pub uid: Uid,
    /// The page of the list it stands on, from 1.
    pub page: u32,
}

/// Is a stretch of a sorted or searched list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trail {
    pub sort: Sort,
    /// The words searched for.
    pub query: String,
    /// How many messages of the list stand before it.
    pub first: u32,
    /// How many messages the list has.
    pub total: u32,
    /// The messages, in order.
    pub uids: Vec<Uid>,
}

impl Trail {
    pub fn of(view: &View, first: u32, total: u32, uids: Vec<Uid>) -> Self {
        Self { sort: view.sort, query: view.words().join(" "), first, total, uids }
    }

    fn index(&self, uid: Uid) -> Option<usize> {
        self.uids.iter().position(|&known| known == uid)
    }

    fn place(&self, index: usize) -> u32 {
        self.first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Tells whether those beside a message are in this stretch, as far as there are any.
    fn leads_on(&self, index: usize) -> bool {
        let before = index > 0 || self.first == 0;
        before && (index + 1 < self.uids.len() || self.place(index + 1) >= self.total)
    }

    /// The messages around one, itself among them.
    fn near(&self, index: usize) -> impl Iterator<Item = Uid> + '_ {
        let begin = index.saturating_sub(LOOKED_AT);
        self.uids.iter().skip(begin).take(index - begin + LOOKED_AT + 1).copied()
    }

    /// Takes out those near a message that are gone.
    fn forget_gone(&mut self, index: usize, there: &[Fetched]) {
        let near: Vec<Uid> = self.near(index).collect();
        let is_gone = |uid: &Uid| near.contains(uid) && !there.iter().any(|message| message.uid == Some(*uid));
        let before = self.uids.len();
        self.uids.retain(|uid| !is_gone(uid));
        let gone = u32::try_from(before - self.uids.len()).unwrap_or(u32::MAX);
        self.total = self.total.saturating_sub(gone);
    }

    fn neighbours(&self, uid: Uid) -> Neighbours {
        let Some(index) = self.index(uid) else { return Neighbours::default() };
        let step = |at: usize| Some(Step { uid: *self.uids.get(at)?, page: page_at(self.place(at)) });
        Neighbours {
            previous: index.checked_sub(1).and_then(step),
            next: step(index + 1),
            page: Some(page_at(self.place(index))),
        }
    }
}

fn page_at(place: u32) -> u32 {
    place / PAGE_SIZE + 1
}

/// Is the way through a list while one of its messages is opened.
pub(super) struct Walk<'a> {
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
            walk.trail = account.memory().trail(account.user(), name, view.sort, &query, uid);
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
    pub fn asks(&self, fetched: &Fetched) -> Beside {
        match (&self.trail, self.view) {
            (Some(trail), _) if !self.fresh => {
                let near = trail.index(self.uid).map(|index| trail.near(index).collect());
                near.map_or(Beside::Nobody, Beside::These)
            }
            (None, Some(_)) => Beside::Around(fetched.position()),
            _ => Beside::Nobody,
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
            self.account.memory().note_trail(self.account.user(), self.name, uid_validity, trail);
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
        let again = examined.fetch(&[self.uid].into_iter().collect(), Items::Flags).await?;
        let spot = again.first().unwrap_or(fetched).position();
        let (_, found) = examined.fetch_sections_beside(self.uid, &[], 0, &Beside::Around(spot)).await?;
        Ok(self.among(examined, &found).unwrap_or_default())
    }

    fn among(&self, examined: &Examined<'_>, found: &[Fetched]) -> Option<Neighbours> {
        let index = found.iter().position(|message| message.uid == Some(self.uid))?;
        let step = |at: usize| {
            let message = found.get(at)?;
            Some(Step { uid: message.uid?, page: page_at(examined.newer_than(message.position())) })
        };
        let page = found.get(index).map(|message| page_at(examined.newer_than(message.position())));
        Some(Neighbours { previous: index.checked_sub(1).and_then(step), next: step(index + 1), page })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn uid(number: u32) -> Uid {
        Uid::new(number).unwrap()
    }

    fn trail(first: u32, total: u32, uids: impl IntoIterator<Item = u32>) -> Trail {
        let view = View { page: 1, sort: Sort::Size, query: " a  b ".to_owned() };
        Trail::of(&view, first, total, uids.into_iter().map(uid).collect())
    }

    /// UID and page of the one above and of the one below, and the page of the message.
    type Told = (Option<(u32, u32)>, Option<(u32, u32)>, Option<u32>);

    fn beside(trail: &Trail, of: u32) -> Told {
        let Neighbours { previous, next, page } = trail.neighbours(uid(of));
        let step = |step: Option<Step>| step.map(|step| (step.uid.get(), step.page));
        (step(previous), step(next), page)
    }

    #[test]
    fn each_message_knows_those_beside_it_and_their_pages() {
        let list = trail(48, 52, [7, 3, 9, 5]);
        assert_eq!(list.query, "a b");
        assert_eq!(beside(&list, 3), (Some((7, 1)), Some((9, 2)), Some(1)));
        assert_eq!(beside(&list, 5), (Some((9, 2)), None, Some(2)));
        assert_eq!(beside(&list, 4), (None, None, None));
        assert_eq!([0, 1, 2, 3].map(|index| list.leads_on(index)), [false, true, true, true]);
        assert!(!trail(0, 52, [7, 3]).leads_on(1) && trail(0, 2, [7, 3]).leads_on(0));
    }

    #[test]
    fn those_that_are_gone_are_stepped_over_and_what_was_not_asked_for_stays() {
        let mut list = trail(0, 100, 1..=100);
        let index = list.index(uid(50)).unwrap();
        let there = |number| {
            let mut fetched = Fetched::default();
            fetched.uid = Some(uid(number));
            fetched
        };
        let near: Vec<u32> = list.near(index).map(Uid::get).collect();
        assert_eq!(near, (38..=62).collect::<Vec<_>>());
        let found: Vec<Fetched> = near.into_iter().filter(|n| ![48, 49, 51].contains(n)).map(there).collect();
        list.forget_gone(index, &found);
        assert_eq!(beside(&list, 50), (Some((47, 1)), Some((52, 1)), Some(1)));
        assert_eq!((list.total, list.uids.len()), (97, 97));
        assert_eq!(list.uids.last(), Some(&uid(100)));
    }
}
