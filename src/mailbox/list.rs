//! `GET /inbox`, `/spam`, `/trash`.

use super::page::ListPage;
use crate::mail::View;
use crate::web::{self, Folder, Query, SignedIn, ViewQuery};

/// Shows one page of a folder; what cannot be understood of the query is the first page, newest first.
pub async fn show(folder: Folder, user: SignedIn, Query(query): Query<ViewQuery>) -> web::Result {
    let view = View::from(query);
    let mail = user.account.mail();
    let mailbox = mail.find(folder.role()).await?;
    let listing = mail.list(&mailbox, &view).await?;
    let seal = user.seal(&mailbox, listing.uid_validity);
    web::page(&ListPage { layout: user.visit.layout(folder.slug()), folder, listing, seal, view })
}
