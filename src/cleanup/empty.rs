//! `POST /spam/empty`, `/trash/empty`: deletes for good what the page showed, and nothing newer.

use crate::jobs::Asked;
use crate::mail::{MailboxSnapshot, Uid, UidSet, UidValidity, Verb, Wanted};
use crate::web::{self, FolderForm, OpenFolder, from_text, report_freed, see_other};

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
    let wanted = Wanted::Shown(seen.clone());
    if user.is_long(&wanted) || user.grace_seconds() > 0 {
        let job = user.begin_job(Asked::new(Verb::Empty, &mailbox, &wanted)).await?;
        return Ok(see_other(&format!("/jobs/{job}"), None));
    }
    let outcome = mail.empty(&mailbox, seen).await?;
    user.visit.state.jobs().note_taken(&user.account, &mailbox.name, uid_validity, &outcome.gone).await;
    let flash = report_freed(Verb::Empty, &outcome, &user).await;
    Ok(see_other(&folder.path(), Some(flash)))
}
