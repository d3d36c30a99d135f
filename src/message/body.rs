//! `GET /{box}/{uidvalidity}-{uid}/body`: the HTML of a message, made safe, for the frame on its page.

use super::images;
use super::reading_query::LinksQuery;
use crate::i18n::Locale;
use crate::mail::{Error, Pictures};
use crate::web::{self, MessageName, OpenFolder, Query};
use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_FRAME_OPTIONS};

/// Nothing runs, nothing loads, no form is sent; links open on a page of their own. The sandbox holds also where somebody opens
/// this URL outside of the frame.
const OWN: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
                   frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
/// The same, with pictures from anywhere.
const REMOTE: &str = "default-src 'none'; img-src data: https: http:; style-src 'unsafe-inline'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// The document in the frame.
#[derive(Debug, Template)]
#[template(path = "message/body.html")]
struct Body {
    /// The words around it.
    l: Locale,
    /// What the sanitiser gave; the one text of this product that is not escaped.
    html: String,
    /// Whether it is shown on white, also where the page is dark.
    on_white: bool,
}

/// Shows the HTML of a message.
pub async fn body(name: MessageName, Query(how): Query<LinksQuery>, open: OpenFolder) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let letter = mail.html_body(&mailbox, name.uid_validity, name.uid).await?.ok_or(Error::Gone)?;
    let sender = letter.trusted_sender(&user.visit.state.config().spam.authserv_ids);
    let shown = images::allowed(&user, &folder, name, sender.as_deref()).await?;
    let safe = letter.safe(shown, how.links(&folder)).await?.ok_or(Error::Gone)?;
    let mut response = web::page(&Body { l: user.visit.locale.clone(), html: safe.html, on_white: safe.has_colours })?;
    let policy = if shown == Pictures::Remote { REMOTE } else { OWN };
    for (header, value) in
        [(CONTENT_SECURITY_POLICY, policy), (X_FRAME_OPTIONS, "SAMEORIGIN"), (REFERRER_POLICY, "no-referrer")]
    {
        response.headers_mut().insert(header, HeaderValue::from_static(value));
    }
    Ok(response)
}
