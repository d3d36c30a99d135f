//! Why a try to sign in failed: for the page, and for the host who bans those who guess.

use crate::mail::{self, AddressError};
use crate::state::AppState;
use crate::web::{self, Client};
use axum::http::StatusCode;
use std::time::Duration;

/// What lines about refused sign-ins come from: a name that stays, for filters of the log.
const TARGET: &str = "postern::sign_in";

/// Says why a try failed.
#[derive(Debug)]
pub enum Failure {
    /// What was typed is no address.
    Address(AddressError),
    /// No password was typed.
    NoPassword,
    /// The domain is not served here.
    NotServed {
        /// As it was typed.
        domain: String,
    },
    /// Too many failed before.
    TooMany(Duration),
    /// The mail server's answer, or that there is none.
    Mail(mail::Error),
}

impl Failure {
    /// Names the failure, for the page's words and for the log; with the status of the answer.
    pub fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Address(AddressError::MissingDomain) => (StatusCode::UNPROCESSABLE_ENTITY, "no-domain"),
            Self::Address(AddressError::Malformed) => (StatusCode::UNPROCESSABLE_ENTITY, "malformed"),
            Self::NoPassword => (StatusCode::UNPROCESSABLE_ENTITY, "no-password"),
            Self::NotServed { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not-served"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::Mail(mail::Error::WrongPassword) => (StatusCode::UNAUTHORIZED, "wrong-password"),
            Self::Mail(mail::Error::SignInRefused(_)) => (StatusCode::FORBIDDEN, "refused"),
            Self::Mail(mail::Error::Busy) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Mail(_) => (StatusCode::BAD_GATEWAY, "server-away"),
        }
    }

    /// Tells the log: who was refused, or what ails the mail server.
    pub fn tell(&self, state: &AppState, client: Client) {
        match (self, self.kind().1) {
            (_, "busy") => {}
            (Self::Mail(error), "server-away") => tracing::warn!("sign-in: {}", web::loggable(error)),
            (_, kind) => tell_refused(state, client, kind),
        }
    }
}

/// Writes the line by which a host may ban who guesses; `docs/fail2ban.conf` reads it.
pub fn tell_refused(state: &AppState, client: Client, kind: &str) {
    match client {
        Client::One(client) if state.config().log.client_addresses => {
            tracing::warn!(target: TARGET, %kind, %client, "sign-in refused");
        }
        // A shared proxy is not named here: who bans it bans everybody.
        _ => tracing::warn!(target: TARGET, %kind, "sign-in refused"),
    }
}
