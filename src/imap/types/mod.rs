//! The words of the RFCs as types: what is named, numbered and answered. They know nothing of octets on a line.

mod body_structure;
mod capability;
mod code;
mod data;
mod endpoint;
mod error;
mod fence;
mod flag;
mod mailbox_name;
mod uid;

pub use body_structure::{BodyStructure, Part};
pub use capability::Capabilities;
pub use code::ResponseCode;
pub use data::{Copies, Fetched, ListedMailbox, Literal, QuotaRoot, StatusItems};
pub use endpoint::{Credentials, Endpoint, Security};
pub use error::{Error, Refusal, Result};
pub use fence::Fence;
pub use flag::Flag;
pub use mailbox_name::MailboxName;
pub use uid::{Uid, UidSet, UidValidity};
