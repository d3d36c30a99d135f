//! Words, numbers, sizes and dates for people, from `locales/`.

/// A value put into a sentence.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number; sentences choose their plural by it.
    Number(i64),
    /// A text.
    Text(String),
}

/// Speaks one language. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Locale {}

impl Locale {
    /// Returns a sentence.
    pub fn t(&self, _key: &str) -> String {
        todo!()
    }

    /// Returns a sentence about a number, `$count` in the file.
    pub fn n(&self, _key: &str, _count: &u32) -> String {
        todo!()
    }

    /// Returns a sentence with named values.
    pub fn with(&self, _key: &str, _args: &[(&str, Arg)]) -> String {
        todo!()
    }
}
