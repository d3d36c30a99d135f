//! The toolbox of the features: who asks, typed input, pages, errors, redirects, cookies, headers, assets.
//!
//! It knows [`crate::state::AppState`], for an extractor needs to ask who is signed in.

mod assets;
mod begin_job;
mod client;
mod compression;
mod cookie;
mod disposition;
mod error;
mod error_page;
mod fields;
mod flash;
mod folder;
mod holding_body;
mod input;
mod job_notice;
mod message_name;
mod open_folder;
mod origin;
mod page;
mod placeholders;
mod quota;
mod refused;
mod report;
mod request_limits;
mod request_log;
mod room;
mod seal;
mod security_headers;
mod selection_form;
mod url;
mod view;
mod visit;
mod wait;

pub use crate::mail::loggable;
pub use assets::serve as serve_asset;
pub use client::Client;
pub use compression::compress_pages;
pub use cookie::{RandomName, SessionCookie, SiteCookie};
pub use disposition::{Disposition, disposition};
pub use error::{Error, Result};
#[cfg(test)]
pub(crate) use error_page::ErrorPage;
pub use error_page::pages as error_pages;
pub use flash::{Flash, FlashSentence, FlashText, Tone, middleware as flash_middleware};
pub use folder::Folder;
pub use holding_body::HoldingBody;
pub use input::{Form, Path, Query, from_text};
pub use job_notice::{JobNotice, folder_of, is_good, job_notice, job_title};
pub use message_name::{MessageName, Section};
pub use open_folder::{FolderForm, OpenFolder};
pub use origin::{PublicUrl, check as check_origin, check_own_host};
pub use page::{Layout, Link, page, page_with, see_other};
pub use placeholders::{AddressQuery, placeholders};
pub use quota::quota_args;
pub use refused::tell_refused;
pub use report::{report, report_freed, storage_now};
pub use request_limits::limit_requests;
pub use request_log::{RequestNumber, log_request};
pub use room::{RoomNotice, put_warning_away};
pub use security_headers::{no_store, security_headers};
pub use selection_form::SelectionForm;
pub use url::{encoded, safe_next, split_behind_at};
pub use view::{ViewQuery, all_path, list_path, message_path, sort_word};
pub use visit::{SignedIn, Visit};
pub use wait::minutes;
