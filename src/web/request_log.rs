//! What the log says of a request: what was asked for and how it ended, nothing about who.

use crate::figures::{self, Route, Status};
use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt::Display;
use std::time::Instant;
use tracing::Instrument as _;

/// The number by which a request is found in the log; a page of it may tell the number, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestNumber(u32);

impl RequestNumber {
    /// Makes one at random.
    pub(crate) fn new() -> Self {
        let mut number = [0; 4];
        // Without random numbers requests cannot be told apart in the log; that stops nobody.
        let _ = getrandom::fill(&mut number);
        Self(u32::from_be_bytes(number))
    }
}

impl Display for RequestNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// Counts a request, and logs it by its route, such as `/help/{slug}`: a path may hold an address, a query words of mail.
///
/// Every line that is logged on the way carries the same number, so that lines of one request are found together.
pub async fn log_request(mut request: Request, next: Next) -> Response {
    let number = RequestNumber::new();
    request.extensions_mut().insert(number);
    // Of the highest level: however quiet the log is, what it does say carries the number.
    let span = tracing::error_span!("request", number = number.to_string());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let began = Instant::now();
    let answer = async move {
        let response = next.run(request).await;
        let took = began.elapsed();
        figures::request(Route::of(Some(&route)), kind(&method), class(response.status()), took);
        let (status, ms) = (response.status().as_u16(), took.as_millis());
        tracing::debug!(%method, route, status, ms, "answered");
        response
    };
    answer.instrument(span).await
}

fn kind(method: &Method) -> figures::Method {
    match *method {
        Method::GET | Method::HEAD => figures::Method::Read,
        Method::POST => figures::Method::Write,
        _ => figures::Method::Other,
    }
}

fn class(status: StatusCode) -> Status {
    match status.as_u16() {
        500.. => Status::OurFault,
        400.. => Status::TheirFault,
        300.. => Status::Elsewhere,
        _ => Status::Good,
    }
}
