//! `POST /login`: proves the password at the mail server, and starts a session.

use super::device::devices;
use super::failure::Failure;
use super::page::{LoginPage, Problem, meant_link};
use super::typed;
use super::words::since;
use crate::figures::{self, SignIn};
use crate::i18n::Arg;
use crate::mail::{self, Account, Address};
use crate::sessions::{Session, StartError};
use crate::state::{AppState, Declined};
use crate::store;
use crate::web::{self, Client, Error, Form, SessionCookie, Visit, page_with, safe_next, see_other, tell_refused};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use secrecy::{ExposeSecret as _, SecretString};
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
    let Form(form) = form.inspect_err(|_| {
        figures::sign_in(SignIn::Malformed);
        tell_refused(&visit.state, client, "malformed");
    })?;
    let LoginForm { address, password: Password(password), next } = form;
    let next = safe_next(&next).unwrap_or("/").to_owned();
    let doubts = typed::password_doubts(&password, &address);
    let (state, sent, typed) = (visit.state.clone(), headers.clone(), address.clone());
    let proof = async move {
        let proof = prove(&state, client, &sent, &typed, password.into()).await;
        let proof = proof.inspect_err(|unproven| {
            if let Unproven::Failure(failure) = unproven {
                failure.tell(&state, client, &typed);
            }
        });
        proof.inspect(|_| figures::sign_in(SignIn::Ok))
    };
    let proof = tokio::spawn(proof.in_current_span()).await.map_err(|error| Error::Internal(error.into()))?;
    match proof {
        Ok((account, password)) => start_session(&visit.state, &headers, &account, password, &next).await,
        Err(Unproven::Failure(failure)) => show_again(&visit, &address, next, &failure, &doubts),
        Err(Unproven::Uncounted(error)) => Err(error.into()),
    }
}

/// Why a password is not proved.
enum Unproven {
    Failure(Failure),
    /// The database does not say whether it may be tried.
    Uncounted(store::Error),
}

impl From<Failure> for Unproven {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

async fn prove(
    state: &AppState,
    client: Client,
    headers: &HeaderMap,
    typed: &str,
    password: SecretString,
) -> Result<(Account, SecretString), Unproven> {
    let address = Address::parse(typed).map_err(Failure::Address)?;
    let secret = password.expose_secret();
    if secret.is_empty() {
        return Err(Failure::NoPassword.into());
    }
    // Longer than any person types, or not to be said to a server: wrong, without a word to it.
    if secret.chars().nth(MAX_PASSWORD).is_some() || secret.contains('\0') {
        return Err(Failure::Mail(mail::Error::WrongPassword).into());
    }
    let not_served = || Failure::NotServed { domain: address.domain().to_owned() };
    let server = state.mail_server(&address).ok_or_else(not_served)?.clone();
    let account = Account::new(server.clone(), address, password.clone()).asked_from(client.own_address());
    let owner = account.mailbox_key();
    let device = devices(state, headers).of(&owner);
    let taken = state.sign_in_tries().take(client.own_network(), &owner, device.as_deref()).await;
    let taken = taken.map_err(|declined| match declined {
        Declined::Wait(wait) => Failure::TooMany(wait).into(),
        Declined::Full => Failure::Mail(mail::Error::Busy).into(),
        Declined::Store(error) => Unproven::Uncounted(error),
    })?;
    let proof = account.sign_in().await;
    if matches!(proof, Err(mail::Error::WrongPassword | mail::Error::SignInRefused(..))) {
        taken.fail();
    } else {
        taken.give_back().await;
    }
    proof.map_err(|error| match error {
        mail::Error::Unreachable(_) | mail::Error::Unknown(_) => Failure::Away(error, server.pulse()),
        other => Failure::Mail(other),
    })?;
    Ok((account, password))
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

fn show_again(visit: &Visit, typed: &str, next: String, failure: &Failure, doubts: &[&str]) -> Result<Response, Error> {
    let (status, kind) = failure.kind();
    let (l, config) = (&visit.locale, visit.state.config());
    let brand = config.brand.name.as_str();
    let args: Vec<(&str, Arg)> = match failure {
        Failure::NotServed { domain } => vec![("domain", domain.as_str().into()), ("brand", brand.into())],
        Failure::TooMany(wait) => vec![("minutes", Arg::Number(web::minutes(*wait)))],
        _ => Vec::new(),
    };
    let word = |part: &str| l.with(&format!("login-{kind}-{part}"), &args);
    let mut more: Vec<String> = match failure {
        Failure::Mail(mail::Error::WrongPassword) => doubts.iter().map(|key| l.t(key)).collect(),
        Failure::Away(_, Some(pulse)) if !pulse.is_up && !pulse.is_insecure => vec![since(l, pulse)],
        _ => Vec::new(),
    };
    more.extend(failure.words_of_server().map(|text| l.with("login-server-says", &[("text", text.into())])));
    let is_about_address =
        matches!(failure, Failure::Address(_) | Failure::NotServed { .. } | Failure::Mail(mail::Error::WrongPassword));
    let meant = if is_about_address { typed::meant(config, typed) } else { Vec::new() };
    let problem = Problem {
        title: word("title"),
        text: word("text"),
        more,
        meant: meant.iter().map(|address| meant_link("/login", &address.to_string(), &next)).collect(),
        guide: failure.guide(),
        support: config.brand.support_url.clone().filter(|_| failure.is_for_support()),
    };
    let address: String = typed.chars().take(254).collect();
    let page = LoginPage { problem: Some(problem), ..LoginPage::new(visit, address, next) };
    let mut response = page_with(status, &page)?;
    if let Failure::TooMany(wait) = failure {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    }
    Ok(response)
}
