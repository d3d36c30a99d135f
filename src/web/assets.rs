//! Files of `static/`, served.

use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// Serves `/static/{hash}/{name}`, to be kept for ever.
///
/// An old hash gets the new file, for a page drawn before an update may still ask, but not to be kept: after a return to
/// the older version its URL must not hold what is newer. One that is not there is no page: nobody is looked up for it, nor is the
/// request counted.
pub async fn serve(
    State(state): State<AppState>,
    super::Path((hash, name)): super::Path<(String, String)>,
) -> Response {
    let Some(file) = state.assets().file(&name) else {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    };
    let current = state.assets().url(&name) == format!("/static/{hash}/{name}");
    let cache = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(CONTENT_TYPE, file.media_type), (CACHE_CONTROL, cache.to_owned())];
    (headers, file.octets.into_owned()).into_response()
}
