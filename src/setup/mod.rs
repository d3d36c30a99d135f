//! Server settings for mail programs; needs no sign-in.

mod autoconfig;
mod autodiscover;
mod drawing;
mod page;
mod profile;
mod program;
mod program_page;
mod protocol;
mod qr;
mod question;
mod signature;
mod steps;
mod system;
mod way;
mod xml;

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
pub(crate) use program::Program;

pub use autodiscover::{PATH as AUTODISCOVER, POINTER_PATH as AUTODISCOVER_POINTER};

pub use signature::check as check_signature;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the setup pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/setup", get(page::show))
        .route("/setup/apple.mobileconfig", get(profile::show))
        .route("/setup/{program}", get(program_page::show))
}

/// Returns the URLs that mail programs ask by themselves.
pub fn machine_routes() -> Router<AppState> {
    Router::new()
        .route("/mail/config-v1.1.xml", get(autoconfig::show))
        .route("/.well-known/autoconfig/mail/config-v1.1.xml", get(autoconfig::show))
        .route(AUTODISCOVER, post(autodiscover::answer).get(autodiscover::refuse_reading))
        .route(AUTODISCOVER_POINTER, get(autodiscover::point))
        .route("/autodiscover/autodiscover.json/v1.0/{address}", get(autodiscover::point_for))
}
