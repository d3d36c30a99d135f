//! `GET /{box}/{uidvalidity}-{uid}/preview/{n}`: a small picture of an attached one, made anew: nothing of the sender's octets is in it.

use super::download::POLICY;
use crate::mail::Error;
use crate::web::{self, Folder, MessageName, OpenFolder, Section};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse as _;

/// Shows a small picture; in Spam none, for nobody should have to see what it may be of.
pub async fn preview(name: MessageName, Section(section): Section, open: OpenFolder) -> web::Result {
    if open.folder == Folder::Spam {
        return Err(Error::Gone.into());
    }
    let made = open.mail.preview(&open.mailbox, name.uid_validity, name.uid, &section).await?;
    Ok(([(CONTENT_TYPE, made.media_type)], [(CONTENT_SECURITY_POLICY, POLICY)], made.octets).into_response())
}
