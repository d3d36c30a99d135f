//! `GET /admin`: how things stand.

use super::frame::{Admin, Frame};
use crate::web;
use askama::Template;

#[derive(Template)]
#[template(path = "admin/overview.html")]
pub(crate) struct AdminPage {
    pub(crate) frame: Frame,
}

/// Shows it.
pub async fn show(admin: Admin) -> web::Result {
    web::page(&AdminPage { frame: admin.frame })
}
