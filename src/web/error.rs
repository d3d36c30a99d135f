//! What went wrong: how it shows to people, and what the log says of it.

use super::loggable;
use crate::articles::Guide;
use crate::jobs::AskError;
use crate::mail::{self, FilterError, Role};
use crate::store;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// A specialised result of handlers.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// Says why there is no page.
#[derive(Debug)]
pub enum Error {
    /// Mail could not be done.
    Mail(mail::Error),
    /// The spam filter's switch could not be looked at or turned.
    Filter(FilterError),
    /// There is no such page, message or mailbox.
    NotFound,
    /// A form field is missing or wrong; holds the field's name, empty when it is not known.
    Field(String),
    /// The form is larger than any of ours.
    TooLarge,
    /// The form does not come from a page of ours.
    ForeignOrigin,
    /// The form was drawn for somebody else, for another folder, or says something else than the page did.
    OtherForm,
    /// The URL is there, but not for this method.
    Method,
    /// It took too long.
    Timeout,
    /// The client has done this too often; after so long it may again.
    TooOften(Duration),
    /// More pages are asked for than are drawn for one; after so long there is one more.
    TooManyRequests(Duration),
    /// The database does not answer; without a reason where the log has it already.
    Store(Option<store::Error>),
    /// Our own fault.
    Internal(anyhow::Error),
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(Some(error))
    }
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Store(error) => Self::Store(Some(error)),
            AskError::Chance(error) => Self::Internal(error.into()),
            AskError::TooMany => Self::Mail(mail::Error::Busy),
        }
    }
}

impl From<mail::Error> for Error {
    fn from(error: mail::Error) -> Self {
        Self::Mail(error)
    }
}

impl From<FilterError> for Error {
    fn from(error: FilterError) -> Self {
        match error {
            FilterError::Mail(error) => Self::Mail(error),
            other => Self::Filter(other),
        }
    }
}

/// How an error shows: the status, the kind in the keys `error-<kind>-title` and `-text`, the links out.
pub(super) struct ErrorView {
    pub(super) status: StatusCode,
    pub(super) kind: &'static str,
    /// Each with the key of its words.
    pub(super) links: &'static [(&'static str, &'static str)],
    /// The article about it.
    pub(super) guide: Guide,
}

const OVERVIEW: (&str, &str) = ("/", "error-way-overview");
const HELP: (&str, &str) = ("/help", "error-way-help");
const SIGN_IN: (&str, &str) = ("/login", "error-way-sign-in");
const DOCTOR: (&str, &str) = ("/login/help", "error-way-cannot-sign-in");
const FILTER: (&str, &str) = ("/spam/filter", "error-way-filter");
const LOOK_TRASH: (&str, &str) = ("/trash", "error-way-look-trash");
const LOOK_SPAM: (&str, &str) = ("/spam", "error-way-look-spam");
const EMPTY_TRASH: (&str, &str) = ("/trash/empty", "error-way-empty-trash");

impl Error {
    pub(super) fn view(&self) -> ErrorView {
        let view = |status, kind, links, guide| ErrorView { status, kind, links, guide };
        match self {
            Self::NotFound => view(StatusCode::NOT_FOUND, "not-found", &[OVERVIEW, HELP], Guide::NOT_FOUND),
            Self::Field(_) => view(StatusCode::UNPROCESSABLE_ENTITY, "field", &[OVERVIEW], Guide::FORM_REFUSED),
            Self::TooLarge => view(StatusCode::PAYLOAD_TOO_LARGE, "too-large", &[OVERVIEW], Guide::FORM_REFUSED),
            Self::OtherForm => view(StatusCode::CONFLICT, "other-form", &[OVERVIEW], Guide::CHANGED),
            Self::ForeignOrigin => view(StatusCode::FORBIDDEN, "foreign", &[OVERVIEW, HELP], Guide::FORM_REFUSED),
            Self::Method => view(StatusCode::METHOD_NOT_ALLOWED, "method", &[OVERVIEW, HELP], Guide::NOT_FOUND),
            Self::Timeout => view(StatusCode::GATEWAY_TIMEOUT, "timeout", &[OVERVIEW, HELP], Guide::NOT_KNOWN),
            Self::TooOften(_) => view(StatusCode::TOO_MANY_REQUESTS, "too-often", &[HELP, OVERVIEW], Guide::TOO_OFTEN),
            Self::TooManyRequests(_) => view(StatusCode::TOO_MANY_REQUESTS, "requests", &[OVERVIEW], Guide::TOO_OFTEN),
            Self::Store(_) => view(StatusCode::SERVICE_UNAVAILABLE, "store", &[HELP], Guide::OUR_FAULT),
            Self::Internal(_) => {
                view(StatusCode::INTERNAL_SERVER_ERROR, "internal", &[OVERVIEW, HELP], Guide::OUR_FAULT)
            }
            Self::Mail(error) => of_mail(error),
            Self::Filter(error) => of_filter(error),
        }
    }

    /// Tells whether the log says more of it than the page: then the page names the line.
    ///
    /// A form from elsewhere is here because most often no stranger has sent it: the site is reached by another name than the
    /// host has written down.
    pub(super) fn is_for_the_host(&self, view: &ErrorView) -> bool {
        view.status.is_server_error()
            || matches!(
                self,
                Self::Filter(FilterError::SignInRefused(_) | FilterError::Refused(_) | FilterError::Beside)
            )
            || matches!(self, Self::ForeignOrigin | Self::Mail(mail::Error::SignInRefused(..) | mail::Error::ReadOnly))
    }

    /// Names the error in a log, without a word of a message or an address.
    pub(super) fn log(&self, view: &ErrorView) {
        let (status, kind) = (view.status.as_u16(), view.kind);
        match self {
            Self::Internal(error) => tracing::error!(status, kind, "{}", loggable(&format!("{error:#}"))),
            Self::Store(Some(error)) => tracing::error!(status, kind, "{}", loggable(error)),
            Self::Filter(error) => tracing::warn!(status, kind, "{}", loggable(error)),
            Self::Mail(error) if view.status.is_server_error() => tracing::warn!(status, kind, "{}", loggable(error)),
            Self::Mail(error) => tracing::info!(status, kind, "{}", loggable(error)),
            Self::Timeout => tracing::warn!(status, kind, "a page took too long"),
            _ => tracing::info!(status, kind, "refused"),
        }
    }
}

fn of_filter(error: &FilterError) -> ErrorView {
    let view = |status, kind, links| ErrorView { status, kind, links, guide: Guide::FILTER_SWITCH };
    match error {
        FilterError::Mail(_) => view(StatusCode::BAD_GATEWAY, "unknown", &[OVERVIEW, HELP]),
        FilterError::Unreachable(_) => view(StatusCode::BAD_GATEWAY, "filter-away", &[FILTER, OVERVIEW]),
        FilterError::SignInRefused(_) => view(StatusCode::FORBIDDEN, "filter-sign-in", &[OVERVIEW]),
        FilterError::Refused(_) => view(StatusCode::FORBIDDEN, "filter-refused", &[FILTER, OVERVIEW]),
        FilterError::Missing(_) => view(StatusCode::NOT_IMPLEMENTED, "filter-missing", &[OVERVIEW]),
        FilterError::Full(_) => view(StatusCode::INSUFFICIENT_STORAGE, "filter-full", &[FILTER, OVERVIEW]),
        FilterError::Beside => view(StatusCode::CONFLICT, "filter-beside", &[FILTER, OVERVIEW]),
        FilterError::Changed => view(StatusCode::CONFLICT, "filter-changed", &[FILTER, OVERVIEW]),
        FilterError::Interfered => view(StatusCode::CONFLICT, "filter-interfered", &[FILTER, OVERVIEW]),
    }
}

fn of_mail(error: &mail::Error) -> ErrorView {
    use mail::Error as Mail;
    let view = |status, kind, links, guide| ErrorView { status, kind, links, guide };
    match error {
        Mail::NoSuchRole(role) => {
            let kind = match role {
                Role::Spam => "no-spam",
                Role::Trash => "no-trash",
                _ => "not-found",
            };
            view(StatusCode::NOT_FOUND, kind, &[OVERVIEW], Guide::NO_FOLDER)
        }
        Mail::MailboxChanged => view(StatusCode::CONFLICT, "changed", &[OVERVIEW], Guide::CHANGED),
        Mail::MoreThanShown => view(StatusCode::CONFLICT, "more", &[OVERVIEW], Guide::CHANGED),
        Mail::Gone => view(StatusCode::NOT_FOUND, "gone", &[OVERVIEW], Guide::CHANGED),
        Mail::ReadOnly => view(StatusCode::FORBIDDEN, "read-only", &[OVERVIEW, HELP], Guide::SERVER_SAYS_NO),
        Mail::WrongPassword => {
            view(StatusCode::UNAUTHORIZED, "password-changed", &[SIGN_IN, DOCTOR], Guide::PASSWORD_CHANGED)
        }
        Mail::SignInRefused(..) => {
            view(StatusCode::FORBIDDEN, "sign-in-refused", &[SIGN_IN, DOCTOR], Guide::SERVER_REFUSED)
        }
        Mail::Unreachable(_) => view(StatusCode::BAD_GATEWAY, "unreachable", &[OVERVIEW, DOCTOR], Guide::SERVER_AWAY),
        Mail::Busy => view(StatusCode::SERVICE_UNAVAILABLE, "busy", &[OVERVIEW, HELP], Guide::SERVER_AWAY),
        Mail::TooManyConnections => {
            view(StatusCode::SERVICE_UNAVAILABLE, "too-many-connections", &[OVERVIEW, HELP], Guide::CONNECTIONS)
        }
        // Not to emptying Spam: what was to be rescued still lies there.
        Mail::OverQuota(_) => {
            let ways = &[LOOK_TRASH, LOOK_SPAM, EMPTY_TRASH];
            view(StatusCode::INSUFFICIENT_STORAGE, "over-quota", ways, Guide::FULL)
        }
        Mail::TooManyAtOnce(_) => view(StatusCode::BAD_GATEWAY, "refused", &[OVERVIEW, HELP], Guide::SERVER_SAYS_NO),
        Mail::Refused(_) => view(StatusCode::BAD_GATEWAY, "refused", &[OVERVIEW, HELP], Guide::SERVER_SAYS_NO),
        Mail::Unknown(_) => view(StatusCode::BAD_GATEWAY, "unknown", &[OVERVIEW, HELP], Guide::NOT_KNOWN),
    }
}

impl IntoResponse for Error {
    /// Leaves the error in the response; [`super::error_pages`] makes the page, for it knows who asks.
    fn into_response(self) -> Response {
        let mut response = self.view().status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
