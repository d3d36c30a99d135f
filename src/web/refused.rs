//! What the log says of a refused sign-in.

use super::Client;
use crate::state::AppState;

/// What lines about refused sign-ins come from: a name that stays, for filters of the log.
const TARGET: &str = "postern::sign_in";

/// Writes the line by which a host may ban who guesses; `docs/fail2ban.conf` reads it.
pub fn tell_refused(state: &AppState, client: Client, kind: &str) {
    match client {
        Client::One(client) if state.config().log.client_addresses => {
            tracing::warn!(target: TARGET, %kind, %client, "sign-in refused");
        }
        // A shared proxy is not named here: who bans it bans everybody.
        _ => tracing::warn!(target: TARGET, %kind, "sign-in refused"),
    }
}
