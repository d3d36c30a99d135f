//! Compresses pages. A page is whole before it is sent, so it goes through in one piece, with tables that each thread keeps: to make
//! and clear a quarter of a megabyte of them took as long as a small page. What is no page is left to the layer around.

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};
use http_body_util::BodyExt as _;
use std::cell::RefCell;

/// Octets of a page that is worth it: what is smaller fills one packet in any case.
const LEAST: u64 = 1 << 10;
/// Octets of a page that is compressed in one piece, as its thread does nothing else in between.
const MOST: u64 = 1 << 20;
/// The largest window of gzip, in bits (RFC 1951, 2).
const WINDOW: u8 = 15;

thread_local! {
    /// At the fastest level: somebody waits for the page.
    static GZIP: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW));
}

/// Compresses a page with gzip, where the browser takes it.
pub async fn compress_pages(request: Request, next: Next) -> Response {
    let taken = takes_gzip(request.headers());
    let response = next.run(request).await;
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let size = response.body().size_hint().exact().unwrap_or_default();
    if !taken || !is_page || !(LEAST..=MOST).contains(&size) || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // It is in memory already: nothing is waited for.
    let Ok(page) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = match gzip(&page) {
        Some(smaller) => {
            head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            head.headers.append(VARY, HeaderValue::from_static("accept-encoding"));
            head.headers.remove(CONTENT_LENGTH);
            smaller
        }
        None => page,
    };
    Response::from_parts(head, Body::from(page))
}

/// Tells whether a browser takes gzip (RFC 9110, 12.5.3); what it says in another way is left to the layer around.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|list| list.to_str().ok());
    let mut codings =
        lists.flat_map(|list| list.split(',')).map(|coding| coding.split_once(';').unwrap_or((coding, "")));
    codings.any(|(name, weight)| name.trim().eq_ignore_ascii_case("gzip") && weight.trim().is_empty())
}

fn gzip(page: &[u8]) -> Option<Bytes> {
    GZIP.with_borrow_mut(|gzip| {
        gzip.reset();
        let mut smaller = Vec::with_capacity(page.len() / 3 + 512);
        loop {
            let done = usize::try_from(gzip.total_in()).ok()?;
            match gzip.compress_vec(page.get(done..)?, &mut smaller, FlushCompress::Finish).ok()? {
                Status::StreamEnd => return Some(smaller.into()),
                Status::Ok | Status::BufError => smaller.reserve(page.len() / 3 + 512),
            }
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn a_page_comes_back_as_it_was_whatever_was_compressed_before_it() {
        let noise: String = (0..30_000_u64).map(|n| char::from(b' ' + (n * n * 7919 % 89) as u8)).collect();
        for page in ["", "x", &"<td class=\"from\">Anna</td>\n".repeat(3_000), &noise, "x"] {
            let smaller = gzip(page.as_bytes()).unwrap();
            let mut back = String::new();
            flate2::read::GzDecoder::new(&smaller[..]).read_to_string(&mut back).unwrap();
            assert_eq!(back, page);
        }
    }

    #[test]
    fn only_who_takes_gzip_gets_it() {
        for (said, taken) in [
            ("gzip", true),
            ("br, GZip , deflate", true),
            ("gzip;q=0", false),
            ("gzip;q=0.5", false),
            ("br", false),
            ("", false),
            ("x-gzip", false),
            ("identity", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, said.parse().unwrap())]);
            assert_eq!(takes_gzip(&headers), taken, "{said}");
        }
    }
}
