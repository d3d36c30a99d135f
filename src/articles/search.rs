//! Search: the words of a question against the words of the articles.

/// How well one word of the question meets a field: the same word, its beginning, or a word of the same stem.
const SAME: u32 = 3;
const BEGINNING: u32 = 2;
const STEM: u32 = 1;

/// What a field weighs. Each is more than [`SAME`] times the next, so a title always beats tags, and so on.
const WEIGHTS: [u32; 4] = [64, 16, 4, 1];

/// Words of a question that say nothing about what is asked.
const FILLERS: [&str; 40] = [
    "a", "about", "all", "an", "and", "are", "at", "be", "but", "can", "do", "does", "for", "from", "get", "have",
    "how", "i", "in", "is", "it", "me", "my", "not", "of", "on", "or", "so", "that", "the", "there", "this", "to",
    "was", "what", "when", "where", "why", "with", "you",
];

/// The words of an article, by field: title, tags, summary, body.
#[derive(Debug, Clone, Default)]
pub struct Words([Vec<String>; 4]);

impl Words {
    /// Reads the words of the four fields.
    pub fn of(title: &str, tags: &[String], summary: &str, body: &str) -> Self {
        let sorted = |text: &str| {
            let mut words: Vec<String> = words(text).collect();
            words.sort_unstable();
            words.dedup();
            words
        };
        Self([sorted(title), sorted(&tags.join(" ")), sorted(summary), sorted(body)])
    }

    /// Returns how well the article answers a question; 0 when it does not.
    ///
    /// At least half of the words must occur, so that a sentence typed as it comes still finds something.
    pub fn score(&self, question: &Question) -> u32 {
        let scores: Vec<u32> = question.0.iter().map(|word| self.score_of(word)).collect();
        let met = scores.iter().filter(|score| **score > 0).count();
        if met * 2 < scores.len() { 0 } else { scores.iter().sum() }
    }

    fn score_of(&self, asked: &str) -> u32 {
        let field = |words: &[String]| words.iter().map(|word| nearness(asked, word)).max().unwrap_or(0);
        self.0.iter().zip(WEIGHTS).map(|(words, weight)| field(words) * weight).max().unwrap_or(0)
    }
}

/// The words somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question(Vec<String>);

impl Question {
    /// Reads what was typed. More than twelve words are not looked at.
    pub fn of(typed: &str) -> Self {
        let mut asked: Vec<String> = Vec::new();
        for word in words(typed).take(50) {
            if asked.len() < 12 && !asked.contains(&word) {
                asked.push(word);
            }
        }
        if asked.iter().any(|word| !is_filler(word)) {
            asked.retain(|word| !is_filler(word));
        }
        Self(asked)
    }

    /// Tells whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns the words of a text, in small letters and without accents.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_joined_accent(c)).filter(|word| !word.is_empty()).map(fold)
}

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

fn nearness(asked: &str, word: &str) -> u32 {
    let (asked_len, word_len) = (asked.chars().count(), word.chars().count());
    if asked == word {
        SAME
    } else if (asked_len >= 3 && word.starts_with(asked))
        || (word_len >= 3 && asked_len <= word_len + 2 && asked.starts_with(word))
    {
        BEGINNING
    } else {
        // "deleting" and "deleted": at least five letters the same, at most three different.
        let same = asked.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
        if same >= 5 && same + 3 >= asked_len.max(word_len) { STEM } else { 0 }
    }
}

/// Accents that follow their letter as a character of their own.
fn is_joined_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase).filter(|c| !is_joined_accent(*c)) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => folded.push('i'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => folded.push('o'),
            'ŕ' | 'ŗ' | 'ř' => folded.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => folded.push('s'),
            'ţ' | 'ť' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, tags: &str, summary: &str, body: &str) -> Words {
        Words::of(title, &[tags.to_owned()], summary, body)
    }

    fn score(words: &Words, typed: &str) -> u32 {
        words.score(&Question::of(typed))
    }

    #[test]
    fn a_title_beats_tags_tags_a_summary_and_a_summary_the_body() {
        let fields = [
            article("Quota", "", "", ""),
            article("", "quota", "", ""),
            article("", "", "quota", ""),
            article("", "", "", "quota"),
        ];
        let scores: Vec<u32> = fields.iter().map(|words| score(words, "quota")).collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        // Even the weakest meeting in a title beats the strongest below it.
        let stem = score(&article("Deleting", "", "", ""), "deleted");
        assert!(stem > score(&article("", "deleted", "deleted", "deleted"), "deleted"));
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        let words = article("Größe des Postfachs", "café", "Łódź", "cafe\u{301}s");
        for typed in ["GRÖSSE", "grosse", "Grösse", "cafe", "CAFÉ", "cafe\u{301}", "lodz"] {
            assert!(score(&words, typed) > 0, "{typed}");
        }
    }

    #[test]
    fn other_forms_of_a_word_are_found() {
        let words = article("Deleting messages", "", "", "");
        for typed in ["deleted", "delete", "del", "message", "messages", "Deleting"] {
            assert!(score(&words, typed) > 0, "{typed}");
        }
        assert_eq!(score(&article("server", "", "", ""), "service"), 0);
        assert_eq!(score(&article("space", "", "", ""), "spam"), 0);
    }

    #[test]
    fn a_sentence_finds_what_half_of_its_words_say() {
        let words = article("The mailbox is full", "", "", "");
        assert!(score(&words, "why is my mailbox full?") > 0);
        assert!(score(&words, "mailbox overflowing") > 0);
        assert_eq!(score(&words, "printer on fire, mailbox"), 0);
        assert!(score(&words, "mailbox full") > score(&words, "mailbox overflowing"));
    }

    #[test]
    fn fillers_count_only_when_nothing_else_is_asked() {
        assert_eq!(Question::of("how do I empty the Trash?"), Question::of("empty trash"));
        assert!(!Question::of("how").is_empty());
        assert!(Question::of(" ?! ").is_empty());
    }
}
