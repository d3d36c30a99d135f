//! How browsers reach Postern.

use std::net::{IpAddr, SocketAddr};
use url::{Host, Url};

/// The address browsers reach Postern at: `https://webmail.example.net`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    host: Host,
    /// `None` is the scheme's own.
    port: Option<u16>,
}

impl PublicUrl {
    /// Reads `http(s)://host[:port]`; a `/` may follow, nothing else. The host becomes lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let (https, own_port) = match url.scheme() {
            "https" => (true, 443),
            "http" => (false, 80),
            _ => return None,
        };
        let found = Self { https, host: url.host()?.to_owned(), port: url.port() };
        // A URL may hold more, and be written in ways that nobody means: here it is what browsers send, or with the scheme's own port.
        let written = text.to_ascii_lowercase();
        let written = written.strip_suffix('/').unwrap_or(&written);
        let as_sent = written == found.origin() || written == format!("{}:{own_port}", found.origin());
        (as_sent && found.port != Some(0) && is_named(&found.host)).then_some(found)
    }

    /// Returns the address of a server no proxy stands before.
    pub(super) fn of(listen: SocketAddr) -> Self {
        let host = match listen.ip() {
            IpAddr::V4(address) => Host::Ipv4(address),
            IpAddr::V6(address) => Host::Ipv6(address),
        };
        Self { https: false, host, port: Some(listen.port()).filter(|port| *port != 80) }
    }

    /// Returns the origin as browsers send it: `https://host:port`, without the scheme's own port.
    pub fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", if self.https { "https" } else { "http" }, self.host)
    }

    /// Returns the host: a name, or an address as URLs have it.
    pub fn host(&self) -> String {
        self.host.to_string()
    }

    /// Says whether only browsers on this machine can come by it.
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.to_canonical().is_loopback(),
        }
    }

    /// Returns the port where browsers come over TLS.
    pub fn https_port(&self) -> Option<u16> {
        self.https.then(|| self.port.unwrap_or(443))
    }

    /// Says whether browsers come over TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }
}

/// Says whether a host is an address, or a name as hosts have it; URLs allow more.
fn is_named(host: &Host) -> bool {
    let Host::Domain(name) = host else { return true };
    name.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
}
