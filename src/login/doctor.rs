//! `GET /login/help`: why can't I sign in? Looks at what can be seen from here without a password, and says what to do.
//!
//! What it says of an address is the same whether there is such a mailbox or not.

use super::cookies;
use super::device::devices;
use super::page::{LoginQuery, meant_link, path_for};
use super::typed;
use super::words::since;
use crate::articles::{Guide, with_address};
use crate::i18n::{Arg, Locale};
use crate::mail::{Account, Address, AddressError};
use crate::web::{self, Client, Layout, Link, Query, Visit, safe_next};
use askama::Template;
use axum::http::HeaderMap;
use jiff::Timestamp;
use secrecy::SecretString;
use std::borrow::Borrow;

/// One thing that was looked at.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Whether it is as it should be.
    pub is_fine: bool,
    /// What was found, and what to do.
    pub text: String,
    /// The form with the address that was probably meant.
    pub meant: Vec<Link>,
    /// The article about it.
    pub guide: Guide,
    /// Shown only where the stylesheet of [`cookies`] says so.
    pub class: &'static str,
}

impl Finding {
    fn new(is_fine: bool, text: String, guide: Guide) -> Self {
        Self { is_fine, text, meant: Vec::new(), guide, class: "" }
    }

    /// Returns both that cookies are kept and that they are not: the browser shows what is so.
    pub(crate) fn of_cookies(l: &Locale) -> [Self; 2] {
        [(true, "doctor-cookies-on", "cookies-on"), (false, "cookies-off", "cookies-off")]
            .map(|(is_fine, key, class)| Self { class, ..Self::new(is_fine, l.t(key), Guide::COOKIES) })
    }
}

/// What people find themselves in, each with the article: the keys of sentences.
const SITUATIONS: [(&str, Guide); 8] = [
    ("doctor-if-password", Guide::PASSWORD),
    ("doctor-if-capitals", Guide::PASSWORD),
    ("doctor-if-keyboard", Guide::PASSWORD),
    ("doctor-if-changed", Guide::PASSWORD_CHANGED),
    ("doctor-if-program-works", Guide::PROGRAM_WORKS),
    ("doctor-if-connections", Guide::CONNECTIONS),
    ("doctor-if-refused", Guide::SERVER_REFUSED),
    ("doctor-if-asked-again", Guide::SIGNED_OUT),
];

/// Shows what was found.
#[derive(Debug, Clone, Template)]
#[template(path = "login/help.html")]
pub struct DoctorPage {
    /// The frame.
    pub layout: Layout,
    /// As it was typed.
    pub address: String,
    /// The same, where it is one of ours: articles are opened for it.
    pub served: Option<Address>,
    /// Where to go after signing in, a path of our own.
    pub next: String,
    /// What was looked at.
    pub findings: Vec<Finding>,
    /// What time it is here.
    pub clock: String,
    /// The same in seconds since 1970: a script looks whether the device has another one.
    pub now: i64,
}

impl DoctorPage {
    /// Returns what people find themselves in, each with the article about it.
    pub fn situations(&self) -> Vec<(String, Guide)> {
        SITUATIONS.iter().map(|(key, guide)| (self.layout.l.t(key), *guide)).collect()
    }

    /// Returns the way back to the form.
    pub fn form(&self) -> String {
        path_for("/login", &self.address, &self.next)
    }

    /// Returns where an article is opened for the address.
    pub fn lead(&self, guide: impl Borrow<Guide>) -> String {
        with_address(guide.borrow().path(), self.served.as_ref())
    }
}

/// Looks, and tells.
pub async fn show(visit: Visit, client: Client, headers: HeaderMap, Query(query): Query<LoginQuery>) -> web::Result {
    let typed = query.address();
    let own = || visit.account.as_ref().map(|account| account.address().to_string());
    let typed = if typed.trim().is_empty() { own().unwrap_or_default() } else { typed };
    let next = safe_next(&query.next).unwrap_or("/").to_owned();
    let mut findings = Vec::new();
    match (Address::parse(&typed), typed.trim().is_empty()) {
        (_, true) => findings.extend(only_server(&visit).await),
        (address, _) => {
            let (found, served) = of_address(&visit, &typed, &address, &next);
            findings.push(found);
            if let Ok(address) = address
                && served
            {
                findings.extend(server(&visit, &address).await);
                findings.extend(tries(&visit, client, &headers, address).await);
            }
        }
    }
    findings.extend(Finding::of_cookies(&visit.locale));
    let now = Timestamp::now();
    let (layout, served) = (visit.layout("login"), visit.served(&typed));
    let zone = visit.locale.zone().map(|zone| format!(" ({zone})")).unwrap_or_default();
    let clock = format!("{}{zone}", visit.locale.moment(&now));
    let page = DoctorPage { layout, address: typed, served, next, findings, clock, now: now.as_second() };
    let mut response = web::page(&page)?;
    cookies::try_one(&visit, &headers, &mut response);
    Ok(response)
}

/// Says whether it is an address of ours; and the likeliest that was meant.
fn of_address(visit: &Visit, typed: &str, address: &Result<Address, AddressError>, next: &str) -> (Finding, bool) {
    let (l, config) = (&visit.locale, visit.state.config());
    let brand: Arg = config.brand.name.as_str().into();
    let with = |key: &str, domain: &str| l.with(key, &[("domain", domain.into()), ("brand", brand.clone())]);
    let (text, served) = match address {
        Ok(address) if visit.state.mail_server(address).is_some() => (with("doctor-address", address.domain()), true),
        Ok(address) => {
            let says = |part: &str| with(&format!("login-not-served-{part}"), address.domain());
            (format!("{}. {}", says("title"), says("text")), false)
        }
        Err(AddressError::MissingDomain) => (l.t("login-no-domain-text"), false),
        Err(AddressError::Malformed) => (l.t("login-malformed-text"), false),
    };
    let meant = typed::meant(config, typed);
    let meant = meant.iter().map(|address| meant_link("/login/help", &address.to_string(), next));
    (Finding { meant: meant.collect(), ..Finding::new(served, text, Guide::ADDRESS) }, served)
}

/// Asks the mail server of an address for its greeting.
async fn server(visit: &Visit, address: &Address) -> Option<Finding> {
    let (server, l) = (visit.state.mail_server(address)?.clone(), &visit.locale);
    let (is_fine, text) = match server.feel_pulse().await {
        None => (false, l.t("doctor-server-slow")),
        Some(pulse) if pulse.is_up => (true, l.t("doctor-server-up")),
        Some(pulse) if pulse.is_insecure => {
            (false, format!("{}. {}", l.t("login-not-secure-title"), l.t("login-not-secure-text")))
        }
        Some(pulse) => (false, since(l, &pulse)),
    };
    Some(Finding::new(is_fine, text, Guide::SERVER_AWAY))
}

/// Asks the mail server, where there is but one.
async fn only_server(visit: &Visit) -> Option<Finding> {
    let [only] = visit.state.config().servers.as_slice() else { return None };
    let domain = only.domains.first().filter(|domain| *domain != "*").map_or("example.net", String::as_str);
    server(visit, &Address::parse(&format!("x@{domain}")).ok()?).await
}

/// Says how long this browser must wait, where too many tries have failed; nothing where nobody can say.
async fn tries(visit: &Visit, client: Client, headers: &HeaderMap, address: Address) -> Option<Finding> {
    let server = visit.state.mail_server(&address)?.clone();
    let owner = Account::new(server, address, SecretString::default()).mailbox_key();
    let device = devices(&visit.state, headers).of(&owner);
    let wait = visit.state.sign_in_tries().wait(client.own_network(), &owner, device.as_deref()).await;
    let wait = wait.inspect_err(|error| tracing::warn!("tries cannot be read: {}", web::loggable(error))).ok()?;
    let l = &visit.locale;
    Some(match wait {
        None => Finding::new(true, l.t("doctor-tries-left"), Guide::TOO_MANY_TRIES),
        Some(wait) => {
            let minutes = web::minutes(wait);
            let text = l.with("login-too-many-text", &[("minutes", Arg::Number(minutes))]);
            Finding::new(false, text, Guide::TOO_MANY_TRIES)
        }
    })
}
