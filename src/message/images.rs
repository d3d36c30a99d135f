//! `POST /{box}/{uidvalidity}-{uid}/images`: may pictures be fetched from elsewhere for this message, or for this sender?

use crate::mail::{Links, Pictures, Reading};
use crate::state::Allowed;
use crate::web::{self, Flash, Folder, FolderForm, MessageName, OpenFolder, SignedIn, Tone, safe_next};

/// Says for what pictures are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Allow {
    /// This message.
    Message,
    /// Every message of its sender.
    Sender,
    /// Nothing: what was allowed is taken back.
    Nothing,
}

/// The form beside the sentence about pictures.
#[derive(Debug, serde::Deserialize)]
pub struct ImagesForm {
    allow: Allow,
    #[serde(default)]
    seal: String,
    /// The page of the message, with what it knows of its list.
    #[serde(default)]
    next: String,
}

/// Remembers what the reader allows, and goes back to the message. In Spam nothing is allowed, whoever asks.
pub async fn decide(name: MessageName, FolderForm { open, form }: FolderForm<ImagesForm>) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox } = open;
    let path = name.path(&folder);
    let next = safe_next(&form.next).unwrap_or(&path);
    if folder == Folder::Spam {
        let never = Flash::saying(Tone::Note, "flash-pictures-spam");
        return Ok(web::see_other(next, Some(never)));
    }
    user.check_seal(&mailbox, name.uid_validity, &form.seal)?;
    let permissions = user.visit.state.pictures_of(user.account.address());
    let message = Allowed::Message(&path);
    let sender = match form.allow {
        Allow::Message => None,
        Allow::Sender | Allow::Nothing => {
            let plain = Reading { links: Links::Live, ..Reading::default() };
            let servers = &user.visit.state.config().spam.authserv_ids;
            let opened = mail.open(&mailbox, name.uid_validity, name.uid, &plain).await?;
            if form.allow == Allow::Sender { opened.trusted_sender(servers) } else { opened.sender() }
        }
    };
    match (form.allow, sender.as_deref().map(Allowed::Sender)) {
        (Allow::Message, _) => permissions.allow(message).await?,
        (Allow::Sender, Some(sender)) => permissions.allow(sender).await?,
        (Allow::Sender, None) => {}
        (Allow::Nothing, sender) => {
            for what in [Some(message), sender].into_iter().flatten() {
                permissions.forbid(what).await?;
            }
        }
    }
    Ok(web::see_other(next, None))
}

/// Tells which pictures may be shown of a message.
pub(super) async fn allowed(
    user: &SignedIn,
    folder: &Folder,
    name: MessageName,
    sender: Option<&str>,
) -> web::Result<Pictures> {
    if *folder == Folder::Spam {
        return Ok(Pictures::Own);
    }
    let permissions = user.visit.state.pictures_of(user.account.address());
    let path = name.path(folder);
    for what in [Some(Allowed::Message(&path)), sender.map(Allowed::Sender)].into_iter().flatten() {
        // A store that does not answer allows nothing.
        if permissions.allowed(what).await.unwrap_or_default() {
            return Ok(Pictures::Remote);
        }
    }
    Ok(Pictures::Own)
}
