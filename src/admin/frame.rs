//! Who asks, and the frame around each page. It is not that of the owners' pages: whoever reads mail in the same browser is not named here.

use crate::i18n::Locale;
use crate::state::{AdminGate, AdminSession, AppState};
use crate::store;
use crate::web::{self, SiteCookie, Visit, see_other};
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// The name of the cookie.
const NAME: &str = "admin";
/// What the button that signs out is sealed for.
const LEAVING: &str = "leave";

/// Returns the cookie of a session; it is never sent along when another site leads here.
pub fn cookie(https: bool) -> SiteCookie {
    SiteCookie::new(NAME, https).strict()
}

/// Holds what the frame of every page shows (`templates/admin/frame.html`).
#[derive(Debug, Clone)]
pub struct Frame {
    /// The words.
    pub l: Locale,
    /// The provider's name.
    pub brand: String,
    /// Seals the button that signs out, for who is signed in.
    pub seal: Option<String>,
    /// URL of `static/app.css`, hashed.
    pub css: String,
    /// URL of `static/app.js`, hashed.
    pub js: String,
    /// URL of `static/icons.svg`, hashed.
    pub icons: String,
    /// URL of `static/favicon.svg`, hashed.
    pub favicon: String,
}

impl Frame {
    /// Gathers it for somebody who asks in one of these languages.
    pub fn of(state: &AppState, headers: &HeaderMap) -> Self {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let assets = state.assets();
        Self {
            l: state.locales().choose(accepted),
            brand: state.config().brand.name.clone(),
            seal: None,
            css: assets.url("app.css"),
            js: assets.url("app.js"),
            icons: assets.url("icons.svg"),
            favicon: assets.url("favicon.svg"),
        }
    }
}

/// One request by somebody who is signed in to `/admin`.
#[derive(Debug)]
pub struct Admin {
    /// The application and the language; whoever reads mail in this browser is left out.
    pub visit: Visit,
    /// The frame.
    pub frame: Frame,
    /// The session.
    pub session: AdminSession,
}

/// Why a handler does not begin.
#[derive(Debug)]
pub enum Refusal {
    /// To the door.
    Door,
    /// The session has ended since the form was drawn.
    Ended,
    /// It cannot be found out who asks.
    Failed(web::Error),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Door => see_other("/admin/login", None),
            Self::Ended => StatusCode::UNAUTHORIZED.into_response(),
            Self::Failed(error) => error.into_response(),
        }
    }
}

impl Admin {
    /// Returns the door: there is one, for there are no such pages without.
    pub fn gate(&self) -> Result<&AdminGate, web::Error> {
        self.visit.state.admin().ok_or(web::Error::NotFound)
    }

    /// Seals a form for what it is about.
    pub fn seal(&self, about: &str) -> Result<String, web::Error> {
        Ok(self.gate()?.seal(&self.session, about))
    }

    /// Asks whether a form was drawn for this session and is about this.
    ///
    /// # Errors
    /// [`web::Error::OtherForm`].
    pub fn check_seal(&self, about: &str, seal: &str) -> Result<(), web::Error> {
        if self.gate()?.is_sealed(&self.session, about, seal) { Ok(()) } else { Err(web::Error::OtherForm) }
    }

    /// As [`Admin::check_seal`], for the button that signs out.
    ///
    /// # Errors
    /// [`web::Error::OtherForm`].
    pub fn check_leaving(&self, seal: &str) -> Result<(), web::Error> {
        self.check_seal(LEAVING, seal)
    }
}

/// Finds the session that a browser holds: by the cookie of https, else by the other.
///
/// # Errors
/// When the store does not say.
pub async fn session(state: &AppState, headers: &HeaderMap) -> Result<Option<AdminSession>, web::Error> {
    let gate = state.admin().ok_or(web::Error::NotFound)?;
    match cookie(true).arrived(headers).or_else(|| cookie(false).arrived(headers)) {
        Some(held) => Ok(gate.open(&held, store::now()).await?),
        None => Ok(None),
    }
}

impl FromRequestParts<AppState> for Admin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        let found = session(state, &parts.headers).await.map_err(Refusal::Failed)?;
        let session = found.ok_or(if reads { Refusal::Door } else { Refusal::Ended })?;
        let Ok(mut visit) = Visit::from_request_parts(parts, state).await;
        let seal = state.admin().map(|gate| gate.seal(&session, LEAVING));
        let frame = Frame { seal, ..Frame::of(state, &parts.headers) };
        visit.account = None;
        Ok(Self { visit, frame, session })
    }
}
