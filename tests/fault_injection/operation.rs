//! What a person does while the line breaks, what is wanted of it, and what the page may say.

use crate::fixture::{INITIAL_MAIL, INSIDE, State, WRAPPED, count, names};
use support::client::{Answer, Browser, emptying};

/// One button.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    Rescue,
    Delete,
    Restore,
    Empty,
    Unwrap,
}

impl Operation {
    pub fn path(self) -> &'static str {
        match self {
            Self::Rescue | Self::Unwrap => "/spam/rescue",
            Self::Delete => "/spam/delete",
            Self::Restore => "/trash/restore",
            Self::Empty => "/spam/empty",
        }
    }

    /// The mailbox it takes from.
    pub fn source(self) -> &'static str {
        if self == Self::Restore { "Trash" } else { "Spam" }
    }

    /// What it takes.
    pub fn chosen(self) -> &'static [&'static str] {
        match self {
            Self::Rescue | Self::Delete => &["a", "c"],
            Self::Restore => &["t", "u"],
            Self::Empty => &["a", "b", "c", "d", WRAPPED],
            Self::Unwrap => &[WRAPPED],
        }
    }

    fn moves(self) -> bool {
        matches!(self, Self::Rescue | Self::Restore | Self::Unwrap)
    }

    /// What a message is called once it has been moved.
    fn moved(self, id: &str) -> &str {
        if self == Self::Unwrap { INSIDE } else { id }
    }

    /// Returns the form of the page that has the button.
    pub fn form(self, state: &State, anna: &Browser) -> Vec<(&'static str, String)> {
        let folder = if self.source() == "Trash" { "/trash" } else { "/spam" };
        if self == Self::Empty {
            return emptying(&anna.page(self.path()));
        }
        let list = anna.page(folder);
        let chosen = state[self.source()].iter().filter(|(_, id, _)| self.chosen().contains(&id.as_str()));
        let uids = chosen.map(|(uid, ..)| ("uid", uid.to_string()));
        let original = (self == Self::Unwrap).then(|| ("original", "yes".to_owned()));
        let fields = ["uid_validity", "seal"].map(|name| (name, list.hidden(name)));
        fields.into_iter().chain(original).chain(uids).collect()
    }

    /// Asserts that nothing was lost, and nothing else touched.
    pub fn lost_nothing(self, state: &State, what: &str) {
        for (mailbox, all) in INITIAL_MAIL {
            for id in all.iter().filter(|id| mailbox != self.source() || !self.chosen().contains(id)) {
                assert_eq!(count(state, mailbox, id), 1, "{what}: {id} of {mailbox}: {state:?}");
            }
        }
        if self.moves() {
            for id in self.chosen() {
                let copies = (count(state, self.source(), id), count(state, "INBOX", self.moved(id)));
                assert!(matches!(copies, (1, 0) | (0, 1) | (1, 1)), "{what}: {id} is there {copies:?}: {state:?}");
            }
        }
    }

    /// Asserts that it is all done, once.
    pub fn is_done(self, state: &State, what: &str) {
        self.lost_nothing(state, what);
        let left: Vec<_> =
            names(state, self.source()).into_iter().filter(|id| self.chosen().contains(&id.as_str())).collect();
        assert!(left.is_empty(), "{what}: still there: {left:?}");
        if self.moves() {
            for id in self.chosen() {
                assert_eq!(count(state, "INBOX", self.moved(id)), 1, "{what}: {id} in the Inbox: {state:?}");
            }
        }
    }

    /// Asserts that the page said what is so. `next` is the page that a redirect leads to.
    pub fn told_the_truth(self, answer: &Answer, next: Option<&Answer>, before: &State, after: &State, what: &str) {
        let Some(next) = next else {
            assert!(matches!(answer.status, 502..=504), "{what}: {}: {}", answer.status, answer.text());
            assert_eq!(before, after, "{what}: an error page means that nothing was begun");
            return;
        };
        let said = next.flash();
        if self == Self::Unwrap {
            let is = (count(after, "Spam", WRAPPED), count(after, "INBOX", INSIDE));
            return assert!(may_be(&next.news()).contains(&is), "{what}: {is:?}: {said}");
        }
        let left = self.chosen().iter().filter(|id| count(after, self.source(), id) > 0).count();
        let done = self.chosen().len() - left;
        let told = Told::read(&next.news());
        assert_eq!(told.done + told.left + told.unknown, self.chosen().len(), "{what}: {said}");
        assert!(told.done <= done && told.left <= left, "{what}: {done} done, {left} left: {said}");
        assert!(told.unknown > 0 || (told.done, told.left) == (done, left), "{what}: {done} done, {left} left: {said}");
    }
}

/// What of a wrapper and its original may be in Spam and in the Inbox, for what the page says.
fn may_be(news: &[(String, Option<u32>)]) -> &'static [(usize, usize)] {
    match news.first().map(|(key, _)| key.as_str()) {
        Some("flash-unwrap-done") => &[(0, 1)],
        Some("flash-unwrap-unknown") => &[(1, 0), (1, 1)],
        Some("flash-unwrap-wrapper-left") => &[(1, 1)],
        Some("flash-unwrap-wrapper-unknown") => &[(0, 1), (1, 1)],
        _ => &[],
    }
}

/// The figures of a page's sentences.
#[derive(Default)]
struct Told {
    done: usize,
    left: usize,
    unknown: usize,
}

impl Told {
    fn read(news: &[(String, Option<u32>)]) -> Self {
        let mut told = Self::default();
        for (key, count) in news {
            let count = count.unwrap_or_default() as usize;
            match key.rsplit('-').next() {
                Some("done") => told.done += count,
                Some("left") => told.left += count,
                Some("unknown") => told.unknown += count,
                _ => {}
            }
        }
        told
    }
}
