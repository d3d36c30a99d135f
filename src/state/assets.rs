//! Files of `static/`: in the binary, named by their content, kept by browsers for ever.

use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// One file.
#[derive(Debug)]
pub struct Asset {
    /// What it is.
    pub media_type: String,
    /// What is in it.
    pub octets: Cow<'static, [u8]>,
}

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

    /// Returns a file.
    pub fn file(&self, name: &str) -> Option<Asset> {
        let file = Files::get(name)?;
        Some(Asset { media_type: file.metadata.mimetype().to_owned(), octets: file.data })
    }

    /// Returns the URL of a file.
    pub fn url(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }
}
