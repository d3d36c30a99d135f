//! What a server says of a mailbox while it is opened.

use crate::imap::codec::Response;
use crate::imap::types::{Flag, ResponseCode, UidValidity};

/// Holds what the server said when the mailbox was opened (RFC 9051, 6.3.2).
#[derive(Debug, Clone, Default)]
pub(crate) struct MailboxState {
    pub uid_validity: Option<UidValidity>,
    pub uid_next: Option<u32>,
    pub flags: Vec<Flag>,
    pub permanent_flags: Option<Vec<Flag>>,
    pub read_only: bool,
}

impl MailboxState {
    /// Reads the answer to EXAMINE or SELECT.
    pub fn of(untagged: &[Response], code: Option<&ResponseCode>) -> Self {
        let mut state = Self { read_only: code == Some(&ResponseCode::ReadOnly), ..Self::default() };
        for response in untagged {
            match response {
                Response::Flags(flags) if state.permanent_flags.is_none() => state.flags = flags.clone(),
                Response::Status { code: Some(ResponseCode::PermanentFlags(flags)), .. } => {
                    state.permanent_flags = Some(flags.clone())
                }
                Response::Status { code: Some(ResponseCode::UidValidity(uid_validity)), .. } => {
                    state.uid_validity = Some(*uid_validity)
                }
                Response::Status { code: Some(ResponseCode::UidNext(uid_next)), .. } => {
                    state.uid_next = Some(*uid_next)
                }
                _ => {}
            }
        }
        state
    }
}
