//! `GET /inbox`, `/spam`, `/trash`.

use super::page::ListPage;
use crate::mail::View;
use crate::web::{self, OpenFolder, Query, ViewQuery};

/// Shows one page of a folder; what cannot be understood of the query is the first page, newest first.
pub async fn show(open: OpenFolder, Query(query): Query<ViewQuery>) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let view = View::from(query);
    let listing = mail.list(&mailbox, &view).await?;
    let seal = user.seal(&mailbox, listing.uid_validity);
    web::page(&ListPage { layout: user.visit.layout(folder.slug()), folder, listing, seal, view })
}
