//! `POST /storage/dismiss`: the warning that the mailbox is nearly full is put away for a day. At a hundred per cent it stays.

use crate::web::{self, Form, SignedIn, put_warning_away, safe_next, see_other};

/// What the button carries.
#[derive(Debug, serde::Deserialize)]
pub struct DismissForm {
    /// The page it stands on.
    #[serde(default)]
    next: String,
}

/// Puts the warning away in this browser, and goes back.
pub(super) async fn dismiss(user: SignedIn, Form(form): Form<DismissForm>) -> web::Result {
    let mut response = see_other(safe_next(&form.next).unwrap_or("/"), None);
    put_warning_away(&mut response, &user.visit.state, &user.account);
    Ok(response)
}
