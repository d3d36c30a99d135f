//! The conversation on one connection: `connect` and `sign_in` open it, `exchange` sends commands (several at once, `pipeline`) and
//! takes the answers, `unsolicited` is unsolicited responses. `session` is what can be asked without an open mailbox,
//! `examined` what can be read of one, `selected` what can be done to it, `window` keeps a mailbox open from page to page. What is
//! asked stands in `query`, what is taken from the replies in `answer`; `count` tells the figures of each command.

mod answer;
mod append;
mod connect;
mod count;
mod download;
mod examined;
mod exchange;
mod mailbox_state;
mod pipeline;
mod query;
mod sections;
mod selected;
mod session;
mod sign_in;
mod unsolicited;
mod window;

pub(crate) use connect::{Stream, TlsRoots, tcp, tls};
pub use examined::Examined;
pub(super) use exchange::ANSWER;
pub use query::{AlsoFetch, FetchItems, FlagChange, SearchCriteria, SeqNum, SortKey, Window};
pub use selected::Selected;
pub use session::Session;
pub(super) use sign_in::{begin, greet, introduce, sign_in};
