//! `GET /setup`: what to type into a mail program.

use crate::articles::{Guide, with_address};
use crate::config::{Server, ServerAddress};
use crate::mail::{Address, AddressError};
use crate::web::{self, Layout, Query, Visit, page_with};
use askama::Template;
use axum::http::StatusCode;

/// Letters of an address; the form takes no more.
pub(super) const MAX_ADDRESS: usize = 254;

/// What the page can be asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct SetupQuery {
    pub(super) address: String,
}

pub(crate) struct SetupRow {
    pub(crate) service: String,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: &'static str,
}

/// Says why there are no settings for what was typed.
pub(crate) struct Problem {
    pub(crate) title: String,
    pub(crate) text: String,
}

#[derive(Template)]
#[template(path = "setup/page.html")]
pub(crate) struct SetupPage {
    pub(crate) layout: Layout,
    pub(crate) address: Option<String>,
    pub(crate) domain: String,
    pub(crate) rows: Vec<SetupRow>,
    pub(crate) login: String,
    /// The article about POP and IMAP.
    pub(crate) which: String,
    /// What was typed, and is no address of ours.
    pub(crate) typed: String,
    pub(crate) problem: Option<Problem>,
}

/// Shows the settings of an address: the one asked for, else the owner's, else those of the first server.
pub async fn show(visit: Visit, Query(SetupQuery { address: typed }): Query<SetupQuery>) -> web::Result {
    let asked = match Address::parse(&typed) {
        Ok(address) if visit.state.mail_server(&address).is_some() => Some(address),
        Err(_) if typed.trim().is_empty() => None,
        _ => return refuse(&visit, &typed),
    };
    let which = with_address(Guide::POP_AND_IMAP.path(), asked.as_ref());
    let address = asked.or_else(|| visit.account.as_ref().map(|account| account.address().clone()));
    let config = visit.state.config();
    let server = match &address {
        Some(address) => config.server_for(address.domain()),
        None => config.servers.first(),
    };
    let domain = match &address {
        Some(address) => address.domain().to_owned(),
        None => server
            .and_then(|server| server.domains.first())
            .filter(|domain| *domain != "*")
            .cloned()
            .unwrap_or_default(),
    };
    let login = visit.login_name(server, address.as_ref());
    let rows = server.map(|server| rows(&visit, server)).unwrap_or_default();
    let address = address.filter(|_| !rows.is_empty()).map(|address| address.to_string());
    let (layout, typed) = (visit.layout("setup"), String::new());
    web::page(&SetupPage { layout, address, domain, rows, login, which, typed, problem: None })
}

/// Shows the form again with what was typed, and says what is wrong in the words of the sign-in.
pub(super) fn refuse(visit: &Visit, typed: &str) -> web::Result {
    let brand = ("brand", visit.state.config().brand.name.as_str().into());
    let (kind, args) = match Address::parse(typed) {
        Ok(address) => ("not-served", vec![("domain", address.domain().into()), brand]),
        Err(AddressError::MissingDomain) => ("no-domain", vec![]),
        Err(AddressError::Malformed) => ("malformed", vec![]),
    };
    let word = |part: &str| visit.locale.with(&format!("login-{kind}-{part}"), &args);
    let problem = Problem { title: word("title"), text: word("text") };
    let page = SetupPage {
        layout: visit.layout("setup"),
        address: None,
        domain: String::new(),
        rows: Vec::new(),
        login: String::new(),
        which: Guide::POP_AND_IMAP.to_string(),
        typed: typed.chars().filter(|c| !c.is_control()).take(MAX_ADDRESS).collect(),
        problem: Some(problem),
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn rows(visit: &Visit, server: &Server) -> Vec<SetupRow> {
    let row = |key: &str, address: &ServerAddress| SetupRow {
        service: visit.locale.t(key),
        host: address.host.clone(),
        port: address.port,
        security: address.security.word(),
    };
    let pop = server.pop.iter().map(|address| row("setup-pop", address));
    let imap = std::iter::once(row("setup-imap", &server.imap));
    pop.chain(imap).chain(server.smtp.iter().map(|address| row("setup-smtp", address))).collect()
}
