//! Making room: emptying Spam and Trash.

mod confirm;

pub use confirm::ConfirmPage;
