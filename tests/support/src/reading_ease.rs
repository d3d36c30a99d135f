//! How easy a text is to read: Flesch's formula of 1948 for English, with syllables counted as groups of vowels.

/// Returns the reading ease: 60 to 70 is plain English, 90 what a child of eleven reads; a text without words has none.
pub fn flesch(text: &str) -> Option<f64> {
    let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\'')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let ends = text.matches(['.', '!', '?', ':']).count().max(1);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    #[allow(clippy::cast_precision_loss, reason = "a sentence has few words")]
    let (words, ends, syllables) = (words.len() as f64, ends as f64, syllables as f64);
    (words > 0.0).then(|| 206.835 - 1.015 * words / ends - 84.6 * syllables / words)
}

fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| "aeiouyäöü".contains(c);
    let letters: Vec<char> = word.chars().collect();
    let begins = |at: usize| is_vowel(letters[at]) && (at == 0 || !is_vowel(letters[at - 1]));
    let groups = (0..letters.len()).filter(|&at| begins(at)).count();
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_about_as_people_speak() {
        for (word, count) in
            [("mail", 1), ("sender", 2), ("message", 2), ("table", 2), ("the", 1), ("x", 1), ("idea", 2)]
        {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn a_short_sentence_of_short_words_is_easy_and_a_long_one_of_long_words_is_not() {
        assert!(flesch("The cat sat on the mat.").unwrap() > 100.0);
        assert!(
            flesch("Authentication infrastructure notifications necessitate organisational deliberation.").unwrap()
                < 0.0
        );
        assert_eq!(flesch(" … "), None);
    }
}
