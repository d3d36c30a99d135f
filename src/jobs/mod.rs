//! Long work: a verb on so many messages that nobody waits for one answer. It runs in steps, each noted in the store before and after,
//! so that it goes on where it was when the process starts anew and its owner is signed in: no message twice, none forgotten.
//!
//! `job` says what was asked and how far it has come; `open` is one that has something left to do; `desk` is
//! what they share, and whose turn it is; `work` is one at work, how it waits and what it notes; `run` does it, step by step;
//! `notebook` writes down what is half done in mailboxes, and `node` is this process among those that share the database: which turns of
//! accounts it has; `others` is what the others do with jobs;
//! `undo` takes a move back, by what was written down of it;
//! `registry` takes them in, finds them again, and lets each mailbox have one at a time. It knows no HTTP.

mod desk;
mod id;
mod job;
mod node;
mod notebook;
mod open;
mod others;
mod registry;
mod run;
mod undo;
mod work;

pub use desk::{NameOwner, Settings};
pub use id::JobId;
pub use job::{Asked, JobView, Progress, State, Trouble};
pub use notebook::StoreNotebook;
pub use open::OpenJob;
pub use registry::{AskError, Jobs, Standing};
