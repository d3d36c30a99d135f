//! The form of a list: which of its messages were ticked, and where to go on.

use super::{Error, Folder, from_text, safe_next};
use crate::mail::{ListSnapshot, Uid, UidSet, UidValidity, Wanted};
use serde::Deserialize as _;

/// The form of a list: the UIDVALIDITY, and the UIDs that were ticked.
#[derive(Debug, serde::Deserialize)]
pub struct SelectionForm {
    /// The UIDVALIDITY of the UIDs.
    #[serde(deserialize_with = "from_text")]
    pub uid_validity: UidValidity,
    /// What binds the form to its page; see [`super::SignedIn::check_seal`].
    #[serde(default)]
    pub seal: String,
    /// What was ticked; at least one, unless all are meant.
    #[serde(default, deserialize_with = "uids")]
    pub uid: UidSet,
    /// More of them, as one UID set (RFC 9051, 9: sequence-set).
    #[serde(default, deserialize_with = "from_text")]
    pub uids: UidSet,
    /// Whether all are meant that the list told the number of.
    #[serde(default, deserialize_with = "last_is_yes")]
    pub all: bool,
    /// The highest UID among all of them.
    #[serde(default, deserialize_with = "if_given")]
    pub last_uid: Option<Uid>,
    /// How many the list said there are.
    #[serde(default, deserialize_with = "if_given")]
    pub count: Option<u32>,
    /// The words of the search that found them.
    #[serde(default)]
    pub q: String,
    /// Whether originals are wanted of messages that the filter has wrapped into a report; the last word counts.
    #[serde(default, deserialize_with = "last_is_yes")]
    pub original: bool,
    /// Set by the script that marks a message read by itself: nobody pressed a button, nobody waits for news.
    #[serde(default)]
    pub quiet: bool,
    /// Where to go on: the list as it was, or from the page of a message the next one. Anything but a path of our own is left out
    /// of account.
    #[serde(default)]
    pub next: String,
    /// The UIDs of the list's rows in their order, with commas between.
    #[serde(default)]
    pub rows: String,
}

/// Messages that one form names as a set; no page of ours offers more.
const MAX_CHOSEN: u64 = 1_000_000;

/// Rows at the top of a list that are in sight without scrolling.
const IN_SIGHT: usize = 4;

impl SelectionForm {
    /// Returns which messages are meant.
    ///
    /// # Errors
    /// [`Error::Field`], when none are.
    pub fn wanted(&self) -> Result<Wanted, Error> {
        if !self.all {
            if self.uids.len() > MAX_CHOSEN {
                return Err(Error::Field("uids".to_owned()));
            }
            let chosen = Some(self.uid.union(&self.uids)).filter(|uids| !uids.is_empty());
            let chosen = chosen.map(|uids| Wanted::Chosen(self.uid_validity, uids));
            return chosen.ok_or_else(|| Error::Field("uid".to_owned()));
        }
        let last_uid = self.last_uid.ok_or_else(|| Error::Field("last_uid".to_owned()))?;
        let count = self.count.ok_or_else(|| Error::Field("count".to_owned()))?;
        Ok(Wanted::Listed(ListSnapshot { uid_validity: self.uid_validity, last_uid, count, query: self.q.clone() }))
    }

    /// Returns the list that the form came from, in its order, with its words and its page.
    pub fn back(&self, folder: &Folder) -> String {
        let list = folder.path();
        match self.next_page().split_once('?') {
            Some((path, query)) if path == list || path.starts_with(&format!("{list}/")) => format!("{list}?{query}"),
            _ => list,
        }
    }

    /// Returns where to go when all is done: to the next message, or to the list, with the row in sight that stood above the first
    /// ticked one.
    pub fn onward(&self, folder: &Folder) -> String {
        let (next, back) = (self.next_page(), self.back(folder));
        if !next.is_empty() && next != back {
            return next.to_owned();
        }
        let rows: Vec<Uid> = self.rows.split(',').filter_map(|uid| uid.parse().ok()).collect();
        let first = rows.iter().position(|&uid| self.uid.contains(uid)).filter(|&first| first >= IN_SIGHT);
        let above = first.and_then(|first| rows.get(first - 1));
        above.map_or_else(|| back.clone(), |uid| format!("{back}#m-{uid}"))
    }

    fn next_page(&self) -> &str {
        safe_next(&self.next).and_then(|next| next.split('#').next()).unwrap_or_default()
    }
}

fn last_is_yes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    match words.last().map(String::as_str) {
        Some("yes") => Ok(true),
        Some("no") | None => Ok(false),
        Some(_) => Err(serde::de::Error::custom("neither yes nor no")),
    }
}

fn if_given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    from_text(deserializer).map(Some)
}

fn uids<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<UidSet, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| text.parse::<Uid>().map_err(serde::de::Error::custom)).collect()
}
