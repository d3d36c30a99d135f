//! What the buttons below a list and a message do. Each answers 303 to the list, which says what happened; from the page of a
//! message the way goes on to where its form says. Work on many messages is a job, whose page tells of it.

use super::checked::checked;
use super::confirm_delete::{Why, ask};
use super::originals;
use crate::jobs::{Asked, JobId};
use crate::mail::{Error, MoveRecord, Outcome, StepOptions, UidSet, Verb, Wanted};
use crate::web::{self, Flash, FolderForm, MessageName, OpenFolder, SelectionForm, report, report_freed, see_other};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;

/// Rescues: "Not spam"; of messages that the filter has wrapped the originals, where the form says so.
pub async fn rescue(form: FolderForm<SelectionForm>) -> web::Result {
    act(Verb::Rescue, form).await
}

/// Restores: "Put back in the Inbox".
pub async fn restore(form: FolderForm<SelectionForm>) -> web::Result {
    act(Verb::Restore, form).await
}

/// Deletes for good, in Spam and Trash.
pub async fn delete_for_good(form: FolderForm<SelectionForm>) -> web::Result {
    act(Verb::Delete, form).await
}

/// Moves to Trash: "Delete", in the Inbox.
pub async fn delete_to_trash(form: FolderForm<SelectionForm>) -> web::Result {
    act(Verb::Trash, form).await
}

/// Moves to Spam: "This is spam".
pub async fn report_spam(form: FolderForm<SelectionForm>) -> web::Result {
    act(Verb::Spam, form).await
}

/// Marks as read. To the script, which asks quietly, 204 or 502: a flash would turn up on some later page.
pub async fn mark_read(form: FolderForm<SelectionForm>) -> web::Result {
    act(Verb::Read, form).await
}

async fn act(verb: Verb, form: FolderForm<SelectionForm>) -> web::Result {
    let (open, form, wanted) = checked(form)?;
    let (is_long, waits) = (open.user.is_long(&wanted), verb.destroys() && open.user.grace_seconds() > 0);
    if is_long || waits {
        open.mail.has_target(verb).await?;
        let asked = Asked::new(verb, &open.mailbox, &wanted).originals(form.original);
        let job = open.user.begin_job(asked).await?;
        // A few that wait for their time are told of on the page where they were chosen.
        return Ok(see_other(&if is_long { format!("/jobs/{job}") } else { form.onward(&open.folder) }, None));
    }
    let uids = match wanted {
        Wanted::Chosen(_, uids) => uids,
        all => open.mail.plan(verb, &open.mailbox, &all).await?.uids,
    };
    let record = match verb.can_be_undone() {
        true => recorded(&open, verb, &form, &uids).await,
        false => None,
    };
    if form.original && verb == Verb::Rescue {
        return rescue_originals(&open, &form, uids, record).await;
    }
    let chosen = Wanted::Chosen(form.uid_validity, uids.clone());
    let how = StepOptions { sized: verb.destroys(), goes_on: false, is_all: true };
    let outcome = open.mail.step(verb, &open.mailbox, form.uid_validity, uids, how).await?;
    note_taken(&open, &form, &outcome).await;
    // Nothing can be moved where nothing more goes in; what is deleted in place needs no room.
    if verb == Verb::Trash && outcome.done == 0 && matches!(outcome.trouble, Some(Error::OverQuota(_))) {
        // The list's own seal may be of all that it told the number of.
        let seal = open.user.seal(&open.mailbox, form.uid_validity);
        return ask(open, SelectionForm { seal, ..form }, chosen, Why::NoRoomInTrash);
    }
    if form.quiet {
        let known = outcome.left == 0 && outcome.unknown == 0;
        return Ok(if known { StatusCode::NO_CONTENT } else { StatusCode::BAD_GATEWAY }.into_response());
    }
    let mut flash = match verb.destroys() {
        true => report_freed(verb, &outcome, &open.user).await,
        false => report(verb, &outcome, &open.user.visit.locale),
    };
    flash.undo = offered(&open, record, &outcome).await;
    Ok(go_on(&open, flash, &outcome, &form))
}

/// Writes down how messages are that are about to be moved. Where that fails, they are moved all the same, and it cannot be taken back.
async fn recorded(open: &OpenFolder, verb: Verb, form: &SelectionForm, uids: &UidSet) -> Option<(JobId, MoveRecord)> {
    let record = open.user.account.mail().record_move(verb, &open.mailbox, form.uid_validity, uids).await.ok()??;
    let wanted = Wanted::Chosen(form.uid_validity, uids.clone());
    let asked = Asked::new(verb, &open.mailbox, &wanted);
    match open.user.visit.state.jobs().record(&open.user.account, &asked, &record).await {
        Ok(id) => Some((id, record)),
        Err(error) => {
            tracing::warn!("a move cannot be noted, so that it cannot be taken back: {error}");
            None
        }
    }
}

/// Names what can be taken back of a move that was written down.
async fn offered(open: &OpenFolder, record: Option<(JobId, MoveRecord)>, outcome: &Outcome) -> Option<String> {
    let (id, record) = record.filter(|_| outcome.done > 0)?;
    if let Err(error) = open.user.visit.state.jobs().note_moved(id, record, outcome).await {
        tracing::warn!("where moved messages are now cannot be noted: {error}");
    }
    Some(id.to_string())
}

async fn rescue_originals(
    open: &OpenFolder,
    form: &SelectionForm,
    uids: UidSet,
    record: Option<(JobId, MoveRecord)>,
) -> web::Result {
    let only = uids.iter().next().filter(|_| uids.len() == 1);
    let rescued = open.mail.rescue_originals(&open.mailbox, form.uid_validity, uids).await?;
    note_taken(open, form, &rescued.outcome).await;
    let mut flash = originals::told(&rescued, &open.user.visit.locale);
    // An original that was taken out of its wrapper does not go back into it.
    let record = record.filter(|_| rescued.originals.is_empty());
    flash.undo = offered(open, record, &rescued.outcome).await;
    // A message that could not be unwrapped can still be moved as it is, on its own page.
    if let Some(uid) = only.filter(|_| originals::untouched(&rescued)) {
        let name = MessageName { uid_validity: form.uid_validity, uid };
        return Ok(see_other(&name.path(&open.folder), Some(flash)));
    }
    Ok(go_on(open, flash, &rescued.outcome, form))
}

/// Tells long work in the same folder which messages are gone.
async fn note_taken(open: &OpenFolder, form: &SelectionForm, outcome: &Outcome) {
    let (jobs, mailbox) = (open.user.visit.state.jobs(), &open.mailbox.name);
    jobs.note_taken(&open.user.account, mailbox, form.uid_validity, &outcome.gone).await;
}

/// Goes on when all is done; else back to the list, where the messages still stand.
fn go_on(open: &OpenFolder, flash: Flash, outcome: &Outcome, form: &SelectionForm) -> axum::response::Response {
    let done = outcome.left == 0 && outcome.unknown == 0;
    see_other(&if done { form.onward(&open.folder) } else { form.back(&open.folder) }, Some(flash))
}
