//! The folder that a URL is about, opened for its owner.

use super::visit::Refusal;
use super::{Error, Folder, Form, SignedIn};
use crate::mail::{self, Mail, Mailbox, Role};
use crate::state::AppState;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::Method;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// One request about a folder, the first part of the path, by its owner.
#[derive(Debug, Clone)]
pub struct OpenFolder {
    /// Who asks.
    pub user: SignedIn,
    /// The folder.
    pub folder: Folder,
    /// The verbs.
    pub mail: Mail,
    /// The mailbox on the server.
    pub mailbox: Mailbox,
}

impl OpenFolder {
    async fn of(user: SignedIn, folder: Folder, asked: &Parts) -> Result<Self, Refusal> {
        let mail = user.account.mail();
        let mailbox = match &folder {
            Folder::Other(name, _) => mail.find_named(name).await.map_err(missing)?,
            known => mail.find(known.role().unwrap_or(Role::Inbox)).await.map_err(Error::from)?,
        };
        let is = Folder::of_mailbox(&mailbox);
        // One that has pages of its own has no others: its buttons and its words depend on which it is.
        if is.path() != folder.path() {
            let rest = Folder::rest(&asked.uri).filter(|rest| !rest.is_empty()).map(|rest| format!("/{rest}"));
            let query = asked.uri.query().map(|query| format!("?{query}"));
            let there: String = [Some(is.path()), rest, query].into_iter().flatten().collect();
            let reads = matches!(asked.method, Method::GET | Method::HEAD);
            return Err(if reads { Refusal::Elsewhere(there) } else { Error::NotFound.into() });
        }
        Ok(Self { user, folder: is, mail, mailbox })
    }
}

impl FromRequestParts<AppState> for OpenFolder {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let folder = Folder::of(&parts.uri).ok_or(Error::NotFound)?;
        let user = SignedIn::from_request_parts(parts, state).await?;
        Self::of(user, folder, parts).await
    }
}

/// A form about a folder.
///
/// It is read before the folder is opened: a slow browser uses up nothing of the time that connections are waited for.
#[derive(Debug)]
pub struct FolderForm<T> {
    /// The folder.
    pub open: OpenFolder,
    /// What was sent.
    pub form: T,
}

impl<T: DeserializeOwned + Send> FromRequest<AppState> for FolderForm<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let folder = Folder::of(&parts.uri).ok_or(Error::NotFound)?;
        let user = SignedIn::from_request_parts(&mut parts, state).await?;
        let asked = parts.clone();
        let Form(form) = Form::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self { open: OpenFolder::of(user, folder, &asked).await?, form })
    }
}

/// Says of a mailbox that is not there what is said of a page that is not.
fn missing(error: mail::Error) -> Error {
    match error {
        mail::Error::Gone => Error::NotFound,
        other => other.into(),
    }
}
