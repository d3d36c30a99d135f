//! `POST /login`: proves the password at the mail server, and starts a session.

use super::device::Devices;
use super::failure::{Failure, tell_refused};
use super::page::{LoginPage, Problem};
use crate::i18n::Arg;
use crate::mail::{self, Account, Address};
use crate::sessions::{Session, StartError};
use crate::state::{AppState, Declined};
use crate::store;
use crate::web::{self, Client, Error, Form, Link, SessionCookie, Visit, page_with, safe_next, see_other};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use secrecy::{ExposeSecret as _, SecretString};
use std::time::Duration;
use tracing::Instrument as _;

/// Letters of a password; the form takes no more.
const MAX_PASSWORD: usize = 1000;

/// The sign-in form.
#[derive(Debug, serde::Deserialize)]
pub struct LoginForm {
    address: String,
    password: Password,
    #[serde(default)]
    next: String,
}

/// Keeps a typed password from being printed.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Signs in; every failure shows the form again, with the address kept and what to do.
///
/// The proof is a task of its own, which goes on to the verdict when the browser leaves: who hangs up shall neither lose a try for
/// nothing nor guess for nothing, unseen.
pub async fn sign_in(
    visit: Visit,
    client: Client,
    headers: HeaderMap,
    form: Result<Form<LoginForm>, Error>,
) -> web::Result {
    let Form(form) = form.inspect_err(|_| tell_refused(&visit.state, client, "malformed"))?;
    let LoginForm { address, password: Password(password), next } = form;
    let next = safe_next(&next).unwrap_or("/").to_owned();
    let (state, sent, typed) = (visit.state.clone(), headers.clone(), address.clone());
    let proof = async move {
        let proof = prove(&state, client, &sent, &typed, password.into()).await;
        proof.inspect_err(|failure| failure.tell(&state, client))
    };
    let proof = tokio::spawn(proof.in_current_span()).await.map_err(|error| Error::Internal(error.into()))?;
    match proof {
        Ok((account, password)) => start_session(&visit.state, &headers, &account, password, &next).await,
        Err(failure) => show_again(&visit, address, next, &failure),
    }
}

async fn prove(
    state: &AppState,
    client: Client,
    headers: &HeaderMap,
    typed: &str,
    password: SecretString,
) -> Result<(Account, SecretString), Failure> {
    let address = Address::parse(typed).map_err(Failure::Address)?;
    let secret = password.expose_secret();
    if secret.is_empty() {
        return Err(Failure::NoPassword);
    }
    // Longer than any person types, or not to be said to a server: wrong, without a word to it.
    if secret.chars().nth(MAX_PASSWORD).is_some() || secret.contains('\0') {
        return Err(Failure::Mail(mail::Error::WrongPassword));
    }
    let not_served = || Failure::NotServed { domain: address.domain().to_owned() };
    let server = state.mail_server(&address).ok_or_else(not_served)?.clone();
    let account = Account::new(server, address, password.clone());
    let owner = account.mailbox_key();
    let device = devices(state, headers).of(&owner);
    let network = matches!(client, Client::One(_)).then(|| client.network());
    let taken = state.sign_in_tries().take(network, owner, device).map_err(|declined| match declined {
        Declined::Wait(wait) => Failure::TooMany(wait),
        Declined::Full => Failure::Mail(mail::Error::Busy),
    })?;
    let proof = account.sign_in().await;
    if matches!(proof, Err(mail::Error::WrongPassword | mail::Error::SignInRefused(_))) {
        taken.fail();
    }
    proof.map_err(Failure::Mail)?;
    Ok((account, password))
}

fn devices<'a>(state: &'a AppState, headers: &HeaderMap) -> Devices<'a> {
    Devices::arrived(state.signing_key(), state.is_https(), headers)
}

/// Starts a new session whatever came before: an id that somebody else may know is never kept.
async fn start_session(
    state: &AppState,
    headers: &HeaderMap,
    account: &Account,
    password: SecretString,
    next: &str,
) -> web::Result {
    let site = SessionCookie::new(state.is_https());
    if let Some(old) = site.arrived(headers) {
        state.sessions().end(&old).await?;
    }
    let session = Session { owner: account.address().to_string(), password };
    let cookie = state.sessions().start(&session, store::now()).await.map_err(|error| match error {
        StartError::Store(error) => error.into(),
        StartError::Seal(error) => Error::Internal(error),
    })?;
    tracing::info!(domain = account.address().domain(), "signed in");
    state.keeper().arrived(account);
    let mut response = see_other(next, None);
    let set = site.set(&cookie).map_err(|error| Error::Internal(error.into()))?;
    response.headers_mut().append(SET_COOKIE, set);
    let known = devices(state, headers).remember(&account.mailbox_key()).map_err(Error::Internal)?;
    response.headers_mut().append(SET_COOKIE, known);
    Ok(response)
}

fn show_again(visit: &Visit, address: String, next: String, failure: &Failure) -> Result<Response, Error> {
    let (status, kind) = failure.kind();
    let l = &visit.locale;
    let args: Vec<(&str, Arg)> = match failure {
        Failure::NotServed { domain } => {
            vec![("domain", domain.as_str().into()), ("brand", visit.state.config().brand.name.as_str().into())]
        }
        Failure::TooMany(wait) => vec![("minutes", Arg::Number(minutes(*wait)))],
        _ => Vec::new(),
    };
    let support =
        visit.state.config().brand.support_url.clone().filter(|_| matches!(failure, Failure::NotServed { .. }));
    let help = || Link { href: "/help/cannot-sign-in".into(), text: l.t("error-way-cannot-sign-in") };
    let article = match support {
        Some(href) => {
            Some(Link { href, text: l.with("support", &[("brand", visit.state.config().brand.name.as_str().into())]) })
        }
        // A server that is busy is not helped by an article.
        None => (kind != "busy").then(help),
    };
    let problem = Problem {
        title: l.with(&format!("login-{kind}-title"), &args),
        text: l.with(&format!("login-{kind}-text"), &args),
        article,
    };
    let address = address.chars().take(254).collect();
    let page = LoginPage { layout: visit.layout("login"), address, next, problem: Some(problem) };
    let mut response = page_with(status, &page)?;
    if let Failure::TooMany(wait) = failure {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    }
    Ok(response)
}

fn minutes(wait: Duration) -> i64 {
    i64::try_from(wait.as_secs().div_ceil(60).max(1)).unwrap_or(i64::MAX)
}
