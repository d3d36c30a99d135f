//! Server settings for mail programs; needs no sign-in.

mod page;

#[cfg(test)]
pub(crate) use page::{Problem, SetupPage, SetupRow};

use crate::articles::with_address;
use crate::state::AppState;
use crate::web::{self, Error, Path, Query, Visit, encoded, see_other};
use axum::Router;
use axum::routing::get;
use page::SetupQuery;

/// Programs without an article so far.
const OTHERS: [&str; 5] = ["outlook", "thunderbird", "gmail", "android", "windows-mail"];

/// Returns the URLs of the setup pages.
pub fn routes() -> Router<AppState> {
    Router::new().route("/setup", get(page::show)).route("/setup/{program}", get(program))
}

/// Leads to the article about a mail program, or to the settings, with the address.
async fn program(visit: Visit, Path(program): Path<String>, Query(asked): Query<SetupQuery>) -> web::Result {
    let typed = asked.address;
    let article = match program.as_str() {
        "apple-mail" => "/help/apple-mail",
        // Whatever was typed: the page there says what is wrong with it.
        other if OTHERS.contains(&other) && (1..=page::MAX_ADDRESS).contains(&typed.len()) => {
            return Ok(see_other(&format!("/setup?address={}", encoded(&typed)), None));
        }
        other if OTHERS.contains(&other) => "/setup",
        _ => return Err(Error::NotFound),
    };
    Ok(see_other(&with_address(article, visit.served(&typed).as_ref()), None))
}
