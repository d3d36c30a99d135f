//! `postern probe ADDRESS`: signs in to the server of an address and prints what it can do, one fact a line.

use crate::config::Config;
use crate::mail::{Account, Address, Error, ServerReport};
use crate::state;
use secrecy::SecretString;
use std::fmt::Write as _;
use std::sync::Arc;

/// Says how much of the product works with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// All of it, without anything done instead.
    Full,
    /// All or most of it, some of it in a roundabout way.
    Degraded,
    /// Nobody can sign in.
    NoSignIn,
}

/// Signs in and tells what was found.
pub async fn run(config: &Config, address: &str, password: SecretString) -> (Grade, String) {
    let failed = |why: String| (Grade::NoSignIn, format!("sign-in: {why}\n"));
    let Ok(address) = Address::parse(address) else { return failed("this is not an e-mail address".into()) };
    let Some(server) = config.server_for(address.domain()) else {
        return failed(format!("no [[server]] for {}", address.domain()));
    };
    let shown = format!("{}:{} ({})", server.imap.host, server.imap.port, server.imap.security.word());
    let server = Arc::new(state::mail_server(config, server));
    let account = Account::new(server.clone(), address, password);
    let facts = facts(&account).await;
    server.shut_down().await;
    match facts {
        Ok(facts) => tell(&shown, &facts),
        Err(error) => failed(format!("{shown}: {error}")),
    }
}

async fn facts(account: &Account) -> Result<ServerReport, Error> {
    account.sign_in().await?;
    account.mail().facts().await
}

fn tell(server: &str, facts: &ServerReport) -> (Grade, String) {
    let mut told = format!("server: {server}\ncapabilities: {}\n", facts.capabilities.join(" "));
    for mailbox in facts.overview.mailboxes.iter().filter(|mailbox| mailbox.role.is_some()) {
        let role = mailbox.role.map(|role| format!("{role:?}").to_lowercase()).unwrap_or_default();
        let _ = writeln!(told, "{role}: {}", mailbox.display_name());
    }
    let _ = match facts.overview.storage {
        Some(storage) => writeln!(told, "quota: {} of {} octets", storage.used, storage.limit),
        None => writeln!(told, "quota: none"),
    };
    for need in facts.needs.iter().filter(|need| !need.there) {
        let _ = writeln!(told, "missing {}: {}", need.extension, need.instead);
    }
    let has = |role| facts.overview.mailbox(role).is_some();
    let whole =
        facts.needs.iter().all(|need| need.there) && has(crate::mail::Role::Spam) && has(crate::mail::Role::Trash);
    (if whole { Grade::Full } else { Grade::Degraded }, told)
}
