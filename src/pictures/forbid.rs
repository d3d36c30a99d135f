//! `POST /pictures/forbid`: takes back what the owner has allowed.

use crate::state::Allowed;
use crate::web::{self, Flash, Form, SignedIn, Tone, see_other};

/// One row of the page.
#[derive(Debug, serde::Deserialize)]
pub struct ForbidForm {
    /// The address of a sender; none: all single messages.
    sender: Option<String>,
}

/// Takes it back; what was not allowed stays so.
pub async fn forbid(user: SignedIn, Form(form): Form<ForbidForm>) -> web::Result {
    let permissions = user.visit.state.pictures_of(user.account.address());
    match form.sender.as_deref() {
        Some(sender) => permissions.forbid(Allowed::Sender(sender)).await?,
        None => permissions.forbid_messages().await?,
    }
    let flash = Flash { tone: Tone::Good, sentences: vec![("flash-pictures-forbidden".to_owned(), Vec::new())] };
    Ok(see_other("/pictures", Some(flash)))
}
