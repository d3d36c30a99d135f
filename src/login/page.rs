//! `GET /login`.

use super::cookies;
use crate::articles::{Guide, with_address};
use crate::i18n::Arg;
use crate::mail::Address;
use crate::store;
use crate::web::{self, Layout, Link, Query, SessionCookie, Visit, safe_next, see_other};
use askama::Template;
use axum::http::HeaderMap;
use std::borrow::Borrow;

/// Letters of an address that the form takes.
pub(super) const MAX_ADDRESS: usize = 254;

/// What a link to the sign-in may carry.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    pub(super) address: String,
    pub(super) next: String,
}

impl LoginQuery {
    /// Returns the address that the form is filled with.
    pub(super) fn address(&self) -> String {
        self.address.chars().filter(|c| !c.is_control()).take(MAX_ADDRESS).collect()
    }
}

/// Says what was wrong with a try, and what helps.
#[derive(Debug, Clone)]
pub struct Problem {
    /// In a few words.
    pub title: String,
    /// What to do.
    pub text: String,
    /// What else is known: what is odd about what was typed, since when the server is away, what it said.
    pub more: Vec<String>,
    /// The form with the address that was probably meant.
    pub meant: Vec<Link>,
    /// The article about it.
    pub guide: Guide,
    /// Where people help, if only they can.
    pub support: Option<String>,
}

/// Shows the sign-in form.
#[derive(Debug, Clone, Template)]
#[template(path = "login/login.html")]
pub struct LoginPage {
    /// The frame.
    pub layout: Layout,
    /// The address as typed, or as a support article gave it.
    pub address: String,
    /// Where to go afterwards, a path of our own.
    pub next: String,
    /// What was wrong with the last try.
    pub problem: Option<Problem>,
    /// That a session has ended, and when sessions do: after so long without a click, and in any case.
    pub ended: Option<String>,
    /// The address, where it is one of ours: articles are opened for it.
    pub served: Option<Address>,
    /// The time, in seconds since 1970: a script looks whether the device has another one.
    pub now: i64,
}

impl LoginPage {
    /// Shows the form alone.
    pub fn new(visit: &Visit, address: String, next: String) -> Self {
        let served = visit.served(&address);
        Self { layout: visit.layout("login"), address, next, problem: None, ended: None, served, now: store::now() }
    }

    /// Returns where somebody who cannot sign in is asked what is wrong, with the address.
    pub fn doctor(&self) -> String {
        path_for("/login/help", &self.address, &self.next)
    }

    /// Returns where an article is opened for the address.
    pub fn lead(&self, guide: impl Borrow<Guide>) -> String {
        with_address(guide.borrow().path(), self.served.as_ref())
    }
}

/// Returns the link to a page of the sign-in with another address in it.
pub(super) fn meant_link(page: &str, address: &str, next: &str) -> Link {
    Link { href: path_for(page, address, next), text: address.to_owned() }
}

/// Returns a page of the sign-in for an address, and where to go afterwards.
pub(super) fn path_for(page: &str, address: &str, next: &str) -> String {
    let address = Some(("address", address)).filter(|(_, address)| !address.is_empty());
    let next = Some(("next", next)).filter(|(_, next)| !matches!(*next, "" | "/"));
    let pairs: Vec<String> =
        address.into_iter().chain(next).map(|(name, value)| format!("{name}={}", web::encoded(value))).collect();
    if pairs.is_empty() { page.to_owned() } else { format!("{page}?{}", pairs.join("&")) }
}

/// Shows the form; who is signed in already goes on.
pub async fn show(visit: Visit, headers: HeaderMap, Query(query): Query<LoginQuery>) -> web::Result {
    let next = safe_next(&query.next).unwrap_or("/").to_owned();
    if visit.account.is_some() {
        return Ok(see_other(&next, None));
    }
    // Whoever signs out has no cookie left: this one was taken away by time, or by signing in again.
    let ended = SessionCookie::new(visit.state.is_https())
        .arrived(&headers)
        .filter(|_| visit.layout("login").is_known)
        .map(|_| {
            let session = &visit.state.config().session;
            let number = |number: u64| Arg::Number(i64::try_from(number).unwrap_or(i64::MAX));
            let args = [("minutes", number(session.idle_minutes)), ("hours", number(session.absolute_hours))];
            visit.locale.with("sign-in-ended", &args)
        });
    let page = LoginPage { ended, ..LoginPage::new(&visit, query.address(), next) };
    let mut response = web::page(&page)?;
    cookies::try_one(&visit, &headers, &mut response);
    Ok(response)
}
