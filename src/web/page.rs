//! Pages, and the frame around each.

use super::{Error, Flash, FlashText, JobNotice, Result, RoomNotice};
use crate::articles::Guide;
use crate::i18n::Locale;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

/// Octets that are set aside for a page, so that one of fifty rows is not copied each time it outgrows its place.
const ROOM: usize = 48 << 10;

/// Holds what the frame of every page shows (`templates/layout.html`).
#[derive(Debug, Clone)]
pub struct Layout {
    /// The words.
    pub l: Locale,
    /// The provider's name.
    pub brand: String,
    /// Where the provider helps.
    pub support_url: Option<String>,
    /// The owner's address, when signed in.
    pub address: Option<String>,
    /// Whether who asks could be found out; else nobody is asked to sign in who may be signed in.
    pub is_known: bool,
    /// The current navigation item: `overview`, `spam`, `trash`, `inbox`, `help`, `setup` or empty.
    pub here: &'static str,
    /// What the action before this page did.
    pub flash: Option<FlashText>,
    /// What is said of a mailbox that is nearly full.
    pub room: Option<RoomNotice>,
    /// This page, for forms that lead back to it.
    pub path: String,
    /// Long work that is under way, or ended a moment ago.
    pub jobs: Vec<JobNotice>,
    /// URL of `static/app.css`, hashed.
    pub css: String,
    /// URL of `static/app.js`, hashed.
    pub js: String,
    /// URL of `static/icons.svg`, hashed.
    pub icons: String,
    /// URL of `static/favicon.svg`, hashed.
    pub favicon: String,
}

impl Layout {
    /// Returns the article about this page.
    pub fn guide(&self) -> Guide {
        Guide::of_page(self.here)
    }
}

/// A link out of a dead end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The URL.
    pub href: String,
    /// The words of the link.
    pub text: String,
}

/// Renders a page with status 200.
///
/// # Errors
/// [`Error::Internal`] when the template fails.
pub fn page(page: &impl askama::Template) -> Result {
    page_with(StatusCode::OK, page)
}

/// Renders a page with a status.
///
/// # Errors
/// As [`page`].
pub fn page_with(status: StatusCode, page: &impl askama::Template) -> Result {
    let mut html = String::with_capacity(ROOM);
    page.render_into(&mut html).map_err(|error| Error::Internal(error.into()))?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(CONTENT_TYPE, kind)], html).into_response())
}

/// Answers 303 to a path of our own, with a message for the page there; any other path becomes `/`.
pub fn see_other(path: &str, flash: Option<Flash>) -> Response {
    let location = super::url::own_path(path).and_then(|path| HeaderValue::try_from(path).ok());
    let location = location.unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    if let Some(flash) = flash {
        response.extensions_mut().insert(flash);
    }
    response
}
