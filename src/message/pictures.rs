//! `POST /{box}/{uidvalidity}-{uid}/pictures`: may pictures be fetched from elsewhere for this message, or for this sender?

use crate::mail::{Links, Pictures, Reading};
use crate::store::{
    self,
    pictures::{self, Allowed},
};
use crate::web::{self, Folder, FolderForm, MessageName, OpenFolder, Path, SignedIn, safe_next};

/// Says for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// This message.
    Message,
    /// Every message of its sender.
    Sender,
    /// Neither: what was allowed is taken back.
    Neither,
}

/// The form beside the sentence about pictures.
#[derive(Debug, serde::Deserialize)]
pub struct PicturesForm {
    scope: Scope,
    #[serde(default)]
    seal: String,
    /// The page of the message, with what it knows of its list.
    #[serde(default)]
    next: String,
}

/// Remembers what the reader allows, and goes back to the message. In Spam nothing is allowed, whoever asks.
pub async fn decide(
    Path((_, name)): Path<(Folder, MessageName)>,
    FolderForm { open, form }: FolderForm<PicturesForm>,
) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let path = name.path(folder);
    let next = safe_next(&form.next).unwrap_or(&path);
    if folder == Folder::Spam {
        return Ok(web::see_other(next, None));
    }
    user.check_seal(&mailbox, name.uid_validity, &form.seal)?;
    let (store, owner) = (user.visit.state.store(), user.account.address().to_string());
    let message = Allowed::Message(&path);
    let done = match form.scope {
        Scope::Message => pictures::allow(store, &owner, message, store::now()).await,
        Scope::Sender | Scope::Neither => {
            let plain = Reading { links: Links::Live, ..Reading::default() };
            let opened = mail.open(&mailbox, name.uid_validity, name.uid, &plain).await?;
            match opened.sender() {
                Some(sender) if form.scope == Scope::Sender => {
                    pictures::allow(store, &owner, Allowed::Sender(&sender), store::now()).await
                }
                Some(sender) if form.scope == Scope::Neither => {
                    let one = pictures::forbid(store, &owner, message).await;
                    one.and(pictures::forbid(store, &owner, Allowed::Sender(&sender)).await)
                }
                _ => pictures::forbid(store, &owner, message).await,
            }
        }
    };
    done?;
    Ok(web::see_other(next, None))
}

/// Tells which pictures may be shown of a message.
pub(super) async fn allowed(
    user: &SignedIn,
    folder: Folder,
    name: MessageName,
    sender: Option<&str>,
) -> web::Result<Pictures> {
    if folder == Folder::Spam {
        return Ok(Pictures::Own);
    }
    let (store, owner, path) = (user.visit.state.store(), user.account.address().to_string(), name.path(folder));
    let asked = [Some(Allowed::Message(&path)), sender.map(Allowed::Sender)];
    for what in asked.into_iter().flatten() {
        // A store that does not answer allows nothing.
        if pictures::allowed(store, &owner, what, store::now()).await.unwrap_or_default() {
            return Ok(Pictures::Remote);
        }
    }
    Ok(Pictures::Own)
}
