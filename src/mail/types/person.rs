//! Somebody in a header.

/// Names somebody in a From, To or Cc header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The display name, decoded (RFC 2047).
    pub name: Option<String>,
    /// The address, as written.
    pub address: Option<String>,
}
