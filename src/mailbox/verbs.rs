//! What the buttons below a list and a message do. Each answers 303 to the list, which says what happened; from the page of a
//! message the way goes on to where its form says.

use crate::mail::{Mail, Mailbox, Outcome};
use crate::web::{self, Choice, Flash, Form, Place, SignedIn, Verb, report, report_freed, see_other};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;

/// Finds the folder that a form was about, and makes sure that the form was drawn for it and its owner.
pub(super) async fn at(place: Place, user: &SignedIn, choice: &Choice) -> web::Result<(Mail, Mailbox)> {
    let mail = user.account.mail();
    let mailbox = mail.find(place.role()).await?;
    user.check_seal(&mailbox, choice.uid_validity, &choice.seal)?;
    Ok((mail, mailbox))
}

/// Goes on when all is done; else back to the list, where the messages still stand.
fn on(place: Place, flash: Flash, outcome: &Outcome, choice: &Choice) -> web::Result {
    let done = outcome.left == 0 && outcome.unknown == 0;
    Ok(see_other(&if done { choice.onward(place) } else { choice.back(place) }, Some(flash)))
}

/// "Not spam".
pub async fn rescue(user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    let (mail, spam) = at(Place::Spam, &user, &choice).await?;
    let outcome = mail.rescue(&spam, choice.uid_validity, choice.uid.clone()).await?;
    on(Place::Spam, report(Verb::Rescue, &outcome, &user.visit.locale), &outcome, &choice)
}

/// "Put back in the Inbox".
pub async fn restore(user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    let (mail, trash) = at(Place::Trash, &user, &choice).await?;
    let outcome = mail.restore(&trash, choice.uid_validity, choice.uid.clone()).await?;
    on(Place::Trash, report(Verb::Restore, &outcome, &user.visit.locale), &outcome, &choice)
}

/// "Delete for good", in Spam and Trash.
pub async fn delete_for_good(place: Place, user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    let (mail, mailbox) = at(place, &user, &choice).await?;
    let outcome = mail.delete_for_good(&mailbox, choice.uid_validity, choice.uid.clone()).await?;
    on(place, report_freed(Verb::Delete, &outcome, &user).await, &outcome, &choice)
}

/// "Delete", in the Inbox.
pub async fn delete_to_trash(user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    let (mail, inbox) = at(Place::Inbox, &user, &choice).await?;
    let outcome = mail.delete_to_trash(&inbox, choice.uid_validity, choice.uid.clone()).await?;
    on(Place::Inbox, report(Verb::Trash, &outcome, &user.visit.locale), &outcome, &choice)
}

/// "This is spam".
pub async fn report_spam(user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    let (mail, inbox) = at(Place::Inbox, &user, &choice).await?;
    let outcome = mail.report_spam(&inbox, choice.uid_validity, choice.uid.clone()).await?;
    on(Place::Inbox, report(Verb::Spam, &outcome, &user.visit.locale), &outcome, &choice)
}

/// "Mark as read". To the script, which asks quietly, 204 or 502: a flash would turn up on some later page.
pub async fn mark_read(user: SignedIn, Form(choice): Form<Choice>) -> web::Result {
    let (mail, inbox) = at(Place::Inbox, &user, &choice).await?;
    let outcome = mail.mark_read(&inbox, choice.uid_validity, choice.uid.clone()).await?;
    if choice.quiet {
        let known = outcome.left == 0 && outcome.unknown == 0;
        return Ok(if known { StatusCode::NO_CONTENT } else { StatusCode::BAD_GATEWAY }.into_response());
    }
    on(Place::Inbox, report(Verb::Read, &outcome, &user.visit.locale), &outcome, &choice)
}
