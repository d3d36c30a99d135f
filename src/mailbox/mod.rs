//! The lists, Inbox, Spam and Trash, and what their buttons do with the messages that were ticked.

mod confirm_delete;
mod list;
mod page;
mod verbs;
mod words;

pub use confirm_delete::ConfirmDeletePage;
pub use page::ListPage;

use crate::state::AppState;
use crate::web::Folder;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the lists.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/inbox", get(|user, query| list::show(Folder::Inbox, user, query)))
        .route("/spam", get(|user, query| list::show(Folder::Spam, user, query)))
        .route("/trash", get(|user, query| list::show(Folder::Trash, user, query)))
        .route("/spam/rescue", post(verbs::rescue))
        .route("/spam/delete", post(|user, form| verbs::delete_for_good(Folder::Spam, user, form)))
        .route("/spam/delete/confirm", post(|user, form| confirm_delete::show(Folder::Spam, user, form)))
        .route("/trash/restore", post(verbs::restore))
        .route("/trash/delete", post(|user, form| verbs::delete_for_good(Folder::Trash, user, form)))
        .route("/trash/delete/confirm", post(|user, form| confirm_delete::show(Folder::Trash, user, form)))
        .route("/inbox/delete", post(verbs::delete_to_trash))
        .route("/inbox/spam", post(verbs::report_spam))
        .route("/inbox/read", post(verbs::mark_read))
}
