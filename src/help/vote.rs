//! `POST /help/{slug}/vote`: was this useful? One vote a visitor; voting again changes it.

use super::visitor::{Transport, Visitor};
use crate::store::votes;
use crate::web::{self, Flash, Form, Path, Tone, Visit};
use axum::http::{HeaderMap, header::SET_COOKIE};
use std::time::{SystemTime, UNIX_EPOCH};

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
}

/// Stores the vote and goes back to the article.
pub async fn vote(
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(form): Form<VoteForm>,
) -> web::Result {
    visit.app.articles().article(&slug).ok_or(web::Error::NotFound)?;
    let transport = Transport::of(&visit);
    let address = visit.account.as_ref().map(|account| account.address());
    let (visitor, set_cookie) = match Visitor::known(address, &headers, transport) {
        Some(visitor) => (visitor, None),
        None => {
            Visitor::new(transport).map(|(visitor, cookie)| (visitor, Some(cookie))).map_err(web::Error::Internal)?
        }
    };
    let useful = form.useful == Useful::Yes;
    votes::vote(visit.app.store(), &slug, visitor.as_bytes(), useful, unix_seconds())
        .await
        .map_err(|error| web::Error::Internal(error.into()))?;

    let thanks = if useful { "flash-voted-yes" } else { "flash-voted-no" };
    let flash = Flash { tone: Tone::Good, sentences: vec![(thanks.to_owned(), Vec::new())] };
    let mut response = web::see_other(&format!("/help/{slug}"), Some(flash));
    if let Some(cookie) = set_cookie {
        // Appended: the flash travels in a cookie too.
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
