//! What a server can do for the product, and what is done instead of what it cannot.

use crate::imap::Capabilities;
use crate::mail::account::owner::Server;
use crate::mail::account::work::Mail;
use crate::mail::{Overview, Result};

/// Says how one need of the product is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// The extension, as in CAPABILITY.
    pub extension: &'static str,
    /// Whether the server has it.
    pub there: bool,
    /// What is done without it.
    pub instead: &'static str,
}

/// Holds what a server told after signing in.
#[derive(Debug)]
pub struct ServerReport {
    /// The words of CAPABILITY.
    pub capabilities: Vec<String>,
    /// What the product needs.
    pub needs: Vec<Requirement>,
    /// The mailboxes and the quota.
    pub overview: Overview,
}

impl Mail {
    /// Asks the server what it can do.
    ///
    /// # Errors
    /// As [`Mail::overview`].
    pub async fn facts(&self) -> Result<ServerReport> {
        let told = self.read(None, |session| {
            let capabilities = session.capabilities().clone();
            Box::pin(async { Ok(capabilities) })
        });
        let capabilities = told.await?;
        let needs = Requirement::all(&capabilities);
        let capabilities = words(&capabilities);
        Ok(ServerReport { capabilities, needs, overview: self.overview().await? })
    }
}

impl Server {
    /// Returns the words of CAPABILITY and what the product makes of them, as the server last told somebody who signed in; `None` where
    /// nobody has since this process began.
    pub fn told(&self) -> Option<(Vec<String>, Vec<Requirement>)> {
        let capabilities = self.pool.pulse().1?;
        Some((words(&capabilities), Requirement::all(&capabilities)))
    }
}

fn words(capabilities: &Capabilities) -> Vec<String> {
    capabilities.words().map(str::to_owned).collect()
}

impl Requirement {
    /// Returns all that the product needs.
    fn all(capabilities: &Capabilities) -> Vec<Self> {
        let need = |extension, there, instead| Self { extension, there, instead };
        vec![
            need(
                "UIDPLUS",
                capabilities.uid_expunge(),
                "other programs' deletion marks are lifted for the moment of EXPUNGE",
            ),
            need("MOVE", capabilities.can_move(), "COPY, count the copies, then expunge the originals"),
            need(
                "SPECIAL-USE",
                capabilities.special_use(),
                "Spam and Trash are found by their names, or pinned by [server] roles",
            ),
            need("LIST-STATUS", capabilities.list_status(), "one STATUS for each mailbox"),
            need("STATUS=SIZE", capabilities.status_size(), "the sizes of the messages are added up"),
            need("QUOTA", capabilities.quota(), "how full the mailbox is cannot be shown"),
            need("ESEARCH", capabilities.esearch(), "search results are read one number at a time"),
            need("SORT", capabilities.sort(), "the newest 2,000 messages are sorted here, and the page says so"),
            need("LITERAL+", capabilities.has("LITERAL+"), "a literal waits for the server's permission"),
        ]
    }
}
