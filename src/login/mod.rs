//! Signing in and out.

mod device;
mod failure;
mod page;
mod sign_in;
mod sign_out;

#[cfg(test)]
pub(crate) use page::{LoginPage, Problem};

use crate::state::AppState;
use crate::web;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the sign-in.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/login", get(page::show).post(sign_in::sign_in))
        .route("/login/help", get(|| async { web::see_other("/help/cannot-sign-in", None) }))
        .route("/logout", post(sign_out::sign_out))
}
