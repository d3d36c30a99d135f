//! Who is at the other end, for counting tries: never for deciding who may do what.

use super::Error;
use crate::app::App;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Is the network a request came from: an IPv4 address, or the first 64 bits of an IPv6 one, which is what a household gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Client(pub IpAddr);

impl Client {
    /// Finds the client: the peer, or behind trusted proxies the last address in X-Forwarded-For that is not one of them.
    pub fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let believed = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
        let mut client = peer.to_canonical();
        let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
        let mut hops = hops.into_iter().rev();
        while believed(client) {
            match hops.next().and_then(|hop| address(hop.trim())) {
                Some(hop) => client = hop.to_canonical(),
                None => break,
            }
        }
        Self(match client {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
            v4 => v4,
        })
    }
}

/// Reads an address as proxies write it: bare, in brackets, or with the port of the client.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

impl FromRequestParts<App> for Client {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let peer = parts.extensions.get::<SocketAddr>().map_or(IpAddr::from([0, 0, 0, 0]), SocketAddr::ip);
        Ok(Self::of(peer, &parts.headers, &app.config().web.trusted_proxies))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_is_believed_only_from_a_trusted_proxy() {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        for (peer, forwarded, wanted) in [
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.1.1.1", "198.51.100.7", "198.51.100.7"),
            ("10.1.1.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
            ("10.1.1.1", "203.0.113.9, 10.2.2.2", "203.0.113.9"),
            ("10.1.1.1", "203.0.113.9, 198.51.100.7:4711, 10.2.2.2:80", "198.51.100.7"),
            ("10.1.1.1", "[2001:db8:1:2::9]:4711", "2001:db8:1:2::"),
            ("10.1.1.1", "[2001:db8:1:2::9]", "2001:db8:1:2::"),
            ("10.1.1.1", "nonsense", "10.1.1.1"),
            ("10.1.1.1", "198.51.100.7, nonsense", "10.1.1.1"),
            ("::ffff:10.1.1.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ] {
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())]);
            assert_eq!(Client::of(peer.parse().unwrap(), &headers, &trusted).0, wanted.parse::<IpAddr>().unwrap());
        }
    }
}
