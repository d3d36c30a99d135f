//! `POST /spam/empty`, `/trash/empty`: deletes for good what the page showed, and nothing newer.

use crate::jobs::{JobId, OpenJob, State, Trouble};
use crate::mail::{Error, MailboxSnapshot, Uid, UidSet, UidValidity, Verb};
use crate::web::{self, FolderForm, OpenFolder, from_text, report_freed, see_other};
use std::time::Duration;

/// How long the first answer may take.
const SOON: Duration = Duration::from_millis(600);

/// What the question's page carried.
#[derive(Debug, serde::Deserialize)]
pub struct EmptyForm {
    #[serde(deserialize_with = "from_text")]
    uid_validity: UidValidity,
    #[serde(deserialize_with = "from_text")]
    last_uid: Uid,
    /// How many the button said would go.
    #[serde(deserialize_with = "from_text")]
    count: u32,
    /// What was left out of that count, as a UID set.
    #[serde(default, deserialize_with = "from_text")]
    left_out: UidSet,
    #[serde(default)]
    seal: String,
}

/// Empties a folder.
pub async fn empty(FolderForm { open, form }: FolderForm<EmptyForm>) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let EmptyForm { uid_validity, last_uid, count, left_out, seal } = form;
    let seen = MailboxSnapshot { uid_validity, last_uid: Some(last_uid), count, left_out };
    user.check_seal_of(&mailbox, &seen, &seal)?;
    let jobs = user.visit.state.jobs();
    if seen.count > jobs.settings().from || !jobs.settings().grace.is_zero() {
        let job = jobs.ask(&user.account, Verb::Empty, folder.role(), &mailbox, &seen).await?;
        return Ok(see_other(&format!("/jobs/{}", begun(&job).await?), None));
    }
    let outcome = mail.empty(&mailbox, seen).await?;
    let flash = report_freed(Verb::Empty, &outcome, &user).await;
    Ok(see_other(&format!("/{}", folder.slug()), Some(flash)))
}

/// Waits a moment for what would stop the job at once, such as a folder that was made anew meanwhile.
async fn begun(job: &OpenJob) -> web::Result<JobId> {
    let mut progress = job.watch();
    let settled = progress.wait_for(|progress| progress.total.is_some() || progress.state != State::Running);
    let failed = match tokio::time::timeout(SOON, settled).await {
        Ok(Ok(progress)) => progress.state == State::Failed && progress.trouble == Some(Trouble::Changed),
        _ => false,
    };
    if failed { Err(Error::MailboxChanged.into()) } else { Ok(job.id()) }
}
