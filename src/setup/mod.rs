//! Server settings for mail programs; needs no sign-in.

mod page;

#[cfg(test)]
pub(crate) use page::{SetupPage, SetupRow};

use crate::app::App;
use crate::web::{self, Error, Path, see_other};
use axum::Router;
use axum::routing::get;

/// Returns the URLs of the setup pages.
pub fn routes() -> Router<App> {
    Router::new().route("/setup", get(page::show)).route("/setup/{program}", get(program))
}

/// Leads to the article about a mail program.
async fn program(Path(program): Path<String>) -> web::Result {
    match program.as_str() {
        "apple-mail" => Ok(see_other("/help/apple-mail", None)),
        _ => Err(Error::NotFound),
    }
}
