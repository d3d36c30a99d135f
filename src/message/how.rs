//! How the reader wants to see a message, as it stands in the query of its URLs.

use crate::mail::{Links, Shown};
use crate::web::Place;

/// Says which links the reader wants.
#[derive(Debug, serde::Deserialize)]
pub struct LinksQuery {
    /// `live` makes links of Spam links again.
    #[serde(default)]
    links: String,
}

impl LinksQuery {
    /// Decides what becomes of links: in Spam they are text until the reader asks.
    pub(super) fn links(&self, place: Place) -> Links {
        if place == Place::Spam && self.links != "live" { Links::Dead } else { Links::Live }
    }
}

/// Says how the reader wants to see a message.
#[derive(Debug, serde::Deserialize)]
pub struct HowQuery {
    /// `text` or `formatted`; anything else is what the folder is for.
    #[serde(default)]
    view: String,
    #[serde(flatten)]
    links: LinksQuery,
}

impl HowQuery {
    /// Decides what becomes of links.
    pub(super) fn links(&self, place: Place) -> Links {
        self.links.links(place)
    }

    /// In Spam the first view is the safe one.
    pub(super) fn shown(&self, place: Place) -> Shown {
        match (self.view.as_str(), place) {
            ("text", _) => Shown::Text,
            ("formatted", _) => Shown::Formatted,
            (_, Place::Spam) => Shown::Text,
            _ => Shown::Formatted,
        }
    }
}
