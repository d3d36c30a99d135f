//! `GET /pictures`: whose pictures are loaded.

use crate::state::AllowedPictures;
use crate::web::{self, Layout, SignedIn};
use askama::Template;

/// Shows whose pictures are loaded.
#[derive(Debug, Clone, Template)]
#[template(path = "pictures/pictures.html")]
pub struct PicturesPage {
    /// The frame.
    pub layout: Layout,
    /// What is allowed.
    pub allowed: AllowedPictures,
}

/// Lists what the owner has allowed.
pub async fn show(user: SignedIn) -> web::Result {
    let allowed = user.visit.state.pictures_of(user.account.address()).list().await?;
    web::page(&PicturesPage { layout: user.visit.layout("pictures"), allowed })
}
