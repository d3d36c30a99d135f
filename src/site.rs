//! The site: every feature's URLs in one list, and the layers around them, each with its reason.

use crate::state::AppState;
use crate::web;
use crate::{cleanup, help, login, mailbox, message, overview, setup};
use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Octets of a form: some ten thousand checked messages.
const MAX_FORM: usize = 256 * 1024;
/// How long a browser may pause while it sends a form.
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// How long a page may take; emptying a large folder is the longest.
const MAX_TIME: Duration = Duration::from_secs(600);

/// Returns the whole site. The layer added last runs first.
pub fn router(state: AppState) -> Router {
    Router::new()
        .merge(overview::routes())
        .merge(mailbox::routes())
        .merge(message::routes())
        .merge(cleanup::routes())
        .merge(login::routes())
        .merge(help::routes())
        .merge(setup::routes())
        .merge(machines())
        .route("/static/{hash}/{name}", get(web::serve_asset))
        .fallback(|| async { web::Error::NotFound })
        // A form from elsewhere is refused before anything reads it.
        .layer(from_fn_with_state(state.clone(), web::check_origin))
        .layer(RequestBodyLimitLayer::new(MAX_FORM))
        // A form that trickles in holds one of our connections.
        .layer(RequestBodyTimeoutLayer::new(MAX_PAUSE))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, MAX_TIME))
        // A panic is a failure like others; the page says so.
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(state.clone(), web::error_pages))
        .layer(from_fn_with_state(state.clone(), web::flash_middleware))
        // What is passed on as it comes stays as it comes: compressing would hold it back, and an attachment seldom gains.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(DefaultPredicate::new().and(is_no_download)),
        )
        .layer(from_fn_with_state(state.clone(), web::security_headers))
        .layer(axum::middleware::from_fn(web::log_request))
        .with_state(state)
}

fn is_no_download(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// Returns what machines ask; also on `admin_listen`.
pub fn machines() -> Router<AppState> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

async fn ready(State(state): State<AppState>) -> Response {
    match state.store().ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!("not ready: {error}");
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, "the store does not answer\n").into_response()
        }
    }
}
