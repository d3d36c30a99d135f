//! `GET /setup/{program}`: a short way for those who know what their mail program is called.

use super::page::{MAX_ADDRESS, SetupQuery};
use crate::articles::with_address;
use crate::web::{self, Error, Path, Query, Visit, encoded, see_other};

/// Programs without an article so far.
const OTHERS: [&str; 9] = [
    "outlook",
    "outlook-classic",
    "thunderbird",
    "gmail",
    "samsung-email",
    "iphone",
    "android",
    "windows-mail",
    "other",
];

/// Leads to the article about a mail program, or to the settings, with the address.
pub async fn lead(visit: Visit, Path(program): Path<String>, Query(asked): Query<SetupQuery>) -> web::Result {
    let typed = asked.address;
    let article = match program.as_str() {
        "apple-mail" => "/help/apple-mail",
        // Whatever was typed: the page there says what is wrong with it.
        other if OTHERS.contains(&other) && (1..=MAX_ADDRESS).contains(&typed.len()) => {
            return Ok(see_other(&format!("/setup?address={}", encoded(&typed)), None));
        }
        other if OTHERS.contains(&other) => "/setup",
        _ => return Err(Error::NotFound),
    };
    Ok(see_other(&with_address(article, visit.served(&typed).as_ref()), None))
}
