//! The mail programs that have a page of steps, `/setup/{program}`.

use super::system::{Device, System};
use crate::articles::Guide;

/// A mail program, or several that are set up alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Iphone,
    AppleMail,
    Outlook,
    OutlookClassic,
    Thunderbird,
    Gmail,
    SamsungEmail,
    Other,
}

use Program::{AppleMail, Gmail, Iphone, Other, Outlook, OutlookClassic, SamsungEmail, Thunderbird};

impl Program {
    /// All of them, as they stand on the page.
    pub(crate) const ALL: [Self; 8] =
        [Outlook, OutlookClassic, Thunderbird, Iphone, AppleMail, Gmail, SamsungEmail, Other];

    /// Returns the word that stands in the URL.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Iphone => "iphone",
            AppleMail => "apple-mail",
            Outlook => "outlook",
            OutlookClassic => "outlook-classic",
            Thunderbird => "thunderbird",
            Gmail => "gmail",
            SamsungEmail => "samsung-email",
            Other => "other",
        }
    }

    /// Returns the program of a URL.
    pub(super) fn named(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|program| program.slug() == slug)
    }

    /// Returns the nearest program of a word that stood in URLs before.
    pub(super) fn formerly(slug: &str) -> Option<Self> {
        match slug {
            "android" => Some(Gmail),
            "windows-mail" => Some(Outlook),
            "ipad" => Some(Iphone),
            _ => None,
        }
    }

    /// Returns the key of its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Iphone => "setup-program-iphone",
            AppleMail => "setup-program-apple-mail",
            Outlook => "setup-program-outlook",
            OutlookClassic => "setup-program-outlook-classic",
            Thunderbird => "setup-program-thunderbird",
            Gmail => "setup-program-gmail",
            SamsungEmail => "setup-program-samsung-email",
            Other => "setup-program-other",
        }
    }

    /// Returns the key of a sentence by which people recognise it.
    pub(super) fn about(self) -> &'static str {
        match self {
            Iphone => "setup-about-iphone",
            AppleMail => "setup-about-apple-mail",
            Outlook => "setup-about-outlook",
            OutlookClassic => "setup-about-outlook-classic",
            Thunderbird => "setup-about-thunderbird",
            Gmail => "setup-about-gmail",
            SamsungEmail => "setup-about-samsung-email",
            Other => "setup-about-other",
        }
    }

    /// Returns the articles about it, each with the key of the words of a link.
    pub(super) fn articles(self) -> &'static [(Guide, &'static str)] {
        const PHONE: (Guide, &str) = (Guide::PHONE, "setup-trouble-phone");
        const APPLE_MAIL: (Guide, &str) = (Guide::APPLE_MAIL, "setup-trouble-apple-mail");
        match self {
            Iphone => &[APPLE_MAIL, PHONE],
            AppleMail => &[APPLE_MAIL],
            Outlook | OutlookClassic => &[(Guide::OUTLOOK, "setup-trouble-outlook")],
            Thunderbird => &[(Guide::THUNDERBIRD, "setup-trouble-thunderbird")],
            Gmail | SamsungEmail => &[PHONE],
            Other => &[],
        }
    }

    /// Tells on which of Apple's devices it runs, where a profile can set it up.
    pub(super) fn by_profile(self) -> &'static [Device] {
        match self {
            Iphone => &[Device::Handheld],
            AppleMail => &[Device::Mac],
            _ => &[],
        }
    }

    /// Returns the key of the sentence over a drawing of it; it may name the program.
    pub(super) fn drawing(self) -> &'static str {
        match self {
            Iphone | Other => "setup-drawing-screen",
            _ => "setup-drawing",
        }
    }

    /// Returns what is right on a system, the best first.
    pub(super) fn on(system: System) -> &'static [Self] {
        match system {
            System::Iphone | System::Ipad => &[Iphone],
            System::Mac => &[AppleMail, Iphone, Outlook, Thunderbird],
            System::Android => &[Gmail, SamsungEmail],
            System::Windows => &[Outlook, OutlookClassic, Thunderbird],
            System::Linux => &[Thunderbird],
        }
    }
}
