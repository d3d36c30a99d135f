//! What makes a message the same in another mailbox: its size, and the fields of its header that are its own.

use crate::imap::{FetchItems, Fetched};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// What is asked of a message to know it again; its flags come with it.
pub(in crate::mail) const IDENTITY: FetchItems = FetchItems::Row("MESSAGE-ID DATE FROM SUBJECT");
/// Octets kept of the digest.
const KEPT: usize = 15;

/// Names a message by its content, as a digest: the store keeps no words of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(in crate::mail) struct Identity(String);

impl Identity {
    /// Takes what [`IDENTITY`] asked for; `None` where the size did not come.
    pub fn of(message: &Fetched) -> Option<Self> {
        let size = message.size?;
        let head = message.sections.first().map(|(_, literal)| literal.bytes.as_slice()).unwrap_or_default();
        let digest = Sha256::new_with_prefix(size.to_be_bytes()).chain_update(head).finalize();
        Some(Self(URL_SAFE_NO_PAD.encode(digest.get(..KEPT).unwrap_or_default())))
    }
}
