//! `GET /login`.

use crate::web::{self, Layout, Link, Query, Visit, safe_next, see_other};
use askama::Template;

/// What a link to the sign-in may carry.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    address: String,
    next: String,
}

/// Says what was wrong with a try, and what helps.
#[derive(Debug, Clone)]
pub struct Problem {
    /// In a few words.
    pub title: String,
    /// What to do.
    pub text: String,
    /// The article about it.
    pub article: Option<Link>,
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
}

/// Shows the form; who is signed in already goes on.
pub async fn show(visit: Visit, Query(query): Query<LoginQuery>) -> web::Result {
    let next = safe_next(&query.next).unwrap_or("/").to_owned();
    if visit.account.is_some() {
        return Ok(see_other(&next, None));
    }
    let address = query.address.chars().filter(|c| !c.is_control()).take(254).collect();
    web::page(&LoginPage { layout: visit.layout("login"), address, next, problem: None })
}
