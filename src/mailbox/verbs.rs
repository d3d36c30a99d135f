//! What the buttons below a list and a message do. Each answers 303 to the list, which says what happened; from the page of a
//! message the way goes on to where its form says.

use crate::mail::{Mail, Mailbox, Outcome};
use crate::web::{self, Flash, Folder, Form, SelectionForm, SignedIn, Verb, report, report_freed, see_other};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;

/// Finds the folder that a form was about, and makes sure that the form was drawn for it and its owner.
pub(super) async fn at(folder: Folder, user: &SignedIn, form: &SelectionForm) -> web::Result<(Mail, Mailbox)> {
    let mail = user.account.mail();
    let mailbox = mail.find(folder.role()).await?;
    user.check_seal(&mailbox, form.uid_validity, &form.seal)?;
    Ok((mail, mailbox))
}

/// Goes on when all is done; else back to the list, where the messages still stand.
fn on(folder: Folder, flash: Flash, outcome: &Outcome, form: &SelectionForm) -> web::Result {
    let done = outcome.left == 0 && outcome.unknown == 0;
    Ok(see_other(&if done { form.onward(folder) } else { form.back(folder) }, Some(flash)))
}

/// "Not spam".
pub async fn rescue(user: SignedIn, Form(form): Form<SelectionForm>) -> web::Result {
    let (mail, spam) = at(Folder::Spam, &user, &form).await?;
    let outcome = mail.rescue(&spam, form.uid_validity, form.uid.clone()).await?;
    on(Folder::Spam, report(Verb::Rescue, &outcome, &user.visit.locale), &outcome, &form)
}

/// "Put back in the Inbox".
pub async fn restore(user: SignedIn, Form(form): Form<SelectionForm>) -> web::Result {
    let (mail, trash) = at(Folder::Trash, &user, &form).await?;
    let outcome = mail.restore(&trash, form.uid_validity, form.uid.clone()).await?;
    on(Folder::Trash, report(Verb::Restore, &outcome, &user.visit.locale), &outcome, &form)
}

/// "Delete for good", in Spam and Trash.
pub async fn delete_for_good(folder: Folder, user: SignedIn, Form(form): Form<SelectionForm>) -> web::Result {
    let (mail, mailbox) = at(folder, &user, &form).await?;
    let outcome = mail.delete_for_good(&mailbox, form.uid_validity, form.uid.clone()).await?;
    on(folder, report_freed(Verb::Delete, &outcome, &user).await, &outcome, &form)
}

/// "Delete", in the Inbox.
pub async fn delete_to_trash(user: SignedIn, Form(form): Form<SelectionForm>) -> web::Result {
    let (mail, inbox) = at(Folder::Inbox, &user, &form).await?;
    let outcome = mail.delete_to_trash(&inbox, form.uid_validity, form.uid.clone()).await?;
    on(Folder::Inbox, report(Verb::Trash, &outcome, &user.visit.locale), &outcome, &form)
}

/// "This is spam".
pub async fn report_spam(user: SignedIn, Form(form): Form<SelectionForm>) -> web::Result {
    let (mail, inbox) = at(Folder::Inbox, &user, &form).await?;
    let outcome = mail.report_spam(&inbox, form.uid_validity, form.uid.clone()).await?;
    on(Folder::Inbox, report(Verb::Spam, &outcome, &user.visit.locale), &outcome, &form)
}

/// "Mark as read". To the script, which asks quietly, 204 or 502: a flash would turn up on some later page.
pub async fn mark_read(user: SignedIn, Form(form): Form<SelectionForm>) -> web::Result {
    let (mail, inbox) = at(Folder::Inbox, &user, &form).await?;
    let outcome = mail.mark_read(&inbox, form.uid_validity, form.uid.clone()).await?;
    if form.quiet {
        let known = outcome.left == 0 && outcome.unknown == 0;
        return Ok(if known { StatusCode::NO_CONTENT } else { StatusCode::BAD_GATEWAY }.into_response());
    }
    on(Folder::Inbox, report(Verb::Read, &outcome, &user.visit.locale), &outcome, &form)
}
