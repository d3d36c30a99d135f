//! The lists: Inbox, Spam, Trash.

mod page;
mod place;
mod words;

pub use page::ListPage;
pub use place::{Place, sort_named, sort_word};
