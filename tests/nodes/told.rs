//! What a page tells of an action, as numbers.

use support::answer::{between, news_in};

/// Counts what became of the messages that an action was asked for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Told {
    /// The server confirmed it.
    pub done: u32,
    /// They were gone before.
    pub missing: u32,
    /// They are where they were.
    pub left: u32,
    /// Nothing is certain.
    pub unknown: u32,
    /// The work ended before their turn.
    pub not_reached: u32,
    /// The sentences, each with its number.
    pub words: Vec<String>,
}

impl Told {
    /// Reads what a page tells of the action before it; `None` where it tells of none.
    pub fn of_flash(page: &str) -> Option<Self> {
        Self::of(page.split("data-job=\"").next()?)
    }

    /// Reads how a job stands, and what its page tells of its end.
    pub fn of_job(page: &str) -> Option<(String, Self)> {
        let (_, job) = page.split_once("data-job=\"")?;
        Some((job.split('"').next()?.to_owned(), Self::of(job).unwrap_or_default()))
    }

    fn of(html: &str) -> Option<Self> {
        let mut told = Self::default();
        let mut is_told = false;
        for (key, count) in news_in(html) {
            let number = count.unwrap_or(0);
            let place = match key.as_str() {
                "flash-missing" | "flash-undo-missing" => Some(&mut told.missing),
                "job-uncertain" => Some(&mut told.unknown),
                "job-not-reached" => Some(&mut told.not_reached),
                "flash-nothing-to-do" | "flash-empty-nothing" => Some(&mut told.done),
                _ if key.starts_with("flash-unwrap-") => None,
                _ if key.ends_with("-done") => Some(&mut told.done),
                _ if key.ends_with("-left") || key.ends_with("-refused") => Some(&mut told.left),
                _ if key.ends_with("-unknown") => Some(&mut told.unknown),
                _ => None,
            };
            if let Some(place) = place {
                *place += number;
                is_told = true;
            }
            told.words.push(count.map_or(key.clone(), |count| format!("{key} {count}")));
        }
        is_told.then_some(told)
    }

    /// Returns of how many messages it speaks.
    pub fn sum(&self) -> u32 {
        self.done + self.missing + self.left + self.unknown + self.not_reached
    }
}

/// Returns the rows of a list, from the top: the UID, and the name of the letter.
pub fn rows(page: &str) -> Vec<(u32, String)> {
    let rows = page.split("<a id=\"s").skip(1);
    let row = |rest: &str| {
        let uid = rest.split('"').next()?.parse().ok()?;
        Some((uid, between(rest, "<bdi>Letter ", "</bdi>")?.to_owned()))
    };
    rows.filter_map(row).collect()
}

/// Returns the form that takes the last move back: what it names, and its seal.
pub fn undo(page: &str) -> Option<(String, String)> {
    let form = between(page, "<form id=\"undo-", "</form>")?;
    let action = form.split('"').next()?.to_owned();
    Some((action, between(form, "name=\"seal\" value=\"", "\"")?.to_owned()))
}

#[test]
fn what_a_page_tells_is_read_as_numbers_and_a_job_apart_from_the_news_above_it() {
    let news = "<div class=\"flash good\"><p data-key=\"flash-rescue-done\" data-count=\"3\">3 moved</p>\
                <p data-key=\"flash-missing\" data-count=\"2\">2 gone</p><p data-key=\"flash-freed\">9 kB</p></div>";
    let told = Told::of_flash(news).unwrap();
    assert_eq!((told.done, told.missing, told.sum()), (3, 2, 5));
    assert_eq!(Told::of_flash("<p>nothing</p>"), None);
    let job = "<div data-job=\"done\"><p data-key=\"flash-empty-done\" data-count=\"7\">7</p>\
               <p data-key=\"job-not-reached\" data-count=\"1\">1</p></div>";
    let (state, told) = Told::of_job(&format!("{news}{job}")).unwrap();
    assert_eq!((state.as_str(), told.done, told.not_reached, told.sum()), ("done", 7, 1, 8));
    assert_eq!(Told::of_flash(&format!("{news}{job}")).unwrap().sum(), 5);
    let row = "<td><a id=\"s412\" href=\"/spam/1-412\"><bdi>Letter o3-17</bdi></a></td>";
    assert_eq!(rows(row), [(412, "o3-17".to_owned())]);
    let form = "<form id=\"undo-ab\" method=\"post\"><input name=\"action\" value=\"ab\"><input name=\"seal\" value=\"s\"></form>";
    assert_eq!(undo(form), Some(("ab".to_owned(), "s".to_owned())));
}
