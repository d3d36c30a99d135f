//! Ways to set up a mail program, as the pages list them.

use super::program::Program;
use super::protocol::Protocol;
use super::system::System;
use crate::articles::with_address;
use crate::config::Server;
use crate::i18n::Locale;
use crate::mail::Address;
use crate::web::Link;

/// A program and where its steps are.
pub(crate) struct Way {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) about: String,
}

impl Way {
    pub(super) fn of(program: Program, l: &Locale, address: Option<&Address>) -> Self {
        let href = page_of(program, Protocol::Imap, address);
        Self { href, name: l.t(program.name()), about: l.t(program.about()) }
    }
}

/// Returns where the steps of a program are, for an address and a way to collect mail.
pub(super) fn page_of(program: Program, protocol: Protocol, address: Option<&Address>) -> String {
    let query = if protocol == Protocol::Pop { "?protocol=pop" } else { "" };
    with_address(&format!("/setup/{}{query}", program.slug()), address)
}

/// The file that sets up a device of Apple's, and what to press after it has been loaded.
pub(crate) struct ProfileOffer {
    pub(crate) button: Link,
    /// The same for POP, where there is POP.
    pub(crate) other: Option<Link>,
    pub(crate) steps: Vec<String>,
}

impl ProfileOffer {
    /// Offers the file for an address; nothing where its server has no way to send mail, which the file has to name.
    pub(super) fn of(
        system: System,
        l: &Locale,
        address: Option<&Address>,
        server: Option<&Server>,
        protocol: Protocol,
    ) -> Option<Self> {
        let (address, server) = address.zip(server.filter(|server| server.smtp.is_some()))?;
        protocol.incoming(server)?;
        let file = |protocol: Protocol| {
            with_address(&format!("/setup/apple.mobileconfig?protocol={}", protocol.slug()), Some(address))
        };
        let keys = match system {
            System::Mac => ["setup-profile-mac-open", "setup-profile-mac-install", "setup-profile-mac-password"],
            _ => ["setup-profile-phone-allow", "setup-profile-phone-install", "setup-profile-phone-password"],
        };
        let is_imap = protocol == Protocol::Imap;
        let other = server.pop.as_ref().filter(|_| is_imap);
        Some(Self {
            button: Link { href: file(protocol), text: l.t("setup-profile-button") },
            other: other.map(|_| Link { href: file(Protocol::Pop), text: l.t("setup-profile-pop") }),
            steps: keys.map(|key| l.t(key)).to_vec(),
        })
    }
}
