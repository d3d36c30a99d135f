//! `GET /inbox`, `/spam`, `/trash`.

use super::page::ListPage;
use super::sort::sort_named;
use crate::mail::View;
use crate::web::{self, Place, Query, SignedIn};

/// What a list can be asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: String,
    sort: String,
    q: String,
}

/// Shows one page of a folder; what cannot be understood of the query is the first page, newest first.
pub async fn show(place: Place, user: SignedIn, Query(query): Query<ListQuery>) -> web::Result {
    let view = View {
        page: query.page.parse().unwrap_or(1),
        sort: sort_named(&query.sort).unwrap_or_default(),
        query: query.q.chars().take(200).collect(),
    };
    let mail = user.account.mail();
    let mailbox = mail.find(place.role()).await?;
    let listing = mail.list(&mailbox, &view).await?;
    web::page(&ListPage { chrome: user.visit.chrome(place.slug()), place, listing, view })
}
