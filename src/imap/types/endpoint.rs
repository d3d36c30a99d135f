//! Where an IMAP server is, and what signs in there.

use secrecy::SecretString;
use std::net::IpAddr;
use std::path::PathBuf;

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// TLS from the first octet (RFC 8314, 3).
    Tls,
    /// TLS after STARTTLS (RFC 9051, 6.2.1); no sign-in without it.
    StartTls,
    /// Nothing; only for a server on the same machine.
    Plain,
}

impl Security {
    /// Returns the word that mail programs show in their settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tls => "SSL/TLS",
            Self::StartTls => "STARTTLS",
            Self::Plain => "none",
        }
    }
}

/// Says where an IMAP server listens, and how it is trusted.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Host name or address; the certificate must be for it.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// A private CA (PEM file), believed besides the system's.
    pub ca_file: Option<PathBuf>,
}

/// Holds what signs in.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The user name as the server wants it.
    pub user: String,
    /// The password; never printed.
    pub password: SecretString,
    /// The network address of who asks, where the server is to be told it; what signs in is the same without.
    pub client: Option<IpAddr>,
}
