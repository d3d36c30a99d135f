//! The folder that a URL is about, opened for its owner.

use super::visit::Refusal;
use super::{Error, Folder, Form, SignedIn};
use crate::mail::{Mail, Mailbox};
use crate::state::AppState;
use axum::extract::{FromRequest, FromRequestParts, Request};
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
    async fn of(user: SignedIn, folder: Folder) -> Result<Self, Error> {
        let mail = user.account.mail();
        let mailbox = mail.find(folder.role()).await?;
        Ok(Self { user, folder, mail, mailbox })
    }
}

impl FromRequestParts<AppState> for OpenFolder {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let folder = Folder::of(&parts.uri).ok_or(Error::NotFound)?;
        let user = SignedIn::from_request_parts(parts, state).await?;
        Ok(Self::of(user, folder).await?)
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
        let Form(form) = Form::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self { open: OpenFolder::of(user, folder).await?, form })
    }
}
