//! What can go wrong between us and an IMAP server.

use super::code::ResponseCode;

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Says why a conversation failed. Texts from the server are kept short and free of control characters.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No TCP connection.
    #[error("cannot connect to {host}:{port}: {source}")]
    Connect {
        /// The host as configured.
        host: String,
        /// The port.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// No TLS that can be trusted: certificate, protocol version, or STARTTLS not offered.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// A deadline passed; holds what was waited for.
    #[error("no answer in time: {0}")]
    Timeout(&'static str),
    /// The connection ended without a word.
    #[error("the server closed the connection")]
    Closed,
    /// The connection broke.
    #[error("connection lost: {0}")]
    Io(#[from] std::io::Error),
    /// The server said BYE (RFC 9051, 7.1.5).
    #[error("the server said goodbye: {0}")]
    Bye(String),
    /// What the server sent is not IMAP.
    #[error("not understood: {0}")]
    Protocol(&'static str),
    /// The server sent more than a limit of ours allows.
    #[error("too much from the server: {0}")]
    TooLarge(&'static str),
    /// The server answered NO or BAD.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The server refused the sign-in.
    #[error("{0}")]
    SignInRefused(Refusal),
    /// The server said that something is done, and it is not, as far as can be seen; holds what.
    #[error("{0}")]
    Unconfirmed(&'static str),
    /// A text cannot be put on the wire: it holds NUL (RFC 9051, 9: CHAR8).
    #[error("a text with NUL cannot be sent")]
    Unsendable,
    /// Nobody reads the streamed literal any more.
    #[error("the reader went away")]
    Abandoned,
    /// Work on the connection ended without an answer; how far it came is not known.
    #[error("the work on this connection broke off")]
    BrokenOff,
    /// Nothing more was sent: another node has the turn of this account by now.
    #[error("it took too long: another node has the turn")]
    TurnLost,
    /// No connection became free in time.
    #[error("all connections are in use")]
    Busy,
}

impl Error {
    /// Tells whether the connection cannot be used any more.
    pub fn ends_connection(&self) -> bool {
        !matches!(
            self,
            Self::Refused(_) | Self::SignInRefused(_) | Self::Unconfirmed(_) | Self::Unsendable | Self::Busy
        )
    }
}

/// Holds a tagged NO or BAD (RFC 9051, 7.1.2 and 7.1.3).
#[derive(Debug, Clone, thiserror::Error)]
#[error("{command} refused: {text}")]
pub struct Refusal {
    /// The command's name, such as `UID EXPUNGE`.
    pub command: &'static str,
    /// Whether it was BAD rather than NO.
    pub bad: bool,
    /// The response code, if the server gave one.
    pub code: Option<ResponseCode>,
    /// The server's words.
    pub text: String,
}

impl Refusal {
    /// Makes an error of our own, for what the server says is done and is not.
    pub(crate) fn ours(command: &'static str, code: Option<ResponseCode>, text: &str) -> Error {
        Error::Refused(Self { command, bad: false, code, text: text.to_owned() })
    }
}
