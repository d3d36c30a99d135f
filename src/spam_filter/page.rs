//! `/spam/filter`: what the mail server does with marked mail, and the button that changes it.

use crate::mail::{Filing, FilterState, Turn};
use crate::web::{self, Error, Flash, Form, Layout, SignedIn, Tone, see_other};
use askama::Template;

const PATH: &str = "/spam/filter";

/// Shows `/spam/filter`.
#[derive(Debug, Clone, Template)]
#[template(path = "spam_filter/filter.html")]
pub struct FilterPage {
    /// The frame.
    pub layout: Layout,
    /// What the mail server does; `None` where the host has given us no switch.
    pub state: Option<FilterState>,
    /// The provider's own page with a switch, where there is one.
    pub panel: Option<String>,
    /// What the provider says of it in plain text, if anything.
    pub text: Option<String>,
    /// Binds the forms to their owner.
    pub seal: String,
}

/// What the buttons carry.
#[derive(Debug, serde::Deserialize)]
pub struct FilterForm {
    on: String,
    #[serde(default)]
    seal: String,
}

/// Shows what the mail server does with marked mail; changes nothing.
pub(super) async fn show(user: SignedIn) -> web::Result {
    let state = match user.account.filter_switch() {
        Some(switch) => Some(switch.look().await?),
        None => None,
    };
    let server = user.visit.state.config().server_for(user.account.address().domain());
    let (panel, text) = server.map(|server| (server.spam.panel.clone(), server.spam.text.clone())).unwrap_or_default();
    let (layout, seal) = (user.visit.layout("spam"), user.seal_filter());
    web::page(&FilterPage { layout, state, panel, text, seal })
}

/// Turns the switch.
pub(super) async fn turn(user: SignedIn, Form(form): Form<FilterForm>) -> web::Result {
    user.check_filter_seal(&form.seal)?;
    let (to, flash) = match form.on.as_str() {
        "yes" => (Turn::On, "flash-filter-on"),
        "no" => (Turn::Off, "flash-filter-off"),
        _ => return Err(Error::Field("on".to_owned())),
    };
    let switch = user.account.filter_switch().ok_or(Error::NotFound)?;
    switch.turn(to).await?;
    Ok(see_other(PATH, Some(Flash::saying(Tone::Good, flash))))
}
