//! Somebody in a header.

/// Names somebody in a From, To or Cc header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The display name, decoded (RFC 2047).
    pub name: Option<String>,
    /// The address, as written.
    pub address: Option<String>,
}

impl Person {
    /// Returns the address in lower case: under this a sender is remembered.
    pub fn address_in_lower_case(&self) -> Option<String> {
        self.address.as_deref().map(str::to_lowercase)
    }
}
