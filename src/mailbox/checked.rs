//! Which messages a form means, and whether it was drawn for them.

use crate::mail::Wanted;
use crate::web::{self, FolderForm, OpenFolder, SelectionForm};

/// Makes sure that a form was drawn for this folder and its owner, and says which messages it means.
pub(super) fn checked(form: FolderForm<SelectionForm>) -> web::Result<(OpenFolder, SelectionForm, Wanted)> {
    let FolderForm { open, form } = form;
    let wanted = form.wanted()?;
    match &wanted {
        Wanted::Listed(listed) => open.user.check_list_seal(&open.mailbox, listed, &form.seal)?,
        _ => open.user.check_seal(&open.mailbox, form.uid_validity, &form.seal)?,
    }
    Ok((open, form, wanted))
}
