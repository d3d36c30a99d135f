//! `[web]`: where Postern listens and how browsers reach it.

use super::reader::Setting;
use super::{PublicUrl, Web};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const SOCKET: &str = "an IP address and a port, such as \"127.0.0.1:8080\"";

pub(super) fn web(at: &Setting<'_>) -> Web {
    at.section(&["listen", "public_url", "trusted_proxies", "admin_listen", "timezone", "drain_seconds"]);
    let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listen = at.at("listen").text(SOCKET, |text| text.parse().ok()).unwrap_or(local(8080));

    let allowed = "http:// or https:// and a host, perhaps with a port, such as \"https://webmail.example.net\"";
    let public_url = at.at("public_url").text(allowed, PublicUrl::parse);
    let public_url = public_url.unwrap_or_else(|| PublicUrl::of(listen));

    let admin = at.at("admin_listen");
    let read = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    let admin_listen = admin.text(&format!("{SOCKET}, or \"\" for none"), read).unwrap_or(Some(local(9090)));
    if admin_listen == Some(listen) && listen.port() != 0 {
        admin.say(&format!("{listen}, where web.listen is"), "another address or port, or \"\" for none");
    }

    let proxies = at.at("trusted_proxies");
    let networks = proxies.items(false, "a list of networks, such as [\"10.0.0.0/8\"]");
    let network = |text: &str| text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(ipnet::IpNet::from));
    let network = |setting: &Setting<'_>| setting.text("an IP address or a network, such as \"10.0.0.0/8\"", network);
    let trusted_proxies = proxies.is_set().then(|| networks.iter().filter_map(network).collect());

    let known = |name: &str| jiff::tz::TimeZone::get(name).is_ok().then(|| name.to_owned());
    let timezone = at.at("timezone").text("an IANA time zone, such as \"Europe/Berlin\"", known);
    let drain_seconds = at.at("drain_seconds").number(0..=600).unwrap_or(0);
    Web { listen, public_url, trusted_proxies, admin_listen, timezone, drain_seconds }
}
