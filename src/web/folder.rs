//! The folders that have pages: the three of the navigation, as `{box}` in URLs, and every other as `/folder/{name}`.

use crate::i18n::Locale;
use crate::mail::{Mailbox, MailboxName, Role};
use axum::http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What stands as it is in a part of a path: the unreserved characters of RFC 3986, 2.3.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What the paths of other folders begin with.
const OTHERS: &str = "folder";

/// Names the folder a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// `/inbox`
    Inbox,
    /// `/spam`
    Spam,
    /// `/trash`
    Trash,
    /// `/folder/{name}`: any other mailbox, and the part it plays for its owner.
    Other(MailboxName, Option<Role>),
}

impl Folder {
    /// Those of the navigation, in its order.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::Spam, Self::Trash];

    /// Reads the beginning of a path, and returns what stands behind the folder.
    fn leading(path: &str) -> Option<(Self, &str)> {
        let path = path.strip_prefix('/')?;
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        if first != OTHERS {
            return Self::ALL.into_iter().find(|folder| folder.slug() == first).map(|folder| (folder, rest));
        }
        let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let octets: Vec<u8> = percent_decode_str(name).collect();
        (!octets.is_empty()).then(|| (Self::Other(MailboxName::from_wire(octets), None), rest))
    }

    /// Reads the first part of a path; of a folder by its name alone it is not known whether it is there.
    pub fn of(uri: &Uri) -> Option<Self> {
        Self::leading(uri.path()).map(|(folder, _)| folder)
    }

    /// Returns what stands behind the folder in a path.
    pub(super) fn rest(uri: &Uri) -> Option<&str> {
        Self::leading(uri.path()).map(|(_, rest)| rest)
    }

    /// Returns the folder that a mailbox is.
    pub fn holding(name: &MailboxName, role: Option<Role>) -> Self {
        match role {
            Some(Role::Inbox) => Self::Inbox,
            Some(Role::Spam) => Self::Spam,
            Some(Role::Trash) => Self::Trash,
            _ if name.is_inbox() => Self::Inbox,
            other => Self::Other(name.clone(), other),
        }
    }

    /// Returns the folder that a mailbox is.
    pub fn of_mailbox(mailbox: &Mailbox) -> Self {
        Self::holding(&mailbox.name, mailbox.role)
    }

    /// Returns the word for what is the same for all folders of a kind; also the navigation item.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Spam => "spam",
            Self::Trash => "trash",
            Self::Other(..) => OTHERS,
        }
    }

    /// Returns the path of its list.
    pub fn path(&self) -> String {
        match self {
            Self::Other(name, _) => format!("/{OTHERS}/{}", percent_encode(name.wire(), ESCAPED)),
            known => format!("/{}", known.slug()),
        }
    }

    /// Returns what people call it, rather than `INBOX.Sent`.
    pub fn name(&self, l: &Locale) -> String {
        match self {
            Self::Inbox => l.t("folder-inbox"),
            Self::Spam => l.t("folder-spam"),
            Self::Trash => l.t("folder-trash"),
            Self::Other(_, Some(Role::Sent)) => l.t("folder-sent"),
            Self::Other(_, Some(Role::Drafts)) => l.t("folder-drafts"),
            Self::Other(_, Some(Role::Archive)) => l.t("folder-archive"),
            Self::Other(name, _) => {
                let name = name.decoded();
                let below = name.strip_prefix("INBOX.").or_else(|| name.strip_prefix("INBOX/"));
                below.filter(|rest| !rest.is_empty()).unwrap_or(&name).to_owned()
            }
        }
    }

    /// Returns the part the mailbox plays, where it plays one.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Inbox => Some(Role::Inbox),
            Self::Spam => Some(Role::Spam),
            Self::Trash => Some(Role::Trash),
            Self::Other(_, role) => *role,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_found_again_by_its_path_whatever_its_name_is() {
        for name in
            [&b"Sent"[..], b"INBOX.Old mail", b"Work/2026", b"Entw&APw-rfe", b"M\xfcll", b"100%", b"a?b#c", b"folder"]
        {
            let folder = Folder::Other(MailboxName::from_wire(name), None);
            let uri: Uri = format!("{}/1-2/body?x=/spam", folder.path()).parse().unwrap();
            assert_eq!((Folder::of(&uri), Folder::rest(&uri)), (Some(folder), Some("1-2/body")));
        }
        let path = |wire: &str| Folder::Other(MailboxName::from_wire(wire), None).path();
        assert_eq!(path("Entw&APw-rfe/a b"), "/folder/Entw%26APw-rfe%2Fa%20b");
        for (path, folder) in [
            ("/spam", Some(Folder::Spam)),
            ("/spam/9-4/raw", Some(Folder::Spam)),
            ("/folder", None),
            ("/folder/", None),
            ("/other/9-4", None),
        ] {
            assert_eq!(Folder::of(&path.parse().unwrap()), folder, "{path}");
        }
    }
}
