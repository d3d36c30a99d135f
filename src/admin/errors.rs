//! The page of a failure, in the frame of these pages. Logged here, once.

use super::frame::Frame;
use crate::state::AppState;
use crate::web::{self, loggable, page_with};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "admin/error.html")]
pub(crate) struct AdminErrorPage {
    pub(crate) frame: Frame,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// Makes a page of every failure that has no words yet.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let status = response.status();
    let has_words = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if has_words || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let error = response.extensions().get::<Arc<web::Error>>();
    match error.map(AsRef::as_ref) {
        Some(web::Error::Internal(error)) => tracing::error!("/admin: {}", loggable(&format!("{error:#}"))),
        Some(web::Error::Store(Some(error))) => tracing::error!("/admin: {}", loggable(error)),
        _ => tracing::info!(status = status.as_u16(), "/admin: refused"),
    }
    let frame = Frame::of(&state, &headers);
    let (title, text) = words(&frame, status);
    let allow = response.headers().get(ALLOW).cloned();
    let mut page = page_with(status, &AdminErrorPage { frame, title, text }).unwrap_or_else(|_| status.into_response());
    page.headers_mut().extend(allow.map(|allow| (ALLOW, allow)));
    page
}

fn words(frame: &Frame, status: StatusCode) -> (String, String) {
    let l = &frame.l;
    match status {
        StatusCode::UNAUTHORIZED => (l.t("admin-ended-title"), l.t("admin-ended-text")),
        StatusCode::FORBIDDEN => (l.t("error-foreign-title"), l.t("error-foreign-text")),
        StatusCode::NOT_FOUND => (l.t("error-not-found-title"), l.t("error-not-found-text")),
        StatusCode::METHOD_NOT_ALLOWED => (l.t("error-method-title"), l.t("error-method-text")),
        StatusCode::CONFLICT => (l.t("error-other-form-title"), l.t("admin-other-form-text")),
        StatusCode::PAYLOAD_TOO_LARGE => (l.t("error-too-large-title"), l.t("admin-too-large-text")),
        StatusCode::SERVICE_UNAVAILABLE => (l.t("error-store-title"), l.t("admin-store-text")),
        status if status.is_server_error() => (l.t("error-internal-title"), l.t("admin-internal-text")),
        _ => (l.t("error-field-title"), l.t("error-field-text")),
    }
}
