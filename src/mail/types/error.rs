//! What can go wrong, in terms a feature decides by.

use crate::imap::{self, Refusal, ResponseCode};
use crate::mail::Role;

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Says why an action could not be done, as far as the person is concerned.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server has no mailbox for this role.
    #[error("the account has no mailbox for {0:?}")]
    NoSuchRole(Role),
    /// UIDVALIDITY differs: every UID the page showed is void (RFC 9051, 2.3.1.1).
    #[error("the mailbox was made anew since the page was drawn")]
    MailboxChanged,
    /// More messages match than the page told the number of.
    #[error("more messages match than the page said")]
    MoreThanShown,
    /// The message or mailbox is not there any more.
    #[error("it is gone")]
    Gone,
    /// The server opens the mailbox read-only.
    #[error("the mailbox is read-only")]
    ReadOnly,
    /// The server said that name and password do not match.
    #[error("wrong address or password")]
    WrongPassword,
    /// The server refused sign-in for another reason than the password, and perhaps says why.
    #[error("sign-in refused: {1}")]
    SignInRefused(NotLetIn, String),
    /// No connection, or none that can be trusted.
    #[error("mail server not reachable: {0}")]
    Unreachable(#[source] imap::Error),
    /// The server has no time, or all of our connections are in use.
    #[error("too many connections at once")]
    Busy,
    /// The server says that too many programs are connected to this mailbox.
    #[error("the mail server counts too many connections to this mailbox")]
    TooManyConnections,
    /// The server says the mailbox is full.
    #[error("over quota: {0}")]
    OverQuota(String),
    /// The server answered NO or BAD.
    #[error("refused by the mail server: {0}")]
    Refused(String),
    /// The server treats only so many messages at once (RFC 9738).
    #[error("the mail server treats only {0} messages at once")]
    TooManyAtOnce(u32),
    /// The answer did not come; what happened on the server is not known.
    #[error("the answer of the mail server did not arrive: {0}")]
    Unknown(#[source] imap::Error),
}

/// Why a server lets somebody not in whose password may be right (RFC 5530, 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLetIn {
    /// `[EXPIRED]`: the password is too old.
    Expired,
    /// `[AUTHORIZATIONFAILED]`, or words such as "disabled": the account may not sign in, or not this way.
    Locked,
    /// `[PRIVACYREQUIRED]`: the connection from here is not protected enough.
    NotPrivate,
    /// `[CONTACTADMIN]`: only the provider can tell.
    AskProvider,
    /// Anything else.
    Other,
}

/// Tells whether a server says that there is no such user.
fn denies_user(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let denies = ["no such", "unknown", "does not exist", "doesn't exist", "not found", "invalid"];
    let whom = ["user", "account", "mailbox", "address", "recipient"];
    denies.iter().any(|word| text.contains(word)) && whom.iter().any(|word| text.contains(word))
}

impl NotLetIn {
    fn of(refusal: &Refusal) -> Self {
        let text = refusal.text.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        match refusal.code {
            Some(ResponseCode::Expired) => Self::Expired,
            Some(ResponseCode::PrivacyRequired) => Self::NotPrivate,
            Some(ResponseCode::AuthorizationFailed | ResponseCode::NoPermission) => Self::Locked,
            _ if says(&["disabled", "suspended", "locked", "blocked", "deactivated"]) => Self::Locked,
            Some(ResponseCode::ContactAdmin) => Self::AskProvider,
            _ => Self::Other,
        }
    }
}

impl From<imap::Error> for Error {
    fn from(error: imap::Error) -> Self {
        let refusal = match error {
            imap::Error::Refused(refusal) => refusal,
            imap::Error::SignInRefused(refusal) => return Self::of_sign_in(refusal),
            imap::Error::Busy | imap::Error::TurnLost => return Self::Busy,
            imap::Error::Unsendable | imap::Error::Unconfirmed(_) => return Self::Refused(error.to_string()),
            other => return Self::Unreachable(other),
        };
        match refusal.code {
            Some(ResponseCode::MessageLimit(most)) => Self::TooManyAtOnce(most),
            Some(ResponseCode::OverQuota) => Self::OverQuota(refusal.text),
            Some(ResponseCode::NonExistent) => Self::Gone,
            Some(ResponseCode::Unavailable | ResponseCode::InUse | ResponseCode::Limit) => Self::Busy,
            _ => Self::Refused(refusal.to_string()),
        }
    }
}

impl Error {
    /// Tells whether the server may be there, but no connection to it can be trusted.
    pub fn is_insecure(&self) -> bool {
        matches!(self, Self::Unreachable(imap::Error::Tls(_)))
    }

    /// Says of a piece of work that its end is not known.
    pub fn not_answered() -> Self {
        Self::Unknown(imap::Error::BrokenOff)
    }

    fn of_sign_in(refusal: Refusal) -> Self {
        match refusal.code {
            Some(ResponseCode::Limit) => Self::TooManyConnections,
            Some(ResponseCode::Unavailable | ResponseCode::InUse | ResponseCode::ServerBug) => Self::Busy,
            // BAD says that the command was not understood; nobody looked at the password.
            _ if refusal.bad => Self::SignInRefused(NotLetIn::Other, String::new()),
            None
            | Some(ResponseCode::AuthenticationFailed | ResponseCode::Capability(_) | ResponseCode::NonExistent) => {
                Self::WrongPassword
            }
            // Whether there is such a mailbox is told to nobody.
            Some(_) if denies_user(&refusal.text) => Self::WrongPassword,
            Some(_) => Self::SignInRefused(NotLetIn::of(&refusal), refusal.text),
        }
    }
}
