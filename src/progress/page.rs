//! `GET /jobs/{id}`: how far long work is.

use crate::jobs::{JobId, JobView};
use crate::web::{self, Error, Layout, Path, SignedIn, folder_of};
use askama::Template;

/// Seconds after which the page is asked for again, without script.
const AGAIN: u32 = 5;

/// Shows `/jobs/{id}`.
#[derive(Debug, Clone, Template)]
#[template(path = "progress/job.html")]
pub struct JobPage {
    /// The frame; `here` is the slug of the folder.
    pub layout: Layout,
    /// How it stands.
    pub job: JobView,
    /// Binds the form that stops it to its owner.
    pub seal: String,
    /// This moment, in Unix seconds.
    pub now: i64,
}

/// Shows how far a job of one's own is; changes nothing.
pub(super) async fn show(user: SignedIn, Path(id): Path<String>) -> web::Result {
    let job = found(&user, &id).await?;
    let mut layout = user.visit.layout(folder_of(&job).slug());
    layout.jobs.retain(|notice| notice.id != id);
    let seal = user.seal_job(&id);
    web::page(&JobPage { layout, job, seal, now: crate::store::now() })
}

/// Finds a job of one's own.
pub(super) async fn found(user: &SignedIn, id: &str) -> Result<JobView, Error> {
    let id: JobId = id.parse().map_err(|()| Error::NotFound)?;
    user.visit.state.jobs().find(&user.account, id).await?.ok_or(Error::NotFound)
}

impl JobPage {
    fn again(&self) -> u32 {
        AGAIN
    }
}
