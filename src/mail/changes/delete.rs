//! The verbs that delete for good. They never pass through Trash: that would use quota, and would teach the filter that
//! what was deleted from Spam is wanted mail.

use super::bulk_action::{BulkAction, Operation, Selection};
use crate::mail::account::work::Mail;
use crate::mail::{Mailbox, MailboxSnapshot, Outcome, Result, UidSet, UidValidity, Verb};

impl Mail {
    /// Deletes messages for good, in place.
    ///
    /// # Errors
    /// Only when nothing was begun; see [`Outcome`] for all else.
    pub async fn delete_for_good(&self, mailbox: &Mailbox, uid_validity: UidValidity, uids: UidSet) -> Result<Outcome> {
        self.run_bulk_action(mailbox, uid_validity, Selection::Uids(uids), Operation::Delete).await
    }

    /// Deletes for good what the page showed, and nothing newer.
    ///
    /// Messages that another mail program has marked `\Deleted` and not expunged are left to it: it may still want them back.
    ///
    /// # Errors
    /// As [`Mail::delete_for_good`]; [`crate::mail::Error::MailboxChanged`] also when more would go than the page said.
    pub async fn empty(&self, mailbox: &Mailbox, seen: MailboxSnapshot) -> Result<Outcome> {
        let selection = match seen.last_uid {
            Some(last) => Selection::Shown { last, count: seen.count, left_out: seen.left_out },
            None => Selection::Uids(UidSet::default()),
        };
        let action = BulkAction::new(mailbox, seen.uid_validity, selection, Operation::Delete);
        self.run_action(BulkAction { count_as: Some(Verb::Empty), ..action }).await
    }
}
