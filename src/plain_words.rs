//! Whether what people read about a message is plain English, and complete. `bin/check words` prints the figures.

use crate::articles::Articles;
use crate::i18n::Locales;
use crate::mail::{Reason, rule_sentences};
use std::collections::BTreeSet;
use support::corpus::say;
use support::reading_ease::flesch;

/// The mean, and the least of a single sentence.
const EASY: (f64, f64) = (70.0, 50.0);

/// The mean of the articles, and the least of a single one.
const EASY_ARTICLES: (f64, f64) = (65.0, 55.0);

/// Every sentence that says what a filter found: of the reasons, and of single rules.
fn sentences() -> BTreeSet<String> {
    let reasons = [Reason::AGAINST, Reason::FOR].concat();
    reasons.iter().map(|reason| reason.key().to_owned()).chain(rule_sentences()).collect()
}

#[test]
fn every_sentence_about_a_message_is_easy_to_read() {
    let l = Locales::load().unwrap().choose("en");
    let mut eases: Vec<(f64, String)> =
        sentences().iter().map(|key| l.t(key)).map(|text| (flesch(&text).unwrap_or_default(), text)).collect();
    eases.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean = eases.iter().map(|(ease, _)| ease).sum::<f64>() / f64::from(u32::try_from(eases.len()).unwrap());
    let hardest: String = eases.iter().take(10).map(|(ease, text)| format!("\n  {ease:5.1}  {text}")).collect();
    say(&format!("reading ease of {} sentences: {mean:.1} in the mean; the hardest:{hardest}", eases.len()));
    assert!(mean >= EASY.0 && eases[0].0 >= EASY.1, "{mean:.1}{hardest}");
}

#[test]
fn every_article_is_easy_to_read() {
    let articles = Articles::load(None).unwrap();
    let mut eases: Vec<(f64, String)> = articles
        .find("", None)
        .into_iter()
        .map(|article| (flesch(&article.plain_text()).unwrap_or_default(), article.slug().to_owned()))
        .collect();
    eases.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean = eases.iter().map(|(ease, _)| ease).sum::<f64>() / f64::from(u32::try_from(eases.len()).unwrap());
    let told: String = eases.iter().map(|(ease, slug)| format!("\n  {ease:5.1}  {slug}")).collect();
    say(&format!("reading ease of {} articles: {mean:.1} in the mean{told}", eases.len()));
    assert!(mean >= EASY_ARTICLES.0 && eases[0].0 >= EASY_ARTICLES.1, "{mean:.1}{told}");
}

#[test]
fn every_rule_in_the_table_has_its_sentence_and_the_other_way_round() {
    let file = include_str!("../locales/en.ftl");
    let keys = file.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned());
    let said = |key: &String| ["reason-", "good-", "rule-"].iter().any(|begin| key.starts_with(begin));
    let written: BTreeSet<String> = keys.filter(said).collect();
    let asked = sentences();
    let (missing, unused): (Vec<_>, Vec<_>) =
        (asked.difference(&written).collect(), written.difference(&asked).collect());
    assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:?}; never said: {unused:?}");
}
