//! Why the filter's switch could not be looked at or turned.

use crate::imap;
use crate::mail;
use crate::sieve::{self, Code, Refusal};

/// Says why the switch could not be looked at or turned. The owner's own rules are as they were, whichever it is.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// The mailbox could not be asked, has no Spam folder, or its password was changed.
    #[error(transparent)]
    Mail(#[from] mail::Error),
    /// The server for rules cannot be reached, or its answer did not come: then it is not known whether the switch is turned.
    #[error("server for rules not reachable: {0}")]
    Unreachable(#[source] imap::Error),
    /// It does not let this owner sign in, though the mailbox does.
    #[error("the server for rules lets nobody in: {0}")]
    SignInRefused(Refusal),
    /// It lacks what the rules need.
    #[error("the server for rules lacks {0}")]
    Missing(&'static str),
    /// There is no room for one more script.
    #[error("no room for a script: {0}")]
    Full(Refusal),
    /// The server said no.
    #[error("{0}")]
    Refused(Refusal),
    /// It cannot run the owner's own rules together with ours.
    #[error("the owner's rules cannot be included")]
    Beside,
    /// Somebody has changed our script, or another one has its name.
    #[error("the script is not as it was written")]
    Changed,
    /// Another program was at work on the scripts at the same moment.
    #[error("another program has changed the scripts meanwhile")]
    Interfered,
}

impl From<sieve::Error> for FilterError {
    fn from(error: sieve::Error) -> Self {
        match error {
            sieve::Error::Line(imap::Error::Busy) => mail::Error::Busy.into(),
            sieve::Error::Line(error) => Self::Unreachable(error),
            sieve::Error::Refused(refusal) | sieve::Error::SignInRefused(refusal)
                if refusal.code == Some(Code::TryLater) =>
            {
                mail::Error::Busy.into()
            }
            sieve::Error::SignInRefused(refusal) => Self::SignInRefused(refusal),
            sieve::Error::Refused(refusal) if refusal.code == Some(Code::Quota) => Self::Full(refusal),
            sieve::Error::Refused(refusal) => Self::Refused(refusal),
        }
    }
}
