//! The folders that have pages of their own, as `{box}` in URLs.

use crate::i18n::Locale;
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
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::Spam, Self::Trash];

    /// Reads `{box}`.
    fn named(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|folder| folder.slug() == slug)
    }

    /// Reads the first part of a path.
    pub fn of(uri: &Uri) -> Option<Self> {
        uri.path().trim_start_matches('/').split('/').next().and_then(Self::named)
    }

    /// Returns the folder that plays a part; the Inbox for one without pages of its own.
    pub fn playing(role: Role) -> Self {
        Self::ALL.into_iter().find(|folder| folder.role() == role).unwrap_or(Self::Inbox)
    }

    /// Returns `{box}`; also the navigation item.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Spam => "spam",
            Self::Trash => "trash",
        }
    }

    /// Returns what people call it.
    pub fn name(self, l: &Locale) -> String {
        match self {
            Self::Inbox => l.t("folder-inbox"),
            Self::Spam => l.t("folder-spam"),
            Self::Trash => l.t("folder-trash"),
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
