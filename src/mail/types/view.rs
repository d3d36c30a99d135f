//! Which part of a mailbox is wanted, and in which order.

/// Rows on one page of a list.
pub const PAGE_SIZE: u32 = 50;
/// Words of a search.
const MAX_WORDS: usize = 8;

/// Orders a list. Each has the one direction people want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest arrival first.
    #[default]
    Date,
    /// Largest first.
    Size,
    /// Sender, A to Z.
    From,
    /// Subject, A to Z.
    Subject,
    /// Close calls first: what is most likely not spam stands on top.
    Score,
}

impl Sort {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [Self::Date, Self::Size, Self::From, Self::Subject, Self::Score];
}

/// Says which part of a mailbox is wanted.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The page, from 1; a page behind the end means the last one.
    pub page: u32,
    /// The order.
    pub sort: Sort,
    /// Only messages whose sender or subject holds these words; empty for all.
    pub query: String,
}

impl View {
    /// The words of the query that are searched for.
    pub(in crate::mail) fn words(&self) -> Vec<String> {
        self.query.split_whitespace().take(MAX_WORDS).map(str::to_owned).collect()
    }

    /// Tells whether this is the whole mailbox, newest first.
    pub fn is_by_arrival(&self) -> bool {
        self.sort == Sort::Date && self.query.split_whitespace().next().is_none()
    }
}

/// Says what was looked at for a list: of a very large mailbox not always all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Every message.
    #[default]
    Whole,
    /// Only this many of the newest.
    Newest(u32),
    /// The server searched all of them; we, who read headers that it cannot, only this many of the newest.
    OlderByServer(u32),
}

pub(in crate::mail) fn pages(total: u32) -> u32 {
    total.div_ceil(PAGE_SIZE).max(1)
}

/// Returns the page that is really shown, and how many messages stand before it.
pub(in crate::mail) fn page_of(wanted: u32, total: u32) -> (u32, u32) {
    let page = wanted.clamp(1, pages(total));
    (page, (page - 1) * PAGE_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_behind_the_end_is_the_last_one() {
        for (wanted, total, page) in [
            (0, 0, (1, 0)),
            (9, 0, (1, 0)),
            (1, 50, (1, 0)),
            (2, 50, (1, 0)),
            (2, 51, (2, 50)),
            (u32::MAX, 3412, (69, 3400)),
        ] {
            assert_eq!(page_of(wanted, total), page, "page {wanted} of {total}");
        }
    }
}
