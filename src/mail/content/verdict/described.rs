//! What the filter's own rule files say of rules: the `describe` lines of SpamAssassin's `*.cf`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Octets that are read of all files.
const MAX_OCTETS: u64 = 20 * 1024 * 1024;
/// Rules that are kept.
const MAX_RULES: usize = 50_000;
/// Octets of a line that is read; longer ones are no description.
const MAX_LINE: usize = 1024;

/// Holds the descriptions of rules, by name.
#[derive(Debug, Clone, Default)]
pub struct RuleTexts {
    texts: BTreeMap<String, String>,
    /// Whether there was more than is read: 20 MB, or 50,000 rules.
    pub cut: bool,
}

impl RuleTexts {
    /// Reads every `describe NAME text` of the `*.cf` files in a folder, in the order of their names; the last one counts, as it
    /// does for the filter.
    ///
    /// # Errors
    /// A sentence with the path, when the folder or a file in it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let failed = |path: &Path, error: &std::io::Error| format!("{:?}: {error}", path.display().to_string());
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
            let path = entry.map_err(|error| failed(folder, &error))?.path();
            // A pipe, or a folder of that name, is no rule file.
            if path.extension().is_some_and(|end| end == "cf") && path.is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        let (mut all, mut left) = (Self::default(), MAX_OCTETS);
        for path in paths {
            let mut octets = Vec::new();
            let file = fs::File::open(&path).map_err(|error| failed(&path, &error))?;
            let read =
                file.take(left.saturating_add(1)).read_to_end(&mut octets).map_err(|error| failed(&path, &error))?;
            all.add(&octets);
            left = left.saturating_sub(read as u64);
            if left == 0 {
                all.cut = true;
                break;
            }
        }
        Ok(all)
    }

    /// Returns how many rules are described.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Tells whether no rule is described.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Returns what the files say of a rule; empty where they say nothing.
    pub fn of(&self, rule: &str) -> &str {
        self.texts.get(rule).map_or("", String::as_str)
    }

    fn add(&mut self, octets: &[u8]) {
        for line in octets.split(|&octet| octet == b'\n').filter(|line| line.len() <= MAX_LINE) {
            let line = readable(line);
            let Some(rest) = line.trim_start().strip_prefix("describe") else { continue };
            let Some((name, text)) = rest.trim_start().split_once(char::is_whitespace) else { continue };
            let named = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if !rest.starts_with(char::is_whitespace) || name.is_empty() || !name.chars().all(named) {
                continue;
            }
            if self.texts.len() >= MAX_RULES && !self.texts.contains_key(name) {
                self.cut = true;
                continue;
            }
            let text = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
            self.texts.insert(name.to_owned(), text.trim().to_owned());
        }
    }
}

/// The files are older than UTF-8: what is none is Latin-1.
fn readable(line: &[u8]) -> String {
    match std::str::from_utf8(line) {
        Ok(text) => text.to_owned(),
        Err(_) => line.iter().map(|&octet| char::from(octet)).collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::mail::{Explanation, Hit};

    fn said(texts: &RuleTexts, name: &str, word: &str) -> String {
        let hit = Hit { text: word.to_owned(), ..Hit::new(name, None) };
        let mut explanation = Explanation { hits: vec![hit], ..Explanation::default() };
        explanation.describe(texts);
        explanation.hits.remove(0).text
    }

    #[test]
    fn the_rules_of_the_host_are_described_in_its_own_words() {
        let folder = tempfile::tempdir().unwrap();
        let long = "x".repeat(2000);
        let first = format!(
            "header OURS Subject =~ /x/\n  describe OURS  Speaks of <b>boats</b>\t \r\nlang de describe OURS Boote\n#describe NOT a rule\n\
             describe LONG {long}\ndescribe ODD-NAME x\ndescribeGLUED x\ndescribe EMPTY\nscore OURS 3\n"
        );
        fs::write(folder.path().join("10_first.cf"), [first.as_bytes(), b"describe LATIN Gr\xfc\xdfe\n"].concat())
            .unwrap();
        fs::write(folder.path().join("20_second.cf"), "describe TWICE two\n").unwrap();
        fs::write(folder.path().join("15_before.cf"), "describe TWICE one\n").unwrap();
        fs::write(folder.path().join("notes.txt"), "describe NOTES x\n").unwrap();
        fs::create_dir(folder.path().join("folder.cf")).unwrap();
        let texts = RuleTexts::read(folder.path()).unwrap();
        assert_eq!((texts.len(), texts.cut), (3, false), "{texts:?}");
        for (name, text) in [("OURS", "Speaks of <b>boats</b>"), ("LATIN", "Grüße"), ("TWICE", "two"), ("OTHER", "")]
        {
            assert_eq!(said(&texts, name, ""), text);
            assert_eq!(said(&texts, name, "of the report"), "of the report");
        }
    }

    #[test]
    fn more_than_fifty_thousand_rules_or_twenty_megabytes_are_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let many: String = (0..60_000).map(|n| format!("describe R_{n} text\n")).collect();
        fs::write(folder.path().join("many.cf"), many).unwrap();
        let texts = RuleTexts::read(folder.path()).unwrap();
        assert_eq!((texts.len(), texts.cut), (MAX_RULES, true));
        let padding = "# ".to_owned() + &"x".repeat(998) + "\n";
        fs::write(folder.path().join("many.cf"), padding.repeat(21_000) + "describe LATE x\n").unwrap();
        let texts = RuleTexts::read(folder.path()).unwrap();
        assert_eq!((texts.len(), texts.cut), (0, true));
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_named() {
        let missing = RuleTexts::read(Path::new("/no/such/rules")).unwrap_err();
        assert!(missing.contains("/no/such/rules") && missing.contains("No such file"), "{missing}");
    }
}
