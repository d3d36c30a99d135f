//! What the spam filter wrote into the headers.

/// Holds the points a spam filter gave, and the limit it compared them with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The filter's points; more is worse.
    pub score: f32,
    /// From how many points on mail counts as spam, where the header says so.
    pub limit: Option<f32>,
}
