//! What an action did, in sentences.

use super::quota::quota_args;
use super::{Flash, SignedIn, Tone, loggable};
use crate::i18n::{Arg, Locale};
use crate::mail::{Error, Outcome, Storage, Verb};
use std::time::Duration;

/// How long the mail server may take to tell how full the mailbox is after a deed.
const SOON: Duration = Duration::from_secs(5);

/// The key of a sentence about a verb, `flash-<verb>-done` and its kin.
fn key_of(verb: Verb, what: &str) -> String {
    format!("flash-{}-{what}", verb.name())
}

/// Tells what an action did, and nothing that is not known.
pub fn report(verb: Verb, outcome: &Outcome, locale: &Locale) -> Flash {
    let mut sentences: Vec<(String, Vec<(String, Arg)>)> = Vec::new();
    let mut say = |key: String, count: u32| sentences.push((key, vec![("count".to_owned(), Arg::from(count))]));
    let refused = matches!(
        outcome.trouble,
        Some(
            Error::Refused(_) | Error::TooManyAtOnce(_) | Error::OverQuota(_) | Error::Busy | Error::TooManyConnections
        )
    );
    if outcome.done > 0 {
        say(key_of(verb, "done"), outcome.done);
    }
    if outcome.missing > 0 {
        let key = if verb == Verb::Undo { key_of(verb, "missing") } else { "flash-missing".to_owned() };
        say(key, outcome.missing);
    }
    if outcome.left > 0 {
        let key = if refused && outcome.done == 0 { key_of(verb, "refused") } else { key_of(verb, "left") };
        say(key, outcome.left);
    }
    if matches!(outcome.trouble, Some(Error::OverQuota(_))) {
        say("flash-over-quota".to_owned(), outcome.left);
    }
    if outcome.unknown > 0 {
        say(key_of(verb, "unknown"), outcome.unknown);
    }
    if outcome.newer_kept > 0 {
        say("flash-newer-kept".to_owned(), outcome.newer_kept);
    }
    if outcome.asked == 0 && outcome.newer_kept == 0 {
        let key = if verb.destroys() { "flash-empty-nothing" } else { "flash-nothing-to-do" };
        say(key.to_owned(), 0);
    }
    if outcome.bytes > 0 && outcome.done > 0 {
        let size = Arg::from(locale.size(&outcome.bytes));
        sentences.insert(1, ("flash-freed".to_owned(), vec![("size".to_owned(), size)]));
    }
    let trouble = outcome.left > 0 || outcome.unknown > 0;
    let tone = match (outcome.done > 0, trouble) {
        (true, false) => Tone::Good,
        (true, true) | (false, false) => Tone::Note,
        (false, true) => Tone::Bad,
    };
    Flash::new(tone, sentences)
}

/// Tells what deleting for good did, and how full the mailbox is now, where the server says that.
pub async fn report_freed(verb: Verb, outcome: &Outcome, user: &SignedIn) -> Flash {
    let locale = &user.visit.locale;
    let mut flash = report(verb, outcome, locale);
    if outcome.done > 0
        && outcome.trouble.is_none()
        && let Some(storage) = storage_now(user).await
    {
        let args = quota_args(locale, &storage).map(|(name, arg)| (name.to_owned(), arg));
        flash.sentences.push(("flash-room".to_owned(), args.into()));
    }
    flash
}

/// Asks how full the mailbox is; `None` where that is not told soon. The deed is done: an answer that fails, or does not come soon, changes nothing of it.
pub async fn storage_now(user: &SignedIn) -> Option<Storage> {
    // Anew, for the deed may have used up the time that its own work had to wait for a connection.
    let mail = user.account.mail();
    match tokio::time::timeout(SOON, mail.storage()).await {
        Ok(Ok(storage)) => storage,
        Ok(Err(error)) => {
            tracing::info!("how full the mailbox is now was not told: {}", loggable(&error));
            None
        }
        Err(_) => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn sentences_follow_what_is_known() {
        let locale = crate::i18n::Locales::load().unwrap().choose("en");
        let keys = |verb, outcome: &Outcome| {
            let flash = report(verb, outcome, &locale);
            (flash.tone, flash.sentences.into_iter().map(|(key, _)| key).collect::<Vec<_>>().join(" "))
        };
        let all = Outcome { asked: 5, done: 5, bytes: 9000, newer_kept: 3, ..Outcome::default() };
        assert_eq!(keys(Verb::Empty, &all), (Tone::Good, "flash-empty-done flash-freed flash-newer-kept".into()));
        let refusal = || Some(Error::Refused("no".into()));
        let none = Outcome { asked: 2, left: 2, trouble: refusal(), ..Outcome::default() };
        assert_eq!(keys(Verb::Delete, &none), (Tone::Bad, "flash-delete-refused".into()));
        let part = Outcome { asked: 4, done: 1, missing: 1, left: 2, trouble: refusal(), ..Outcome::default() };
        assert_eq!(keys(Verb::Delete, &part), (Tone::Note, "flash-delete-done flash-missing flash-delete-left".into()));
        let cut = Outcome { asked: 2, unknown: 2, ..Outcome::default() };
        assert_eq!(keys(Verb::Rescue, &cut), (Tone::Bad, "flash-rescue-unknown".into()));
        assert_eq!(keys(Verb::Empty, &Outcome::default()), (Tone::Note, "flash-empty-nothing".into()));
    }
}
