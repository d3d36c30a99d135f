//! `POST /jobs/{id}/cancel`: ends long work after the running step.

use super::page::found;
use crate::jobs::JobId;
use crate::web::{self, Error, Form, Path, SignedIn, see_other};
use std::time::Duration;

/// How long the answer waits for the end of the step.
const STEP: Duration = Duration::from_secs(3);

/// What the page of a job carried.
#[derive(Debug, serde::Deserialize)]
pub struct CancelForm {
    #[serde(default)]
    seal: String,
}

/// Stops a job; one that has ended stays as it is. Its page says what went.
pub async fn cancel(user: SignedIn, Path(id): Path<String>, Form(form): Form<CancelForm>) -> web::Result {
    let job = found(&user, &id).await?;
    user.check_job_seal(&id, &form.seal)?;
    stop(&user, job.id).await?;
    Ok(see_other(&format!("/jobs/{id}"), None))
}

/// Ends a job after the running step, and waits for that for a while.
pub(super) async fn stop(user: &SignedIn, id: JobId) -> Result<(), Error> {
    let jobs = user.visit.state.jobs();
    if let Some(open) = jobs.open(&user.account, id) {
        jobs.cancel(&user.account, &open).await?;
        jobs.wait_for_end(&open, STEP).await;
    }
    Ok(())
}
