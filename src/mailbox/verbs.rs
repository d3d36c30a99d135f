//! What the buttons below a list and a message do. Each answers 303 to the list, which says what happened; from the page of a
//! message the way goes on to where its form says.

use super::originals;
use crate::mail::{Outcome, Verb};
use crate::web::{self, Flash, FolderForm, MessageName, OpenFolder, SelectionForm, report, report_freed, see_other};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;

/// Makes sure that a form was drawn for this folder and its owner.
pub(super) fn checked(form: FolderForm<SelectionForm>) -> web::Result<(OpenFolder, SelectionForm)> {
    let FolderForm { open, form } = form;
    open.user.check_seal(&open.mailbox, form.uid_validity, &form.seal)?;
    Ok((open, form))
}

/// Goes on when all is done; else back to the list, where the messages still stand.
fn go_on(open: &OpenFolder, flash: Flash, outcome: &Outcome, form: &SelectionForm) -> web::Result {
    let done = outcome.left == 0 && outcome.unknown == 0;
    Ok(see_other(&if done { form.onward(open.folder) } else { form.back(open.folder) }, Some(flash)))
}

/// Rescues: "Not spam"; of messages that the filter has wrapped the originals, where the form says so.
pub async fn rescue(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    if form.original {
        let rescued = open.mail.rescue_originals(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
        let flash = originals::told(&rescued, &open.user.visit.locale);
        // A message that could not be unwrapped can still be moved as it is, on its own page.
        return match (originals::untouched(&rescued), form.uid.iter().next()) {
            (true, Some(uid)) if form.uid.len() == 1 => {
                let name = MessageName { uid_validity: form.uid_validity, uid };
                Ok(see_other(&name.path(open.folder), Some(flash)))
            }
            _ => go_on(&open, flash, &rescued.outcome, &form),
        };
    }
    let outcome = open.mail.rescue(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
    go_on(&open, report(Verb::Rescue, &outcome, &open.user.visit.locale), &outcome, &form)
}

/// Restores: "Put back in the Inbox".
pub async fn restore(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    let outcome = open.mail.restore(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
    go_on(&open, report(Verb::Restore, &outcome, &open.user.visit.locale), &outcome, &form)
}

/// Deletes for good, in Spam and Trash.
pub async fn delete_for_good(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    let outcome = open.mail.delete_for_good(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
    go_on(&open, report_freed(Verb::Delete, &outcome, &open.user).await, &outcome, &form)
}

/// Moves to Trash: "Delete", in the Inbox.
pub async fn delete_to_trash(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    let outcome = open.mail.delete_to_trash(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
    go_on(&open, report(Verb::Trash, &outcome, &open.user.visit.locale), &outcome, &form)
}

/// Moves to Spam: "This is spam".
pub async fn report_spam(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    let outcome = open.mail.report_spam(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
    go_on(&open, report(Verb::Spam, &outcome, &open.user.visit.locale), &outcome, &form)
}

/// Marks as read. To the script, which asks quietly, 204 or 502: a flash would turn up on some later page.
pub async fn mark_read(form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form) = checked(form)?;
    let outcome = open.mail.mark_read(&open.mailbox, form.uid_validity, form.uid.clone()).await?;
    if form.quiet {
        let known = outcome.left == 0 && outcome.unknown == 0;
        return Ok(if known { StatusCode::NO_CONTENT } else { StatusCode::BAD_GATEWAY }.into_response());
    }
    go_on(&open, report(Verb::Read, &outcome, &open.user.visit.locale), &outcome, &form)
}
