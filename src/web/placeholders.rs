//! What the articles say of this provider on a page: for the address that the help was opened for, else for the owner's.

use super::Visit;
use crate::articles::Placeholders;
use crate::config::Server;
use crate::mail::{Address, Role};

/// What a link to the help may carry.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct AddressQuery {
    /// As it was typed.
    pub address: String,
}

/// Gathers what is so for the address that was asked for, else for the owner's; without either, what the first server offers.
pub fn placeholders(visit: &Visit, asked: Option<Address>) -> Placeholders {
    let (config, l) = (visit.state.config(), &visit.locale);
    let address = asked.as_ref().or_else(|| visit.account.as_ref().map(|account| account.address()));
    let server: Option<&Server> =
        address.and_then(|address| config.server_for(address.domain())).or(config.servers.first());
    let login = visit.login_name(server, address);
    let days = |role| match server.and_then(|server| server.expires.get(&role)) {
        Some(days) => l.n("help-days", days),
        None => l.t("help-days-unknown"),
    };
    Placeholders {
        brand: config.brand.name.clone(),
        imap: server.map(|server| server.public_imap().clone()),
        pop: server.and_then(|server| server.pop.clone()),
        smtp: server.and_then(|server| server.smtp.clone()),
        spam_days: days(Role::Spam),
        trash_days: days(Role::Trash),
        session_minutes: config.session.idle_minutes,
        session_hours: config.session.absolute_hours,
        login,
        support: config.brand.support_url.clone(),
        unknown: l.t("help-setting-unknown"),
        part: l.t("help-part"),
        asked,
    }
}
