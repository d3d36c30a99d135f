//! What is wrong with a configuration, where it stands, and how keys and values are written in the telling of it.

use std::cell::RefCell;
use std::fmt;

/// How much of a wrong value is repeated.
pub(super) const FOUND: usize = 80;

/// One thing that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// File and line (`postern.toml:7`), or the variable (`POSTERN__WEB__LISTEN`).
    pub location: String,
    /// The key, such as `server[0].imap.port`; empty when the file as a whole is wrong.
    pub key: String,
    /// What was found and what is allowed.
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key.as_str() {
            "" => write!(f, "{}: {}", self.location, self.text),
            key => write!(f, "{}: {key}: {}", self.location, self.text),
        }
    }
}

/// Everything that is wrong with the configuration, in the order of the file; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, mistake) in self.0.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            write!(f, "{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

/// Where a value stands: a file and its line (0 when it is nowhere in it), or a variable.
#[derive(Debug, Clone)]
pub(super) struct SourceLocation {
    pub(super) name: String,
    pub(super) line: usize,
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 | usize::MAX => write!(f, "{}", self.name),
            line => write!(f, "{}:{line}", self.name),
        }
    }
}

/// Collects mistakes while the reading goes on.
#[derive(Debug, Default)]
pub(super) struct MistakeCollector(RefCell<Vec<(usize, Mistake)>>);

impl MistakeCollector {
    /// Adds a mistake.
    pub(super) fn add(&self, location: &SourceLocation, key: &str, text: String) {
        let mistake = Mistake { location: location.to_string(), key: key.to_owned(), text };
        self.0.borrow_mut().push((location.line, mistake));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Returns the mistakes in the order of the file, then those of the environment.
    pub(super) fn into_mistakes(self) -> Mistakes {
        let mut noted = self.0.into_inner();
        noted.sort_by_key(|(line, _)| *line);
        Mistakes(noted.into_iter().map(|(_, mistake)| mistake).collect())
    }
}

/// Returns a key of a table; one that TOML would quote is quoted.
pub(super) fn join(table: &str, name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let name = if bare { name.to_owned() } else { quoted(name) };
    if table.is_empty() { name } else { format!("{table}.{name}") }
}

/// Puts a text in quotes, on one line, not too long.
pub(super) fn quoted(text: &str) -> String {
    let more = if text.chars().nth(FOUND).is_some() { "..." } else { "" };
    format!("{:?}{more}", text.chars().take(FOUND).collect::<String>())
}
