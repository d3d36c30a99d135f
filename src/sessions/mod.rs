//! Who is signed in: neither a row of the database alone nor a cookie alone opens a mailbox.
//!
//! `seal` turns a password into what a row may hold, and back; `registry` starts, opens and ends sessions, and remembers for seconds
//! what it has just opened.

mod registry;
mod seal;

pub use registry::{Limits, Sessions, StartError};
pub use seal::{Cookie, Session, key_of};
