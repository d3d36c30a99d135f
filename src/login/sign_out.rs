//! `POST /logout`: ends the session here and on the mail server.

use crate::web::{self, Error, Flash, SessionCookie, Tone, Visit, see_other};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse as _;

/// Signs out; who is not signed in is already.
pub async fn sign_out(visit: Visit, headers: HeaderMap) -> web::Result {
    let site = SessionCookie::new(visit.state.is_https());
    let ended = match site.arrived(&headers) {
        Some(cookie) => visit.state.sessions().end(&cookie).await,
        None => Ok(()),
    };
    if let Some(account) = &visit.account {
        account.sign_out();
    }
    let clear = site.clear().map_err(|error| Error::Internal(error.into()))?;
    if let Err(error) = ended {
        // The row stays until it is too old; without the cookie it opens nothing.
        let mut response = Error::from(error).into_response();
        response.headers_mut().append(SET_COOKIE, clear);
        return Ok(response);
    }
    let flash = Flash { tone: Tone::Good, sentences: vec![("flash-signed-out".to_owned(), Vec::new())] };
    let mut response = see_other("/login", Some(flash));
    response.headers_mut().append(SET_COOKIE, clear);
    if visit.state.is_https() {
        // What the browser kept of the pages goes too; not the cookies, for the flash travels in one.
        let cache = HeaderValue::from_static("\"cache\"");
        response.headers_mut().insert(HeaderName::from_static("clear-site-data"), cache);
    }
    Ok(response)
}
