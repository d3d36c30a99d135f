//! Stands in for the extractors of the toolbox until the branch `web` brings them; goes away with the merge.

use super::{Error, Visit};
use crate::app::App;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A form.
#[derive(Debug)]
pub struct Form<T>(pub T);
/// The path's values.
#[derive(Debug)]
pub struct Path<T>(pub T);
/// The query's values.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequest<App> for Form<T> {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let form = axum_extra::extract::Form::from_request(request, app).await;
        form.map(|axum_extra::extract::Form(form)| Self(form)).map_err(|_| Error::Field("form"))
    }
}

#[allow(clippy::disallowed_types, reason = "this is what web::Path and web::Query wrap")]
mod parts {
    use super::*;

    impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
        type Rejection = Error;
        async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
            let path = axum::extract::Path::from_request_parts(parts, app).await;
            path.map(|axum::extract::Path(path)| Self(path)).map_err(|_| Error::NotFound)
        }
    }

    impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
        type Rejection = Error;
        async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
            let query = axum::extract::Query::from_request_parts(parts, app).await;
            query.map(|axum::extract::Query(query)| Self(query)).map_err(|_| Error::NotFound)
        }
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;
    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self { app: app.clone(), locale: crate::i18n::Locale {}, account: None })
    }
}
