//! `GET /setup/{program}`: how to set up one mail program, step by step.

use super::drawing::{Facts, Step};
use super::page::{self, Asked, MAX_ADDRESS, SetupQuery};
use super::program::Program;
use super::protocol::Protocol;
use super::steps::steps;
use super::way::{ProfileOffer, page_of};
use crate::articles::{Guide, with_address};
use crate::web::{self, Error, Layout, Link, Path, Query, Visit, encoded, see_other};
use askama::Template;

/// A page of steps.
#[derive(Template)]
#[template(path = "setup/program.html")]
pub(crate) struct ProgramPage {
    pub(crate) layout: Layout,
    pub(crate) title: String,
    pub(crate) about: String,
    /// Whose settings the drawings show; without it the page asks.
    pub(crate) address: Option<String>,
    /// This page's own path, for the question.
    pub(crate) action: String,
    pub(crate) profile: Option<ProfileOffer>,
    pub(crate) protocol: Protocol,
    /// The same page for IMAP and for POP; none where there is no POP.
    pub(crate) protocols: Option<[String; 2]>,
    pub(crate) steps: Vec<Step>,
    /// About copies on the server, for those who collect mail by POP.
    pub(crate) copies: String,
    pub(crate) all: String,
    /// Articles for when it does not work.
    pub(crate) articles: Vec<Link>,
    pub(crate) sign_in_help: String,
}

/// Shows the steps of a program, with the settings of an address in them; a word of old leads to the nearest program.
pub async fn show(visit: Visit, Path(slug): Path<String>, Query(query): Query<SetupQuery>) -> web::Result {
    let protocol = if query.protocol.eq_ignore_ascii_case("pop") { Protocol::Pop } else { Protocol::Imap };
    let Some(program) = Program::named(&slug) else {
        let program = Program::formerly(&slug).ok_or(Error::NotFound)?;
        let typed = query.address;
        let path = page_of(program, protocol, None);
        let joint = if path.contains('?') { '&' } else { '?' };
        // Whatever was typed: the page there says what is wrong with it.
        let known = (1..=MAX_ADDRESS).contains(&typed.len());
        let address = if known { format!("{joint}address={}", encoded(&typed)) } else { String::new() };
        return Ok(see_other(&format!("{path}{address}"), None));
    };
    let Ok(Asked { address: asked, whose: address }) = page::asked(&visit, &query.address) else {
        return page::refuse(&visit, &query.address);
    };
    let config = visit.state.config();
    let server = match &address {
        Some(address) => config.server_for(address.domain()),
        None => config.servers.first(),
    };
    let server = server.ok_or(Error::NotFound)?;
    let protocol = if server.pop.is_some() { protocol } else { Protocol::Imap };
    let facts = Facts {
        l: &visit.locale,
        brand: &config.brand.name,
        address: address.as_ref().map(ToString::to_string),
        login: visit.login_name(Some(server), address.as_ref()),
        protocol,
        incoming: protocol.incoming(server).unwrap_or(&server.imap),
        smtp: server.smtp.as_ref(),
    };
    let steps = steps(program, &facts);
    let article = |(guide, key): &(Guide, &str)| Link {
        href: with_address(guide.path(), asked.as_ref()),
        text: visit.locale.t(key),
    };
    let profile = program
        .by_profile()
        .and_then(|system| ProfileOffer::of(system, &visit.locale, address.as_ref(), Some(server), protocol));
    let this = |protocol| page_of(program, protocol, asked.as_ref());
    web::page(&ProgramPage {
        layout: visit.layout("setup"),
        title: visit.locale.t(program.name()),
        about: visit.locale.t(program.about()),
        address: facts.address.clone(),
        action: format!("/setup/{}", program.slug()),
        profile,
        protocol,
        protocols: server.pop.is_some().then(|| [this(Protocol::Imap), this(Protocol::Pop)]),
        steps,
        copies: with_address(Guide::LEAVE_ON_SERVER.path(), asked.as_ref()),
        all: with_address("/setup", asked.as_ref()),
        articles: program.articles().iter().map(article).collect(),
        sign_in_help: with_address("/login/help", asked.as_ref()),
    })
}
