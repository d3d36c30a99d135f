//! The help articles: those of the house, and those of the provider in their place or beside them. What an article is, how it is
//! searched, what it may say of this provider, and which one helps where; the feature `help` shows them.

mod article;
mod fold;
mod front_matter;
mod guide;
mod library;
mod markdown;
mod placeholders;
mod search;
mod shown;

#[cfg(test)]
mod tests;

pub use article::Article;
pub use guide::Guide;
pub use library::{Articles, Found, MAX_BYTES, Mistake, file_of};
pub use markdown::Heading;
pub use placeholders::{Placeholders, with_address};
pub use shown::Piece;
