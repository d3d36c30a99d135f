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
    /// Whether the host names this filter, or no other that says something stands above it.
    pub trusted: bool,
}

impl Said {
    /// Says only whether it is spam.
    pub fn only(filter: Filter, spam: Option<bool>) -> Option<Self> {
        spam.map(|spam| Self { filter: Some(filter), spam: Some(spam), ..Self::default() })
    }

    /// Passes on what says anything.
    pub fn unless_silent(self) -> Option<Self> {
        (self.says_something() || !self.alerts.is_empty()).then_some(self)
    }

    /// Tells whether it says anything beside alerts.
    pub fn says_something(&self) -> bool {
        self.score.is_some() || self.spam.is_some() || !self.hits.is_empty()
    }

    /// Takes from another of the same filter what is not said here, unless they contradict each other.
    pub fn add(&mut self, other: Self) {
        if matches!((self.spam, other.spam), (Some(one), Some(other)) if one != other) {
            return;
        }
        let same = matches!((self.score, other.score), (Some(one), Some(other)) if (one - other).abs() < 0.1);
        let better = other.limit.is_some() && matches!(self.limit, None | Some(Limit::Usual(_)));
        // A limit belongs to the points beside it.
        if self.score.is_none() && other.score.is_some() || same && better {
            (self.score, self.limit) = (self.score.or(other.score), other.limit);
        }
        if self.hits.is_empty() {
            self.hits = other.hits;
        }
        self.spam = self.spam.or(other.spam);
        self.filter = self.filter.or(other.filter);
    }

    /// Takes what cannot be true for none, and says what follows from points and their limit, where the filter does
    /// not.
    pub fn sound(mut self) -> Self {
        self.score = self.score.filter(|score| score.is_finite());
        // A limit belongs to points.
        self.limit = self.limit.filter(|limit| limit.is_finite() && self.score.is_some());
        let follows = match (self.score, self.limit) {
            (Some(score), Some(Limit::Spam(limit) | Limit::Scale(limit, _))) => Some(score >= limit),
            (Some(score), Some(Limit::Refused(limit))) => (score >= limit).then_some(true),
            // What is only usual, or unsure, proves nothing.
            _ => None,
        };
        self.spam = self.spam.or(follows);
        self
    }
}
