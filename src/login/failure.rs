//! Why a try to sign in failed: for the page, and for the host who bans those who guess.

use crate::articles::Guide;
use crate::figures::{self, SignIn};
use crate::mail::{self, AddressError, NotLetIn, Pulse};
use crate::state::AppState;
use crate::store;
use crate::web::{self, Client};
use axum::http::StatusCode;
use std::time::Duration;

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
    /// The mail server's answer.
    Mail(mail::Error),
    /// There is none; with what is known of the server now.
    Away(mail::Error, Option<Pulse>),
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
            Self::Mail(mail::Error::SignInRefused(why, _)) => (StatusCode::FORBIDDEN, refused(*why)),
            Self::Mail(mail::Error::Busy) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Mail(mail::Error::TooManyConnections) => (StatusCode::SERVICE_UNAVAILABLE, "connections"),
            Self::Mail(error) | Self::Away(error, _) if error.is_insecure() => (StatusCode::BAD_GATEWAY, "not-secure"),
            Self::Mail(_) | Self::Away(..) => (StatusCode::BAD_GATEWAY, "server-away"),
        }
    }

    /// Names the article about it.
    pub fn guide(&self) -> Guide {
        match self {
            Self::Address(_) | Self::NotServed { .. } => Guide::ADDRESS,
            Self::NoPassword | Self::Mail(mail::Error::WrongPassword) => Guide::PASSWORD,
            Self::TooMany(_) => Guide::TOO_MANY_TRIES,
            Self::Mail(mail::Error::SignInRefused(..)) => Guide::SERVER_REFUSED,
            Self::Mail(mail::Error::TooManyConnections) => Guide::CONNECTIONS,
            Self::Mail(_) | Self::Away(..) => Guide::SERVER_AWAY,
        }
    }

    /// Tells whether only people can help.
    pub fn is_for_support(&self) -> bool {
        matches!(self, Self::NotServed { .. } | Self::Mail(mail::Error::SignInRefused(..)))
            || self.kind().1 == "not-secure"
    }

    /// Returns what the mail server said, where it said why.
    pub fn words_of_server(&self) -> Option<&str> {
        match self {
            Self::Mail(mail::Error::SignInRefused(_, text)) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Tells the log: who was refused, or what ails the mail server; and counts it. Of what was typed only the domain is counted with it.
    pub fn tell(&self, state: &AppState, client: Client, typed: &str) {
        let domain = typed.rsplit_once('@').map(|(_, domain)| domain.trim());
        state.failures().note(self.kind().1, domain, store::now());
        figures::sign_in(SignIn::named(self.kind().1));
        match (self, self.kind().1) {
            (_, "busy" | "connections") => {}
            (Self::Mail(error) | Self::Away(error, _), "server-away" | "not-secure") => {
                tracing::warn!("sign-in: {}", web::loggable(error))
            }
            // By this name hosts ban; why it was refused is for the owner.
            (Self::Mail(mail::Error::SignInRefused(..)), _) => web::tell_refused(state, client, "refused"),
            (_, kind) => web::tell_refused(state, client, kind),
        }
    }
}

fn refused(why: NotLetIn) -> &'static str {
    match why {
        NotLetIn::Expired => "expired",
        NotLetIn::Locked => "locked",
        NotLetIn::NotPrivate => "not-private",
        NotLetIn::AskProvider => "ask-provider",
        NotLetIn::Other => "refused",
    }
}
