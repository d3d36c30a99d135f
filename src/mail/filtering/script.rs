//! The script that files what a filter has marked (RFC 5228), and how it is known again.
//!
//! Its second line tells a sum over the rest: a script that somebody has edited is nobody's to overwrite.

use crate::mail::Mark;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

const HEAD: &str =
    "# Written by Postern, a webmail. Its page /spam/filter switches this on and off. Please do not edit it.";
const SUM: &str = "# Sum of what follows: ";
const INCLUDE: &str = "include :personal :optional ";
/// The same, but a script that is not there, or cannot be included, is a mistake (RFC 6609, 3.2).
const MUST_INCLUDE: &str = "include :personal ";
/// Octets of the sum that are written.
const SUM_OCTETS: usize = 16;

/// A script of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mail) struct FilterScript {
    /// The owner's own script, which runs over all that is not marked (RFC 6609).
    pub included: Option<String>,
}

impl FilterScript {
    /// Writes it: what has one of these marks goes into this mailbox, in UTF-8, and no rule of the owner's sees it (`stop`).
    ///
    /// Where the server cannot make the mailbox (`mailbox`, RFC 5490), one that is gone means the Inbox.
    pub fn write(&self, marks: &[Mark], mailbox: &str, makes_mailboxes: bool) -> String {
        self.written(marks, mailbox, makes_mailboxes, INCLUDE)
    }

    /// Writes the same for a test whether the server can run the owner's own script out of ours: to a script that may as well be
    /// missing nobody says no.
    pub fn write_strict(&self, marks: &[Mark], mailbox: &str, makes_mailboxes: bool) -> String {
        self.written(marks, mailbox, makes_mailboxes, MUST_INCLUDE)
    }

    fn written(&self, marks: &[Mark], mailbox: &str, makes_mailboxes: bool, include: &str) -> String {
        let mut required = vec!["fileinto"];
        required.extend(makes_mailboxes.then_some("mailbox"));
        required.extend(self.included.as_ref().map(|_| "include"));
        let required: Vec<String> = required.into_iter().map(quoted).collect();
        let tests: Vec<String> = marks.iter().map(test).collect();
        let create = if makes_mailboxes { ":create " } else { "" };
        let mut rest = format!("require [{}];\r\nif anyof (\r\n", required.join(", "));
        let _ = write!(rest, "{}\r\n) {{\r\n", tests.join(",\r\n"));
        let _ = write!(rest, "  fileinto {create}{};\r\n  stop;\r\n}}\r\n", quoted(mailbox));
        if let Some(name) = &self.included {
            let _ = write!(rest, "{include}{};\r\n", quoted(name));
        }
        format!("{HEAD}\r\n{SUM}{}\r\n{rest}", sum(&plain(&rest)))
    }

    /// Reads it; `None` for a script that is not ours, or not as it was written. Ends of lines do not matter: servers change them.
    pub fn read(text: &[u8]) -> Option<Self> {
        let text = plain(std::str::from_utf8(text).ok()?);
        let (told, rest) = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_prefix(SUM)?.split_once('\n')?;
        if told != sum(rest) {
            return None;
        }
        let included = rest.lines().last()?.strip_prefix(INCLUDE).map(unquoted);
        Some(Self { included })
    }

    /// Tells whether a server keeps just this text.
    pub fn is_kept_as(text: &[u8], written: &str) -> bool {
        std::str::from_utf8(text).is_ok_and(|text| plain(text) == plain(written))
    }

    /// Tells whether a script was ours, whatever has become of it since.
    pub fn was_ours(text: &[u8]) -> bool {
        text.trim_ascii_start().starts_with(HEAD.as_bytes())
    }

    /// Reads which script of the owner's an edited script of ours still includes; `None` where that is not plain.
    pub fn still_included(text: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(text);
        let mut lines = text.lines().filter_map(|line| line.trim().strip_prefix(INCLUDE));
        let (first, second) = (lines.next()?, lines.next());
        second.is_none().then(|| unquoted(first.trim_end()))
    }
}

fn test(mark: &Mark) -> String {
    let kind = if mark.pattern.contains('*') { ":matches" } else { ":is" };
    format!("  header {kind} {} {}", quoted(mark.field), quoted(mark.pattern))
}

/// Writes a string (RFC 5228, 2.4.2). Without the extension `variables` there is nothing else to escape.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Reads what [`quoted`] wrote, with the semicolon behind it.
fn unquoted(text: &str) -> String {
    let inner = text.trim_end_matches(';').trim_matches(' ');
    let inner = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(inner);
    let mut escaped = false;
    let keep = |c: &char| {
        escaped = *c == '\\' && !escaped;
        !escaped
    };
    inner.chars().filter(keep).collect()
}

/// Makes the ends of all lines alike, and leaves out those behind the last.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end_matches('\n').to_owned()
}

fn sum(rest: &str) -> String {
    let digest = Sha256::digest(rest.as_bytes());
    digest.iter().take(SUM_OCTETS).fold(String::new(), |mut text, octet| {
        let _ = write!(text, "{octet:02x}");
        text
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn script(included: Option<&str>) -> String {
        let script = FilterScript { included: included.map(str::to_owned) };
        script.write(&Mark::of(&[]), "INBOX.Späm \"1\" \\", true)
    }

    #[test]
    fn it_files_what_is_marked_and_includes_the_owners_own_script_behind_that() {
        let lines: Vec<String> = script(Some("theirs")).split("\r\n").skip(2).map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "require [\"fileinto\", \"mailbox\", \"include\"];",
                "if anyof (",
                "  header :is \"X-Spam-Flag\" \"YES\",",
                "  header :matches \"X-Spam-Status\" \"Yes*\",",
                "  header :is \"X-Spam\" \"Yes\"",
                ") {",
                "  fileinto :create \"INBOX.Späm \\\"1\\\" \\\\\";",
                "  stop;",
                "}",
                "include :personal :optional \"theirs\";",
                "",
            ]
        );
        let alone = FilterScript { included: None }.write(&Mark::of(&[]), "Spam", false);
        assert!(!alone.contains("include") && !alone.contains("mailbox") && !alone.contains(":create"), "{alone}");
    }

    #[test]
    fn a_script_that_somebody_has_edited_is_not_ours_any_more() {
        let text = script(Some("theirs"));
        assert!(FilterScript::read(text.as_bytes()).is_some());
        for edited in [
            text.replace("stop;", "keep;"),
            text.replace("theirs", "others"),
            format!("{text}keep;\r\n"),
            text.replace("# Sum", "# sum"),
            text.replacen(HEAD, "", 1),
            format!("# mine\r\n{text}"),
            "keep;".to_owned(),
            String::new(),
        ] {
            assert_eq!(FilterScript::read(edited.as_bytes()), None, "{edited}");
        }
        assert_eq!(FilterScript::read(&[text.as_bytes(), b"\xff"].concat()), None);
    }

    #[test]
    fn of_an_edited_script_it_is_told_that_it_was_ours_and_what_it_still_includes() {
        let text = script(Some("th\"eirs"));
        let edited = text.replace("stop;", "keep;");
        assert!(FilterScript::was_ours(edited.as_bytes()) && !FilterScript::was_ours(b"# mine\r\nkeep;"));
        assert_eq!(FilterScript::still_included(edited.as_bytes()).as_deref(), Some("th\"eirs"));
        for unclear in [format!("{edited}include :personal :optional \"more\";\r\n"), "keep;".to_owned()] {
            assert_eq!(FilterScript::still_included(unclear.as_bytes()), None, "{unclear}");
        }
    }

    #[test]
    fn the_strict_text_differs_in_nothing_but_that_what_is_missing_is_a_mistake() {
        let ours = FilterScript { included: Some("theirs".to_owned()) };
        let (marks, mailbox) = (Mark::of(&[]), "include :personal :optional x");
        let (loose, strict) = (ours.write(&marks, mailbox, true), ours.write_strict(&marks, mailbox, true));
        assert!(strict.contains("include :personal \"theirs\";") && strict.contains(mailbox), "{strict}");
        let rest = |text: &str| text.replace(":optional \"theirs", "\"theirs").lines().skip(2).collect::<String>();
        assert_eq!(rest(&loose), rest(&strict));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_however_a_server_ends_lines(name in "[^\\p{C}\u{2028}\u{2029}]{1,40}") {
            let text = script(Some(&name));
            for kept in [text.clone(), text.replace("\r\n", "\n"), format!("{text}\r\n"), text.trim_end().to_owned()] {
                prop_assert_eq!(FilterScript::read(kept.as_bytes()).unwrap().included, Some(name.clone()));
            }
        }
    }
}
