//! The toolbox of the features: who asks, typed input, pages, errors, redirects, cookies, headers, assets.
//!
//! It knows [`crate::state::AppState`], for an extractor needs to ask who is signed in.

mod assets;
mod client;
mod cookie;
mod disposition;
mod error;
mod error_page;
mod fields;
mod flash;
mod headers;
mod input;
mod origin;
mod page;
mod place;
mod report;
mod seal;
mod url;
mod view;
mod visit;
mod watch;

pub use assets::serve as serve_asset;
pub use client::Client;
pub use cookie::{SessionCookie, SiteCookie};
pub use disposition::{Disposition, disposition};
pub use error::{Error, Result};
#[cfg(test)]
pub(crate) use error_page::ErrorPage;
pub use error_page::pages as error_pages;
pub use flash::{Flash, FlashSentence, FlashText, Tone, carry as carry_flash};
pub use headers::{harden, no_store};
pub use input::{Choice, Form, Path, Query, from_text};
pub use origin::{PublicUrl, check as check_origin};
pub use page::{Chrome, Link, page, page_with, see_other};
pub use place::Place;
pub use report::{Verb, report, report_freed};
pub use url::{encoded, halves, safe_next};
pub use view::{ViewQuery, list_path, message_path, sort_word, view_query};
pub use visit::{SignedIn, Visit};
pub use watch::{RequestNumber, loggable, watch};
