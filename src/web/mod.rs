//! The toolbox of the features: who asks, typed input, pages, errors, redirects, cookies, headers, assets.

mod stand_in;
pub use stand_in::{Form, Path, Query};

use crate::app::App;
use crate::i18n::{Arg, Locale};
use crate::mail::Account;
use axum::response::Response;

/// A specialised result of handlers.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// What went wrong, for people: becomes a page with a title, a sentence and ways out.
#[derive(Debug)]
pub enum Error {
    /// Mail could not be done.
    Mail(crate::mail::Error),
    /// There is no such page, message or mailbox.
    NotFound,
    /// A form field is missing or wrong; holds the field's name.
    Field(&'static str),
    /// Our own fault.
    Internal(anyhow::Error),
}

impl From<crate::mail::Error> for Error {
    fn from(error: crate::mail::Error) -> Self {
        Self::Mail(error)
    }
}

impl axum::response::IntoResponse for Error {
    fn into_response(self) -> Response {
        todo!()
    }
}

/// One request by anybody: the application, the language, who is signed in. An extractor.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The application.
    pub app: App,
    /// The visitor's language.
    pub locale: Locale,
    /// The owner, when signed in.
    pub account: Option<Account>,
}

impl Visit {
    /// Gathers what the frame of every page shows; `here` is the navigation item, such as `spam`.
    pub fn chrome(&self, _here: &'static str) -> Chrome {
        todo!()
    }
}

/// One request by a mailbox owner; without a session the visitor is sent to `/login?next=...`. An extractor.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The visit.
    pub visit: Visit,
    /// The owner.
    pub account: Account,
}

/// Holds what the frame of every page shows (`templates/layout.html`).
#[derive(Debug, Clone)]
pub struct Chrome {
    /// The words.
    pub l: Locale,
    /// The provider's name.
    pub brand: String,
    /// Where the provider helps.
    pub support_url: Option<String>,
    /// The owner's address, when signed in.
    pub address: Option<String>,
    /// The current navigation item: `overview`, `spam`, `trash`, `inbox`, `help`, `setup` or empty.
    pub here: &'static str,
    /// What the action before this page did.
    pub flash: Option<FlashText>,
    /// URL of `static/app.css`, hashed.
    pub css: String,
    /// URL of `static/app.js`, hashed.
    pub js: String,
    /// URL of `static/icons.svg`, hashed; use as `<use href="{{ chrome.icons }}#trash"/>`.
    pub icons: String,
}

/// How good the news is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tone {
    /// It worked.
    Good,
    /// It worked in part, or nothing had to be done.
    Note,
    /// It did not work.
    Bad,
}

/// A flash in the visitor's language.
#[derive(Debug, Clone)]
pub struct FlashText {
    /// How good the news is.
    pub tone: Tone,
    /// One to four sentences.
    pub sentences: Vec<String>,
}

/// A message for the next page, as keys of `locales/` and their values; travels in a cookie.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    /// How good the news is.
    pub tone: Tone,
    /// The sentences.
    pub sentences: Vec<(String, Vec<(String, Arg)>)>,
}

/// A link out of a dead end.
#[derive(Debug, Clone)]
pub struct Way {
    /// The URL.
    pub href: String,
    /// The words of the link.
    pub text: String,
}

/// Renders a page with status 200.
pub fn page(_page: &impl askama::Template) -> Result {
    todo!()
}

/// Answers 303 to a path of our own, with a message for the page there.
pub fn see_other(_path: &str, _flash: Option<Flash>) -> Response {
    todo!()
}
