//! What Thunderbird and its relatives ask: `config-v1.1.xml` (draft-ietf-mailmaint-autoconfig).
//!
//! The answer is about a domain, never about a mailbox: the user name is a placeholder that the program fills in.

use super::xml;
use crate::config::{Config, Server, ServerAddress};
use crate::mail::{Address, LoginName, Security};
use crate::state::AppState;
use crate::web::Query;
use askama::Template;
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct AutoconfigQuery {
    emailaddress: String,
}

#[derive(Template)]
#[template(path = "setup/autoconfig.xml")]
struct Autoconfig<'a> {
    /// In ASCII: Thunderbird takes a file that names another for none.
    domain: &'a str,
    brand: String,
    /// The preferred one first.
    incoming: Vec<Service<'a>>,
    outgoing: Option<Service<'a>>,
    username: &'static str,
    /// The page about all of this; a page of ours, so it needs no more escaping than others.
    settings: String,
    webmail: String,
}

struct Service<'a> {
    protocol: &'static str,
    address: &'a ServerAddress,
    socket: &'static str,
}

impl<'a> Service<'a> {
    fn of(protocol: &'static str, address: &'a ServerAddress) -> Self {
        let socket = match address.security {
            Security::Tls => "SSL",
            Security::StartTls => "STARTTLS",
            Security::Plain => "plain",
        };
        Self { protocol, address, socket }
    }
}

/// Tells the settings of a domain; 404 for one that is not served, 422 for an address that is none.
pub async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(AutoconfigQuery { emailaddress }): Query<AutoconfigQuery>,
) -> Response {
    let config = state.config();
    let domain = match Address::parse(&emailaddress) {
        Ok(address) => Some(address.domain().to_owned()),
        // As it stands in the file: the program asks for everybody at once.
        Err(_) if emailaddress.is_empty() || emailaddress == "%EMAILADDRESS%" => asked_host(&headers, config),
        Err(_) => return (StatusCode::UNPROCESSABLE_ENTITY, "this is not an e-mail address\n").into_response(),
    };
    let Some(domain) = domain else {
        let words = "which domain? ask at autoconfig.DOMAIN, or with ?emailaddress=\n";
        return (StatusCode::NOT_FOUND, words).into_response();
    };
    match config.server_for(&domain).zip(idna::domain_to_ascii(&domain).ok()) {
        Some((server, domain)) => xml::answer(&of(config, server, &domain)),
        None => (StatusCode::NOT_FOUND, "there is no mail of this domain here\n").into_response(),
    }
}

/// Finds the domain of a question without an address: `autoconfig.DOMAIN` names it, else it is the first of the first server; none
/// where that names none.
fn asked_host(headers: &HeaderMap, config: &Config) -> Option<String> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    if let Some(domain) = host.strip_prefix("autoconfig.").filter(|domain| Address::is_domain(domain)) {
        return Some(domain.to_owned());
    }
    config.servers.first().and_then(Server::first_domain).map(str::to_owned)
}

fn of<'a>(config: &Config, server: &'a Server, domain: &'a str) -> Autoconfig<'a> {
    let origin = config.web.public_url.origin();
    let pop = server.pop.iter().map(|address| Service::of("pop3", address));
    Autoconfig {
        domain,
        brand: xml::allowed(&config.brand.name),
        incoming: std::iter::once(Service::of("imap", server.public_imap())).chain(pop).collect(),
        outgoing: server.smtp.as_ref().map(|address| Service::of("smtp", address)),
        username: match server.login {
            LoginName::Address => "%EMAILADDRESS%",
            LoginName::LocalPart => "%EMAILLOCALPART%",
        },
        settings: format!("{origin}/setup"),
        webmail: format!("{origin}/"),
    }
}
