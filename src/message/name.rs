//! How URLs name a message.

use crate::mail::{Uid, UidValidity};
use crate::web::Folder;

/// Names a message, as `1699-412`.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct MessageName {
    pub(super) uid_validity: UidValidity,
    pub(super) uid: Uid,
}

impl MessageName {
    /// Returns the path of the message's page.
    pub(super) fn path(self, folder: Folder) -> String {
        format!("/{}/{}-{}", folder.slug(), self.uid_validity, self.uid)
    }
}

impl TryFrom<String> for MessageName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let named = |text: &str| {
            let (uid_validity, uid) = text.split_once('-')?;
            Some(Self { uid_validity: uid_validity.parse().ok()?, uid: uid.parse().ok()? })
        };
        named(&text).ok_or("not a message")
    }
}
