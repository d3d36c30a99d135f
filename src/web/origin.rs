//! Only our own pages may post: strict, because a browser of today always says where a form came from.

use super::Error;
use crate::config::Config;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::net::IpAddr;

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

/// Refuses every changing request that is not known to come from a page of the very host that was asked; where a site is reached in
/// ways that `public_url` does not name, by a tunnel or through a proxy of its own.
///
/// That host must be an address, `localhost`, the site's own or one of `[admin] hosts`: any other name may be a stranger's that leads
/// to this machine (DNS rebinding).
pub async fn check_own_host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_known = text(request.headers(), HOST).is_some_and(|host| is_known_host(host, state.config()));
    if is_known && (reads || is_own_host(request.headers())) {
        next.run(request).await
    } else {
        Error::ForeignOrigin.into_response()
    }
}

fn is_known_host(host: &str, config: &Config) -> bool {
    let bare = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let bare = bare.map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    let hosts = config.admin.hosts.iter().map(String::as_str).chain(["localhost"]);
    bare.parse::<IpAddr>().is_ok()
        || bare.eq_ignore_ascii_case(&config.web.public_url.host())
        || hosts.into_iter().any(|name| bare.eq_ignore_ascii_case(name))
}

/// Tells whether Origin names the Host of the request, or, where there is none, Sec-Fetch-Site says so.
fn is_own_host(headers: &HeaderMap) -> bool {
    let Some(host) = text(headers, HOST) else { return false };
    is_of(headers, &[format!("http://{host}"), format!("https://{host}")])
}

/// Tells whether Origin and Sec-Fetch-Site are present and ours (Fetch, 3.2; Fetch Metadata, 2.3).
///
/// The Host of the request counts as ours too: a site may be reached by several names, and a cookie goes to one of them only.
fn is_ours(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let scheme = if public_url.is_https() { "https" } else { "http" };
    let by_host = text(headers, HOST).map(|host| format!("{scheme}://{host}"));
    let ours: Vec<String> = by_host.into_iter().chain([public_url.origin()]).collect();
    is_of(headers, &ours)
}

fn is_of(headers: &HeaderMap, ours: &[String]) -> bool {
    let same_site = text(headers, HeaderName::from_static("sec-fetch-site"));
    if same_site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    match text(headers, ORIGIN) {
        Some(origin) => ours.iter().any(|ours| origin.eq_ignore_ascii_case(ours)),
        None => same_site == Some("same-origin"),
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_comes_through_a_tunnel_is_known_by_the_host_it_was_asked_from() {
        for (host, origin, site, ours) in [
            ("127.0.0.1:9090", Some("http://127.0.0.1:9090"), Some("same-origin"), true),
            ("127.0.0.1:9090", Some("http://127.0.0.1:9090"), None, true),
            ("admin.example.net", Some("https://admin.example.net"), None, true),
            ("[::1]:9090", Some("http://[::1]:9090"), None, true),
            ("127.0.0.1:9090", None, Some("same-origin"), true),
            ("127.0.0.1:9090", None, None, false),
            ("127.0.0.1:9090", Some("http://127.0.0.1:8080"), Some("same-site"), false),
            ("127.0.0.1:9090", Some("http://127.0.0.1:8080"), None, false),
            ("127.0.0.1:9090", Some("http://localhost:9090"), None, false),
            ("127.0.0.1:9090", Some("null"), None, false),
            ("127.0.0.1:9090", Some("ftp://127.0.0.1:9090"), None, false),
            ("127.0.0.1:9090", Some("https://mail.example.net"), None, false),
            ("127.0.0.1:9090", Some("http://127.0.0.1:9090"), Some("cross-site"), false),
        ] {
            let mut headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
            origin.map(|origin| headers.insert(ORIGIN, origin.parse().unwrap()));
            site.map(|site| headers.insert("sec-fetch-site", site.parse().unwrap()));
            assert_eq!(is_own_host(&headers), ours, "{host} {origin:?} {site:?}");
        }
        assert!(!is_own_host(&HeaderMap::from_iter([(ORIGIN, "http://x".parse().unwrap())])), "no host");
    }

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
