//! `POST /help/{slug}/vote`: was this useful? One vote a visitor; voting again changes it.

use super::visitor::{self, Visitor};
use crate::articles::with_address;
use crate::state::{Ballot, CastError};
use crate::web::{self, AddressQuery, Client, Flash, Form, Path, Query, Tone, Visit};
use axum::http::{HeaderMap, header::SET_COOKIE};

/// The answer to "was this useful?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Useful {
    /// It was.
    Yes,
    /// It was not.
    No,
}

/// The form below an article.
#[derive(Debug, serde::Deserialize)]
pub struct VoteForm {
    useful: Useful,
    #[serde(default)]
    missing: String,
}

/// Letters of a sentence that are kept.
pub(super) const MAX_MISSING: usize = 500;

/// Makes one line of what somebody wrote, without what cannot be seen.
fn line(written: &str) -> String {
    let seen = written.split_whitespace().collect::<Vec<_>>().join(" ");
    seen.chars().filter(|c| !c.is_control() && !crate::mail::is_hidden(*c)).take(MAX_MISSING).collect()
}

/// Stores the vote and goes back to the article.
pub async fn vote(
    visit: Visit,
    client: Client,
    Path(slug): Path<String>,
    Query(asked): Query<AddressQuery>,
    headers: HeaderMap,
    Form(form): Form<VoteForm>,
) -> web::Result {
    visit.state.articles().article(&slug).ok_or(web::Error::NotFound)?;
    let (cookie, key) = (visitor::cookie(&visit), visit.state.signing_key());
    let owner = visit.account.as_ref().map(|account| account.mailbox_key());
    let (visitor, set_cookie) = match Visitor::known(owner.as_deref(), &headers, cookie, key) {
        Some(visitor) => (visitor, None),
        None => {
            let new = Visitor::new(cookie, key).map_err(web::Error::Internal)?;
            (new.0, Some(new.1))
        }
    };
    let useful = form.useful == Useful::Yes;
    let missing = if useful { String::new() } else { line(&form.missing) };
    let is_owner = owner.is_some();
    let ballot = Ballot { article: &slug, visitor: visitor.as_bytes(), is_owner, useful, missing: &missing };
    visit.state.votes().cast(client.network(), ballot).await.map_err(|error| match error {
        CastError::TooOften(wait) => web::Error::TooOften(wait),
        CastError::Store(error) => error.into(),
    })?;

    let thanks = match (useful, missing.is_empty()) {
        (true, _) => "flash-voted-yes",
        (false, true) => "flash-voted-no",
        (false, false) => "flash-voted-missing",
    };
    let article = with_address(&format!("/help/{slug}"), visit.served(&asked.address).as_ref());
    let flash = Flash::saying(Tone::Good, thanks);
    let mut response = web::see_other(&article, Some(flash));
    if let Some(cookie) = set_cookie {
        // Appended: the flash travels in a cookie too.
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
