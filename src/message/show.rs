//! `GET /{box}/{uidvalidity}-{uid}`.

use super::body::Wanted;
use super::page::MessagePage;
use super::pictures;
use crate::mail::{Reading, Shown, Uid, UidValidity, View};
use crate::web::{self, Path, Place, Query, SignedIn, ViewQuery};

/// Names a message, as `1699-412`.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct MessageName {
    pub(super) uid_validity: UidValidity,
    pub(super) uid: Uid,
}

impl MessageName {
    /// Returns the path of the message's page.
    pub(super) fn path(self, place: Place) -> String {
        format!("/{}/{}-{}", place.slug(), self.uid_validity, self.uid)
    }
}

impl TryFrom<String> for MessageName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let named = |text: &str| {
            let (uid_validity, uid) = text.split_once('-')?;
            Some(Self { uid_validity: uid_validity.parse().ok()?, uid: uid.parse().ok()? })
        };
        named(&text).ok_or("not a message")
    }
}

/// Says how the reader wants to see a message.
#[derive(Debug, serde::Deserialize)]
pub struct HowQuery {
    /// `text` or `formatted`; anything else is what the folder is for.
    #[serde(default)]
    view: String,
    #[serde(flatten)]
    wanted: Wanted,
}

impl HowQuery {
    /// In Spam the first view is the safe one.
    fn shown(&self, place: Place) -> Shown {
        match (self.view.as_str(), place) {
            ("text", _) => Shown::Text,
            ("formatted", _) => Shown::Formatted,
            (_, Place::Spam) => Shown::Text,
            _ => Shown::Formatted,
        }
    }
}

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
    let links = how.wanted.links(place);
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
