//! `GET /jobs/{id}`: how far long work is.

use crate::jobs::{JobId, JobView, State, Trouble};
use crate::mail::{Storage, UidSet, UidValidity, Verb};
use crate::web::{self, Error, Layout, Path, SignedIn, folder_of, quota_args, storage_now};
use askama::Template;

/// Seconds after which the page is asked for again, without script.
const AGAIN: u32 = 5;

/// Octets of the UID set that a form carries.
const MAX_UIDS: usize = 64 * 1024;

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
    /// What may be done instead of a move to Trash for which there was no room.
    pub instead: Option<Instead>,
    /// How full the mailbox is now that messages are gone, where the server says that.
    pub storage: Option<Storage>,
}

/// The form that deletes for good what could not be moved to Trash.
#[derive(Debug, Clone)]
pub struct Instead {
    /// Where it asks.
    pub question: String,
    /// The UIDVALIDITY of the messages.
    pub uid_validity: UidValidity,
    /// What binds the form to its owner.
    pub seal: String,
    /// The messages that are still there.
    pub uids: UidSet,
}

/// Shows how far a job of one's own is; changes nothing.
pub(super) async fn show(user: SignedIn, Path(id): Path<String>) -> web::Result {
    let job = found(&user, &id).await?;
    let seal = user.seal_job(&id);
    let instead = if is_without_room(&job) { instead(&user, &job).await? } else { None };
    let made_room = job.progress.state != State::Running && job.asked.verb.destroys() && job.progress.done > 0;
    let storage = if made_room { storage_now(&user).await } else { None };
    // Behind what was asked just now: the page must not say that the mailbox is full, and that it is not.
    let mut layout = user.visit.layout(folder_of(&job).slug());
    layout.jobs.retain(|notice| notice.id != id);
    web::page(&JobPage { layout, job, seal, now: crate::store::now(), instead, storage })
}

/// Tells whether messages could not be moved to Trash because the mailbox is full.
fn is_without_room(job: &JobView) -> bool {
    let progress = &job.progress;
    job.asked.verb == Verb::Trash && progress.state != State::Running && progress.trouble == Some(Trouble::OverQuota)
}

/// Offers to delete for good what could not be moved to Trash.
async fn instead(user: &SignedIn, job: &JobView) -> Result<Option<Instead>, Error> {
    let Some((uid_validity, uids)) = user.visit.state.jobs().messages(&user.account, job.id).await? else {
        return Ok(None);
    };
    let mailbox = job.asked.mailbox();
    let question = format!("{}/delete-for-good/confirm", folder_of(job).path());
    let seal = user.seal(&mailbox, uid_validity);
    // Some of them may be in Trash already.
    let uids = user.account.mail().present(&mailbox, uid_validity, &uids).await?;
    let fits = !uids.is_empty() && uids.to_string().len() <= MAX_UIDS;
    Ok(fits.then_some(Instead { question, uid_validity, seal, uids }))
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

    /// Says how full the mailbox is now.
    fn room(&self) -> Option<String> {
        self.storage.map(|storage| self.layout.l.with("flash-room", &quota_args(&self.layout.l, &storage)))
    }
}
