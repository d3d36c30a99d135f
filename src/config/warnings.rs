//! What is allowed, and most likely not meant.

use super::{Config, ServerAddress};
use crate::imap::Security;
use crate::mail::Mark;
use crate::store::Location;

impl Config {
    /// Returns a line for each thing that a host should look at again; none of them stops the start.
    pub fn warnings(&self) -> Vec<String> {
        let web = &self.web;
        let elsewhere = !web.listen.ip().to_canonical().is_loopback();
        let nobody = "the addresses of people are not known, failed sign-ins are counted by mailbox alone, and nobody can be banned";
        let mut warnings = Vec::new();
        match &web.trusted_proxies {
            Some(networks) if networks.is_empty() && web.public_url.is_https() => warnings.push(format!(
                "web.trusted_proxies: found an empty list, though public_url is https: behind a proxy that is not named \
                 {nobody}; name your proxy, or leave the key out if it is on this machine"
            )),
            None if elsewhere => warnings.push(format!(
                "web.trusted_proxies: not set, though listen is {}: only a proxy on this machine is believed, and behind \
                 another {nobody}; name your proxy, such as [\"10.0.0.5\"]",
                web.listen
            )),
            _ => {}
        }
        if !web.public_url.is_https() && (elsewhere || !web.public_url.is_loopback()) {
            warnings.push(format!(
                "web.public_url: found {}, and listen is {}: passwords travel over the network in clear; put a TLS proxy \
                 before Postern and write https here",
                web.public_url.origin(),
                web.listen
            ));
        }
        if let Location::Server(server) = &self.store.location
            && !server.is_protected()
        {
            warnings.push(
                "store.url: with this sslmode whoever is on the way to the database can read along or answer in its place; leave \
                 it out, or write verify-full (and sslrootcert for a certificate authority of your own)"
                    .to_owned(),
            );
        }
        let other = web.admin_listen.is_some_and(|at| !at.ip().to_canonical().is_loopback());
        warnings.extend(self.admin.warnings(web.admin_listen.is_some(), other));
        for (n, server) in self.servers.iter().enumerate() {
            if server.domains.iter().any(|domain| domain == "*") && n + 1 < self.servers.len() {
                warnings.push(format!(
                    "server[{n}].domains: found \"*\" before other servers: it is every domain that no server names, wherever it \
                     stands; write it last, where readers look for it"
                ));
            }
            if server.spam.sieve.is_some() && Mark::of(&self.spam.trust).is_empty() {
                warnings.push(format!(
                    "server[{n}].spam.sieve: of the filters in spam.trust none has a mark that a script could find, so that there is \
                     no switch; name another filter, such as \"spamassassin\", if its words stand in your mail"
                ));
            }
            let addresses = [
                ("imap", Some(&server.imap)),
                ("public_imap", server.public_imap.as_ref()),
                ("pop", server.pop.as_ref()),
                ("smtp", server.smtp.as_ref()),
                ("spam.sieve", server.spam.sieve.as_ref()),
            ];
            let unusual = addresses.into_iter().filter_map(|(service, address)| unusual(service, address?));
            warnings.extend(unusual.map(|warning| format!("server[{n}].{warning}")));
            let key = if server.public_imap.is_some() { "public_imap" } else { "imap" };
            let told =
                [(key, Some(server.public_imap())), ("pop", server.pop.as_ref()), ("smtp", server.smtp.as_ref())];
            let near = |address: &ServerAddress| !web.public_url.is_loopback() && address.is_loopback();
            for (key, address) in
                told.into_iter().filter_map(|(key, address)| Some((key, address.filter(|at| near(at))?)))
            {
                let way = if key == "imap" { "public_imap beside it" } else { "that name here" };
                warnings.push(format!(
                    "server[{n}].{key}: found host {:?}, which mail programs on other machines are told, though they cannot come \
                     there; write the name that they find you by as {way}",
                    address.host
                ));
            }
        }
        warnings
    }
}

/// Tells of a port that servers use with another security (RFC 8314, 3).
fn unusual(service: &str, address: &ServerAddress) -> Option<String> {
    let (port, found) = (address.port, key(address.security));
    let usual = match (service, port) {
        ("imap" | "public_imap", 993) | ("pop", 995) | ("smtp", 465) => Security::Tls,
        ("imap" | "public_imap", 143) | ("pop", 110) | ("smtp", 25 | 587) | ("spam.sieve", 4190) => Security::StartTls,
        _ => return None,
    };
    // Without any protection the port of STARTTLS is right.
    let right = address.security == usual || (usual, address.security) == (Security::StartTls, Security::Plain);
    (!right).then(|| {
        format!(
            "{service}: found security \"{found}\" on port {port}, which goes with \"{}\" nearly everywhere",
            key(usual)
        )
    })
}

/// Returns the word of the configuration.
fn key(security: Security) -> &'static str {
    match security {
        Security::Tls => "tls",
        Security::StartTls => "starttls",
        Security::Plain => "plain",
    }
}
