//! The help articles: those of the house, and those of the provider in their place or beside them. What an article is, how it is
//! searched, what it may say of this provider, and which one helps where; the feature `help` shows them.

mod article;
mod front_matter;
mod guide;
mod library;
mod markdown;
mod placeholders;
mod search;

#[cfg(test)]
mod tests;

pub use article::Article;
pub use guide::Guide;
pub use library::{Articles, Mistake};
pub use placeholders::{Placeholders, with_address};
