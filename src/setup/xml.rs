//! Answers in XML: what may stand in them, and how they are sent.

use crate::web::Error;
use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

/// Leaves out what no document can hold, however it is escaped (XML 1.0, 2.2).
pub(super) fn allowed(text: &str) -> String {
    text.chars().filter(|&c| is_allowed(c)).collect()
}

/// Tells whether a text can stand in a document as it is.
pub(super) fn is_text(text: &str) -> bool {
    text.chars().all(is_allowed)
}

fn is_allowed(c: char) -> bool {
    !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')) || matches!(c, '\t' | '\n')
}

/// Sends a document; the template escapes what stands in it.
pub(super) fn answer(document: &impl Template) -> Response {
    match document.render() {
        Ok(text) => ([(CONTENT_TYPE, "application/xml; charset=utf-8")], text).into_response(),
        Err(error) => Error::Internal(error.into()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_document_can_hold_is_left_out() {
        assert_eq!(allowed("a\u{0}\u{b}b\u{7f}\u{ffff}c <&>\n\u{1f4e8}"), "abc <&>\n\u{1f4e8}");
        assert!(is_text("ben@müller.example") && !is_text("ben\u{fffe}@example.net"));
    }
}
