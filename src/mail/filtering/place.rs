//! Where marked mail goes: into the owner's Spam folder, else into one that the script makes.

use crate::imap::ListedMailbox;
use crate::mail::types::role;
use crate::mail::{Account, Error, Result, Role};
use std::collections::BTreeMap;

/// What a Spam folder is called where there is none yet.
const USUAL: &str = "Spam";

/// A folder for marked mail, by its whole name in UTF-8, as scripts write it (RFC 5228, 4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// It is there.
    There(String),
    /// It is not there, and would be found once it was made (`:create`, RFC 5490, 3.2).
    ToMake(String),
    /// It is not there, and nothing tells how the server would want it to be called.
    Unknown,
}

impl Place {
    /// Finds it; changes nothing.
    ///
    /// # Errors
    /// When the mailbox cannot be asked.
    pub async fn of(account: &Account) -> Result<Self> {
        let mail = account.mail();
        match mail.find(Role::Spam).await {
            Ok(mailbox) => return Ok(Self::There(mailbox.name.decoded())),
            Err(Error::NoSuchRole(_)) => {}
            Err(error) => return Err(error),
        }
        // It may have been made a moment ago.
        let (listed, pins) = (mail.listed_anew().await?, &account.server().pins);
        let mailboxes = role::assign(listed.clone(), pins);
        Ok(match mailboxes.into_iter().find(|mailbox| mailbox.role == Some(Role::Spam)) {
            Some(mailbox) => Self::There(mailbox.name.decoded()),
            None => usual(&listed, pins).map_or(Self::Unknown, Self::ToMake),
        })
    }

    /// Returns its name, where the script can file into it: whether it can make folders is the server's to say.
    pub fn usable(&self, makes_mailboxes: bool) -> Option<&str> {
        match self {
            Self::There(name) => Some(name),
            Self::ToMake(name) => makes_mailboxes.then_some(name),
            Self::Unknown => None,
        }
    }
}

/// Names the folder as the host does, else as is usual, beside the owner's other folders: at the top, or below INBOX where the server
/// wants all of them there.
fn usual(listed: &[ListedMailbox], pins: &BTreeMap<Role, String>) -> Option<String> {
    if let Some(pin) = pins.get(&Role::Spam) {
        return Some(pin.clone());
    }
    let prefix = |mailbox: &ListedMailbox| {
        let (name, delimiter) = (mailbox.name.decoded(), mailbox.delimiter?);
        let (top, _) = name.split_once(delimiter)?;
        top.eq_ignore_ascii_case("INBOX").then(|| format!("{top}{delimiter}"))
    };
    let others: Vec<&ListedMailbox> = listed.iter().filter(|mailbox| !mailbox.name.is_inbox()).collect();
    // Trash and the like are the owner's own; other folders may be somebody's who shares them.
    let assigned = role::assign(listed.to_vec(), pins);
    let plays = |listed: &&&ListedMailbox| assigned.iter().any(|own| own.role.is_some() && own.name == listed.name);
    let known = others.iter().find(plays).map(|mailbox| prefix(mailbox));
    let below: Vec<Option<String>> = others.iter().map(|mailbox| prefix(mailbox)).collect();
    let all_alike = below.first().filter(|first| below.iter().all(|other| other == *first)).cloned();
    let prefix = known.or(all_alike)?.unwrap_or_default();
    Some(format!("{prefix}{USUAL}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imap::MailboxName;

    fn named(delimiter: char, names: &[&str]) -> Option<String> {
        let listed = |name: &&str| ListedMailbox {
            name: MailboxName::encode(name),
            delimiter: Some(delimiter),
            attributes: Vec::new(),
            status: None,
        };
        usual(&names.iter().map(listed).collect::<Vec<_>>(), &BTreeMap::new())
    }

    #[test]
    fn a_folder_that_is_to_be_made_stands_beside_the_others() {
        assert_eq!(named('/', &["INBOX", "Trash"]).as_deref(), Some("Spam"));
        assert_eq!(named('.', &["INBOX", "INBOX.Trash"]).as_deref(), Some("INBOX.Spam"));
        assert_eq!(named('/', &["Inbox", "Inbox/Work"]).as_deref(), Some("Inbox/Spam"));
        assert_eq!(named('.', &["INBOX", "INBOX.Trash", "shared.ben"]).as_deref(), Some("INBOX.Spam"));
        assert_eq!(named('/', &["INBOX", "INBOX/Work", "Sent"]).as_deref(), Some("Spam"));
    }

    #[test]
    fn where_nothing_tells_where_folders_stand_none_is_named() {
        assert_eq!(named('.', &["INBOX"]), None);
        assert_eq!(named('.', &["INBOX", "INBOX.Work", "shared.ben"]), None);
    }

    #[test]
    fn the_host_decides_what_it_is_called() {
        let pins = BTreeMap::from([(Role::Spam, "Quarantine".to_owned())]);
        assert_eq!(usual(&[], &pins).as_deref(), Some("Quarantine"));
    }
}
