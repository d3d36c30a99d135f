//! The articles that are shown: those of the files, and over them what was written in the browser, here or in another process.

use crate::articles::{Articles, MAX_BYTES, Mistake, file_of};
use crate::store::article_versions::{self as rows, Version};
use crate::store::{self, Store};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;

/// How often it is looked whether another process has written something.
pub(super) const LOOK: Duration = Duration::from_secs(20);
/// Articles that may be written in the browser.
const MOST: usize = 500;

/// What was written last, by slug: the number of the version, and its text.
type Written = BTreeMap<String, (i64, String)>;

/// Why an article is not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It has these mistakes, or others would have them.
    #[error("it has mistakes")]
    Mistakes(Vec<Mistake>),
    /// Somebody else has written another version meanwhile.
    #[error("somebody else has written another version")]
    Conflict,
    /// There are too many.
    #[error("too many articles")]
    TooMany,
    /// The database does not keep it.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Our own fault.
    #[error(transparent)]
    Internal(#[from] tokio::task::JoinError),
}

/// What an article would be.
#[derive(Debug)]
pub struct Draft {
    /// All articles with this one among them.
    pub articles: Articles,
    /// What is wrong with it.
    pub mistakes: Vec<Mistake>,
}

/// Holds the articles that are shown. A page asks once, and keeps what it was given to its end.
#[derive(Debug)]
pub struct Shelf {
    store: Store,
    /// Those of the files.
    files: Arc<Articles>,
    shown: RwLock<Arc<Articles>>,
    /// Held by whoever reads or writes; pages do not.
    written: Mutex<Written>,
}

impl Shelf {
    /// Puts what was written in the browser over the articles of the files.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(store: Store, files: Arc<Articles>) -> store::Result<Self> {
        let shown = RwLock::new(files.clone());
        let shelf = Self { store, files, shown, written: Mutex::default() };
        shelf.look().await?;
        Ok(shelf)
    }

    /// Returns the articles as they are now.
    pub fn shown(&self) -> Arc<Articles> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the articles of the files.
    pub fn files(&self) -> &Articles {
        &self.files
    }

    /// Looks whether somebody has written something, and shows it. What cannot be read is left out, and the log says why: a newer
    /// Postern may expect more of an article than the one it was written with.
    ///
    /// # Errors
    /// The database's.
    pub async fn look(&self) -> store::Result<()> {
        let mut written = self.written.lock().await;
        let last = rows::last(&self.store).await?;
        let news = |(slug, number): &(&String, &i64)| written.get(*slug).is_none_or(|(known, _)| known != *number);
        let news: Vec<(String, i64)> = last.iter().filter(news).map(|(slug, number)| (slug.clone(), *number)).collect();
        if news.is_empty() {
            return Ok(());
        }
        let mut now = written.clone();
        for (slug, number) in news {
            // One that went meanwhile was followed by others: they are found the next time.
            if let Some(text) = rows::text(&self.store, &slug, number).await? {
                now.insert(slug, (number, text));
            }
        }
        match self.put_over(now.clone()).await {
            Ok((articles, mistakes)) => {
                for mistake in mistakes {
                    tracing::warn!("an article that was written in the browser has a mistake: {mistake}");
                }
                // Both or none: whoever asked may have gone in the meantime, and then all of it is done again.
                *written = now;
                *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(articles);
            }
            Err(error) => tracing::error!("articles that were written in the browser cannot be shown: {error}"),
        }
        Ok(())
    }

    /// Looks again and again, for as long as it is polled.
    pub async fn keep_looking(&self, every: Duration) {
        loop {
            tokio::time::sleep(every).await;
            if let Err(error) = self.look().await {
                tracing::warn!("articles that were written in the browser cannot be read: {error}");
            }
        }
    }

    /// Returns what was written of an article last: the number of its version (0: none), and the text; none where it is the file's.
    pub async fn written(&self, slug: &str) -> (i64, Option<String>) {
        match self.written.lock().await.get(slug) {
            Some((number, text)) => (*number, Some(text.clone()).filter(|text| !text.is_empty())),
            None => (0, None),
        }
    }

    /// Returns the slugs of what is shown as it was written in the browser.
    pub async fn slugs_written(&self) -> Vec<String> {
        let written = self.written.lock().await;
        written.iter().filter(|(_, (_, text))| !text.is_empty()).map(|(slug, _)| slug.clone()).collect()
    }

    /// Returns the versions of an article, the last one first.
    ///
    /// # Errors
    /// The database's.
    pub async fn versions(&self, slug: &str) -> store::Result<Vec<Version>> {
        rows::versions(&self.store, slug).await
    }

    /// Returns the text of a version; of version 0, and of one that went back to it, the file's.
    ///
    /// # Errors
    /// The database's.
    pub async fn text_of(&self, slug: &str, version: i64) -> store::Result<Option<String>> {
        let of_file = || self.files.source(slug).map(str::to_owned);
        match version {
            0 => Ok(of_file()),
            _ => Ok(match rows::text(&self.store, slug, version).await? {
                Some(text) if text.is_empty() => of_file(),
                other => other,
            }),
        }
    }

    /// Returns what would be with this text, without keeping it; without a text, with that of the file.
    ///
    /// # Errors
    /// When a thread of ours has failed.
    pub async fn draft(&self, slug: &str, text: Option<&str>) -> Result<Draft, tokio::task::JoinError> {
        let before = self.written.lock().await.clone();
        let mut after = before.clone();
        after.insert(slug.to_owned(), (0, text.unwrap_or_default().to_owned()));
        let old = self.put_over(before).await?.1;
        let (articles, mut mistakes) = self.put_over(after).await?;
        // What was wrong elsewhere before keeps nobody from writing.
        let file = file_of(slug);
        mistakes.retain(|mistake| mistake.file == file || !old.contains(mistake));
        Ok(Draft { articles, mistakes })
    }

    /// Keeps a new version and shows it at once; without a text, that of the file. `seen` is the version its writer had seen; `now` is in
    /// Unix seconds.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing is kept.
    pub async fn save(&self, slug: &str, seen: i64, text: Option<&str>, now: i64) -> Result<(), SaveError> {
        let Draft { mistakes, .. } = self.draft(slug, text).await?;
        if !mistakes.is_empty() || text.is_some_and(|text| text.is_empty() || text.len() as u64 > MAX_BYTES) {
            return Err(SaveError::Mistakes(mistakes));
        }
        let is_new = {
            let written = self.written.lock().await;
            !written.contains_key(slug) && written.len() >= MOST
        };
        if is_new {
            return Err(SaveError::TooMany);
        }
        let number = rows::add(&self.store, slug, seen, text.unwrap_or_default(), now).await?;
        self.look().await?;
        if number.is_some() { Ok(()) } else { Err(SaveError::Conflict) }
    }

    /// Puts texts over those of the files, in a thread of its own: all of them are read and made ready to be searched.
    async fn put_over(&self, written: Written) -> Result<(Articles, Vec<Mistake>), tokio::task::JoinError> {
        let files = self.files.clone();
        let put = move || {
            let texts = written.iter().map(|(slug, (_, text))| (slug.as_str(), text.as_str()));
            files.with(texts.filter(|(_, text)| !text.is_empty()))
        };
        tokio::task::spawn_blocking(put).await
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::store::place_for_tests::Place;

    const SLUG: &str = "pop-and-imap";

    fn text(title: &str, body: &str) -> String {
        format!("+++\ntitle = \"{title}\"\nsummary = \"S\"\n+++\n{body}\n")
    }

    async fn shelf(place: &Place) -> Shelf {
        let files = Articles::load(None).unwrap();
        Shelf::read(place.store().await, Arc::new(files)).await.unwrap()
    }

    fn first_line(shelf: &Shelf, slug: &str) -> Option<String> {
        shelf.shown().source(slug)?.lines().nth(1).map(str::to_owned)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_looks_and_hangs_up_leaves_no_reader_behind() {
        let place = Place::new();
        let (here, there) = (shelf(&place).await, shelf(&place).await);
        for polls in 1..40 {
            let title = format!("Version {polls}");
            here.save(SLUG, polls - 1, Some(&text(&title, "")), 5).await.unwrap();
            let mut looking = Box::pin(there.look());
            for _ in 0..polls {
                if futures_util::poll!(&mut looking).is_ready() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            drop(looking);
            there.look().await.unwrap();
            assert_eq!(first_line(&there, SLUG), Some(format!("title = \"{title}\"")), "after {polls}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_written_is_shown_at_once_here_and_soon_in_another_process_and_can_be_taken_back() {
        let place = Place::new();
        let (here, there) = (shelf(&place).await, Arc::new(shelf(&place).await));
        let of_file = first_line(&here, SLUG);
        here.save(SLUG, 0, Some(&text("Ours", "")), 5).await.unwrap();
        here.save("opening-hours", 0, Some(&text("Hours", "[x](/help/pop-and-imap)")), 5).await.unwrap();
        assert_eq!(first_line(&here, SLUG).as_deref(), Some("title = \"Ours\""));
        assert_eq!(first_line(&there, SLUG), of_file);
        let looking = tokio::spawn({
            let there = there.clone();
            async move { there.keep_looking(Duration::from_millis(5)).await }
        });
        while first_line(&there, SLUG) == of_file || first_line(&there, "opening-hours").is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        looking.abort();
        assert_eq!(there.slugs_written().await, ["opening-hours", SLUG]);
        there.look().await.unwrap();
        assert!(matches!(there.save(SLUG, 0, Some(&text("Theirs", "")), 6).await, Err(SaveError::Conflict)));
        there.save(SLUG, 1, Some(&text("Theirs", "")), 6).await.unwrap();
        there.save(SLUG, 2, None, 7).await.unwrap();
        here.look().await.unwrap();
        assert_eq!((first_line(&here, SLUG), here.written(SLUG).await), (of_file, (3, None)));
        let kept: Vec<i64> = here.versions(SLUG).await.unwrap().iter().map(|version| version.number).collect();
        assert_eq!(kept, [3, 2, 1]);
        assert!(here.text_of(SLUG, 1).await.unwrap().unwrap().contains("Ours"));
        assert_eq!(here.text_of(SLUG, 0).await.unwrap(), here.text_of(SLUG, 3).await.unwrap());
        assert_eq!(
            first_line(&shelf(&place).await, "opening-hours").as_deref(),
            Some("title = \"Hours\""),
            "a new start"
        );
    }

    #[tokio::test]
    async fn mistakes_are_told_by_line_and_nothing_is_kept_of_them() {
        let place = Place::new();
        let shelf = shelf(&place).await;
        for (wrong, line) in [
            ("# bare".to_owned(), Some(1)),
            (text("T", "{imap.hots}"), Some(5)),
            (text("T", "[x](/help/gone)"), Some(5)),
            (String::new(), Some(1)),
        ] {
            let Err(SaveError::Mistakes(mistakes)) = shelf.save("a", 0, Some(&wrong), 5).await else {
                panic!("{wrong}")
            };
            assert!(
                mistakes.is_empty() && wrong.is_empty() || mistakes.iter().any(|mistake| mistake.line == line),
                "{mistakes:?}"
            );
        }
        assert!(shelf.written("a").await == (0, None) && shelf.shown().article("a").is_none());
        shelf.save("a", 0, Some(&text("T", "")), 5).await.unwrap();
        shelf.save("b", 0, Some(&text("T", "[x](/help/a)")), 5).await.unwrap();
        assert!(matches!(shelf.save("a", 1, None, 5).await, Err(SaveError::Mistakes(_))), "another one leads there");
        let long = text("T", &"x".repeat(256 * 1024));
        assert!(matches!(shelf.save("c", 0, Some(&long), 5).await, Err(SaveError::Mistakes(_))));
    }

    #[tokio::test]
    async fn a_version_that_cannot_be_read_any_more_is_left_out_and_stops_nothing() {
        let place = Place::new();
        let store = place.store().await;
        rows::add(&store, SLUG, 0, "of a release that expects less", 5).await.unwrap();
        rows::add(&store, "a", 0, &text("T", "[x](/help/gone)"), 5).await.unwrap();
        let shelf = shelf(&place).await;
        assert_eq!(shelf.shown().source(SLUG), shelf.files().source(SLUG));
        shelf.save("b", 0, Some(&text("T", "")), 5).await.unwrap();
        assert!(shelf.shown().article("b").is_some());
    }
}
