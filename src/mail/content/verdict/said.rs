//! What one filter says of a message.

use super::{Filter, Hit, Limit};

/// What one filter says of a message.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Said {
    /// Which one it was, where that can be told.
    pub filter: Option<Filter>,
    pub score: Option<f32>,
    pub limit: Option<Limit>,
    /// The rules that fired.
    pub hits: Vec<Hit>,
    /// What it says beside: a virus, a forbidden attachment, a list that was kept.
    pub alerts: Vec<Hit>,
    /// Whether it calls the message spam, where it says so.
    pub spam: Option<bool>,
}

impl Said {
    /// Says only whether it is spam.
    pub fn only(filter: Filter, spam: Option<bool>) -> Option<Self> {
        spam.map(|spam| Self { filter: Some(filter), spam: Some(spam), ..Self::default() })
    }
}
