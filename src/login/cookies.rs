//! Whether the browser keeps cookies, found out without a script: the page sets one, and a stylesheet that the page asks for is
//! told by its coming back. What it shows is hidden otherwise.

use crate::web::{SiteCookie, Visit};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};

/// Shows the elements that say that cookies are off, and hides those that say they are on.
const OFF: &str = ".cookies-off{display:flex}.cookies-on{display:none!important}";

/// Gives a cookie to a browser that has sent none.
pub fn try_one(visit: &Visit, headers: &HeaderMap, response: &mut Response) {
    if !headers.contains_key(COOKIE)
        && let Ok(cookie) = SiteCookie::new("cookies", visit.state.is_https()).set("on", None)
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// `GET /login/cookies.css`.
pub async fn stylesheet(headers: HeaderMap) -> Response {
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    ([(CONTENT_TYPE, kind)], if headers.contains_key(COOKIE) { "" } else { OFF }).into_response()
}
