//! What a person means: sign in, look, rescue, delete, empty. No HTTP, no SQL, no templates.
//!
//! Each room below knows those before it: `types`, the words; `content`, what a message says; `account`, whose mail it is and how work
//! is done on borrowed connections; `lists`, looking at mailboxes; `storage`, what takes up the room; `reading`, one message; `changes`, doing
//! something to messages; `filtering`, what the server does with marked mail.

mod account;
mod changes;
mod content;
mod filtering;
#[cfg(fuzzing)]
pub mod fuzzing;
mod lists;
mod reading;
mod storage;
mod types;

pub use crate::imap::Fence;
pub use account::notebook::{NotKept, Note, Notebook};
pub use account::owner::{Account, LoginName, Server};
pub use account::trail::{Neighbours, Step};
pub use account::turn::{AccountTurn, TurnName};
pub use account::work::Mail;
pub use changes::in_steps::{Plan, StepOptions, Summing};
pub use changes::move_record::{FlagsBefore, MoveRecord};
pub use changes::original::{LARGEST_ORIGINAL, Unwrapped};
pub use changes::rescue_originals::Rescued;
pub use changes::size_snapshot::SizeSnapshot;
pub use changes::wanted::Wanted;
pub use content::caution::Caution;
pub use content::event::{Answer, Event, Method, Moment};
pub use content::hidden_characters::is_hidden;
pub use content::html::{HtmlSummary, Links, Pictures, SafeHtml};
pub use content::mime::TextKind;
pub use content::preview::Preview;
pub use content::summary::{ROW_FIELDS, Summary};
pub use content::text::{Block, Flow, Piece, Quote, Run, Runs, Text};
#[cfg(test)]
pub use content::verdict::rule_sentences;
pub use content::verdict::{Certainty, Explanation, Filter, Hit, Limit, Mark, Reason, RuleTexts, Told, Verdict};
pub use filtering::error::FilterError;
pub use filtering::found::{Filing, FilterState, Lack, OwnRules};
pub use filtering::switch::{FilterSwitch, Turn};
pub use lists::all_listed::ListSnapshot;
pub use lists::listing::{EmptyPreview, Listing, MailboxSnapshot};
pub use lists::overview::Overview;
pub use lists::server_report::{Requirement, ServerReport};
pub use reading::authentication::{Authentication, Check};
pub use reading::download::{Download, File};
pub use reading::enclosed::Forwarded;
pub use reading::html_body::HtmlBody;
pub use reading::message::{Formatted, Message, Reading, Shown};
pub use storage::due::Due;
pub use storage::old::{OldMail, OldMailFound};
pub use storage::survey::{Amount, FrequentSender, LargeMessage, Survey};
pub use types::address::{Address, AddressError};
pub use types::attachment::{Attachment, FileKind, FileWarning};
pub use types::error::{Error, NotLetIn, Result};
pub use types::first_seen::{Epoch, FirstSeen};
pub use types::loggable::loggable;
pub use types::outcome::Outcome;
pub use types::person::Person;
pub use types::role::{Mailbox, Role};
pub use types::storage::{QuotaResource, QuotaUse, Storage};
pub use types::verb::Verb;
pub use types::view::{PAGE_SIZE, Reach, Sort, View};

pub use crate::imap::{Endpoint, Limits as ServerLimits, MailboxName, Pulse, Security, Uid, UidSet, UidValidity};
