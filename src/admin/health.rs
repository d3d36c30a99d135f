//! How the mail servers are.

use crate::i18n::Locale;
use crate::mail::{Pulse, Requirement};
use crate::state::AppState;
use futures_util::future::join_all;
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::timeout;

/// How long the page waits for servers that do not answer; then it tells what was known before.
const PATIENCE: Duration = Duration::from_secs(2);

/// One mail server.
#[derive(Debug, Clone)]
pub struct ServerRow {
    /// Host and port.
    pub place: String,
    /// The domains it serves.
    pub domains: String,
    /// Whether it answered when it was last asked; `None` where nobody has asked.
    pub is_up: Option<bool>,
    /// Since when, and when it was asked.
    pub told: String,
    /// What it says it can do; `None` where nobody has signed in.
    pub capabilities: Option<String>,
    /// What it cannot do, and what is done instead.
    pub missing: Vec<Requirement>,
}

/// Asks each server for its greeting, unless that was a moment ago, and tells how they are.
pub async fn servers(state: &AppState, l: &Locale) -> Vec<ServerRow> {
    let asked = join_all(state.servers().map(|(_, server)| server.feel_pulse()));
    // What is known by then is told below.
    let _ = timeout(PATIENCE, asked).await;
    let row = |(config, server): (&crate::config::Server, &std::sync::Arc<crate::mail::Server>)| {
        let (pulse, told) = (server.pulse(), server.told());
        ServerRow {
            place: format!("{}:{}", config.imap.host, config.imap.port),
            domains: config.domains.join(", "),
            is_up: pulse.map(|pulse| pulse.is_up),
            told: since(l, pulse),
            capabilities: told.as_ref().map(|(words, _)| words.join(" ")),
            missing: told.into_iter().flat_map(|(_, needs)| needs).filter(|need| !need.there).collect(),
        }
    };
    state.servers().map(row).collect()
}

fn since(l: &Locale, pulse: Option<Pulse>) -> String {
    let Some(pulse) = pulse else { return l.t("admin-server-unasked") };
    let moment = |time| Timestamp::try_from(time).map(|time| l.moment(&time)).unwrap_or_default();
    let args = [("since", moment(pulse.since).into()), ("asked", moment(pulse.asked).into())];
    if pulse.is_up { l.with("admin-server-up", &args) } else { l.with("admin-server-away", &args) }
}
