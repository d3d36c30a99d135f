//! `GET /{box}/{uidvalidity}-{uid}/raw`, `/headers` and `/part/{n}`: the source, its header lines, and the attachments, passed on as they come.

use crate::mail::Download;
use crate::web::{self, Disposition, MessageName, OpenFolder, Section, disposition};
use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

/// Whatever a browser makes of the octets: nothing in them may run, load or be framed.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");
/// Types that are passed on as the sender wrote them, so that a phone finds the program for them; none can carry script that
/// a browser runs. All others are octets.
const TYPES: [&str; 16] = [
    "application/msword",
    "application/pdf",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/zip",
    "audio/mpeg",
    "image/gif",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/calendar",
];

/// Shows the source of a message as plain text.
pub async fn raw(name: MessageName, open: OpenFolder) -> web::Result {
    let source = open.mail.source(&open.mailbox, name.uid_validity, name.uid).await?;
    let file = format!("message-{}.txt", name.uid);
    Ok(passed_on(source, HeaderValue::from_static("text/plain"), disposition(Disposition::Inline, None, &file)))
}

/// Shows all header lines of a message as plain text.
pub async fn headers(name: MessageName, open: OpenFolder) -> web::Result {
    let header = open.mail.header(&open.mailbox, name.uid_validity, name.uid).await?;
    let file = format!("message-{}-headers.txt", name.uid);
    Ok(passed_on(header, HeaderValue::from_static("text/plain"), disposition(Disposition::Inline, None, &file)))
}

/// Sends an attachment; `section` is its number, such as `2.1`.
pub async fn part(name: MessageName, Section(section): Section, open: OpenFolder) -> web::Result {
    let file = open.mail.file(&open.mailbox, name.uid_validity, name.uid, &section).await?;
    let kind = TYPES.into_iter().find(|&known| known == file.media_type).unwrap_or("application/octet-stream");
    let ending = if file.media_type == "message/rfc822" { "eml" } else { "bin" };
    let fallback = format!("message-{}-{section}.{ending}", name.uid);
    let named = disposition(Disposition::Attachment, file.name.as_deref(), &fallback);
    Ok(passed_on(file.octets, HeaderValue::from_static(kind), named))
}

/// A body that breaks off ends the connection, so that the browser knows it has not got the whole.
fn passed_on(octets: Download, kind: HeaderValue, named: HeaderValue) -> Response {
    let pieces = stream::unfold(Some(octets), |octets| async {
        let mut octets = octets?;
        match octets.next().await {
            Ok(piece) => piece.map(|piece| (Ok(piece), Some(octets))),
            Err(error) => {
                tracing::warn!("a download broke off: {}", web::loggable(&error));
                Some((Err(error), None))
            }
        }
    });
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, named), (CONTENT_SECURITY_POLICY, POLICY)];
    (headers, Body::from_stream(pieces)).into_response()
}
