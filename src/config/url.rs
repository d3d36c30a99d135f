//! How browsers reach Postern.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The address browsers reach Postern at: `https://webmail.example.net`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    authority: String,
}

impl PublicUrl {
    /// Reads `http(s)://host[:port]`; a `/` may follow, nothing else. The host becomes lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            return None;
        }
        let port = match port {
            Some(port) if port.bytes().all(|b| b.is_ascii_digit()) => {
                Some(port.parse::<u16>().ok().filter(|&p| p > 0)?)
            }
            Some(_) => return None,
            None => None,
        };
        let authority = match port {
            Some(port) if port != if https { 443 } else { 80 } => format!("{host}:{port}"),
            _ => host,
        };
        Some(Self { https, authority })
    }

    /// Returns the address of a server no proxy stands before.
    pub(super) fn of(listen: SocketAddr) -> Self {
        let authority = listen.to_string();
        Self::parse(&format!("http://{authority}")).unwrap_or(Self { https: false, authority })
    }

    /// Returns the origin as browsers send it: `https://host:port`, without the scheme's own port.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }

    /// Returns host and port as browsers send them, without the scheme's own port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Says whether only browsers on this machine can come by it.
    pub fn is_loopback(&self) -> bool {
        let host = match self.authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => host,
            _ => &self.authority,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
    }

    /// Says whether browsers come over TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }
}

/// Says whether a text is a host as a URL has it: a name, an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok()),
        None => {
            host.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
                && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
        }
    }
}
