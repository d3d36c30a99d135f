//! `GET /setup/{program}`: how to set up one mail program, step by step.

use super::drawing::{Facts, Step};
use super::page::{self, Asked, MAX_ADDRESS, SetupQuery};
use super::program::Program;
use super::protocol::Protocol;
use super::steps::steps;
use super::way::{AddressForm, ProfileOffer, all_ways, page_of};
use crate::articles::{Guide, with_address};
use crate::mail::LoginName;
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
    pub(crate) form: AddressForm,
    /// What stands over each drawing.
    pub(crate) caption: String,
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
    let protocol = Protocol::asked(&query.protocol);
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
        return page::refuse(&visit, &query.address, format!("/setup/{}", program.slug()), protocol);
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
        has_own_login: server.login == LoginName::LocalPart,
        incoming: protocol.incoming(server).unwrap_or(server.public_imap()),
        smtp: server.smtp.as_ref(),
    };
    let steps = steps(program, &facts);
    let article = |(guide, key): &(Guide, &str)| Link {
        href: with_address(guide.path(), asked.as_ref()),
        text: visit.locale.t(key),
    };
    let profile = ProfileOffer::of(program.by_profile(), &visit.locale, address.as_ref(), Some(server), protocol);
    let title = visit.locale.t(program.name());
    let this = |protocol| page_of(program, protocol, asked.as_ref());
    web::page(&ProgramPage {
        layout: visit.layout("setup"),
        caption: visit.locale.with(program.drawing(), &[("program", title.as_str().into())]),
        title,
        about: visit.locale.t(program.about()),
        address: facts.address.clone(),
        form: AddressForm::on(format!("/setup/{}", program.slug()), protocol, address.as_ref()),
        profile,
        protocol,
        protocols: server.pop.is_some().then(|| [this(Protocol::Imap), this(Protocol::Pop)]),
        steps,
        copies: with_address(Guide::LEAVE_ON_SERVER.path(), asked.as_ref()),
        all: all_ways(protocol, asked.as_ref()),
        articles: program.articles().iter().map(article).collect(),
        sign_in_help: with_address("/login/help", asked.as_ref()),
    })
}
