//! `POST /undo`: takes back what was done last, or was to be done.

use super::cancel::stop;
use super::page::found;
use super::words::result;
use crate::jobs::{JobView, State};
use crate::web::{self, Error, Flash, Form, SignedIn, Tone, folder_of, see_other};
use std::time::Duration;

/// How long the answer waits for the end of what is soon done.
const SOON: Duration = Duration::from_secs(3);

/// What the button carried.
#[derive(Debug, serde::Deserialize)]
pub struct UndoForm {
    /// What is taken back.
    action: String,
    #[serde(default)]
    seal: String,
}

/// Takes back what waits for its time, or what was moved.
pub async fn undo(user: SignedIn, Form(form): Form<UndoForm>) -> web::Result {
    let UndoForm { action, seal } = form;
    let job = found(&user, &action).await?;
    user.check_job_seal(&action, &seal)?;
    if job.progress.state == State::Running {
        return stopped(&user, &action, job).await;
    }
    if job.progress.undone {
        let flash = Flash::saying(Tone::Note, "flash-undo-already");
        return Ok(see_other(&folder_of(&job).path(), Some(flash)));
    }
    if !job.asked.verb.can_be_undone() {
        return Ok(see_other(&format!("/jobs/{action}"), None));
    }
    let jobs = user.visit.state.jobs();
    let back = jobs.undo(&user.account, &job).await?.ok_or(Error::NotFound)?;
    jobs.forget(job.id).await;
    let mut progress = back.watch();
    let ended = progress.wait_for(|progress| progress.state != State::Running);
    // Some are put back before anybody would have looked at a page of their own.
    match tokio::time::timeout(SOON, ended).await.map(|ended| ended.map(|progress| progress.state)) {
        Ok(Ok(State::Done)) => {
            jobs.forget(back.id()).await;
            let view = back.view();
            Ok(see_other(&folder_of(&view).path(), Some(result(&user.visit.locale, &view))))
        }
        _ => Ok(see_other(&format!("/jobs/{}", back.id()), None)),
    }
}

/// Stops what has not ended: where nothing was done yet, that is all; else its page says what went, and offers to put it back.
async fn stopped(user: &SignedIn, action: &str, job: JobView) -> web::Result {
    stop(user, job.id).await?;
    let now = found(user, action).await?;
    let untouched = now.progress.state == State::Cancelled && now.progress.reached() + now.progress.uncertain() == 0;
    if !untouched {
        return Ok(see_other(&format!("/jobs/{action}"), None));
    }
    user.visit.state.jobs().forget(job.id).await;
    let flash = Flash::saying(Tone::Good, "flash-undone-nothing-deleted");
    Ok(see_other(&folder_of(&now).path(), Some(flash)))
}
