//! Who is at the other end, for counting tries: never for deciding who may do what.

use super::Error;
use crate::config::Web;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Once;

/// What proxies write for whom they ask; the first is the one that is read.
const FORWARDED: [&str; 2] = ["x-forwarded-for", "forwarded"];

/// Where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// One machine, or one household.
    One(IpAddr),
    /// A proxy whose word is not believed, or that does not say for whom it asks: nobody pays for the others behind it.
    Shared(IpAddr),
}

impl Client {
    /// Finds the client: the peer, or behind trusted proxies the last address in X-Forwarded-For that is not one of them.
    pub fn of(peer: IpAddr, headers: &HeaderMap, web: &Web) -> Self {
        let believed = |address: IpAddr| is_trusted(address, web);
        let peer = peer.to_canonical();
        let speaks_for_others = FORWARDED.iter().any(|name| headers.contains_key(*name));
        if !believed(peer) {
            // From elsewhere it is no proxy of ours, but somebody who pretends to be many.
            return if speaks_for_others && is_near(peer) { Self::Shared(peer) } else { Self::One(peer) };
        }
        let values = headers.get_all(FORWARDED[0]).iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
        // Https is spoken by a proxy alone; over http a browser on this machine may ask for itself.
        let is_proxy = speaks_for_others || web.public_url.is_https();
        let mut client = if is_proxy { Self::Shared(peer) } else { Self::One(peer) };
        for hop in hops.into_iter().rev() {
            let Some(address) = address(hop.trim()) else { return Self::Shared(client.address()) };
            client = Self::One(address);
            if !believed(address) {
                break;
            }
        }
        client
    }

    /// Finds the client of a request.
    pub(super) fn who_asks(parts: &Parts, web: &Web) -> Self {
        let peer = parts.extensions.get::<SocketAddr>().map_or(IpAddr::from([0, 0, 0, 0]), SocketAddr::ip);
        Self::of(peer, &parts.headers, web)
    }

    /// Returns the address, whole.
    pub fn address(self) -> IpAddr {
        match self {
            Self::One(address) | Self::Shared(address) => address,
        }
    }

    /// Returns the address where it is somebody's own: none where others may stand behind the same one.
    pub fn own_address(self) -> Option<IpAddr> {
        matches!(self, Self::One(_)).then(|| self.address())
    }

    /// Returns the network that pays for what the client does: none where others may stand behind the same one.
    pub fn own_network(self) -> Option<IpAddr> {
        matches!(self, Self::One(_)).then(|| self.network())
    }

    /// Returns the network whose requests are counted together: none where others may stand behind the same one, nor where a proxy of
    /// ours, or a browser on this machine, asks for itself.
    pub fn network_that_is_counted(self, web: &Web) -> Option<IpAddr> {
        self.own_network().filter(|_| !is_trusted(self.address(), web))
    }

    /// Returns the network it is in: an IPv4 address, or the first 64 bits of an IPv6 one, which is what a household gets.
    pub fn network(self) -> IpAddr {
        match self.address() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
            v4 => v4,
        }
    }
}

/// Tells whether an address is that of a proxy whose word is believed.
pub(super) fn is_trusted(address: IpAddr, web: &Web) -> bool {
    web.trusted_proxies().iter().any(|net| net.contains(&address))
}

/// Tells whether an address is of this machine or its own networks, where a proxy of ours may be.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// Reads an address as proxies write it: bare, in brackets, or with the port of the client.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

impl FromRequestParts<AppState> for Client {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let web = &state.config().web;
        let client = Self::who_asks(parts, web);
        if let Self::Shared(proxy) = client {
            let told =
                if state.config().log.client_addresses { proxy.to_string() } else { "private address".to_owned() };
            tell_of(&told, is_trusted(proxy, &state.config().web));
        }
        Ok(client)
    }
}

/// Tells the host, once, why nobody behind a proxy can be told from the others.
fn tell_of(proxy: &str, trusted: bool) {
    static TOLD: Once = Once::new();
    let lost = "people behind it cannot be told apart, and failed sign-ins are counted by mailbox alone";
    TOLD.call_once(|| {
        if trusted {
            tracing::warn!("a proxy ({proxy}) does not say for whom it asks: {lost}. Let it set X-Forwarded-For");
        } else {
            tracing::warn!(
                "somebody near ({proxy}) asks for others: {lost}. If it is your proxy, name it in [web] trusted_proxies"
            );
        }
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::Client::{One, Shared};
    use super::*;
    use crate::config::PublicUrl;

    fn client_at(url: &str, peer: &str, header: Option<(&'static str, &str)>) -> Client {
        let web = Web {
            listen: ([127, 0, 0, 1], 8080).into(),
            public_url: PublicUrl::parse(url).unwrap(),
            trusted_proxies: Some(vec!["10.0.0.0/8".parse().unwrap()]),
            admin_listen: None,
            timezone: None,
            drain_seconds: 0,
        };
        let headers = header.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        Client::of(peer.parse().unwrap(), &HeaderMap::from_iter(headers), &web)
    }

    fn client(peer: &str, header: Option<(&'static str, &str)>) -> Client {
        client_at("https://webmail.example.net", peer, header)
    }

    #[test]
    fn a_forwarded_address_is_believed_only_from_a_trusted_proxy() {
        for (peer, forwarded, wanted) in [
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.1.1.1", "198.51.100.7", "198.51.100.7"),
            ("10.1.1.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
            ("10.1.1.1", "203.0.113.9, 10.2.2.2", "203.0.113.9"),
            ("10.1.1.1", "10.2.2.2", "10.2.2.2"),
            ("10.1.1.1", "203.0.113.9, 198.51.100.7:4711, 10.2.2.2:80", "198.51.100.7"),
            ("10.1.1.1", "[2001:db8:1:2::9]:4711", "2001:db8:1:2::9"),
            ("10.1.1.1", "[2001:db8:1:2::9]", "2001:db8:1:2::9"),
            ("::ffff:10.1.1.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ] {
            let client = client(peer, Some((FORWARDED[0], forwarded)));
            assert_eq!(client, One(wanted.parse().unwrap()), "{peer} {forwarded}");
        }
    }

    #[test]
    fn a_proxy_that_is_not_trusted_or_names_nobody_is_shared() {
        for (peer, header, shared) in [
            ("10.1.1.1", None, "10.1.1.1"),
            ("10.1.1.1", Some(("forwarded", "for=198.51.100.7")), "10.1.1.1"),
            ("10.1.1.1", Some((FORWARDED[0], "nonsense")), "10.1.1.1"),
            ("10.1.1.1", Some((FORWARDED[0], "198.51.100.7, unknown")), "10.1.1.1"),
            ("10.1.1.1", Some((FORWARDED[0], "unknown, 10.2.2.2")), "10.2.2.2"),
            ("172.17.0.1", Some((FORWARDED[0], "198.51.100.7")), "172.17.0.1"),
            ("::ffff:127.0.0.1", Some((FORWARDED[0], "198.51.100.7")), "127.0.0.1"),
            ("fd00::1", Some(("forwarded", "for=198.51.100.7")), "fd00::1"),
        ] {
            assert_eq!(client(peer, header), Shared(shared.parse().unwrap()), "{peer} {header:?}");
        }
        for (peer, header) in [
            ("172.17.0.1", None),
            ("127.0.0.1", None),
            // From the internet such a header is a pretence.
            ("192.0.2.1", Some(("forwarded", "for=198.51.100.7"))),
            ("2001:db8::1", Some((FORWARDED[0], "198.51.100.7"))),
        ] {
            assert_eq!(client(peer, header), One(peer.parse().unwrap()), "{peer} {header:?}");
        }
        let direct = client_at("http://127.0.0.1:8080", "10.1.1.1", None);
        assert_eq!(direct, One([10, 1, 1, 1].into()), "over http a browser may ask for itself");
    }

    #[test]
    fn a_household_is_one_network() {
        let network = |address: &str| One(address.parse().unwrap()).network().to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("198.51.100.7"), "198.51.100.7");
    }
}
