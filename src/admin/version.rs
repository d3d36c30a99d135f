//! `GET /admin/articles/{slug}/{version}`: what an article was, and a button that shows it again.

use super::frame::{Admin, Frame};
use super::write::bringing_back;
use crate::articles::Articles;
use crate::web::{self, Error, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "admin/version.html")]
pub(crate) struct VersionPage {
    pub(crate) frame: Frame,
    pub(crate) slug: String,
    /// Counted from 1; 0 is the file.
    pub(crate) version: i64,
    /// What it was; nothing for an article without a file.
    pub(crate) text: String,
    /// The newest version, as this page has seen it.
    pub(crate) seen: i64,
    pub(crate) seal: String,
}

/// Shows it.
pub async fn show(admin: Admin, Path((slug, version)): Path<(String, i64)>) -> web::Result {
    if !Articles::is_slug(&slug) {
        return Err(Error::NotFound);
    }
    let shelf = admin.visit.state.shelf();
    shelf.look().await?;
    let (seen, _) = shelf.written(&slug).await;
    let text = shelf.text_of(&slug, version).await?;
    // Whoever wrote a new article may take it away again.
    if text.is_none() && (version != 0 || seen == 0) {
        return Err(Error::NotFound);
    }
    let seal = admin.seal(&bringing_back(&slug))?;
    web::page(&VersionPage { frame: admin.frame, slug, version, text: text.unwrap_or_default(), seen, seal })
}
