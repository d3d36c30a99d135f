//! What can go wrong between us and a ManageSieve server.

use super::code::Code;
use crate::imap;

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Says why a conversation failed, without a word of the server's: it may quote what its owner has written.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The command's name, such as `PUTSCRIPT`.
    pub command: &'static str,
    /// The response code, if the server gave one.
    pub code: Option<Code>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} refused ({code})", self.command),
            None => write!(f, "{} refused", self.command),
        }
    }
}

/// Says that what came is not ManageSieve.
pub(super) fn not_understood(what: &'static str) -> Error {
    Error::Line(imap::Error::Protocol(what))
}

/// Says that more came than a limit of ours allows.
pub(super) fn too_large(what: &'static str) -> Error {
    Error::Line(imap::Error::TooLarge(what))
}
