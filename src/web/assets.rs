//! Files of `static/`: in the binary, named by their content, kept by browsers for ever.

use super::Error;
use crate::app::App;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// Knows the URL of every file.
#[derive(Debug, Clone, Default)]
pub struct Assets(BTreeMap<String, String>);

impl Assets {
    /// Names every file: `/static/<the first 12 digits of its SHA-256>/<name>`.
    pub fn load() -> Self {
        let url = |name: &str| {
            let hash = Files::get(name).map(|file| Sha256::digest(&file.data)).unwrap_or_default();
            let digits: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
            format!("/static/{digits}/{name}")
        };
        Self(Files::iter().map(|name| (name.to_string(), url(&name))).collect())
    }

    /// Returns the URL of a file.
    pub fn url(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

/// Serves `/static/{hash}/{name}`, to be kept for ever.
///
/// An old hash gets the new file, for a page drawn before an update may still ask, but not to be kept: after a return to
/// the older version its URL must not hold what is newer.
pub async fn serve(State(app): State<App>, super::Path((hash, name)): super::Path<(String, String)>) -> Response {
    let Some(file) = Files::get(&name) else { return Error::NotFound.into_response() };
    let kind = file.metadata.mimetype().to_owned();
    let current = app.assets().url(&name) == format!("/static/{hash}/{name}");
    let cache = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, cache.to_owned())];
    (headers, file.data.into_owned()).into_response()
}
