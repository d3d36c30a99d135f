//! `GET /{box}/{uidvalidity}-{uid}`.

use super::page::MessagePage;
use crate::mail::{Uid, UidValidity};
use crate::web::{self, Path, Place, SignedIn};

/// Names a message, as `1699-412`.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct MessageName {
    pub(super) uid_validity: UidValidity,
    pub(super) uid: Uid,
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

/// Shows a message; nothing about it changes. The path is read first: what cannot be a message needs no sign-in to be absent.
pub async fn show(Path((place, name)): Path<(Place, MessageName)>, user: SignedIn) -> web::Result {
    let mail = user.account.mail();
    let mailbox = mail.find(place.role()).await?;
    let message = mail.open(&mailbox, name.uid_validity, name.uid).await?;
    web::page(&MessagePage { chrome: user.visit.chrome(place.slug()), slug: place.slug(), message })
}
