//! Who asks: the extractors every handler begins with.

use super::{Chrome, Error, Flash, SessionCookie, encoded, now, see_other};
use crate::app::App;
use crate::i18n::Locale;
use crate::mail::{Account, Address};
use crate::store::sessions;
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

/// One request by anybody: the application, the language, who is signed in.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The application.
    pub app: App,
    /// The visitor's language.
    pub locale: Locale,
    /// The owner, when signed in.
    pub account: Option<Account>,
    flash: Option<Flash>,
}

impl Visit {
    /// Gathers what the frame of every page shows; `here` is the navigation item, such as `spam`.
    pub fn chrome(&self, here: &'static str) -> Chrome {
        let (brand, assets) = (&self.app.config().brand, self.app.assets());
        Chrome {
            l: self.locale.clone(),
            brand: brand.name.clone(),
            support_url: brand.support_url.clone(),
            address: self.account.as_ref().map(|account| account.address().to_string()),
            here,
            flash: self.flash.as_ref().map(|flash| flash.say(&self.locale)),
            css: assets.url("app.css"),
            js: assets.url("app.js"),
            icons: assets.url("icons.svg"),
            favicon: assets.url("favicon.svg"),
        }
    }

    /// Gathers a visit whose session, if any, could not be opened: for the page that says so.
    pub(super) fn nobody(parts: &Parts, app: &App) -> Self {
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let flash = Flash::arrived(&parts.headers);
        Self { app: app.clone(), locale: app.locales().choose(accepted), account: None, flash }
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let mut visit = Self::nobody(parts, app);
        if let Some(cookie) = SessionCookie::new(app.is_https()).arrived(&parts.headers) {
            let session = sessions::open(app.store(), &cookie, now(), app.session_limits()).await;
            visit.account =
                session.map_err(|error| Error::Internal(error.into()))?.and_then(|session| account(app, session));
        }
        Ok(visit)
    }
}

/// Finds the server of a session's owner; the host may have stopped serving the domain since.
fn account(app: &App, session: sessions::Session) -> Option<Account> {
    let address = Address::parse(&session.owner).ok()?;
    let server = app.mail_server(&address)?.clone();
    Some(Account::new(server, address, session.password))
}

/// One request by a mailbox owner; without a session the visitor is sent to `/login?next=...`.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The visit.
    pub visit: Visit,
    /// The owner.
    pub account: Account,
}

/// Why there is no owner: a page of ours, or the way to the sign-in.
#[derive(Debug)]
pub enum NotSignedIn {
    /// To be sent to the sign-in and back.
    Visitor(String),
    /// It could not be found out.
    Failed(Error),
}

impl IntoResponse for NotSignedIn {
    fn into_response(self) -> Response {
        match self {
            Self::Visitor(login) => see_other(&login, None),
            Self::Failed(error) => error.into_response(),
        }
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = NotSignedIn;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, NotSignedIn> {
        let visit = Visit::from_request_parts(parts, app).await.map_err(NotSignedIn::Failed)?;
        match visit.account.clone() {
            Some(account) => Ok(Self { visit, account }),
            None => Err(NotSignedIn::Visitor(login_for(parts))),
        }
    }
}

/// Writes the sign-in URL that leads back here, with the address that a support article may have put into the link.
fn login_for(parts: &Parts) -> String {
    let reads = parts.method == axum::http::Method::GET;
    let path = parts.uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    // A form that was sent cannot be sent again by signing in: back to the list it stood on.
    let back = if reads { path } else { path.rsplit_once('/').map_or("/", |(list, _)| list) };
    let address =
        parts.uri.query().into_iter().flat_map(|query| query.split('&')).find_map(|pair| pair.strip_prefix("address="));
    let address = address.filter(|_| reads).map(|address| format!("&address={address}")).unwrap_or_default();
    format!("/login?next={}{address}", encoded(back))
}
