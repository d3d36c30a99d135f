//! `GET /{box}/{uidvalidity}-{uid}`.

use super::how::HowQuery;
use super::name::MessageName;
use super::page::MessagePage;
use super::pictures;
use crate::mail::{Reading, View};
use crate::web::{self, Path, Place, Query, SignedIn, ViewQuery};

/// Shows a message; nothing about it changes. The path is read first: what cannot be a message needs no sign-in to be absent.
/// The query is also that of the list the reader comes from.
pub async fn show(
    Path((place, name)): Path<(Place, MessageName)>,
    Query(how): Query<HowQuery>,
    Query(list): Query<ViewQuery>,
    user: SignedIn,
) -> web::Result {
    let view = View::from(list);
    let mail = user.account.mail();
    let mailbox = mail.find(place.role()).await?;
    let links = how.links(place);
    let reading = Reading { shown: how.shown(place), links, list: Some(view.clone()) };
    let mut message = mail.open(&mailbox, name.uid_validity, name.uid, &reading).await?;
    let pictures = pictures::allowed(&user, place, name, message.sender().as_deref()).await?;
    let state = &user.visit.state;
    message.explanation.describe(state.rule_texts());
    let authentication = message.authentication(&state.config().spam.authserv_ids);
    let (chrome, slug) = (user.visit.chrome(place.slug()), place.slug());
    let seal = user.seal(&mailbox, name.uid_validity);
    web::page(&MessagePage { chrome, slug, message, seal, pictures, links, authentication, view })
}
