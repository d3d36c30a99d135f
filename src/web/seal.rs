//! The seal: a signature that binds a form to the page that drew it: whose mail, which mailbox, and what the page said would go.
//!
//! UIDs and UIDVALIDITYs are small numbers that mean something in every mailbox, so a form that was drawn for one owner would work for
//! another who signs in meanwhile, or in another folder.

use super::{Error, SignedIn, Visit};
use crate::mail::{Account, ListSnapshot, Mailbox, MailboxSnapshot, UidValidity};
use std::fmt::Display;

/// What is sealed, besides whose it is: kept apart from what else is signed here.
const PURPOSE: &str = "form";

impl Visit {
    /// As [`SignedIn::seal_job`].
    pub(super) fn seal_job(&self, account: &Account, id: &str) -> String {
        self.state.signing_key().sign("job", &[account.mailbox_key().as_bytes(), id.as_bytes()])
    }
}

impl SignedIn {
    /// Seals the form of a list or a message: what may go is what its reader picks, in this mailbox and this UIDVALIDITY.
    pub fn seal(&self, mailbox: &Mailbox, uid_validity: UidValidity) -> String {
        self.sign(mailbox, &[&uid_validity])
    }

    /// Asks whether a form of a list or a message was drawn for this owner, this mailbox and this UIDVALIDITY.
    ///
    /// # Errors
    /// [`Error::OtherForm`].
    pub fn check_seal(&self, mailbox: &Mailbox, uid_validity: UidValidity, seal: &str) -> Result<(), Error> {
        self.verify(mailbox, &[&uid_validity], seal)
    }

    /// Seals a form that takes all that a page showed.
    pub fn seal_of(&self, mailbox: &Mailbox, seen: &MailboxSnapshot) -> String {
        self.sign(mailbox, &said(seen))
    }

    /// Asks whether a form that takes all that a page showed was drawn for this owner and this mailbox, and says what the page said.
    ///
    /// # Errors
    /// [`Error::OtherForm`].
    pub fn check_seal_of(&self, mailbox: &Mailbox, seen: &MailboxSnapshot, seal: &str) -> Result<(), Error> {
        self.verify(mailbox, &said(seen), seal)
    }

    /// Seals the form that takes all that a list told the number of.
    pub fn seal_list(&self, mailbox: &Mailbox, listed: &ListSnapshot) -> String {
        self.sign(mailbox, &said_by_list(listed))
    }

    /// Asks whether a form that takes all of a list was drawn for this owner and this mailbox, and says what the list said.
    ///
    /// # Errors
    /// [`Error::OtherForm`].
    pub fn check_list_seal(&self, mailbox: &Mailbox, listed: &ListSnapshot, seal: &str) -> Result<(), Error> {
        self.verify(mailbox, &said_by_list(listed), seal)
    }

    /// Seals the form that stops a job, or takes an action back.
    pub fn seal_job(&self, id: &str) -> String {
        self.visit.seal_job(&self.account, id)
    }

    /// Asks whether such a form was drawn for this owner and this job.
    ///
    /// # Errors
    /// [`Error::OtherForm`].
    pub fn check_job_seal(&self, id: &str, seal: &str) -> Result<(), Error> {
        let parts: [&[u8]; 2] = [&self.account.mailbox_key().into_bytes(), id.as_bytes()];
        let ours = self.visit.state.signing_key().verify("job", &parts, seal);
        if ours { Ok(()) } else { Err(Error::OtherForm) }
    }

    /// Seals the form that turns the spam filter's switch.
    pub fn seal_filter(&self) -> String {
        self.visit.state.signing_key().sign("filter", &[self.account.mailbox_key().as_bytes()])
    }

    /// Asks whether such a form was drawn for this owner.
    ///
    /// # Errors
    /// [`Error::OtherForm`].
    pub fn check_filter_seal(&self, seal: &str) -> Result<(), Error> {
        let owner = self.account.mailbox_key();
        let ours = self.visit.state.signing_key().verify("filter", &[owner.as_bytes()], seal);
        if ours { Ok(()) } else { Err(Error::OtherForm) }
    }

    fn sign(&self, mailbox: &Mailbox, said: &[&dyn Display]) -> String {
        self.with_parts(mailbox, said, |parts| self.visit.state.signing_key().sign(PURPOSE, parts))
    }

    fn verify(&self, mailbox: &Mailbox, said: &[&dyn Display], seal: &str) -> Result<(), Error> {
        let ours = self.with_parts(mailbox, said, |parts| self.visit.state.signing_key().verify(PURPOSE, parts, seal));
        if ours { Ok(()) } else { Err(Error::OtherForm) }
    }

    fn with_parts<T>(&self, mailbox: &Mailbox, said: &[&dyn Display], with: impl FnOnce(&[&[u8]]) -> T) -> T {
        let owner = self.account.mailbox_key();
        let said: Vec<String> = said.iter().map(ToString::to_string).collect();
        let mut parts = vec![owner.as_bytes(), mailbox.name.wire()];
        parts.extend(said.iter().map(|text| text.as_bytes()));
        with(&parts)
    }
}

/// What a list said that all of it is.
fn said_by_list(listed: &ListSnapshot) -> [&dyn Display; 5] {
    [&"all", &listed.uid_validity, &listed.last_uid, &listed.count, &listed.query]
}

/// What a page that asks before a mailbox is emptied said.
fn said(seen: &MailboxSnapshot) -> [&dyn Display; 4] {
    [&seen.uid_validity, seen.last_uid.as_ref().map_or(&"" as &dyn Display, |last| last), &seen.count, &seen.left_out]
}
