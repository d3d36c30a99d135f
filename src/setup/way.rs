//! Ways to set up a mail program, as the pages list them.

use super::program::Program;
use super::protocol::Protocol;
use super::system::Device;
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
    pub(super) fn of(program: Program, l: &Locale, protocol: Protocol, address: Option<&Address>) -> Self {
        let href = page_of(program, protocol, address);
        Self { href, name: l.t(program.name()), about: l.t(program.about()) }
    }
}

/// Returns where the steps of a program are, for an address and a way to collect mail.
pub(super) fn page_of(program: Program, protocol: Protocol, address: Option<&Address>) -> String {
    at(&format!("/setup/{}", program.slug()), protocol, address)
}

/// Returns where all ways are, for an address and a way to collect mail.
pub(super) fn all_ways(protocol: Protocol, address: Option<&Address>) -> String {
    at("/setup", protocol, address)
}

fn at(path: &str, protocol: Protocol, address: Option<&Address>) -> String {
    let query = if protocol == Protocol::Pop { "?protocol=pop" } else { "" };
    with_address(&format!("{path}{query}"), address)
}

/// The form that asks whose settings are to be shown.
pub(crate) struct AddressForm {
    /// The page that asks.
    pub(crate) action: String,
    /// What the form carries along.
    pub(crate) protocol: Protocol,
    /// What stands in the field: what was typed, and is no address of ours, or the address whose settings are shown.
    pub(crate) typed: String,
    pub(crate) is_wrong: bool,
}

impl AddressForm {
    /// Leads to a page; where an address is known it asks for another.
    pub(super) fn on(action: String, protocol: Protocol, address: Option<&Address>) -> Self {
        let typed = address.map(ToString::to_string).unwrap_or_default();
        Self { action, protocol, typed, is_wrong: false }
    }
}

/// The file that sets up a device of Apple's, and what to press after it has been loaded.
pub(crate) struct ProfileOffer {
    pub(crate) button: Link,
    /// The same for POP, where there is POP.
    pub(crate) other: Option<Link>,
    /// For each device that it may be: what that is, and what to press there.
    pub(crate) steps: Vec<(String, Vec<String>)>,
}

impl ProfileOffer {
    /// Offers the file for an address on devices of Apple's; nothing where its server has no way to send mail, which the file has to
    /// name.
    pub(super) fn of(
        devices: &[Device],
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
        let words = |keys: [&str; 3]| keys.map(|key| l.t(key)).to_vec();
        let steps = |device: &Device| match device {
            Device::Mac => (
                l.t("setup-profile-mac"),
                words(["setup-profile-mac-open", "setup-profile-mac-install", "setup-profile-mac-password"]),
            ),
            Device::Handheld => (
                l.t("setup-profile-phone"),
                words(["setup-profile-phone-allow", "setup-profile-phone-install", "setup-profile-phone-password"]),
            ),
        };
        let steps: Vec<_> = devices.iter().map(steps).collect();
        if steps.is_empty() {
            return None;
        }
        let is_imap = protocol == Protocol::Imap;
        let other = server.pop.as_ref().filter(|_| is_imap);
        Some(Self {
            button: Link { href: file(protocol), text: l.t("setup-profile-button") },
            other: other.map(|_| Link { href: file(Protocol::Pop), text: l.t("setup-profile-pop") }),
            steps,
        })
    }
}
