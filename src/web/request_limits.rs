//! Refuses who asks for too much, before anything is looked up for it (429, RFC 6585, 4).

use super::error_page;
use super::holding_body::HoldingBody;
use super::{Client, Error, SessionCookie, Visit};
use crate::sessions;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::time::Duration;

/// Lets a request in, where its client and its session have not asked for too much; it counts until its answer is sent.
pub async fn limit_requests(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let network = Client::who_asks(&parts, &state.config().web).network_that_is_counted(&state.config().web);
    let session = SessionCookie::new(state.is_https()).arrived(&parts.headers);
    let session = session.as_ref().map(sessions::key_of);
    let is_known = session.as_ref().is_some_and(|key| state.sessions().is_known(key));
    match state.request_limits().admit(network, session, is_known) {
        Ok(permit) => {
            let response = next.run(Request::from_parts(parts, body)).await;
            response.map(|body| Body::new(HoldingBody::new(body, permit)))
        }
        Err(wait) => refuse(&state, &parts, wait),
    }
}

/// Says when to try again: on a page, or to machines, and to what a page asks for by itself, in one line.
fn refuse(state: &AppState, asked: &Parts, wait: Duration) -> Response {
    let mut accepted = asked.headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    if accepted.any(|kinds| kinds.contains("text/html")) {
        return error_page::draw_unasked(&Visit::of_nobody(asked, state), &Error::TooManyRequests(wait), asked);
    }
    let seconds = wait.as_secs() + 1;
    let text = format!("too many requests: try again in {seconds} s\n");
    let mut response = (StatusCode::TOO_MANY_REQUESTS, text).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}
