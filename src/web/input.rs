//! Typed input: what does not fit is a page that says so.

use super::Error;
use crate::mail::{Uid, UidSet, UidValidity};
use axum::extract::{FromRequest, FromRequestParts, Request};
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
        form.map(|axum_extra::extract::Form(form)| Self(form)).map_err(|rejection| refusal(&rejection))
    }
}

/// The form of a list: the epoch, and the UIDs that were ticked.
#[derive(Debug, serde::Deserialize)]
pub struct Choice {
    /// The epoch of the UIDs.
    #[serde(deserialize_with = "from_text")]
    pub uid_validity: UidValidity,
    /// What was ticked; at least one.
    #[serde(deserialize_with = "uids")]
    pub uid: UidSet,
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

fn uids<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<UidSet, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| text.parse::<Uid>().map_err(serde::de::Error::custom)).collect()
}

fn refusal(rejection: &axum_extra::extract::FormRejection) -> Error {
    // serde_html_form says "uid_validity: invalid digit ..." or "missing field `uid_validity`".
    let mut text = rejection.to_string();
    let mut cause = std::error::Error::source(rejection);
    while let Some(error) = cause {
        text = error.to_string();
        cause = error.source();
    }
    if text.contains("length limit exceeded") { Error::TooLarge } else { Error::Field(named_field(&text)) }
}

/// Takes the field's name out of the parser's words; only plain names, for it is shown.
fn named_field(text: &str) -> String {
    let quoted = text.split('`').nth(1);
    let led = text.split_once(':').map(|(name, _)| name);
    let plain =
        |name: &&str| !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    quoted.into_iter().chain(led).find(plain).unwrap_or_default().to_owned()
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
