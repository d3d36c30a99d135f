//! How the reader wants to see a message, as it stands in the query of its URLs.

use crate::mail::{Links, Shown};
use crate::web::Folder;

/// Says which links the reader wants.
#[derive(Debug, serde::Deserialize)]
pub struct LinksQuery {
    /// `live` makes links of Spam links again.
    #[serde(default)]
    links: String,
}

impl LinksQuery {
    /// Decides what becomes of links: in Spam they are text until the reader asks.
    pub(super) fn links(&self, folder: &Folder) -> Links {
        if *folder == Folder::Spam && self.links != "live" { Links::Dead } else { Links::Live }
    }
}

/// Says how the reader wants to see a message.
#[derive(Debug, serde::Deserialize)]
pub struct ReadingQuery {
    /// `text` or `formatted`; anything else is what the folder is for.
    #[serde(default)]
    view: String,
    #[serde(flatten)]
    links: LinksQuery,
}

impl ReadingQuery {
    /// Decides what becomes of links.
    pub(super) fn links(&self, folder: &Folder) -> Links {
        self.links.links(folder)
    }

    /// Decides how it is shown: in Spam the first view is the safe one.
    pub(super) fn shown(&self, folder: &Folder) -> Shown {
        match (self.view.as_str(), folder) {
            ("text", _) => Shown::Text,
            ("formatted", _) => Shown::Formatted,
            (_, Folder::Spam) => Shown::Text,
            _ => Shown::Formatted,
        }
    }
}
