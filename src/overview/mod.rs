//! The overview: what the mail program sees, what it does not, how full the mailbox is.

mod page;

pub use page::OverviewPage;
