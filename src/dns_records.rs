//! `postern dns-records [DOMAIN]`: the records by which mail programs find their settings, as lines of a zone file (RFC 1035, 5.1).

use crate::config::{Config, Server, ServerAddress};
use crate::mail::{Address, Security};
use std::fmt::Write as _;
use std::net::IpAddr;

/// How long others may remember a record, in seconds.
const TTL: u32 = 3600;

/// A service under its two names (RFC 6186, 3; RFC 8314, 5.1): protected from the first moment, and after a short greeting.
struct Service {
    key: &'static str,
    what: &'static str,
    tls: &'static str,
    starttls: &'static str,
    /// The lower, the more it is preferred (RFC 6186, 3.4).
    priority: u16,
}

const IMAP: Service =
    Service { key: "imap", what: "reading mail by IMAP, preferred", tls: "_imaps", starttls: "_imap", priority: 0 };
const POP: Service =
    Service { key: "pop", what: "collecting mail by POP", tls: "_pop3s", starttls: "_pop3", priority: 10 };
const SMTP: Service =
    Service { key: "smtp", what: "sending mail", tls: "_submissions", starttls: "_submission", priority: 0 };

/// Writes the records of a domain, or of every domain that the configuration names.
///
/// # Errors
/// In words for the host: the domain is not served, or all domains are and none was named.
pub fn of(config: &Config, domain: Option<&str>) -> Result<String, String> {
    let wanted: Vec<(&str, &Server)> = match domain {
        Some(domain) => {
            let server = config.server_for(domain).filter(|_| Address::is_domain(domain));
            vec![(domain, server.ok_or_else(|| format!("no [[server]] for {domain:?}"))?)]
        }
        None => config.servers.iter().flat_map(named).collect(),
    };
    if wanted.is_empty() {
        return Err(
            "the configuration names no domain but \"*\": say which, as in postern dns-records example.net".into()
        );
    }
    let mut zone = String::new();
    for (domain, server) in wanted {
        let domain = idna::domain_to_ascii(domain).map_err(|_| format!("{domain:?} is no name that DNS can hold"))?;
        write_domain(&mut zone, config, server, &domain);
    }
    if domain.is_none() && config.servers.iter().any(|server| server.domains.iter().any(|domain| domain == "*")) {
        zone.push_str("\n; Other domains are served as well: postern dns-records DOMAIN prints theirs.\n");
    }
    Ok(zone)
}

fn named(server: &Server) -> impl Iterator<Item = (&str, &Server)> {
    server.domains.iter().filter(|domain| *domain != "*").map(move |domain| (domain.as_str(), server))
}

fn write_domain(zone: &mut String, config: &Config, server: &Server, domain: &str) {
    if !zone.is_empty() {
        zone.push('\n');
    }
    let _ = writeln!(zone, "; ---- {domain} ----");
    let services = [(IMAP, Some(&server.imap)), (POP, server.pop.as_ref()), (SMTP, server.smtp.as_ref())];
    for (service, address) in services {
        write_service(zone, domain, &service, address);
    }
    let (host, url) = (config.web.public_url.host(), config.web.public_url.origin());
    let _ = writeln!(
        zone,
        "\n; Thunderbird and others ask at autoconfig.{domain}. Let your proxy pass that name on to Postern ({url}), best with a\n\
         ; certificate for it."
    );
    // URLs write IPv6 in brackets.
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let autoconfig = format!("autoconfig.{domain}.");
    match address {
        Some(IpAddr::V4(address)) => record(zone, &autoconfig, &format!("A     {address}")),
        Some(IpAddr::V6(address)) => record(zone, &autoconfig, &format!("AAAA  {address}")),
        None => record(zone, &autoconfig, &format!("CNAME {host}.")),
    }
    let _ = writeln!(zone, "\n; Outlook asks at {url}/autodiscover/autodiscover.xml when this leads it there.");
    match (address, config.web.public_url.https_port()) {
        (None, Some(port)) => {
            record(zone, &format!("_autodiscover._tcp.{domain}."), &format!("SRV   0 0 {port} {host}."));
        }
        (Some(_), _) => comment(zone, "It needs a name, and web.public_url is an address."),
        (None, None) => comment(zone, "It asks by https alone, and web.public_url is http."),
    }
}

fn write_service(zone: &mut String, domain: &str, service: &Service, address: Option<&ServerAddress>) {
    let Service { key, what, tls, starttls, priority } = service;
    let owner = |name: &str| format!("{name}._tcp.{domain}.");
    let (offered, other) = match address.map(|address| address.security) {
        None => {
            let _ = writeln!(zone, "\n; {what}: server.{key} is not configured. If you do not offer it, say so:");
            for name in [tls, starttls] {
                let _ = writeln!(zone, "; {} {TTL} IN SRV 0 0 0 .", owner(name));
            }
            return;
        }
        Some(Security::Tls) => (tls, starttls),
        Some(Security::StartTls) => (starttls, tls),
        Some(Security::Plain) => {
            let _ = writeln!(
                zone,
                "\n; {what}: server.{key} is not protected (\"plain\"), so programs are told to keep away."
            );
            [tls, starttls].into_iter().for_each(|name| record(zone, &owner(name), "SRV   0 0 0 ."));
            return;
        }
    };
    let Some(ServerAddress { host, port, security }) = address else { return };
    let _ = writeln!(zone, "\n; {what}: {host}, port {port}, {}", security.word());
    if host.parse::<IpAddr>().is_ok() {
        comment(zone, "No record: it needs the name of a server, and this is an address.");
        return;
    }
    record(zone, &owner(offered), &format!("SRV   {priority} 1 {port} {}.", host.trim_end_matches('.')));
    let _ = writeln!(zone, "; The other way is not offered here.");
    record(zone, &owner(other), "SRV   0 0 0 .");
}

fn record(zone: &mut String, owner: &str, data: &str) {
    let _ = writeln!(zone, "{owner:<36} {TTL} IN {data}");
}

fn comment(zone: &mut String, words: &str) {
    let _ = writeln!(zone, "; {words}");
}
