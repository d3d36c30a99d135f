//! Which list, in which order, which page: as it stands in the query of its URL, and of the URLs of its messages.

use super::{Folder, MessageName, encoded};
use crate::mail::{Sort, View};

/// Letters of a search.
const MAX_QUERY: usize = 200;

/// What a list can be asked for; what cannot be understood is the first page, newest first.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ViewQuery {
    page: String,
    sort: String,
    q: String,
    /// `yes` for a form that takes all of the list.
    all: String,
}

impl ViewQuery {
    /// Tells whether a form is wanted that takes all of the list.
    pub fn is_all(&self) -> bool {
        self.all == "yes"
    }
}

impl From<ViewQuery> for View {
    fn from(query: ViewQuery) -> Self {
        Self {
            page: query.page.parse().unwrap_or(1),
            sort: Sort::ALL.into_iter().find(|&sort| sort_word(sort) == query.sort).unwrap_or_default(),
            query: query.q.chars().take(MAX_QUERY).collect(),
        }
    }
}

/// Returns the word for `?sort=`.
pub fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Date => "date",
        Sort::Size => "size",
        Sort::From => "from",
        Sort::Subject => "subject",
        Sort::Score => "score",
    }
}

/// Returns the URL of a page of a list.
pub fn list_path(folder: &Folder, view: &View, page: u32) -> String {
    format!("{}{}", folder.path(), view_query(view, page))
}

/// Returns the URL of the form that takes all of a list.
pub fn all_path(folder: &Folder, view: &View) -> String {
    let query = view_query(view, 1);
    let more = if query.is_empty() { "?" } else { "&" };
    format!("{}{query}{more}all=yes", folder.path())
}

/// Returns the URL of a message that was found in a list. Newest first, its place tells the page.
pub fn message_path(folder: &Folder, name: MessageName, view: &View, page: u32) -> String {
    let query = if view.is_by_arrival() { String::new() } else { view_query(view, page) };
    format!("{}{query}", name.path(folder))
}

/// Writes `?page=2&sort=size&q=words`, without what goes without saying.
fn view_query(view: &View, page: u32) -> String {
    let words = view.query.trim();
    let page = (page > 1).then(|| format!("page={page}"));
    let sort = (view.sort != Sort::default()).then(|| format!("sort={}", sort_word(view.sort)));
    let words = (!words.is_empty()).then(|| format!("q={}", encoded(words)));
    let pairs: Vec<String> = [page, sort, words].into_iter().flatten().collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_the_order_the_words_and_the_page_of_its_list() {
        let name = MessageName::try_from("9-4".to_owned()).unwrap();
        let view = |sort, query: &str| View { page: 3, sort, query: query.to_owned() };
        assert_eq!(list_path(&Folder::Spam, &view(Sort::Date, " "), 3), "/spam?page=3");
        assert_eq!(list_path(&Folder::Spam, &view(Sort::Score, " a&b "), 1), "/spam?sort=score&q=a%26b");
        assert_eq!(message_path(&Folder::Spam, name, &view(Sort::Date, ""), 3), "/spam/9-4");
        assert_eq!(
            message_path(&Folder::Trash, name, &view(Sort::Size, "x y"), 2),
            "/trash/9-4?page=2&sort=size&q=x+y"
        );
    }

    #[test]
    fn nonsense_is_the_first_page_newest_first() {
        let text = |text: &str| text.to_owned();
        let view = View::from(ViewQuery { page: text("-1"), sort: text("odd"), q: "x".repeat(300), all: text("x") });
        assert_eq!((view.page, view.sort, view.query.len()), (1, Sort::Date, 200));
    }
}
