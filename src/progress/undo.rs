//! `POST /undo`: takes back what was done last, or was to be done.

use super::cancel::stop;
use super::page::found;
use super::told::slug;
use crate::web::{self, Flash, Form, SignedIn, Tone, see_other};

/// What the button carried.
#[derive(Debug, serde::Deserialize)]
pub struct UndoForm {
    /// What is taken back.
    action: String,
    #[serde(default)]
    seal: String,
}

/// Takes back what waits for its time: nothing was done yet. What has begun meanwhile is stopped, and its page says what went.
pub async fn undo(user: SignedIn, Form(form): Form<UndoForm>) -> web::Result {
    let UndoForm { action, seal } = form;
    let job = found(&user, &action).await?;
    user.check_job_seal(&action, &seal)?;
    stop(&user, job.id).await;
    let now = found(&user, &action).await?;
    if now.progress.reached() + now.progress.uncertain() > 0 {
        return Ok(see_other(&format!("/jobs/{action}"), None));
    }
    user.visit.state.jobs().forget(job.id);
    let flash = Flash { tone: Tone::Good, sentences: vec![("flash-undone-nothing-deleted".to_owned(), Vec::new())] };
    Ok(see_other(&format!("/{}", slug(&now)), Some(flash)))
}
