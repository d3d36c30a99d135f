//! `POST /spam/empty`, `/trash/empty`: deletes for good what the page showed, and nothing newer.

use crate::mail::{Seen, Uid, UidValidity};
use crate::web::{self, Form, Place, SignedIn, Verb, from_text, report, see_other};

/// What the question's page carried.
#[derive(Debug, serde::Deserialize)]
pub struct EmptyForm {
    #[serde(deserialize_with = "from_text")]
    uid_validity: UidValidity,
    #[serde(deserialize_with = "from_text")]
    last_uid: Uid,
    #[serde(deserialize_with = "from_text")]
    count: u32,
}

/// Empties a folder.
pub async fn empty(place: Place, user: SignedIn, Form(form): Form<EmptyForm>) -> web::Result {
    let mail = user.account.mail();
    let mailbox = mail.find(place.role()).await?;
    let seen = Seen { uid_validity: form.uid_validity, last_uid: Some(form.last_uid), count: form.count };
    let outcome = mail.empty(&mailbox, seen).await?;
    let flash = report(Verb::Empty, &outcome, &user.visit.locale);
    Ok(see_other(&format!("/{}", place.slug()), Some(flash)))
}
