//! `POST /spam/unwrap`: delivers the original that SpamAssassin has wrapped.

use crate::i18n::Arg;
use crate::mail::{Error, LARGEST_ORIGINAL, Uid, UidValidity, Unwrapped};
use crate::web::{self, Flash, FolderForm, MessageName, OpenFolder, SignedIn, Tone, from_text, safe_next, see_other};

/// What the message's page carried.
#[derive(Debug, serde::Deserialize)]
pub struct UnwrapForm {
    #[serde(deserialize_with = "from_text")]
    uid_validity: UidValidity,
    #[serde(deserialize_with = "from_text")]
    uid: Uid,
    #[serde(default)]
    seal: String,
    /// Where to go on; anything but a path of our own is left out of account.
    #[serde(default)]
    next: String,
}

/// Delivers the original. Where nothing was done it leads back to the message, which can still be moved as it is.
pub async fn unwrap(FolderForm { open, form }: FolderForm<UnwrapForm>) -> web::Result {
    let OpenFolder { user, folder, mail, mailbox: spam } = open;
    user.check_seal(&spam, form.uid_validity, &form.seal)?;
    let unwrapped = mail.deliver_original(&spam, form.uid_validity, form.uid).await?;
    let nothing_done = matches!(unwrapped, Unwrapped::NothingInside | Unwrapped::TooLarge | Unwrapped::Refused(_));
    let name = MessageName { uid_validity: form.uid_validity, uid: form.uid };
    let here = name.path(folder);
    let next = safe_next(&form.next).filter(|_| matches!(unwrapped, Unwrapped::Delivered)).unwrap_or("/spam");
    let to = if nothing_done { &here } else { next };
    Ok(see_other(to, Some(told(&unwrapped, &user))))
}

fn told(unwrapped: &Unwrapped, user: &SignedIn) -> Flash {
    let (tone, key, args) = match unwrapped {
        Unwrapped::Delivered => (Tone::Good, "flash-unwrap-done", vec![]),
        Unwrapped::WrapperLeft => (Tone::Note, "flash-unwrap-wrapper-left", vec![]),
        Unwrapped::WrapperUnknown => (Tone::Note, "flash-unwrap-wrapper-unknown", vec![]),
        Unwrapped::NotFound => (Tone::Note, "flash-unwrap-not-found", vec![]),
        Unwrapped::Unknown => (Tone::Bad, "flash-unwrap-unknown", vec![]),
        Unwrapped::Missing => (Tone::Note, "flash-missing", vec![("count", Arg::from(1_u32))]),
        Unwrapped::NothingInside => (Tone::Bad, "flash-unwrap-nothing-inside", vec![]),
        Unwrapped::TooLarge => {
            let limit = Arg::from(user.visit.locale.size(&LARGEST_ORIGINAL));
            (Tone::Bad, "flash-unwrap-too-large", vec![("size", limit)])
        }
        Unwrapped::Refused(Error::OverQuota(_)) => (Tone::Bad, "flash-unwrap-over-quota", vec![]),
        Unwrapped::Refused(_) => (Tone::Bad, "flash-unwrap-refused", vec![]),
    };
    let args = args.into_iter().map(|(name, arg): (&str, Arg)| (name.to_owned(), arg)).collect();
    Flash { tone, sentences: vec![(key.to_owned(), args)] }
}
