//! `GET /{box}/{uidvalidity}-{uid}`.

use super::page::MessagePage;
use crate::mail::{Uid, UidValidity};
use crate::web::{self, Error, Path, Place, SignedIn};

/// Shows a message; nothing about it changes.
pub async fn show(Path((slug, message)): Path<(String, String)>, user: SignedIn) -> web::Result {
    let place = Place::named(&slug).ok_or(Error::NotFound)?;
    let (uid_validity, uid) = named(&message).ok_or(Error::NotFound)?;
    let mail = user.account.mail().await?;
    let mailbox = mail.find(place.role()).await?;
    let message = mail.open(&mailbox, uid_validity, uid).await?;
    web::page(&MessagePage { chrome: user.visit.chrome(place.slug()), slug: place.slug(), message })
}

/// Reads `1699-412`.
fn named(message: &str) -> Option<(UidValidity, Uid)> {
    let (uid_validity, uid) = message.split_once('-')?;
    Some((uid_validity.parse().ok()?, uid.parse().ok()?))
}
