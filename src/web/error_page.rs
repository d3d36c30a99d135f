//! The page of a failure: a title, a sentence and links out. Logged here, once.

use super::error::{Error, ErrorView};
use super::visit::KnownVisit;
use super::wait::minutes;
use super::{Folder, Layout, Link, RequestNumber, SessionCookie, Visit, loggable, page_with};
use crate::i18n::Arg;
use crate::mail;
use crate::state::AppState;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

#[derive(askama::Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub(crate) layout: Layout,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) links: Vec<Link>,
    /// Where the log says more.
    pub(crate) number: Option<RequestNumber>,
}

/// Makes a page of every failure: those of handlers, and those of the framework, which have no words.
pub async fn pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // The page of a failure knows what its handler has found out.
    parts.extensions.insert(KnownVisit::default());
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = failure(&response) else { return response };
    let view = error.view();
    error.log(&view);
    // The password was changed elsewhere: this session opens nothing any more.
    let over = matches!(*error, Error::Mail(mail::Error::WrongPassword));
    if over {
        end_session(&state, &asked.headers).await;
    }
    let Ok(mut visit) = Visit::from_request_parts(&mut asked, &state).await;
    if over {
        visit.account = None;
    }
    let mut page = draw(&visit, &error, &view, &asked);
    let headers = page.headers_mut();
    if let Some(allow) = response.headers().get(ALLOW) {
        headers.insert(ALLOW, allow.clone());
    }
    if over && let Ok(clear) = SessionCookie::new(state.is_https()).clear() {
        headers.append(SET_COOKIE, clear);
    }
    page
}

/// Makes the page of a failure before anything was looked up.
pub(super) fn draw_unasked(visit: &Visit, error: &Error, asked: &Parts) -> Response {
    draw(visit, error, &error.view(), asked)
}

async fn end_session(state: &AppState, headers: &HeaderMap) {
    if let Some(cookie) = SessionCookie::new(state.is_https()).arrived(headers)
        && let Err(error) = state.sessions().end(&cookie).await
    {
        tracing::error!("a session could not be ended: {}", loggable(&error));
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

fn draw(visit: &Visit, error: &Error, view: &ErrorView, asked: &Parts) -> Response {
    let l = &visit.locale;
    let field = match error {
        Error::Field(name) if !name.is_empty() => Some(name.as_str()),
        _ => None,
    };
    let text = match field {
        // Nobody ticked a box: that is all that happened.
        Some("uid") => l.t("flash-nothing-chosen"),
        Some(name) => l.with("error-field-named-text", &[("field", Arg::from(name))]),
        None => match error {
            Error::TooOften(wait) => {
                l.with(&format!("error-{}-text", view.kind), &[("minutes", Arg::Number(minutes(*wait)))])
            }
            _ => l.t(&format!("error-{}-text", view.kind)),
        },
    };
    // A page can be asked for again; a form cannot, by a link.
    let page = asked.uri.path_and_query().filter(|_| may_be_repeated(error, view) && asked.method == Method::GET);
    let again = page.map(|path| Link { href: path.to_string(), text: l.t("error-way-again") });
    let list = Folder::of(&asked.uri);
    let back = list.map(|folder| Link { href: folder.path(), text: l.t("error-way-back") });
    let back = back.filter(|link| {
        link.href != asked.uri.path()
            && again.is_none()
            && visit.account.is_some()
            && !matches!(error, Error::Mail(mail::Error::NoSuchRole(_)))
    });
    let others = view.links.iter().map(|(href, key)| Link { href: (*href).to_owned(), text: l.t(key) });
    let first: Vec<Link> = again.into_iter().chain(back).collect();
    let others: Vec<Link> = others.filter(|other| first.iter().all(|link| link.href != other.href)).collect();
    let guide = Link { href: view.guide.path().to_owned(), text: l.t("error-way-guide") };
    let links = first.into_iter().chain(others).chain([guide]).collect();
    let number = asked.extensions.get::<RequestNumber>().cloned().filter(|_| error.is_for_the_host(view));
    let title = l.t(&format!("error-{}-title", view.kind));
    let page = ErrorPage { layout: visit.layout(""), title, text, links, number };
    let mut page = page_with(view.status, &page).unwrap_or_else(|_| view.status.into_response());
    let wait = match error {
        Error::TooOften(wait) | Error::TooManyRequests(wait) => Some(wait.as_secs() + 1),
        _ => (view.status == StatusCode::SERVICE_UNAVAILABLE).then_some(30),
    };
    if let Some(seconds) = wait {
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    page
}

/// Tells whether the same page may come when it is asked for again.
fn may_be_repeated(error: &Error, view: &ErrorView) -> bool {
    view.status.is_server_error() || matches!(error, Error::TooManyRequests(_))
}
