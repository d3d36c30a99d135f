//! The folders that have pages of their own, as `{box}` in URLs.

use crate::mail::Role;
use axum::http::Uri;

/// Names the folder a list shows, as `{box}` in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Folder {
    /// `/inbox`
    Inbox,
    /// `/spam`
    Spam,
    /// `/trash`
    Trash,
}

impl Folder {
    /// Reads `{box}`.
    fn named(slug: &str) -> Option<Self> {
        [Self::Inbox, Self::Spam, Self::Trash].into_iter().find(|folder| folder.slug() == slug)
    }

    /// Reads the first part of a path.
    pub fn of(uri: &Uri) -> Option<Self> {
        uri.path().trim_start_matches('/').split('/').next().and_then(Self::named)
    }

    /// Returns `{box}`; also the navigation item.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Spam => "spam",
            Self::Trash => "trash",
        }
    }

    /// Returns the part the mailbox plays.
    pub fn role(self) -> Role {
        match self {
            Self::Inbox => Role::Inbox,
            Self::Spam => Role::Spam,
            Self::Trash => Role::Trash,
        }
    }
}
