//! The lists, of Inbox, Spam, Trash and every other folder, and what their buttons do with the messages that were ticked.

mod checked;
mod confirm_delete;
mod list;
mod originals;
mod page;
mod verbs;
mod words;

pub use confirm_delete::{ConfirmDeletePage, Why};
pub use page::ListPage;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Returns the URLs of the lists.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/inbox", get(list::show))
        .route("/spam", get(list::show))
        .route("/trash", get(list::show))
        .route("/spam/rescue", post(verbs::rescue))
        .route("/spam/delete", post(verbs::delete_for_good))
        .route("/spam/delete/confirm", post(confirm_delete::show))
        .route("/trash/restore", post(verbs::restore))
        .route("/trash/delete", post(verbs::delete_for_good))
        .route("/trash/delete/confirm", post(confirm_delete::show))
        .route("/inbox/delete", post(verbs::delete_to_trash))
        .route("/inbox/spam", post(verbs::report_spam))
        .route("/inbox/read", post(verbs::mark_read))
        .route("/inbox/delete-for-good", post(verbs::delete_for_good))
        .route("/inbox/delete-for-good/confirm", post(confirm_delete::show))
        .route("/folder/{name}", get(list::show))
        .route("/folder/{name}/restore", post(verbs::restore))
        .route("/folder/{name}/delete", post(verbs::delete_to_trash))
        .route("/folder/{name}/delete-for-good", post(verbs::delete_for_good))
        .route("/folder/{name}/delete-for-good/confirm", post(confirm_delete::show))
}
