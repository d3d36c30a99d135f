//! The verbs that move: not spam, restore, this is spam, to Trash.

use super::bulk_action::{FlagChanges, Operation, Selection};
use crate::imap::{Flag, FlagChange, MailboxName};
use crate::mail::account::work::Mail;
use crate::mail::{Error, Mailbox, Outcome, Result, Role, UidSet, UidValidity, Verb};

/// Both spellings of "not spam" are set and both of "spam" cleared: the registered keywords (RFC 8621, 4.1.1), and those of
/// Thunderbird and Apple. Unread, so that the owner sees it; not marked for deletion, or another program's expunge takes it.
pub(in crate::mail) const NOT_SPAM: &[(FlagChange, &str)] = &[
    (FlagChange::Set, "$NotJunk"),
    (FlagChange::Set, "NonJunk"),
    (FlagChange::Clear, "$Junk"),
    (FlagChange::Clear, "Junk"),
    (FlagChange::Clear, Flag::SEEN),
    (FlagChange::Clear, Flag::DELETED),
];

const SPAM: &[(FlagChange, &str)] = &[
    (FlagChange::Set, "$Junk"),
    (FlagChange::Set, "Junk"),
    (FlagChange::Clear, "$NotJunk"),
    (FlagChange::Clear, "NonJunk"),
];

const WANTED: &[(FlagChange, &str)] = &[(FlagChange::Clear, Flag::DELETED)];

impl Mail {
    /// Says what a verb does on the server; those that move to Spam or Trash need such a mailbox.
    pub(in crate::mail) async fn operation(&self, verb: Verb) -> Result<Operation> {
        let moved_to = async |role, changes| {
            let target = self.find(role).await?.name;
            Ok::<_, Error>(Operation::Move { target, changes: FlagChanges::These(changes) })
        };
        Ok(match verb {
            // What goes back is told by its records: [`Mail::put_back`].
            Verb::Undo => return Err(Error::Gone),
            Verb::Delete | Verb::Empty | Verb::Clean => Operation::Delete,
            Verb::Rescue => Operation::Move { target: MailboxName::inbox(), changes: FlagChanges::These(NOT_SPAM) },
            Verb::Restore => Operation::Move { target: MailboxName::inbox(), changes: FlagChanges::These(WANTED) },
            Verb::Trash => moved_to(Role::Trash, WANTED).await?,
            Verb::Spam => moved_to(Role::Spam, SPAM).await?,
            Verb::Read => Operation::Flag { change: FlagChange::Set, flags: Flag::SEEN },
        })
    }

    /// Makes sure that there is a mailbox for what a verb moves.
    ///
    /// # Errors
    /// [`Error::NoSuchRole`].
    pub async fn has_target(&self, verb: Verb) -> Result<()> {
        self.operation(verb).await.map(drop)
    }

    /// Moves messages out of Spam into INBOX, as mail that is not spam.
    ///
    /// The target is the literal `INBOX`: filters learn "not spam" from moves there (docker-mailserver learns from no other).
    ///
    /// # Errors
    /// Only when nothing was begun; see [`Outcome`] for all else.
    pub async fn rescue(&self, spam: &Mailbox, uid_validity: UidValidity, uids: UidSet) -> Result<Outcome> {
        let operation = self.operation(Verb::Rescue).await?;
        self.run_bulk_action(spam, uid_validity, Selection::Uids(uids), operation).await
    }

    /// Sets `\Seen`.
    ///
    /// # Errors
    /// As [`Mail::rescue`].
    pub async fn mark_read(&self, mailbox: &Mailbox, uid_validity: UidValidity, uids: UidSet) -> Result<Outcome> {
        let operation = self.operation(Verb::Read).await?;
        self.run_bulk_action(mailbox, uid_validity, Selection::Uids(uids), operation).await
    }
}
