//! Connections: one task for each, borrowed by account, bounded for each account and in all.
//!
//! A connection lives in a task of its own (`connection`). Whoever borrows it sends work to that task, so that a caller who goes away
//! (a closed browser) never leaves a command half read. `slots` is where those of an account wait, `pooled_connection` a borrowed
//! one, `lending` opens and lends them, `pulse` knows whether the server answers.

mod connection;
mod lending;
mod limits;
mod pooled_connection;
mod pulse;
mod slots;

pub use lending::Pool;
pub use limits::Limits;
pub use pooled_connection::PooledConnection;
pub use pulse::Pulse;
pub use slots::Purpose;
