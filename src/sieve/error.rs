//! What can go wrong between us and a ManageSieve server.

use super::code::Code;
use crate::imap;

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Says why a conversation failed. Texts from the server are kept short and free of control characters.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no connection that can be trusted, it ended, or what came over it was not understood.
    #[error(transparent)]
    Line(#[from] imap::Error),
    /// The server answered NO (RFC 5804, 1.2).
    #[error("{0}")]
    Refused(Refusal),
    /// The server refused the sign-in.
    #[error("{0}")]
    SignInRefused(Refusal),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Line(error.into())
    }
}

/// Holds a NO (RFC 5804, 1.2).
#[derive(Debug, Clone, thiserror::Error)]
#[error("{command} refused: {text}")]
pub struct Refusal {
    /// The command's name, such as `PUTSCRIPT`.
    pub command: &'static str,
    /// The response code, if the server gave one.
    pub code: Option<Code>,
    /// The server's words.
    pub text: String,
}

/// Says that what came is not ManageSieve.
pub(super) fn not_understood(what: &'static str) -> Error {
    Error::Line(imap::Error::Protocol(what))
}

/// Says that more came than a limit of ours allows.
pub(super) fn too_large(what: &'static str) -> Error {
    Error::Line(imap::Error::TooLarge(what))
}
