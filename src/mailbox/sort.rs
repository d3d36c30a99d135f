//! The words of `?sort=`.

use crate::mail::Sort;

/// Reads `?sort=`.
pub fn sort_named(word: &str) -> Option<Sort> {
    [Sort::Date, Sort::Size, Sort::From, Sort::Subject, Sort::Score].into_iter().find(|&sort| sort_word(sort) == word)
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
