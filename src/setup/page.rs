//! `GET /setup`: ways to set up a mail program, the one for the visitor's device first, and what to type into any.

use super::program::Program;
use super::protocol::Protocol;
use super::qr::Picture;
use super::system::System;
use super::way::{AddressForm, ProfileOffer, Way, all_ways};
use crate::articles::{Guide, with_address};
use crate::config::{Config, Server, ServerAddress};
use crate::i18n::Locale;
use crate::mail::{Address, AddressError};
use crate::web::{self, Layout, Query, Visit, page_with};
use askama::Template;
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};

/// Letters of an address; the form takes no more.
pub(super) const MAX_ADDRESS: usize = 254;

/// What the pages can be asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct SetupQuery {
    pub(super) address: String,
    /// `pop`, or else IMAP.
    pub(super) protocol: String,
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

/// What leads to this page on a phone.
pub(crate) struct Phone {
    pub(crate) picture: Picture,
    pub(crate) url: String,
}

#[derive(Template)]
#[template(path = "setup/page.html")]
pub(crate) struct SetupPage {
    pub(crate) layout: Layout,
    pub(crate) address: Option<String>,
    /// Whose mail the settings are for when no address is known; empty when it may be any domain's.
    pub(crate) domain: String,
    pub(crate) form: AddressForm,
    pub(crate) protocol: Protocol,
    /// The same page for IMAP and for POP; none where there is no POP.
    pub(crate) protocols: Option<[String; 2]>,
    pub(crate) rows: Vec<SetupRow>,
    pub(crate) login: String,
    /// The heading over what fits the visitor's device, if that is known.
    pub(crate) here: Option<String>,
    pub(crate) profile: Option<ProfileOffer>,
    pub(crate) first: Vec<Way>,
    pub(crate) others: Vec<Way>,
    pub(crate) phone: Option<Phone>,
    /// The article about POP and IMAP.
    pub(crate) which: String,
    /// The article about copies on the server; none where mail is not collected by POP.
    pub(crate) copies: Option<String>,
    pub(crate) problem: Option<Problem>,
}

/// Whose settings are shown.
pub(super) struct Asked {
    /// The address that the link or the form carries.
    pub(super) address: Option<Address>,
    /// That, else the owner's.
    pub(super) whose: Option<Address>,
}

/// Reads the address of a link or a form; nothing is no mistake.
///
/// # Errors
/// When it is none, or of a domain that is not served.
pub(super) fn asked(visit: &Visit, typed: &str) -> Result<Asked, ()> {
    let address = match Address::parse(typed) {
        Ok(address) if visit.state.mail_server(&address).is_some() => Some(address),
        Err(_) if typed.trim().is_empty() => None,
        _ => return Err(()),
    };
    let whose = address.clone().or_else(|| visit.account.as_ref().map(|account| account.address().clone()));
    Ok(Asked { address, whose })
}

/// Shows the ways and settings of an address: the one asked for, else the owner's, else those of the first server.
pub async fn show(
    visit: Visit,
    headers: HeaderMap,
    Query(SetupQuery { address: typed, protocol }): Query<SetupQuery>,
) -> web::Result {
    let protocol = Protocol::asked(&protocol);
    let Ok(Asked { address: asked, whose: address }) = asked(&visit, &typed) else {
        return refuse(&visit, &typed, "/setup".to_owned(), protocol);
    };
    let (config, l) = (visit.state.config(), &visit.locale);
    let server = match &address {
        Some(address) => config.server_for(address.domain()),
        None => config.servers.first(),
    };
    let domain = match &address {
        Some(address) => address.domain().to_owned(),
        None => server.and_then(Server::first_domain).unwrap_or_default().to_owned(),
    };
    let has_pop = server.is_some_and(|server| server.pop.is_some());
    let protocol = if has_pop { protocol } else { Protocol::Imap };
    let system = headers.get(USER_AGENT).and_then(|name| name.to_str().ok()).and_then(System::of);
    let fitting = system.map(Program::on).unwrap_or_default();
    let way = |program: Program| Way::of(program, l, protocol, asked.as_ref());
    let rows = server.map(|server| rows(l, server)).unwrap_or_default();
    let devices = system.map(System::devices).unwrap_or_default();
    let profile = ProfileOffer::of(devices, l, address.as_ref(), server, protocol);
    let page = SetupPage {
        domain,
        login: visit.login_name(server, address.as_ref()),
        here: system.map(|system| l.t(system.heading())),
        profile,
        first: fitting.iter().copied().map(way).collect(),
        others: Program::ALL.into_iter().filter(|program| !fitting.contains(program)).map(way).collect(),
        phone: phone(config, system, protocol, address.as_ref()),
        which: with_address(Guide::POP_AND_IMAP.path(), asked.as_ref()),
        copies: has_pop.then(|| with_address(Guide::LEAVE_ON_SERVER.path(), asked.as_ref())),
        form: AddressForm::on("/setup".to_owned(), protocol, address.as_ref()),
        protocol,
        protocols: has_pop.then(|| [Protocol::Imap, Protocol::Pop].map(|kind| all_ways(kind, asked.as_ref()))),
        address: address.filter(|_| !rows.is_empty()).map(|address| address.to_string()),
        rows,
        layout: visit.layout("setup"),
        problem: None,
    };
    web::page(&page)
}

/// Draws what leads to this page on a phone; not for who is on one, and not where a phone cannot come.
fn phone(config: &Config, system: Option<System>, protocol: Protocol, address: Option<&Address>) -> Option<Phone> {
    let public = &config.web.public_url;
    if system.is_some_and(System::is_handheld) || public.is_loopback() {
        return None;
    }
    let url = format!("{}{}", public.origin(), all_ways(protocol, address));
    Some(Phone { picture: Picture::of(&url)?, url })
}

/// Shows the form again with what was typed, and says what is wrong in the words of the sign-in; the answer leads back to the page
/// that asked.
pub(super) fn refuse(visit: &Visit, typed: &str, action: String, protocol: Protocol) -> web::Result {
    let brand = ("brand", visit.state.config().brand.name.as_str().into());
    let (kind, args) = match Address::parse(typed) {
        Ok(address) => ("not-served", vec![("domain", address.domain().into()), brand]),
        Err(AddressError::MissingDomain) => ("no-domain", vec![]),
        Err(AddressError::Malformed) => ("malformed", vec![]),
    };
    let word = |part: &str| visit.locale.with(&format!("login-{kind}-{part}"), &args);
    let problem = Problem { title: word("title"), text: word("text") };
    let typed = typed.chars().filter(|c| !c.is_control()).take(MAX_ADDRESS).collect();
    let page = SetupPage {
        layout: visit.layout("setup"),
        address: None,
        domain: String::new(),
        rows: Vec::new(),
        login: String::new(),
        here: None,
        profile: None,
        first: Vec::new(),
        others: Vec::new(),
        phone: None,
        which: Guide::POP_AND_IMAP.to_string(),
        copies: None,
        form: AddressForm { action, protocol, typed, is_wrong: true },
        protocol,
        protocols: None,
        problem: Some(problem),
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Lists the servers, the recommended one first.
fn rows(l: &Locale, server: &Server) -> Vec<SetupRow> {
    let row = |key: &str, address: &ServerAddress| SetupRow {
        service: l.t(key),
        host: address.host.clone(),
        port: address.port,
        security: address.security.word(),
    };
    let imap = std::iter::once(row("setup-imap", server.public_imap()));
    let pop = server.pop.iter().map(|address| row("setup-pop", address));
    imap.chain(pop).chain(server.smtp.iter().map(|address| row("setup-smtp", address))).collect()
}
