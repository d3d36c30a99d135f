//! Typed input: what does not fit is a page that says so.

use super::{Error, fields};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize as _;
use serde::de::DeserializeOwned;

/// A form (application/x-www-form-urlencoded); a missing or wrong field is 422 and a page that names it.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// The path's values; a path that does not parse is a 404 page.
#[derive(Debug)]
pub struct Path<T>(pub T);

/// The query's values; a query that does not parse is a 404 page.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let form = axum_extra::extract::Form::from_request(request, state).await;
        form.map(|axum_extra::extract::Form(form)| Self(form)).map_err(|rejection| refusal::<T>(&rejection))
    }
}

/// Reads a field that has a text form of its own.
///
/// # Errors
/// The field's, when the text is not one.
pub fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn refusal<T: DeserializeOwned>(rejection: &axum_extra::extract::FormRejection) -> Error {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::Field(blamed(&rejection.body_text(), fields::of::<T>()).to_owned()),
    }
}

/// Finds the field that a rejection speaks of: "...: uid\[1\]: invalid digit" or "...: missing field `uid`".
///
/// Only a name of ours is ever returned: it is shown, and the rest of the text may hold what was typed.
fn blamed(rejection: &str, fields: &[&'static str]) -> &'static str {
    let (_, what) = rejection.split_once(": ").unwrap_or(("", rejection));
    let leads = |field: &&&str| what.strip_prefix(**field).is_some_and(|rest| rest.starts_with([':', '[', '.']));
    let named = |field: &&&str| what.contains(&format!("field `{field}`"));
    fields.iter().find(leads).or_else(|| fields.iter().find(named)).copied().unwrap_or_default()
}

#[allow(clippy::disallowed_types, reason = "these are what Path and Query wrap")]
mod parts {
    use super::{DeserializeOwned, Error, FromRequestParts, Parts, Path, Query};

    impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
        type Rejection = Error;

        async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
            let path = axum::extract::Path::from_request_parts(parts, state).await;
            path.map(|axum::extract::Path(path)| Self(path)).map_err(|_| Error::NotFound)
        }
    }

    impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
        type Rejection = Error;

        async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
            let query = axum::extract::Query::from_request_parts(parts, state).await;
            query.map(|axum::extract::Query(query)| Self(query)).map_err(|_| Error::NotFound)
        }
    }
}
