//! What the log says of a request: what was asked for and how it ended, nothing about who.

use super::client::is_trusted;
use crate::figures::{self, Route, Status};
use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt::Display;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument as _;

/// What a proxy of ours may call a request by.
const GIVEN: &str = "x-request-id";
/// Letters of such a name.
const LONGEST: usize = 64;

/// The number by which a request is found in the log; a page of it may tell the number, too. A proxy of ours may have given it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestNumber(Arc<str>);

impl RequestNumber {
    /// Makes one at random.
    pub(crate) fn new() -> Self {
        let mut number = [0; 4];
        // Without random numbers requests cannot be told apart in the log; that stops nobody.
        let _ = getrandom::fill(&mut number);
        Self(format!("{:08x}", u32::from_be_bytes(number)).into())
    }

    /// Takes the one that a trusted proxy has given; makes one where there is none, or it is not fit for a page and a log.
    fn of(request: &Request, state: &AppState) -> Self {
        let given = || {
            let peer = request.extensions().get::<SocketAddr>()?.ip().to_canonical();
            let given = request.headers().get(GIVEN).filter(|_| is_trusted(peer, &state.config().web))?;
            Self::given(given.to_str().ok()?)
        };
        given().unwrap_or_else(Self::new)
    }

    fn given(text: &str) -> Option<Self> {
        let fit = |c: char| c.is_ascii_alphanumeric() || ['.', '_', '-'].contains(&c);
        ((1..=LONGEST).contains(&text.len()) && text.chars().all(fit)).then(|| Self(text.into()))
    }
}

impl Display for RequestNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Counts a request, and logs it by its route, such as `/help/{slug}`: a path may hold an address, a query words of mail.
///
/// Every line that is logged on the way carries the same number, so that lines of one request are found together.
pub async fn log_request(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let number = RequestNumber::of(&request, &state);
    request.extensions_mut().insert(number.clone());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_name_of_a_request_is_taken_over() {
        let longest = "x".repeat(LONGEST);
        for good in ["4f1c09aa", "a.B_c-9", longest.as_str()] {
            assert_eq!(RequestNumber::given(good).map(|number| number.to_string()).as_deref(), Some(good));
        }
        let too_long = "x".repeat(LONGEST + 1);
        for bad in ["", "a b", "a\"}", "<b>", "é", "a\n", too_long.as_str()] {
            assert_eq!(RequestNumber::given(bad), None, "{bad:?}");
        }
        assert_ne!(RequestNumber::new(), RequestNumber::new());
    }
}
