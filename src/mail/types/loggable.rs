//! What servers say, fit for the log.

use std::fmt::Display;

/// Makes the words of somebody else fit for the log: one line, and no e-mail address, which mail servers like to repeat.
pub fn loggable(words: &impl Display) -> String {
    let shown = |word: &str| if word.contains('@') { "(address)".to_owned() } else { word.escape_debug().to_string() };
    words.to_string().split_whitespace().map(shown).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_is_one_line_without_addresses() {
        let words = loggable(&"no\r\nFAKE LINE <anna@example.net> \u{1b}[31mred");
        assert_eq!(words, "no FAKE LINE (address) \\u{1b}[31mred");
    }
}
