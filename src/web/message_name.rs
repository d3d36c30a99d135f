//! How URLs name a message.

use super::{Error, Folder};
use crate::mail::{Uid, UidValidity};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// Octets of a section number, of a depth that messages have.
const MAX_SECTION: usize = 300;

/// Names a message, as `1699-412`, and knows the URLs under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct MessageName {
    /// The UIDVALIDITY of its mailbox.
    pub uid_validity: UidValidity,
    /// Its UID.
    pub uid: Uid,
}

impl MessageName {
    /// Returns the path of the message's page.
    pub fn path(self, folder: &Folder) -> String {
        format!("{}/{}-{}", folder.path(), self.uid_validity, self.uid)
    }

    /// Returns the path of its HTML, for the frame.
    pub fn body(self, folder: &Folder) -> String {
        format!("{}/body", self.path(folder))
    }

    /// Returns the path to which it is said whether pictures may be loaded.
    pub fn images(self, folder: &Folder) -> String {
        format!("{}/images", self.path(folder))
    }

    /// Returns the path of an attachment; `section` is its number, such as `2.1`.
    pub fn part(self, folder: &Folder, section: &str) -> String {
        format!("{}/part/{section}", self.path(folder))
    }

    /// Returns the path of a small picture of an attached one.
    pub fn preview(self, folder: &Folder, section: &str) -> String {
        format!("{}/preview/{section}", self.path(folder))
    }

    /// Returns the path of its header lines.
    pub fn headers(self, folder: &Folder) -> String {
        format!("{}/headers", self.path(folder))
    }

    /// Returns the path of its source.
    pub fn raw(self, folder: &Folder) -> String {
        format!("{}/raw", self.path(folder))
    }
}

/// A part of a message, by its section number (RFC 9051, 6.4.5.1), as the last part of a path.
#[derive(Debug, Clone)]
pub struct Section(pub String);

impl<S: Send + Sync> FromRequestParts<S> for MessageName {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let name = Folder::rest(&parts.uri).and_then(|rest| rest.split('/').next());
        name.and_then(|name| Self::try_from(name.to_owned()).ok()).ok_or(Error::NotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Section {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let number = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let section = parts.uri.path().rsplit('/').next().unwrap_or_default();
        let fit = section.len() <= MAX_SECTION && section.split('.').all(number);
        if fit { Ok(Self(section.to_owned())) } else { Err(Error::NotFound) }
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn the_urls_of_a_message_stand_under_its_name_and_the_name_is_read_back() {
        let name = MessageName::try_from("9-4".to_owned()).unwrap();
        assert_eq!(name.path(&Folder::Spam), "/spam/9-4");
        assert_eq!(name.body(&Folder::Inbox), "/inbox/9-4/body");
        assert_eq!(name.images(&Folder::Inbox), "/inbox/9-4/images");
        assert_eq!(name.part(&Folder::Trash, "2.1"), "/trash/9-4/part/2.1");
        assert_eq!(name.preview(&Folder::Inbox, "2"), "/inbox/9-4/preview/2");
        assert_eq!(name.headers(&Folder::Inbox), "/inbox/9-4/headers");
        assert_eq!(name.raw(&Folder::Trash), "/trash/9-4/raw");
        for odd in ["", "9", "9-", "-4", "0-4", "9-4-1", "9-x"] {
            assert!(MessageName::try_from(odd.to_owned()).is_err(), "{odd}");
        }
    }
}
