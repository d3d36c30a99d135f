//! `POST /login`: proves the password at the mail server, and starts a session.

use super::device::Devices;
use super::page::{LoginPage, Problem};
use super::tries::Try;
use crate::app::App;
use crate::i18n::Arg;
use crate::mail::{self, Account, Address, AddressError};
use crate::store::sessions::{self, Session};
use crate::web::{self, Client, Error, Form, SessionCookie, Visit, Way, now, page_with, safe_next, see_other};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
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

/// Says why a try failed.
#[derive(Debug)]
enum Failure {
    Address(AddressError),
    NoPassword,
    NotServed {
        domain: String,
    },
    TooMany(Duration),
    Mail(mail::Error),
    /// The proof ended without a verdict, ours or the server's.
    Broken(tokio::task::JoinError),
}

/// Signs in; every failure shows the form again, with the address kept and what to do.
pub async fn sign_in(visit: Visit, client: Client, headers: HeaderMap, Form(form): Form<LoginForm>) -> web::Result {
    let LoginForm { address, password: Password(password), next } = form;
    let next = safe_next(&next).unwrap_or("/").to_owned();
    let devices = Devices::arrived(visit.app.signing_key(), visit.app.is_https(), &headers);
    match prove(&visit.app, client, &devices, &address, password.into()).await {
        Ok((account, password)) => start_session(&visit.app, &headers, devices, &account, password, &next).await,
        Err(failure) => show_again(&visit, address, next, &failure),
    }
}

async fn prove(
    app: &App,
    client: Client,
    devices: &Devices<'_>,
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
    let server = app.mail_server(&address).ok_or_else(not_served)?.clone();
    let account = Account::new(server, address, password.clone());
    let owner = account.owner();
    let device = devices.of(&owner);
    let taken = app.tries().take(client, owner, device).map_err(Failure::TooMany)?;
    Ok((prove_at_server(account, taken).await?, password))
}

/// Asks the mail server in a task of its own, which goes on to the verdict when the browser leaves: who hangs up shall neither
/// lose a try for nothing nor get a guess for nothing.
async fn prove_at_server(account: Account, taken: Try) -> Result<Account, Failure> {
    let proof = async move {
        let proof = account.sign_in().await;
        if matches!(proof, Err(mail::Error::WrongPassword | mail::Error::SignInRefused(_))) {
            taken.fail();
        }
        proof.map(|()| account)
    };
    tokio::spawn(proof.in_current_span()).await.map_err(Failure::Broken)?.map_err(Failure::Mail)
}

/// Starts a new session whatever came before: an id that somebody else may know is never kept.
async fn start_session(
    app: &App,
    headers: &HeaderMap,
    devices: Devices<'_>,
    account: &Account,
    password: SecretString,
    next: &str,
) -> web::Result {
    let site = SessionCookie::new(app.is_https());
    if let Some(old) = site.arrived(headers) {
        sessions::end(app.store(), &old).await.map_err(|error| Error::Internal(error.into()))?;
    }
    let session = Session { owner: account.address().to_string(), password };
    let cookie = sessions::start(app.store(), &session, now()).await.map_err(Error::Internal)?;
    tracing::info!(domain = account.address().domain(), "signed in");
    let mut response = see_other(next, None);
    let set = HeaderValue::try_from(site.set(&cookie)).map_err(|error| Error::Internal(error.into()))?;
    response.headers_mut().append(SET_COOKIE, set);
    let known = devices.remember(&account.owner()).map_err(Error::Internal)?;
    response.headers_mut().append(SET_COOKIE, known);
    Ok(response)
}

fn show_again(visit: &Visit, address: String, next: String, failure: &Failure) -> Result<Response, Error> {
    let (status, kind, article) = match failure {
        Failure::Address(AddressError::MissingDomain) => (StatusCode::UNPROCESSABLE_ENTITY, "no-domain", true),
        Failure::Address(AddressError::Malformed) => (StatusCode::UNPROCESSABLE_ENTITY, "malformed", true),
        Failure::NoPassword => (StatusCode::UNPROCESSABLE_ENTITY, "no-password", true),
        Failure::NotServed { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not-served", true),
        Failure::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many", true),
        Failure::Mail(mail::Error::WrongPassword) => (StatusCode::UNAUTHORIZED, "wrong-password", true),
        Failure::Mail(mail::Error::SignInRefused(_)) => (StatusCode::FORBIDDEN, "refused", true),
        Failure::Mail(mail::Error::Busy) => (StatusCode::SERVICE_UNAVAILABLE, "busy", false),
        Failure::Broken(error) => return Err(Error::Internal(anyhow::anyhow!("the proof of a password: {error}"))),
        Failure::Mail(error) => {
            tracing::warn!("sign-in: {}", web::loggable(error));
            (StatusCode::BAD_GATEWAY, "server-away", true)
        }
    };
    let l = &visit.locale;
    let args: Vec<(&str, Arg)> = match failure {
        Failure::NotServed { domain } => {
            vec![("domain", domain.as_str().into()), ("brand", visit.app.config().brand.name.as_str().into())]
        }
        Failure::TooMany(wait) => vec![("minutes", Arg::Number(minutes(*wait)))],
        _ => Vec::new(),
    };
    let support = visit.app.config().brand.support_url.clone().filter(|_| matches!(failure, Failure::NotServed { .. }));
    let help = || Way { href: "/help/cannot-sign-in".into(), text: l.t("error-way-cannot-sign-in") };
    let article = match support {
        Some(href) => {
            Some(Way { href, text: l.with("support", &[("brand", visit.app.config().brand.name.as_str().into())]) })
        }
        None => article.then(help),
    };
    let problem = Problem {
        title: l.with(&format!("login-{kind}-title"), &args),
        text: l.with(&format!("login-{kind}-text"), &args),
        article,
    };
    let address = address.chars().take(254).collect();
    let page = LoginPage { chrome: visit.chrome("login"), address, next, problem: Some(problem) };
    let mut response = page_with(status, &page)?;
    if let Failure::TooMany(wait) = failure {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    }
    Ok(response)
}

fn minutes(wait: Duration) -> i64 {
    i64::try_from(wait.as_secs().div_ceil(60).max(1)).unwrap_or(i64::MAX)
}
