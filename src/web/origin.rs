//! Only our own pages may post: strict, because a browser of today always says where a form came from.

use super::Error;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

pub use crate::config::PublicUrl;

/// Refuses every changing request that is not known to come from a page of ours.
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers(), &state.config().web.public_url) {
        next.run(request).await
    } else {
        Error::ForeignOrigin.into_response()
    }
}

/// Tells whether Origin and Sec-Fetch-Site are present and ours (Fetch, 3.2; Fetch Metadata, 2.3).
///
/// The Host of the request counts as ours too: a site may be reached by several names, and a cookie goes to one of them only.
fn is_ours(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    let same_site = text("sec-fetch-site".parse().unwrap_or(HOST));
    if same_site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    match text(ORIGIN) {
        Some(origin) => {
            let scheme = if public_url.is_https() { "https" } else { "http" };
            let by_host = text(HOST).map(|host| format!("{scheme}://{host}"));
            origin.eq_ignore_ascii_case(&public_url.origin())
                || by_host.is_some_and(|ours| origin.eq_ignore_ascii_case(&ours))
        }
        None => same_site == Some("same-origin"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_form_counts_only_when_it_is_known_to_be_ours() {
        let public_url = PublicUrl::parse("https://mail.example.net").unwrap();
        for (origin, site, ours) in [
            (Some("https://mail.example.net"), Some("same-origin"), true),
            (Some("https://mail.example.net"), None, true),
            (Some("https://webmail.internal"), None, true),
            (None, Some("same-origin"), true),
            (None, None, false),
            (Some("null"), None, false),
            (Some("https://evil.example"), None, false),
            (Some("http://mail.example.net"), None, false),
            (Some("https://mail.example.net.evil.example"), None, false),
            (Some("https://mail.example.net:444"), None, false),
            (Some("https://mail.example.net"), Some("cross-site"), false),
            (Some("https://mail.example.net"), Some("same-site"), false),
            (None, Some("none"), false),
        ] {
            let mut headers = HeaderMap::from_iter([(HOST, "webmail.internal".parse().unwrap())]);
            origin.map(|origin| headers.insert(ORIGIN, origin.parse().unwrap()));
            site.map(|site| headers.insert("sec-fetch-site", site.parse().unwrap()));
            assert_eq!(is_ours(&headers, &public_url), ours, "{origin:?} {site:?}");
        }
    }
}
