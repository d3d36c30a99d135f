//! Signing in and out, and finding out why somebody cannot.

mod cookies;
mod device;
mod doctor;
mod failure;
mod page;
mod sign_in;
mod sign_out;
mod typed;
mod words;

#[cfg(test)]
pub(crate) use {
    doctor::{DoctorPage, Finding},
    page::{LoginPage, Problem},
};

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the sign-in.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/login", get(page::show).post(sign_in::sign_in))
        .route("/login/help", get(doctor::show))
        .route("/login/cookies.css", get(cookies::stylesheet))
        .route("/logout", post(sign_out::sign_out))
}
