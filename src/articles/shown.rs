//! What a search shows of an article: the words that were asked for are marked, and the passage that has most of them is cut out.

use super::fold::spans;
use super::markdown::{Heading, Section};
use super::search::Question;
use std::collections::BTreeSet;
use std::ops::Range;

/// Letters of a passage, about.
const LENGTH: usize = 180;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Whether it was asked for.
    pub is_hit: bool,
    /// The words.
    pub text: String,
}

/// Cuts a text where words stand that were asked for.
pub fn marked(text: &str, question: &Question) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut add = |is_hit: bool, range: Range<usize>| {
        let text = text.get(range).unwrap_or_default().to_owned();
        if !text.is_empty() {
            pieces.push(Piece { is_hit, text });
        }
    };
    for (at, _) in hits(text, question) {
        add(false, done..at.start);
        done = at.end;
        add(true, at);
    }
    add(false, done..text.len());
    pieces
}

/// Finds the passage that has most of what was asked for, and the heading it stands below.
pub fn passage(sections: &[Section], question: &Question) -> Option<(Option<Heading>, Vec<Piece>)> {
    let blocks = sections.iter().flat_map(|section| section.blocks.iter().map(move |block| (section, block)));
    let worth = |(section, block): &(&Section, &String)| {
        let of = |text: &str| hits(text, question).map(|(_, word)| word).collect::<BTreeSet<_>>();
        let here = of(block);
        let heading = section.heading.as_ref().map(|heading| of(&heading.text)).unwrap_or_default();
        (!here.is_empty() || !heading.is_empty())
            .then(|| here.union(&heading).count() * 4 + here.len() * 2 + heading.len())
    };
    let mut best: Option<(usize, &Section, &String)> = None;
    for (section, block) in blocks {
        if let Some(worth) = worth(&(section, block))
            && best.is_none_or(|(most, ..)| worth > most)
        {
            best = Some((worth, section, block));
        }
    }
    let (_, section, block) = best?;
    Some((section.heading.clone(), marked(&cut(block, question), question)))
}

fn hits<'a>(text: &'a str, question: &'a Question) -> impl Iterator<Item = (Range<usize>, String)> + 'a {
    spans(text).filter(|(_, word)| question.is_met_by(word))
}

/// Cuts a long text around its first hit, at words.
fn cut(text: &str, question: &Question) -> String {
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let first = hits(text, question).next().map_or(0, |(at, _)| at.start);
    let words: Vec<Range<usize>> = spans(text).map(|(at, _)| at).collect();
    let from = words.iter().rev().find(|at| at.start + LENGTH / 3 <= first).map_or(0, |at| at.start);
    let to = words.iter().find(|at| at.end >= from + LENGTH).map_or(text.len(), |at| at.end);
    let (before, behind) = (if from > 0 { "… " } else { "" }, if to < text.len() { " …" } else { "" });
    format!("{before}{}{behind}", text.get(from..to).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.is_hit { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn what_was_asked_for_is_marked_whole_and_as_it_is_written() {
        let marked = |text, typed| told(&marked(text, &Question::of(typed)));
        assert_eq!(marked("Deleted messages – the Trash.", "delete trash"), "[Deleted] messages – the [Trash].");
        assert_eq!(marked("Größe", "grosse"), "[Größe]");
        assert_eq!(marked("What is the size?", "what is the size"), "What is the [size]?");
        assert_eq!(marked("<b>spam</b>", "spam"), "<b>[spam]</b>");
        assert_eq!(marked("", "spam"), "");
    }

    #[test]
    fn the_passage_is_the_one_with_most_of_the_words_and_short() {
        let heading = |text: &str| Heading { id: text.to_lowercase(), text: text.to_owned(), level: 2 };
        let section = |name: &str, blocks: &[&str]| Section {
            heading: Some(heading(name)),
            blocks: blocks.iter().map(|block| (*block).to_owned()).collect(),
        };
        let long = format!("{} the trash is emptied {}", "word ".repeat(100), "word ".repeat(100));
        let sections = [section("One", &["trash", "something"]), section("Two", &[&long])];
        let (under, pieces) = passage(&sections, &Question::of("empty trash")).unwrap_or_default();
        let told = told(&pieces);
        assert_eq!(under.map(|heading| heading.id), Some("two".to_owned()));
        assert!(told.contains("the [trash] is [emptied]") && told.starts_with("… word"), "{told}");
        assert!(told.chars().count() < LENGTH + 30, "{told}");
        assert_eq!(passage(&sections, &Question::of("zebra")), None);
    }
}
