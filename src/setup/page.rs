//! `GET /setup`: what to type into a mail program.

use crate::config::{Place, Server};
use crate::mail::{Address, LoginName};
use crate::web::{self, Chrome, Query, Visit};
use askama::Template;

/// What the page can be asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct SetupQuery {
    address: String,
}

pub(crate) struct SetupRow {
    pub(crate) service: String,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: &'static str,
}

#[derive(Template)]
#[template(path = "setup.html")]
pub(crate) struct SetupPage {
    pub(crate) chrome: Chrome,
    pub(crate) address: Option<String>,
    pub(crate) domain: String,
    pub(crate) rows: Vec<SetupRow>,
    pub(crate) login: String,
}

/// Shows the settings of an address: the one asked for, else the owner's, else those of the first server.
pub async fn show(visit: Visit, Query(query): Query<SetupQuery>) -> web::Result {
    let asked = Address::parse(&query.address).ok();
    let address = asked.or_else(|| visit.account.as_ref().map(|account| account.address().clone()));
    let config = visit.app.config();
    let server = match &address {
        Some(address) => config.server_for(address.domain()),
        None => config.servers.first(),
    };
    let login = match (server.map(|server| server.login), &address) {
        (Some(LoginName::LocalPart), Some(address)) => address.local_part().to_owned(),
        (_, Some(address)) => address.to_string(),
        (Some(LoginName::LocalPart), None) => visit.locale.t("help-login-local-part"),
        (_, None) => visit.locale.t("help-login-address"),
    };
    let domain = match &address {
        Some(address) => address.domain().to_owned(),
        None => server
            .and_then(|server| server.domains.first())
            .filter(|domain| *domain != "*")
            .cloned()
            .unwrap_or_default(),
    };
    let rows = server.map(|server| rows(&visit, server)).unwrap_or_default();
    let address = address.filter(|_| !rows.is_empty()).map(|address| address.to_string());
    web::page(&SetupPage { chrome: visit.chrome("setup"), address, domain, rows, login })
}

fn rows(visit: &Visit, server: &Server) -> Vec<SetupRow> {
    let row = |key: &str, place: &Place| SetupRow {
        service: visit.locale.t(key),
        host: place.host.clone(),
        port: place.port,
        security: place.security.word(),
    };
    let pop = server.pop.iter().map(|place| row("setup-pop", place));
    let imap = std::iter::once(row("setup-imap", &server.imap));
    pop.chain(imap).chain(server.smtp.iter().map(|place| row("setup-smtp", place))).collect()
}
