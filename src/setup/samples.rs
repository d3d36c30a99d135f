//! Pages with sample data, to be drawn and looked at.

use super::drawing::Facts;
use super::page::{Phone, Problem, SetupPage, SetupRow};
use super::program::Program;
use super::program_page::ProgramPage;
use super::protocol::Protocol;
use super::qr::Picture;
use super::steps::steps;
use super::system::System;
use super::way::{AddressForm, ProfileOffer, Way, all_ways, page_of};
use crate::config::{Server, ServerAddress, ServerSpam};
use crate::mail::{Address, LoginName, Security};
use crate::web::{Layout, Link};
use std::collections::BTreeMap;

fn server(smtp: Option<&str>) -> Server {
    let at = |host: &str, port, security| ServerAddress { host: host.to_owned(), port, security };
    Server {
        tells_client: false,
        domains: vec!["example.net".to_owned()],
        imap: at("imap.example.net", 993, Security::Tls),
        public_imap: None,
        pop: Some(at("pop.example.net", 995, Security::Tls)),
        smtp: smtp.map(|host| at(host, 587, Security::StartTls)),
        login: LoginName::Address,
        roles: BTreeMap::new(),
        master: None,
        expires: BTreeMap::new(),
        spam: ServerSpam::default(),
        ca_file: None,
    }
}

/// The page of ways, as a system sees it.
pub(crate) fn setup(layout: Layout, system: &str, protocol: &str, address: Option<&str>) -> SetupPage {
    let protocol = Protocol::asked(protocol);
    let server = server(Some("a-rather-long-host-name-for-sending.mail.example.net"));
    let l = layout.l.clone();
    let address = address.and_then(|address| Address::parse(address).ok());
    let system = System::of(system);
    let fitting = system.map(Program::on).unwrap_or_default();
    let way = |program: Program| Way::of(program, &l, protocol, address.as_ref());
    let row = |key: &str, address: &ServerAddress| SetupRow {
        service: l.t(key),
        host: address.host.clone(),
        port: address.port,
        security: address.security.word(),
    };
    let url = "https://webmail.example.net/setup?address=anna.lindqvist%40example.net".to_owned();
    let picture = Picture::of(&url).filter(|_| !system.is_some_and(System::is_handheld));
    let devices = system.map(System::devices).unwrap_or_default();
    let profile = ProfileOffer::of(devices, &l, address.as_ref(), Some(&server), protocol);
    let rows =
        [("setup-imap", Some(&server.imap)), ("setup-pop", server.pop.as_ref()), ("setup-smtp", server.smtp.as_ref())];
    SetupPage {
        domain: "example.net".to_owned(),
        rows: rows.into_iter().filter_map(|(key, address)| Some(row(key, address?))).collect(),
        login: address.as_ref().map_or_else(|| l.t("help-login-address"), ToString::to_string),
        here: system.map(|system| l.t(system.heading())),
        profile,
        first: fitting.iter().copied().map(way).collect(),
        others: Program::ALL.into_iter().filter(|program| !fitting.contains(program)).map(way).collect(),
        phone: picture.map(|picture| Phone { picture, url }),
        which: "/help/pop-and-imap".to_owned(),
        copies: Some("/help/leave-on-server".to_owned()),
        form: AddressForm::on("/setup".to_owned(), protocol, address.as_ref()),
        protocol,
        protocols: Some([Protocol::Imap, Protocol::Pop].map(|kind| all_ways(kind, address.as_ref()))),
        address: address.map(|address| address.to_string()),
        layout,
        problem: None,
    }
}

/// The page of ways for what is no address.
pub(crate) fn wrong(layout: Layout, typed: &str) -> SetupPage {
    let problem = Some(Problem { title: typed.to_owned(), text: typed.to_owned() });
    let page = setup(layout, "", "imap", None);
    let (rows, others) = (Vec::new(), Vec::new());
    let form = AddressForm { typed: typed.to_owned(), is_wrong: true, ..page.form };
    SetupPage { form, problem, rows, others, phone: None, copies: None, ..page }
}

/// A program's page of steps.
pub(crate) fn program(layout: Layout, program: Program, protocol: &str, address: Option<&str>) -> ProgramPage {
    let protocol = Protocol::asked(protocol);
    let server = server(address.map(|_| "smtp.example.net"));
    let l = layout.l.clone();
    let address = address.and_then(|address| Address::parse(address).ok());
    let facts = Facts {
        l: &l,
        brand: "Example Mail",
        address: address.as_ref().map(ToString::to_string),
        login: address.as_ref().map_or_else(|| l.t("help-login-address"), |address| address.local_part().to_owned()),
        has_own_login: true,
        protocol,
        incoming: protocol.incoming(&server).unwrap_or(server.public_imap()),
        smtp: server.smtp.as_ref(),
    };
    let this = |protocol| page_of(program, protocol, address.as_ref());
    ProgramPage {
        title: l.t(program.name()),
        about: l.t(program.about()),
        address: facts.address.clone(),
        form: AddressForm::on(format!("/setup/{}", program.slug()), protocol, address.as_ref()),
        caption: l.with(program.drawing(), &[("program", l.t(program.name()).as_str().into())]),
        profile: ProfileOffer::of(program.by_profile(), &l, address.as_ref(), Some(&server), protocol),
        protocol,
        protocols: Some([this(Protocol::Imap), this(Protocol::Pop)]),
        steps: steps(program, &facts),
        copies: "/help/leave-on-server".to_owned(),
        all: "/setup".to_owned(),
        articles: vec![Link { href: "/help/outlook".to_owned(), text: l.t("setup-trouble-outlook") }],
        sign_in_help: "/login/help".to_owned(),
        layout,
    }
}
