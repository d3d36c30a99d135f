//! `/admin/login` and `/admin/logout`.

use super::frame::{self, Admin, Frame};
use crate::figures::{self, SignIn};
use crate::i18n::Arg;
use crate::state::{AdminGate, AppState, NotLetIn};
use crate::store;
use crate::web::{self, Client, Error, Form, page_with, see_other, tell_refused};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::header::{ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use secrecy::SecretString;
use tracing::Instrument as _;

#[derive(Template)]
#[template(path = "admin/door.html")]
pub(crate) struct DoorPage {
    pub(crate) frame: Frame,
    /// Whether a code is asked for.
    pub(crate) asks_for_code: bool,
    /// What was wrong with the last try.
    pub(crate) problem: Option<String>,
}

/// What is typed at the door.
#[derive(serde::Deserialize)]
pub struct DoorForm {
    password: SecretText,
    #[serde(default)]
    code: SecretText,
}

/// Marks what came in by `admin_listen`.
#[derive(Debug, Clone, Copy)]
pub struct OwnPort;

/// Keeps what was typed from being printed.
#[derive(Default, serde::Deserialize)]
#[serde(transparent)]
struct SecretText(String);

impl std::fmt::Debug for DoorForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DoorForm")
    }
}

/// A form with a seal and nothing else.
#[derive(Debug, serde::Deserialize)]
pub struct SealForm {
    seal: String,
}

/// Shows the form; who is signed in already goes on.
pub async fn show(State(state): State<AppState>, headers: HeaderMap) -> web::Result {
    if frame::session(&state, &headers).await?.is_some() {
        return Ok(see_other("/admin", None));
    }
    door(&state, &headers, StatusCode::OK, None)
}

/// Lets somebody in who knows the password and, where one is asked for, the code. Which of the two is wrong is not said.
///
/// The proof is a task of its own: whoever hangs up pays for the try all the same.
pub async fn enter(
    State(state): State<AppState>,
    client: Client,
    own_port: Option<Extension<OwnPort>>,
    headers: HeaderMap,
    Form(form): Form<DoorForm>,
) -> web::Result {
    let by_site = own_port.is_none();
    let (network, proving) = (client.own_network(), state.clone());
    let proof = async move {
        let gate = proving.admin().ok_or(Error::NotFound)?;
        let DoorForm { password: SecretText(password), code: SecretText(code) } = form;
        Ok::<_, Error>(gate.enter(network, by_site, SecretString::from(password), &code, store::now()).await)
    };
    let proof = tokio::spawn(proof.in_current_span()).await.map_err(|error| Error::Internal(error.into()))?;
    let l = Frame::of(&state, &headers).l;
    let held = match proof? {
        Ok(held) => held,
        Err(NotLetIn::Store(error)) => return Err(error.into()),
        Err(NotLetIn::Internal(error)) => return Err(Error::Internal(error)),
        Err(NotLetIn::Wrong) => {
            figures::sign_in(SignIn::Admin);
            tell_refused(&state, client, "admin");
            // What is asked for decides, not what was wrong.
            let problem = if asks_for_code(&state) { l.t("admin-wrong-code") } else { l.t("admin-wrong") };
            return door(&state, &headers, StatusCode::UNAUTHORIZED, Some(problem));
        }
        Err(NotLetIn::Wait(wait)) => {
            figures::sign_in(SignIn::Admin);
            tell_refused(&state, client, "admin");
            let problem = l.with("admin-too-many", &[("minutes", Arg::Number(web::minutes(wait)))]);
            let mut response = door(&state, &headers, StatusCode::TOO_MANY_REQUESTS, Some(problem))?;
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
            return Ok(response);
        }
    };
    tracing::info!("somebody signed in to /admin");
    // Through a tunnel it is http, whatever the site is: a browser would not take a cookie of https there.
    let origin = headers.get(ORIGIN).map(|origin| origin.as_bytes().starts_with(b"https:"));
    let set = frame::cookie(origin.unwrap_or(state.is_https())).set(&held, None);
    let mut response = see_other("/admin", None);
    response.headers_mut().append(SET_COOKIE, set.map_err(|error| Error::Internal(error.into()))?);
    Ok(response)
}

/// Ends the session.
pub async fn leave(admin: Admin, Form(form): Form<SealForm>) -> web::Result {
    admin.check_leaving(&form.seal)?;
    admin.gate()?.leave(admin.session).await?;
    let mut response = see_other("/admin/login", None);
    for https in [true, false] {
        let clear = frame::cookie(https).clear().map_err(|error| Error::Internal(error.into()))?;
        response.headers_mut().append(SET_COOKIE, clear);
    }
    Ok(response)
}

fn door(state: &AppState, headers: &HeaderMap, status: StatusCode, problem: Option<String>) -> web::Result {
    page_with(status, &DoorPage { frame: Frame::of(state, headers), asks_for_code: asks_for_code(state), problem })
}

fn asks_for_code(state: &AppState) -> bool {
    state.admin().is_some_and(AdminGate::asks_for_code)
}
