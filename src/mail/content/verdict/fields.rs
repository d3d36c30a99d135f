//! The header fields of a message, and numbers in them.

/// Holds the fields of a message, by name (lower case) and unfolded value.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [(String, String)]);

impl<'a> Fields<'a> {
    /// Finds a field; Exim's own examples write `X-Spam_score`.
    pub fn get(self, name: &str) -> Option<&'a str> {
        let is_it = |field: &str| field.len() == name.len() && field.bytes().map(dashed).eq(name.bytes());
        self.0.iter().find(|(field, _)| is_it(field)).map(|(_, value)| value.as_str())
    }

    /// Finds a field by how its name ends: some hold the provider's own name.
    pub fn ending(self, end: &str) -> Option<&'a str> {
        self.0.iter().find(|(field, _)| field.ends_with(end)).map(|(_, value)| value.as_str())
    }
}

fn dashed(octet: u8) -> u8 {
    if octet == b'_' { b'-' } else { octet }
}

/// Reads the number that a text begins with.
pub(super) fn first_number(text: &str) -> Option<f32> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}
