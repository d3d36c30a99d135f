//! A run of a sorted or searched list, and who stands beside whom in it.

use crate::imap::Fetched;
use crate::mail::Uid;
use crate::mail::types::view::{PAGE_SIZE, Sort, View};

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

/// A run of a sorted or searched list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mail) struct Trail {
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

    pub fn index(&self, uid: Uid) -> Option<usize> {
        self.uids.iter().position(|&known| known == uid)
    }

    fn place(&self, index: usize) -> u32 {
        self.first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Tells whether those beside a message are in this run, as far as there are any.
    pub fn leads_on(&self, index: usize) -> bool {
        let before = index > 0 || self.first == 0;
        before && (index + 1 < self.uids.len() || self.place(index + 1) >= self.total)
    }

    /// The messages around one, itself among them.
    pub fn near(&self, index: usize) -> impl Iterator<Item = Uid> + '_ {
        let begin = index.saturating_sub(LOOKED_AT);
        self.uids.iter().skip(begin).take(index - begin + LOOKED_AT + 1).copied()
    }

    /// Takes out those near a message that are gone.
    pub fn forget_gone(&mut self, index: usize, there: &[Fetched]) {
        let near: Vec<Uid> = self.near(index).collect();
        let is_gone = |uid: &Uid| near.contains(uid) && !there.iter().any(|message| message.uid == Some(*uid));
        let before = self.uids.len();
        self.uids.retain(|uid| !is_gone(uid));
        let gone = u32::try_from(before - self.uids.len()).unwrap_or(u32::MAX);
        self.total = self.total.saturating_sub(gone);
    }

    pub fn neighbours(&self, uid: Uid) -> Neighbours {
        let Some(index) = self.index(uid) else { return Neighbours::default() };
        let step = |at: usize| Some(Step { uid: *self.uids.get(at)?, page: page_at(self.place(at)) });
        Neighbours {
            previous: index.checked_sub(1).and_then(step),
            next: step(index + 1),
            page: Some(page_at(self.place(index))),
        }
    }
}

pub(in crate::mail) fn page_at(place: u32) -> u32 {
    place / PAGE_SIZE + 1
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
