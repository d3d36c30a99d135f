//! Search: the words of a question against the words of the articles.
//!
//! Each word weighs the more the fewer articles have it, and the more where it stands: a title before tags, tags before a summary,
//! a summary before the text. A word is also met by its beginning, by another ending of it, by a synonym, and by a typing error.

use super::fold::words;
use std::collections::{BTreeMap, BTreeSet};

/// How well a word of the question is met.
const SAME: f64 = 1.0;
const ENDING: f64 = 0.8;
const BEGINNING: f64 = 0.7;
const SYNONYM: f64 = 0.65;
const SLIP: f64 = 0.4;

/// What a field weighs: title, tags, summary, headings, body.
const WEIGHTS: [f64; FIELDS] = [8.0, 5.0, 3.5, 2.5, 1.0];
const FIELDS: usize = 5;

/// Words of a question at most.
const MOST: usize = 12;

/// Words of a question that say nothing about what is asked.
const FILLERS: [&str; 63] = [
    "a", "about", "all", "am", "an", "and", "any", "are", "at", "be", "but", "by", "can", "cannot", "cant", "could",
    "do", "does", "doesn", "don", "for", "from", "get", "has", "have", "help", "how", "i", "if", "in", "is", "it",
    "me", "my", "no", "not", "of", "on", "or", "out", "please", "s", "so", "t", "that", "the", "there", "this", "to",
    "up", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with", "work", "you", "your",
];

/// Words for the same thing: who says one of a line may mean the others. The first of a line is what articles say.
const SYNONYMS: [&[&str]; 29] = [
    &["sign", "login", "logon", "signin", "log", "logged", "access", "enter"],
    &["signed", "logout", "signout", "logoff", "logged", "session"],
    &["password", "pass", "passphrase", "pin", "credentials", "pwd", "2fa", "autofill"],
    &["storage", "quota", "space", "full", "room", "capacity", "limit", "size"],
    &["back", "undo", "undelete", "restore", "revert", "recover", "rescue", "retrieve", "mistake", "accidentally"],
    &["phone", "android", "iphone", "ipad", "ios", "mobile", "smartphone", "tablet", "samsung", "gmail", "galaxy"],
    &["spam", "junk", "bulk"],
    &["spam", "quarantine", "blocked", "filtered"],
    &["trash", "bin", "rubbish", "garbage", "wastebasket", "recycle"],
    &["delete", "remove", "erase", "clear", "clean", "purge", "wipe", "discard"],
    &["phishing", "scam", "fraud", "fake", "virus", "hacker", "hacked", "forged", "spoofing", "blackmail"],
    &["settings", "setup", "config", "configure", "configuration", "install", "parameters"],
    &["server", "host", "hostname"],
    &["sending", "outgoing", "smtp", "send", "outbound"],
    &["receiving", "incoming", "inbound", "fetch", "collect", "download"],
    &["points", "score", "scores", "rating"],
    &["filter", "spamfilter", "spamassassin", "rspamd", "antispam"],
    &["apple", "mac", "macos", "macbook", "imac", "icloud"],
    &["outlook", "office", "microsoft", "windows", "exchange"],
    &["message", "mail", "email", "letter"],
    &["missing", "lost", "gone", "vanished", "disappeared", "disappear", "never"],
    &["error", "fails", "failed", "problem", "broken", "wrong", "trouble", "fail"],
    &["folder", "mailbox", "directory", "drafts"],
    &["attached", "attachment", "file"],
    &["network", "wifi", "internet", "connection"],
    &["copy", "backup", "archive", "keep"],
    &["sender", "whitelist", "welcomelist", "allowlist", "blacklist", "blocklist"],
    &["pictures", "images", "photos", "image", "picture"],
    &["key", "keys", "shortcut", "shortcuts", "keyboard"],
];

/// The fields of an article that are searched.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fields<'a> {
    /// The title.
    pub title: &'a str,
    /// The tags, with blanks between.
    pub tags: &'a str,
    /// The summary.
    pub summary: &'a str,
    /// The headings.
    pub headings: &'a str,
    /// The text.
    pub body: &'a str,
}

/// Where each word stands.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// By word: by article how often in each field.
    words: BTreeMap<String, BTreeMap<usize, [u32; FIELDS]>>,
    articles: usize,
}

impl Index {
    /// Adds an article; the first one is number 0.
    pub fn add(&mut self, fields: Fields<'_>) {
        let number = self.articles;
        self.articles += 1;
        let texts = [fields.title, fields.tags, fields.summary, fields.headings, fields.body];
        for (field, text) in texts.into_iter().enumerate() {
            for word in words(text) {
                let counts = self.words.entry(word).or_default().entry(number).or_default();
                if let Some(count) = counts.get_mut(field) {
                    *count += 1;
                }
            }
        }
    }

    /// Reads a question. A word that no article has, nor one like it, is taken for a slip of the fingers.
    pub fn question(&self, typed: &str) -> Question {
        let mut question = Question::of(typed);
        for asked in &mut question.0 {
            asked.is_slip = !self.words.keys().any(|word| asked.nearness(word) > 0.0);
        }
        question
    }

    /// Returns the numbers of the articles that answer a question, the best first, each with its score.
    ///
    /// At least half of the words must occur, so that a sentence typed as it comes still finds something.
    pub fn find(&self, question: &Question) -> Vec<(usize, f64)> {
        let mut scores: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for asked in &question.0 {
            for (article, score) in self.meet(asked) {
                let (met, sum) = scores.entry(article).or_default();
                *met += 1;
                *sum += score;
            }
        }
        let asked = question.0.len();
        let whole = |(article, (met, sum)): (usize, (usize, f64))| {
            // Who has all of the words goes before who has one of them often.
            let part = share(met, asked);
            (met * 2 >= asked).then_some((article, sum * part * part))
        };
        let mut found: Vec<(usize, f64)> = scores.into_iter().filter_map(whole).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found
    }

    /// Returns what each article scores for one word.
    fn meet(&self, asked: &Asked) -> BTreeMap<usize, f64> {
        let near = self.words.iter().map(|(word, postings)| (asked.nearness(word), postings));
        let near = near.filter(|(near, _)| *near > 0.0);
        let mut met: BTreeMap<usize, f64> = BTreeMap::new();
        for (near, postings) in near {
            let rarity = (1.0 + share(self.articles, postings.len())).ln();
            for (article, counts) in postings {
                let weigh = |(count, weight): (&u32, f64)| weight * f64::from(*count).ln_1p();
                let weight: f64 = counts.iter().zip(WEIGHTS).map(weigh).sum();
                let score = near * rarity * weight;
                let best = met.entry(*article).or_default();
                *best = best.max(score);
            }
        }
        met
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole).max(1.0)
}

/// One word that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    word: String,
    /// Words for the same thing.
    synonyms: BTreeSet<&'static str>,
    /// Whether it is a slip, because no article has it, or a word like it.
    is_slip: bool,
}

impl Asked {
    fn new(word: String) -> Self {
        let lines = SYNONYMS.iter().filter(|line| line.iter().any(|one| is_one_of(one, &word)));
        let synonyms = lines.flat_map(|line| line.iter().copied()).filter(|other| !is_one_of(other, &word)).collect();
        Self { word, synonyms, is_slip: false }
    }

    /// Tells how near a word comes to this one.
    fn nearness(&self, word: &str) -> f64 {
        if self.word == word {
            SAME
        } else if self.is_slip {
            self.slip(word)
        } else if stem(&self.word) == stem(word) {
            ENDING
        } else if self.word.chars().count() >= 4 && word.starts_with(&self.word) {
            BEGINNING
        } else if self.synonyms.iter().any(|other| stem(other) == stem(word)) {
            SYNONYM
        } else {
            0.0
        }
    }

    /// Tells whether a word may have been meant, and another been typed.
    fn slip(&self, word: &str) -> f64 {
        // One number is not another.
        if self.word.contains(|c: char| c.is_ascii_digit()) {
            return 0.0;
        }
        let (own, other) = (self.word.chars().count(), word.chars().count());
        // A slip in a short word makes another word.
        let slips = match own.min(other) {
            0..=3 => return 0.0,
            4..=7 => 1,
            _ => 2,
        };
        let begins_alike = self.word.chars().next() == word.chars().next();
        if own.abs_diff(other) > slips || !(begins_alike || own >= 6) {
            return 0.0;
        }
        if strsim::damerau_levenshtein(&self.word, word) <= slips { SLIP } else { 0.0 }
    }
}

/// The words somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question(Vec<Asked>);

impl Question {
    /// Reads what was typed. More than twelve words are not looked at.
    pub fn of(typed: &str) -> Self {
        let mut asked: Vec<String> = Vec::new();
        for word in words(typed).take(50) {
            if asked.len() < MOST && !asked.contains(&word) {
                asked.push(word);
            }
        }
        if asked.iter().any(|word| !is_filler(word)) {
            asked.retain(|word| !is_filler(word));
        }
        Self(asked.into_iter().map(Asked::new).collect())
    }

    /// Tells whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells whether a word, in small letters and without accents, is one that was asked for.
    pub fn is_met_by(&self, word: &str) -> bool {
        self.0.iter().any(|asked| asked.word == word || !is_filler(word) && asked.nearness(word) > 0.0)
    }
}

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// Tells whether a word is this one, or several of it.
fn is_one_of(one: &str, word: &str) -> bool {
    one == word || word.strip_suffix('s') == Some(one)
}

/// Takes the usual endings of English words off.
fn stem(word: &str) -> &str {
    for ending in ["ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
        {
            return stem;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(articles: &[Fields<'_>], typed: &str) -> Vec<usize> {
        let mut index = Index::default();
        articles.iter().for_each(|fields| index.add(*fields));
        index.find(&index.question(typed)).into_iter().map(|(number, _)| number).collect()
    }

    fn titled(title: &str) -> Fields<'_> {
        Fields { title, ..Fields::default() }
    }

    #[test]
    fn a_title_beats_tags_tags_a_summary_a_summary_headings_and_headings_the_body() {
        let fields = Fields::default();
        let articles = [
            Fields { body: "filter", ..fields },
            Fields { headings: "filter", ..fields },
            Fields { summary: "filter", ..fields },
            Fields { tags: "filter", ..fields },
            titled("filter"),
        ];
        assert_eq!(found(&articles, "filter"), [4, 3, 2, 1, 0]);
    }

    #[test]
    fn a_rare_word_weighs_more_than_one_that_every_article_has() {
        let articles = [titled("mail program"), titled("mail mail mail"), titled("mail certificate")];
        assert_eq!(found(&articles, "mail certificate").first(), Some(&2));
    }

    #[test]
    fn other_forms_beginnings_synonyms_and_typing_errors_are_found() {
        let article = [titled("Deleting messages, storage, sign in")];
        for typed in
            ["deleted", "delete", "dele", "message", "Deleting", "quota", "login", "erase", "delting", "mesages"]
        {
            assert_eq!(found(&article, typed), [0], "{typed}");
        }
        assert_eq!(found(&[titled("server")], "service"), [0; 0]);
        assert_eq!(found(&[titled("space")], "spam"), [0; 0]);
        assert_eq!(found(&[titled("spam"), titled("span")], "spam"), [0], "a word that is there is no slip of another");
    }

    #[test]
    fn a_slip_is_one_only_where_the_word_is_nowhere_and_numbers_have_none() {
        let mut index = Index::default();
        index.add(titled("folder older 0x800CCC0E 0x800CCC90 spam"));
        let met = |typed: &str, word: &str| index.question(typed).is_met_by(word);
        assert!(met("folder", "folder") && !met("folder", "older"));
        assert!(met("0x800CCC0E", "0x800ccc0e") && !met("0x800CCC0E", "0x800ccc90"));
        assert!(met("spamm", "spam") && !met("0x800CCC9F", "0x800ccc90"));
    }

    #[test]
    fn a_sentence_finds_what_half_of_its_words_say() {
        let article = [titled("The mailbox is full")];
        assert_eq!(found(&article, "why is my mailbox full?"), [0]);
        assert_eq!(found(&article, "mailbox overflowing"), [0]);
        assert_eq!(found(&article, "printer on fire, mailbox"), [0; 0]);
    }

    #[test]
    fn fillers_count_only_when_nothing_else_is_asked() {
        assert_eq!(Question::of("how do I empty the Trash?"), Question::of("empty trash"));
        assert!(!Question::of("how").is_empty());
        assert!(Question::of(" ?! ").is_empty());
    }
}
