//! `POST /pictures/forbid`: takes back what the owner has allowed.

use crate::state::Allowed;
use crate::web::{self, Flash, Form, SignedIn, Tone, see_other};

/// Says what is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// One sender's pictures.
    Sender,
    /// Those of all single messages.
    Messages,
}

/// One row of the page.
#[derive(Debug, serde::Deserialize)]
pub struct ForbidForm {
    what: What,
    /// The address of the sender.
    #[serde(default)]
    sender: String,
}

/// Takes it back; what was not allowed stays so. It needs no seal: a form of another owner's page takes nothing but what this one
/// may be asked about again.
pub async fn forbid(user: SignedIn, Form(form): Form<ForbidForm>) -> web::Result {
    let permissions = user.visit.state.pictures_of(user.account.address());
    match form.what {
        What::Sender => permissions.forbid(Allowed::Sender(&form.sender)).await?,
        What::Messages => permissions.forbid_messages().await?,
    }
    let flash = Flash::saying(Tone::Good, "flash-pictures-forbidden");
    Ok(see_other("/pictures", Some(flash)))
}
