//! `postern dns-records [DOMAIN]`: the records by which mail programs find their settings, as lines of a zone file (RFC 1035, 5.1).

use crate::config::{Config, Server, ServerAddress};
use crate::mail::{Address, Security};
use std::fmt::Write as _;
use std::net::IpAddr;

/// How long others may remember a record, in seconds.
const TTL: u32 = 3600;
/// The one port on which Outlook asks under a name of its own.
const HTTPS: u16 = 443;

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
    let services = [(IMAP, Some(server.public_imap())), (POP, server.pop.as_ref()), (SMTP, server.smtp.as_ref())];
    for (service, address) in services {
        write_service(zone, domain, &service, address);
    }
    write_questions(zone, config, domain);
}

/// Writes where mail programs ask Postern.
fn write_questions(zone: &mut String, config: &Config, domain: &str) {
    let public = &config.web.public_url;
    let (host, url) = (public.host(), public.origin());
    zone.push('\n');
    if public.is_loopback() {
        comment(zone, "Thunderbird, Outlook and others ask for all this at web.public_url.");
        comment(zone, &format!("No record: it is {url}, where only programs on this machine can come."));
        return;
    }
    // URLs write IPv6 in brackets.
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let leads_here = match address {
        Some(IpAddr::V4(address)) => format!("A     {address}"),
        Some(IpAddr::V6(address)) => format!("AAAA  {address}"),
        None => format!("CNAME {host}."),
    };
    comment(zone, &format!("Thunderbird and others ask at autoconfig.{domain}. Let your proxy pass that name on to"));
    comment(zone, &format!("Postern ({url}), best with a certificate for it."));
    record(zone, &format!("autoconfig.{domain}."), &leads_here);

    zone.push('\n');
    let Some(port) = public.https_port() else {
        comment(zone, "No record for Outlook: it asks by https alone, and web.public_url is http.");
        return;
    };
    if port == HTTPS {
        comment(
            zone,
            &format!("Outlook asks at autodiscover.{domain}. Let your proxy pass that name on, too. It needs a"),
        );
        comment(zone, "certificate for it: with another, Outlook warns people of you.");
        record(zone, &format!("autodiscover.{domain}."), &leads_here);
    } else {
        comment(zone, &format!("No record for autodiscover.{domain}: Outlook asks there on port {HTTPS} alone."));
    }
    let service = format!("_autodiscover._tcp.{domain}.");
    match address {
        None => {
            comment(zone, &format!("If it finds nothing there, this leads it to {url}."));
            record(zone, &service, &format!("SRV   0 0 {port} {host}."));
        }
        Some(_) => comment(zone, &format!("No record {service} It needs a name, and web.public_url is an address.")),
    }
}

fn write_service(zone: &mut String, domain: &str, service: &Service, address: Option<&ServerAddress>) {
    let Service { key, what, tls, starttls, priority } = service;
    let owner = |name: &str| format!("{name}._tcp.{domain}.");
    zone.push('\n');
    let Some(ServerAddress { host, port, security }) = address else {
        comment(zone, &format!("{what}: server.{key} is not configured. If you do not offer it, say so:"));
        deny(zone, [tls, starttls].map(|name| owner(name)));
        return;
    };
    comment(zone, &format!("{what}: {host}, port {port}, {}", security.word()));
    let why = if address.is_some_and(ServerAddress::is_loopback) {
        // POP and sending are only ever told; where mail is read may be told otherwise.
        let key = if *key == "imap" { "public_imap" } else { key };
        Some(format!("only programs on this machine can come there. Others are told what server.{key} says."))
    } else if *security == Security::Plain {
        Some("there is none for what is not protected (\"plain\").".to_owned())
    } else if host.parse::<IpAddr>().is_ok() {
        Some("it needs the name of a server, and this is an address.".to_owned())
    } else {
        None
    };
    if let Some(why) = why {
        comment(zone, &format!("No record: {why}"));
        return;
    }
    let (offered, other) = if *security == Security::Tls { (tls, starttls) } else { (starttls, tls) };
    record(zone, &owner(offered), &format!("SRV   {priority} 1 {port} {}.", host.trim_end_matches('.')));
    comment(zone, "That is all that Postern knows of. If you do not offer the other way, say so:");
    deny(zone, [owner(other)]);
}

/// Writes, as comments, that a service is not offered (RFC 2782, a target of "."): whoever runs it somewhere else would cut it off.
fn deny<const N: usize>(zone: &mut String, owners: [String; N]) {
    for owner in owners {
        comment(zone, &format!("{owner} {TTL} IN SRV 0 0 0 ."));
    }
}

fn record(zone: &mut String, owner: &str, data: &str) {
    let _ = writeln!(zone, "{owner:<36} {TTL} IN {data}");
}

fn comment(zone: &mut String, words: &str) {
    let _ = writeln!(zone, "; {words}");
}
