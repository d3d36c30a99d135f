//! Keeping Spam and Trash clean by themselves: what has been in one of them for so many days goes for good, once its owner has agreed to
//! what that means. Off by default; never by what a message says of its age.
//!
//! `rules` says what was agreed to and what came of it; `keeper` previews, switches and runs; `night` runs it for all who are not there,
//! through a `master` user, one process at a time; `growth` says when a mailbox will be full. What goes is a job like others: exact, resumed after a crash, nothing twice. It knows
//! no HTTP.

mod growth;
mod keeper;
mod master;
mod night;
mod rules;

pub use growth::Forecast;
pub use keeper::{Error, Keeper, Shown};
pub use master::Master;
pub use night::Night;
pub use rules::{LastRun, Rule};
