//! `GET /inbox`, `/spam`, `/trash`, `/folder/{name}`.

use super::page::ListPage;
use crate::mail::View;
use crate::web::{self, Folder, OpenFolder, Query, ViewQuery};

/// Shows one page of a folder; what cannot be understood of the query is the first page, newest first.
pub async fn show(open: OpenFolder, Query(query): Query<ViewQuery>) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let (wants_all, view) = (query.is_all(), View::from(query));
    let listing = match mail.list(&mailbox, &view).await {
        Ok(listing) => listing,
        Err(error) if !matches!(folder, Folder::Other(..)) => return Err(error.into()),
        Err(error) => return Err(mail.explained(&mailbox, error).await.into()),
    };
    user.account.weigh_soon();
    let all = if wants_all { mail.survey_list(&mailbox, &view.query).await? } else { None };
    let seal = match &all {
        Some(all) => user.seal_list(&mailbox, all),
        None => user.seal(&mailbox, listing.uid_validity),
    };
    let going = user.visit.state.jobs().waiting_in(&user.account, &mailbox.name, listing.uid_validity);
    let layout = user.visit.layout(folder.slug());
    web::page(&ListPage { layout, folder, listing, all, going, seal, view })
}
