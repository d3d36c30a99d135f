//! The opened message.

mod page;

pub use page::MessagePage;
