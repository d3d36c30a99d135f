//! One message.

mod body;
mod download;
mod event;
mod files;
mod images;
mod page;
mod preview;
mod reading_query;
mod show;
#[cfg(test)]
mod text_tests;

pub use page::MessagePage;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Where messages are: the folders of the navigation, and every other.
const FOLDERS: [&str; 4] = ["/inbox", "/spam", "/trash", "/folder/{name}"];

/// Returns the URLs of messages.
pub fn routes() -> Router<AppState> {
    let below = |folder: &str| {
        let at = |rest: &str| format!("{folder}/{{message}}{rest}");
        Router::new()
            .route(&at(""), get(show::show))
            .route(&at("/body"), get(body::body))
            .route(&at("/images"), post(images::decide))
            .route(&at("/headers"), get(download::headers))
            .route(&at("/preview/{section}"), get(preview::preview))
            .route(&at("/raw"), get(download::raw))
            .route(&at("/part/{section}"), get(download::part))
    };
    FOLDERS.iter().map(|folder| below(folder)).fold(Router::new(), Router::merge)
}
