//! `GET /{box}/{uidvalidity}-{uid}`.

use super::images;
use super::page::MessagePage;
use super::reading_query::ReadingQuery;
use crate::mail::{Reading, View};
use crate::web::{self, MessageName, OpenFolder, Query, ViewQuery};

/// Shows a message; nothing about it changes. The path is read first: what cannot be a message needs no sign-in to be absent.
/// The query is also that of the list the reader comes from.
pub async fn show(
    name: MessageName,
    Query(how): Query<ReadingQuery>,
    Query(list): Query<ViewQuery>,
    open: OpenFolder,
) -> web::Result {
    let view = View::from(list);
    let OpenFolder { user, folder, mail, mailbox } = open;
    let links = how.links(&folder);
    let reading = Reading { shown: how.shown(&folder), links, list: Some(view.clone()) };
    let mut message = mail.open(&mailbox, name.uid_validity, name.uid, &reading).await?;
    let state = &user.visit.state;
    let sender = message.trusted_sender(&state.config().spam.authserv_ids);
    let pictures = images::allowed(&user, &folder, name, sender.as_deref()).await?;
    message.explanation.describe(state.rule_texts());
    let authentication = message.authentication(&state.config().spam.authserv_ids);
    let layout = user.visit.layout(folder.slug());
    let seal = user.seal(&mailbox, name.uid_validity);
    web::page(&MessagePage { layout, folder, message, seal, pictures, links, authentication, view })
}
