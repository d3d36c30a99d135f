//! Other programs at work in the same mailboxes.
