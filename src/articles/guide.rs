//! Which article helps where: the only place that names articles to pages, errors and states of the product.

use std::fmt;

/// An article, perhaps one heading of it. Prints the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guide(&'static str);

macro_rules! guides {
    ($($(#[doc = $doc:literal])+ $name:ident = $path:literal;)+) => {
        impl Guide {
            $($(#[doc = $doc])+ pub const $name: Self = Self($path);)+

            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

guides! {
    /// Why a sign-in fails.
    CANNOT_SIGN_IN = "/help/cannot-sign-in";
    /// What was typed is no address of ours.
    ADDRESS = "/help/cannot-sign-in#the-address";
    /// The password is not right.
    PASSWORD = "/help/cannot-sign-in#the-password";
    /// A mail program still sends an old password.
    PASSWORD_CHANGED = "/help/cannot-sign-in#you-changed-your-password";
    /// Only the sign-in here fails.
    PROGRAM_WORKS = "/help/cannot-sign-in#your-mail-program-works-but-the-sign-in-does-not";
    /// Too many sign-ins failed.
    TOO_MANY_TRIES = "/help/cannot-sign-in#too-many-tries";
    /// The mail server refuses for another reason than the password.
    SERVER_REFUSED = "/help/cannot-sign-in#the-mail-server-refused";
    /// The mail server does not answer.
    SERVER_AWAY = "/help/cannot-sign-in#the-mail-server-is-away";
    /// Too many programs are connected.
    CONNECTIONS = "/help/cannot-sign-in#too-many-connections";
    /// The browser keeps no cookies.
    COOKIES = "/help/cannot-sign-in#cookies-are-off";
    /// The device has another time.
    CLOCK = "/help/cannot-sign-in#the-clock-is-wrong";
    /// The session ended.
    SIGNED_OUT = "/help/cannot-sign-in#you-were-signed-out";
    /// What a mail program sees, and what it does not.
    POP_AND_IMAP = "/help/pop-and-imap";
    /// How the webmail is used.
    USING = "/help/using-webmail";
    /// Its keys.
    KEYS = "/help/using-webmail#keys";
    /// Pictures from elsewhere.
    PICTURES = "/help/using-webmail#pictures-and-links";
    /// How the filter decides.
    SPAM_FILTER = "/help/how-the-spam-filter-works";
    /// Where the filter is switched.
    FILTER_SWITCH = "/help/spam-filter-on-off";
    /// Senders that are not who they say.
    FORGED = "/help/phishing#what-our-warnings-mean";
    /// A mailbox without room.
    FULL = "/help/mailbox-full";
    /// A mailbox in which even deleting needs room.
    FULL_AND_REFUSED = "/help/mailbox-full#if-even-deleting-is-refused";
    /// When a mailbox will be full.
    FORECAST = "/help/mailbox-full#what-full-in-about-40-days-means";
    /// Folders that are cleaned by themselves.
    KEEP_CLEAN = "/help/mailbox-full#keep-it-clean-by-itself";
    /// Mail that a POP program leaves on the server.
    LEAVE_ON_SERVER = "/help/leave-on-server";
    /// What to look at before that is deleted.
    BEFORE_CLEANING = "/help/leave-on-server#before-you-clean-up";
    /// Apple Mail.
    APPLE_MAIL = "/help/apple-mail";
    /// Outlook.
    OUTLOOK = "/help/outlook";
    /// Thunderbird.
    THUNDERBIRD = "/help/thunderbird";
    /// Mail on a phone.
    PHONE = "/help/phone";
    /// Hosts, ports and user names.
    SETTINGS = "/help/server-settings";
    /// A page that is not there, or is asked for in another way.
    NOT_FOUND = "/help/when-something-fails#the-page-does-not-exist";
    /// A form that is refused.
    FORM_REFUSED = "/help/when-something-fails#a-button-is-refused";
    /// A folder or a message is not as the page showed it.
    CHANGED = "/help/when-something-fails#something-changed-in-the-meantime";
    /// Something was done too often.
    TOO_OFTEN = "/help/when-something-fails#you-are-asked-to-wait";
    /// The mail server has no time, or says no.
    SERVER_SAYS_NO = "/help/when-something-fails#the-mail-server-says-no";
    /// It is not known whether something was done.
    NOT_KNOWN = "/help/when-something-fails#it-is-not-certain-whether-it-was-done";
    /// The webmail itself does not work.
    OUR_FAULT = "/help/when-something-fails#the-webmail-itself-has-a-problem";
}

impl Guide {
    /// Returns the article about a page, by its item in the navigation; about the webmail, where it has none of its own.
    pub fn of_page(here: &str) -> Self {
        match here {
            "login" => Self::CANNOT_SIGN_IN,
            "overview" => Self::POP_AND_IMAP,
            "spam" => Self::SPAM_FILTER,
            "storage" => Self::FULL,
            "setup" => Self::SETTINGS,
            _ => Self::USING,
        }
    }

    /// Returns the path.
    pub fn path(self) -> &'static str {
        self.0
    }

    /// Returns the article's name in its URL, and the heading.
    pub fn slug(self) -> (&'static str, Option<&'static str>) {
        let name = self.0.strip_prefix("/help/").unwrap_or_default();
        name.split_once('#').map_or((name, None), |(slug, heading)| (slug, Some(heading)))
    }
}

impl fmt::Display for Guide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
