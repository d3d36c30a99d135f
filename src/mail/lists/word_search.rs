//! What a search finds where its words are not ASCII: servers compare them with a header as it is written, and some senders write
//! letters beyond ASCII bare, in whatever charset, against RFC 5322. We read those, and complement what the server finds.

use super::rows::newest;
use crate::imap::{self, Examined, MailboxName, SearchCriteria};
use crate::mail::{Account, Summary, UidSet};
use unicode_normalization::UnicodeNormalization as _;

/// Holds what was found by the server and by us, each message once.
pub(in crate::mail) struct SearchResult {
    pub uids: UidSet,
    /// The newest messages of the mailbox that are among them.
    pub newest: Vec<Summary>,
}

/// Tells whether the server alone cannot be trusted to find these words.
pub(in crate::mail) fn needs_reading(words: &[String]) -> bool {
    !words.iter().all(|word| word.is_ascii())
}

/// Searches the mailbox, and among its newest messages once more in what people read.
pub(in crate::mail) async fn found(
    examined: &mut Examined<'_>,
    account: &Account,
    name: &MailboxName,
    criteria: &SearchCriteria,
) -> imap::Result<SearchResult> {
    let by_server = examined.search(criteria).await?;
    let mut newest = newest(examined, account, name).await?;
    let words: Vec<String> = criteria.words.iter().map(|word| folded(word)).collect();
    newest.retain(|row| by_server.contains(row.uid) || holds(row, &words));
    let by_us: UidSet = newest.iter().map(|row| row.uid).collect();
    Ok(SearchResult { uids: by_server.union(&by_us), newest })
}

/// Tells whether each word stands in the subject, or in the sender's name or address.
fn holds(row: &Summary, words: &[String]) -> bool {
    let from = row.from.as_ref();
    let texts =
        [row.subject.as_ref(), from.and_then(|from| from.name.as_ref()), from.and_then(|from| from.address.as_ref())];
    let texts: Vec<String> = texts.into_iter().flatten().map(|text| folded(text)).collect();
    words.iter().all(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

/// Makes texts that differ in case alone, or in how an accent is encoded, the same.
fn folded(text: &str) -> String {
    text.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_the_encoding_of_accents_make_no_difference() {
        assert_eq!(folded("FE\u{301}LICITATIONS"), folded("Félicitations"));
        assert_eq!(folded("ÅNGSTRÖM"), folded("\u{212b}ngstro\u{308}m"));
        assert_ne!(folded("Felicitations"), folded("Félicitations"));
    }
}
