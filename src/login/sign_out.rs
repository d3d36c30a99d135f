//! `POST /logout`: ends the session here and on the mail server.

use crate::web::{self, Error, Flash, SessionCookie, Tone, Visit, loggable, see_other};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Signs out; who is not signed in is already. Also where the database is away: without its cookie a session opens nothing, and its
/// row goes when it is too old.
pub async fn sign_out(visit: Visit, headers: HeaderMap) -> web::Result {
    let site = SessionCookie::new(visit.state.is_https());
    let mut told = (Tone::Good, "flash-signed-out");
    if let Some(cookie) = site.arrived(&headers)
        && let Err(error) = visit.state.sessions().end(&cookie).await
    {
        tracing::error!("a session could not be ended: {}", loggable(&error));
        told = (Tone::Note, "flash-signed-out-here");
    }
    if let Some(account) = &visit.account {
        account.sign_out();
    }
    let (tone, sentence) = told;
    let flash = Flash::saying(tone, sentence);
    let mut response = see_other("/login", Some(flash));
    let clear = site.clear().map_err(|error| Error::Internal(error.into()))?;
    response.headers_mut().append(SET_COOKIE, clear);
    if visit.state.is_https() {
        // What the browser kept of the pages goes too; not the cookies, for the flash travels in one.
        let cache = HeaderValue::from_static("\"cache\"");
        response.headers_mut().insert(HeaderName::from_static("clear-site-data"), cache);
    }
    Ok(response)
}
