//! What went wrong, for people: a page with a title, a sentence and ways out. Logged here, once.

use super::{Chrome, Place, RequestNumber, SessionCookie, Visit, Way, loggable, page_with};
use crate::i18n::Arg;
use crate::mail::{self, Role};
use crate::state::AppState;
use crate::store::sessions;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// Says why there is no page.
#[derive(Debug)]
pub enum Error {
    /// Mail could not be done.
    Mail(mail::Error),
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
    /// Our own fault.
    Internal(anyhow::Error),
}

impl From<mail::Error> for Error {
    fn from(error: mail::Error) -> Self {
        Self::Mail(error)
    }
}

/// Is how an error shows: the status, the kind in the keys `error-<kind>-title` and `-text`, the ways out.
struct Face {
    status: StatusCode,
    kind: &'static str,
    ways: &'static [(&'static str, &'static str)],
}

const OVERVIEW: (&str, &str) = ("/", "error-way-overview");
const HELP: (&str, &str) = ("/help", "error-way-help");
const SIGN_IN: (&str, &str) = ("/login", "error-way-sign-in");
const CANNOT: (&str, &str) = ("/help/cannot-sign-in", "error-way-cannot-sign-in");
const WHY_FOLDERS: (&str, &str) = ("/help/pop-and-imap", "error-way-pop-and-imap");
const USING: (&str, &str) = ("/help/using-webmail", "error-way-using");
const LOOK_TRASH: (&str, &str) = ("/trash", "error-way-look-trash");
const LOOK_SPAM: (&str, &str) = ("/spam", "error-way-look-spam");
const EMPTY_TRASH: (&str, &str) = ("/trash/empty", "error-way-empty-trash");

impl Error {
    fn face(&self) -> Face {
        use mail::Error as Mail;
        let face = |status, kind, ways| Face { status, kind, ways };
        match self {
            Self::NotFound => face(StatusCode::NOT_FOUND, "not-found", &[OVERVIEW, HELP]),
            Self::Field(_) => face(StatusCode::UNPROCESSABLE_ENTITY, "field", &[OVERVIEW, USING]),
            Self::TooLarge => face(StatusCode::PAYLOAD_TOO_LARGE, "too-large", &[OVERVIEW, USING]),
            Self::OtherForm => face(StatusCode::CONFLICT, "other-form", &[OVERVIEW, USING]),
            Self::ForeignOrigin => face(StatusCode::FORBIDDEN, "foreign", &[OVERVIEW, HELP]),
            Self::Method => face(StatusCode::METHOD_NOT_ALLOWED, "method", &[OVERVIEW, HELP]),
            Self::Timeout => face(StatusCode::GATEWAY_TIMEOUT, "timeout", &[OVERVIEW, HELP]),
            Self::TooOften(_) => face(StatusCode::TOO_MANY_REQUESTS, "too-often", &[HELP, OVERVIEW]),
            Self::Internal(_) => face(StatusCode::INTERNAL_SERVER_ERROR, "internal", &[OVERVIEW, HELP]),
            Self::Mail(error) => match error {
                Mail::NoSuchRole(Role::Spam) => face(StatusCode::NOT_FOUND, "no-spam", &[OVERVIEW, WHY_FOLDERS]),
                Mail::NoSuchRole(Role::Trash) => face(StatusCode::NOT_FOUND, "no-trash", &[OVERVIEW, WHY_FOLDERS]),
                Mail::NoSuchRole(_) => face(StatusCode::NOT_FOUND, "not-found", &[OVERVIEW, WHY_FOLDERS]),
                Mail::MailboxChanged => face(StatusCode::CONFLICT, "changed", &[OVERVIEW, USING]),
                Mail::Gone => face(StatusCode::NOT_FOUND, "gone", &[OVERVIEW, USING]),
                Mail::ReadOnly => face(StatusCode::FORBIDDEN, "read-only", &[OVERVIEW, HELP]),
                Mail::WrongPassword => face(StatusCode::UNAUTHORIZED, "password-changed", &[SIGN_IN, CANNOT]),
                Mail::SignInRefused(_) => face(StatusCode::FORBIDDEN, "sign-in-refused", &[SIGN_IN, CANNOT]),
                Mail::Unreachable(_) => face(StatusCode::BAD_GATEWAY, "unreachable", &[OVERVIEW, CANNOT]),
                Mail::Busy => face(StatusCode::SERVICE_UNAVAILABLE, "busy", &[OVERVIEW, HELP]),
                // Not to emptying Spam: what was to be rescued still lies there.
                Mail::OverQuota(_) => {
                    face(StatusCode::INSUFFICIENT_STORAGE, "over-quota", &[LOOK_TRASH, LOOK_SPAM, EMPTY_TRASH])
                }
                Mail::Refused(_) => face(StatusCode::BAD_GATEWAY, "refused", &[OVERVIEW, HELP]),
                Mail::Unknown(_) => face(StatusCode::BAD_GATEWAY, "unknown", &[OVERVIEW, HELP]),
            },
        }
    }

    /// Tells whether the log says more of it than the page: then the page names the line.
    ///
    /// A form from elsewhere is here because most often no stranger has sent it: the site is reached by another name than the
    /// host has written down.
    fn is_for_the_host(&self, face: &Face) -> bool {
        face.status.is_server_error()
            || matches!(self, Self::ForeignOrigin | Self::Mail(mail::Error::SignInRefused(_) | mail::Error::ReadOnly))
    }

    /// Names the error in a log, without a word of a message or an address.
    fn log(&self, face: &Face) {
        let (status, kind) = (face.status.as_u16(), face.kind);
        match self {
            Self::Internal(error) => tracing::error!(status, kind, "{}", loggable(&format!("{error:#}"))),
            Self::Mail(error) if face.status.is_server_error() => tracing::warn!(status, kind, "{}", loggable(error)),
            Self::Mail(error) => tracing::info!(status, kind, "{}", loggable(error)),
            Self::Timeout => tracing::warn!(status, kind, "a page took too long"),
            _ => tracing::info!(status, kind, "refused"),
        }
    }
}

impl IntoResponse for Error {
    /// Leaves the error in the response; [`pages`] makes the page, for it knows who asks.
    fn into_response(self) -> Response {
        let mut response = self.face().status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

#[derive(askama::Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub(crate) chrome: Chrome,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) ways: Vec<Way>,
    /// Where the log says more.
    pub(crate) number: Option<RequestNumber>,
}

/// Makes a page of every failure: those of handlers, and those of the framework, which have no words.
pub async fn pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = failure(&response) else { return response };
    let face = error.face();
    error.log(&face);
    // The password was changed elsewhere: this session opens nothing any more.
    let over = matches!(*error, Error::Mail(mail::Error::WrongPassword));
    if over {
        end_session(&state, &asked.headers).await;
    }
    let Ok(visit) = Visit::from_request_parts(&mut asked, &state).await;
    let mut page = draw(&visit, &error, &face, &asked);
    let headers = page.headers_mut();
    if let Some(allow) = response.headers().get(ALLOW) {
        headers.insert(ALLOW, allow.clone());
    }
    if face.status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("30"));
    }
    if let Error::TooOften(wait) = &*error {
        headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    }
    if over && let Ok(clear) = HeaderValue::try_from(SessionCookie::new(state.is_https()).clear()) {
        headers.append(SET_COOKIE, clear);
    }
    page
}

async fn end_session(state: &AppState, headers: &HeaderMap) {
    if let Some(cookie) = SessionCookie::new(state.is_https()).arrived(headers)
        && let Err(error) = sessions::end(state.store(), &cookie).await
    {
        tracing::error!("a session could not be ended: {error}");
    }
}

fn failure(response: &Response) -> Option<Arc<Error>> {
    if let Some(error) = response.extensions().get::<Arc<Error>>() {
        return Some(error.clone());
    }
    let status = response.status();
    let has_words = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if has_words || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(Arc::new(match status {
        StatusCode::METHOD_NOT_ALLOWED => Error::Method,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT => Error::Timeout,
        status if status.is_server_error() => Error::Internal(anyhow::anyhow!("the handler failed")),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::Field(String::new()),
        _ => Error::NotFound,
    }))
}

fn draw(visit: &Visit, error: &Error, face: &Face, asked: &Parts) -> Response {
    let l = &visit.locale;
    let field = match error {
        Error::Field(name) if !name.is_empty() => Some(name.as_str()),
        _ => None,
    };
    let text = match field {
        // Nobody ticked a box: that is all that happened.
        Some("uid") => l.t("flash-nothing-chosen"),
        Some(name) => l.with("error-field-named-text", &[("field", Arg::from(name))]),
        None => l.t(&format!("error-{}-text", face.kind)),
    };
    // A page can be asked for again; a form cannot, by a link.
    let page = asked.uri.path_and_query().filter(|_| face.status.is_server_error() && asked.method == Method::GET);
    let again = page.map(|path| Way { href: path.to_string(), text: l.t("error-way-again") });
    let list = asked.uri.path().trim_start_matches('/').split('/').next().and_then(Place::named);
    let back = list.map(|place| Way { href: format!("/{}", place.slug()), text: l.t("error-way-back") });
    let back = back.filter(|_| {
        again.is_none() && visit.account.is_some() && !matches!(error, Error::Mail(mail::Error::NoSuchRole(_)))
    });
    let others = face.ways.iter().map(|(href, key)| Way { href: (*href).to_owned(), text: l.t(key) });
    let first: Vec<Way> = again.into_iter().chain(back).collect();
    let others: Vec<Way> = others.filter(|other| first.iter().all(|way| way.href != other.href)).collect();
    let ways = first.into_iter().chain(others).collect();
    let number = asked.extensions.get::<RequestNumber>().copied().filter(|_| error.is_for_the_host(face));
    let title = l.t(&format!("error-{}-title", face.kind));
    let page = ErrorPage { chrome: visit.chrome(""), title, text, ways, number };
    page_with(face.status, &page).unwrap_or_else(|_| face.status.into_response())
}
